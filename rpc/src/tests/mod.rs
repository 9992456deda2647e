//! Every method's JSON, and every way in which it can be refused.

mod mock;
mod reductions;
mod units;

use crate::{convert, types::*, Answer, PAGE};
use mock::{ask, block, genesis, held, key, sums, FORK, MERCHANTS, OFFERS, PRUNED};
use serde_json::{json, Value};
use sp_core::{crypto::Ss58Codec, H256};

const INVALID_PARAMS: i64 = -32_602;

fn moment(unix: u64, iso: &str) -> Value {
	json!({ "unix": unix, "iso": iso })
}

fn now() -> Value {
	moment(mock::NOW, "2018-09-01T08:30:00+08:00")
}

fn best() -> Value {
	json!({ "number": 12, "hash": block(12), "finalized": false })
}

/// The answer without the block, which must be the best.
async fn at_best(method: &str, params: Value) -> Value {
	let mut answer = ask(method, params).await.unwrap();
	assert_eq!(answer.as_object_mut().unwrap().remove("block"), Some(best()), "{method}");
	answer
}

async fn code(method: &str, params: Value) -> i64 {
	ask(method, params).await.unwrap_err().0
}

#[tokio::test]
async fn the_block_is_named() {
	let at = |hash: H256| async move {
		ask("carbon_clock", json!([hash])).await.map(|answer| answer["block"].clone())
	};
	assert_eq!(at(block(12)).await, Ok(best()));
	let known = |number: u64, finalized| json!({ "number": number, "hash": block(number), "finalized": finalized });
	assert_eq!(at(block(11)).await, Ok(known(11, false)));
	assert_eq!(at(block(10)).await, Ok(known(10, true)));
	assert_eq!(
		at(block(FORK)).await,
		Ok(json!({ "number": 9, "hash": block(FORK), "finalized": false }))
	);
	let (code, message) = at(H256::repeat_byte(7)).await.unwrap_err();
	assert_eq!(code, 20_001);
	assert!(message.contains("0x0707"), "{message}");
	let (code, message) = at(block(PRUNED.into())).await.unwrap_err();
	assert_eq!(code, 20_002);
	assert!(message.contains(&format!("{:?}", block(PRUNED.into()))), "{message}");
	assert!(message.contains("archive"), "{message}");
	assert_eq!(self::code("carbon_clock", json!(["latest"])).await, INVALID_PARAMS);
	// By name as well as by position.
	let named = ask("carbon_clock", json!({ "at": block(10) })).await.unwrap();
	assert_eq!(named["block"], known(10, true));
	let null = ask("carbon_clock", json!([null])).await.unwrap();
	assert_eq!(null["block"], best());
}

#[tokio::test]
async fn clock() {
	assert_eq!(
		at_best("carbon_clock", json!([])).await,
		json!({ "now": now(), "dayOffset": 28_800, "scale": 1, "today": "2018-09-01" })
	);
}

#[tokio::test]
async fn account() {
	let tomorrow = moment(mock::NOW + 86_400, "2018-09-02T08:30:00+08:00");
	let expected = json!({
		"citizen": 7,
		"status": "open",
		"key": key(8).to_ss58check(),
		"epoch": 1,
		"provider": 1,
		"opened": moment(mock::NOW - 1, "2018-09-01T08:29:59+08:00"),
		"grams": "18446744073709551615",
		"spendableCents": "100",
		"spendableValue": "100000",
		"growth": {
			"millis": "1600",
			"fromAnswersMillis": "100",
			"badges": ["2018-09-01"],
			"nextMillis": "5000",
			"equivalents": [{
				"name": "树",
				"countMillis": "3074457345618258602",
				"gramsEach": "6000",
				"source": "a calculator",
			}],
		},
		"positions": [{
			"operator": 0,
			"name": "深圳地铁",
			"enrolled": true,
			"disposition": "self-held",
			"grams": "18446744073709551615",
			"growthMillis": "1500",
			"carry": 12,
			"spendableCents": "100",
			"spendableValue": "100000",
			"points": [
				{ "series": 2, "cents": "30", "spendable": false, "value": null, "expires": null },
				{
					"series": 4,
					"cents": "100",
					"spendable": true,
					"value": "100000",
					"expires": tomorrow,
				},
			],
			"contributions": [{ "class": 5, "grams": "117" }],
		}],
	});
	assert_eq!(at_best("carbon_account", json!([7])).await, expected);
	let (code, message) = ask("carbon_account", json!([8])).await.unwrap_err();
	assert_eq!((code, message.as_str()), (20_003, "there is no citizen 8"));
	for bad in [json!([]), json!([-1]), json!(["7"]), json!([4_294_967_296u64])] {
		assert_eq!(self::code("carbon_account", bad.clone()).await, INVALID_PARAMS, "{bad}");
	}
}

#[tokio::test]
async fn citizen_of() {
	let of = |who: String| at_best("carbon_citizenOf", json!([who]));
	let by = |matched: &str| json!({ "citizen": 7, "matched": matched });
	assert_eq!(of(key(8).to_ss58check()).await, by("key"));
	// Another chain's way to write the same key.
	assert_eq!(of(key(8).to_ss58check_with_version(0u16.into())).await, by("key"));
	assert_eq!(of(format!("{:?}", H256::repeat_byte(8))).await, by("key"));
	assert_eq!(of(format!("{:?}", H256::repeat_byte(9))).await, by("nullifier"));
	// As a library that takes it for an account writes it.
	assert_eq!(of(key(9).to_ss58check()).await, by("nullifier"));
	assert_eq!(of(key(1).to_ss58check()).await, json!({ "citizen": null, "matched": null }));
	for bad in ["", "0x", "0x0808", "5Grwva", "0xzz", "7"] {
		assert_eq!(code("carbon_citizenOf", json!([bad])).await, INVALID_PARAMS, "{bad}");
	}
	// Refused at once: decoded, it would take a minute and more.
	let begun = std::time::Instant::now();
	let long = "z".repeat(1_000_000);
	assert_eq!(code("carbon_citizenOf", json!([long])).await, INVALID_PARAMS);
	assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn solvency_of_one_operator() {
	let answer = at_best("carbon_solvency", json!([0])).await;
	assert_eq!(
		answer,
		json!({
			"operators": [{
				"operator": 0,
				"name": "深圳地铁",
				"standing": "active",
				"fund": "600000",
				"outstanding": "500000",
				"setAside": "60000",
				"free": "40000",
				"coverage": "12000",
				"covered": true,
				"series": [{
					"series": 4,
					"price": "1000",
					"opened": moment(mock::NOW - 86_400, "2018-08-31T08:30:00+08:00"),
					"expires": moment(mock::NOW + 86_400, "2018-09-02T08:30:00+08:00"),
					"issuedCents": "507",
					"outstandingCents": "500",
					"spentCents": "7",
					"escrowedCents": "2",
					"expiredCents": "0",
					"reversedCents": "0",
					"exchangedCents": "0",
					"outstandingValue": "500000",
				}],
				"withdrawal": {
					"amount": "1",
					"from": moment(mock::NOW + 1, "2018-09-01T08:30:01+08:00"),
					"until": moment(mock::NOW + 2, "2018-09-01T08:30:02+08:00"),
				},
				"windUp": null,
			}],
			"merchants": [],
			"next": null,
			"totals": {
				"funds": "600000",
				"settlement": "22500",
				"escrow": "2000",
				"receivables": "20500",
			},
			"books": {
				"operators": 1,
				"funds": "600000",
				"outstanding": "500000",
				"seriesValue": "500000",
				"setAside": "60000",
				"uncovered": 0,
				"merchants": 450,
				"receivables": "20500",
				"escrow": "2000",
			},
			"ties": true,
		})
	);
	// Licensed, and without a fund so far.
	assert_eq!(at_best("carbon_solvency", json!([2])).await["operators"], json!([]));
	for stranger in [1, 10, 999] {
		assert_eq!(code("carbon_solvency", json!([stranger])).await, 20_004);
	}
}

#[tokio::test]
async fn solvency_in_pages() {
	let (mut first, mut pages) = (json!(null), 0);
	let (mut operators, mut merchants) = (Vec::new(), Vec::new());
	loop {
		let answer = at_best("carbon_solvency", json!([null, first])).await;
		let page = |of: &str, name: &str| -> Vec<u64> {
			let list = answer[of].as_array().unwrap();
			list.iter().map(|entry| entry[name].as_u64().unwrap()).collect()
		};
		let (some, others) = (page("operators", "operator"), page("merchants", "merchant"));
		assert!(some.len() + others.len() <= PAGE);
		operators.extend(some);
		merchants.extend(others);
		assert_eq!(answer["ties"], true);
		pages += 1;
		first = answer["next"].clone();
		if first.is_null() {
			break;
		}
	}
	assert_eq!((pages, operators), (3, vec![0]));
	assert_eq!(merchants, MERCHANTS.map(u64::from).collect::<Vec<_>>());
	let one = &at_best("carbon_solvency", json!([null, 459])).await["merchants"];
	assert_eq!(
		*one,
		json!([{
			"merchant": 459,
			"name": "Shop 459",
			"standing": "active",
			"receivable": "45",
			"paid": "50",
			"released": "0",
			"toppedUp": "0",
			"refunded": "0",
			"settled": "5",
		}])
	);
}

#[test]
fn a_planck_too_much_or_too_little_shows() {
	assert!(convert::ties(&held(), &sums()));
	type Change = fn(&mut pallet_points::SystemTotals, &mut tanpu_runtime_api::BookSums);
	let changes: [Change; 10] = [
		|held, _| held.funds += 1,
		|held, _| held.settlement -= 1,
		|held, _| held.escrow += 1,
		|_, sums| sums.funds -= 1,
		|_, sums| sums.outstanding += 1,
		|_, sums| sums.series_value -= 1,
		|_, sums| sums.receivables += 1,
		|_, sums| sums.escrow -= 1,
		|_, sums| sums.uncovered = 1,
		|_, sums| sums.set_aside += 40_001,
	];
	for (at, change) in changes.iter().enumerate() {
		let (mut held, mut sums) = (held(), sums());
		change(&mut held, &mut sums);
		assert!(!convert::ties(&held, &sums), "change {at}");
	}
}

#[tokio::test]
async fn merchant() {
	assert_eq!(
		at_best("carbon_merchant", json!([10])).await,
		json!({
			"merchant": 10,
			"name": "Shop 10",
			"standing": "suspended",
			"receivable": "45",
			"paid": "50",
			"released": "0",
			"toppedUp": "0",
			"refunded": "0",
			"settled": "5",
			"holder": key(3).to_ss58check(),
			"schedule": { "periodDays": 7, "least": "1000", "next": "2018-09-02" },
			"lastEntry": "2018-09-01",
			"forgotten": null,
		})
	);
	let unpaid = at_best("carbon_merchant", json!([11])).await;
	assert_eq!((&unpaid["receivable"], &unpaid["lastEntry"]), (&json!("0"), &json!(null)));
	for stranger in [0, 999] {
		assert_eq!(code("carbon_merchant", json!([stranger])).await, 20_005);
	}
}

#[tokio::test]
async fn statement() {
	let params = json!([10, "2018-08-30", "2018-08-31"]);
	assert_eq!(
		at_best("carbon_statement", params).await,
		json!({
			"merchant": 10,
			"firstDay": "2018-08-30",
			"lastDay": "2018-08-31",
			"opening": "5",
			"movements": {
				"paid": "10",
				"released": "20",
				"toppedUp": "1",
				"refunded": "2",
				"settled": "30",
			},
			"closing": "4",
			"ties": true,
		})
	);
	assert_eq!(code("carbon_statement", json!([10, "2018-01-01", "2018-08-31"])).await, 20_009);
	assert_eq!(code("carbon_statement", json!([0, "2018-08-30", "2018-08-31"])).await, 20_005);
	for bad in [
		json!([10, "2018-08-31", "2018-08-30"]),
		json!([10, "2018-02-29", "2018-03-01"]),
		json!([10, "30.8.2018", "2018-08-31"]),
		json!([10, "2018-08-30"]),
	] {
		assert_eq!(code("carbon_statement", bad.clone()).await, INVALID_PARAMS, "{bad}");
	}
}

#[tokio::test]
async fn payment() {
	let id = H256::repeat_byte(1);
	let reference = json!({ "day": "2018-09-01", "id": id });
	let expected = json!({
		"reference": reference,
		"payment": {
			"merchant": 10,
			"citizen": 7,
			"paidAt": now(),
			"value": "2000",
			"refunded": "1000",
			"parts": [{ "operator": 0, "series": 4, "cents": "1" }],
		},
	});
	assert_eq!(at_best("carbon_payment", json!([reference])).await, expected);
	// The day as an event has it.
	assert_eq!(at_best("carbon_payment", json!([{ "day": 17_775, "id": id }])).await, expected);
	let request = |genesis: H256, expires: u64, nonce: Value| {
		json!([{
			"genesis": genesis,
			"merchant": 10,
			"amount": "1500",
			"expires": expires,
			"receipt": id,
			"nonce": nonce,
		}])
	};
	let paid = request(genesis(), mock::NOW, json!(5));
	assert_eq!(at_best("carbon_payment", paid).await, expected);
	let unpaid = at_best("carbon_payment", json!([{ "day": "2018-08-31", "id": id }])).await;
	assert_eq!(unpaid["payment"], json!(null));
	for bad in [
		request(H256::repeat_byte(2), mock::NOW, json!(5)),
		request(genesis(), u64::MAX, json!(5)),
		request(genesis(), mock::NOW, json!("18446744073709551616")),
		json!([{ "day": "2018-09-01" }]),
		json!([id]),
	] {
		assert_eq!(code("carbon_payment", bad.clone()).await, INVALID_PARAMS, "{bad}");
	}
}

#[tokio::test]
async fn offers() {
	let page = at_best("carbon_offers", json!([])).await;
	assert_eq!(page["offers"].as_array().unwrap().len(), PAGE);
	assert_eq!(page["next"], 200);
	assert_eq!(page["offers"][0]["issuers"], json!(null));
	assert_eq!(
		page["offers"][1],
		json!({
			"offer": 1,
			"merchant": 10,
			"name": "Shop 10",
			"standing": "suspended",
			"title": { "hash": H256::repeat_byte(4), "uri": "https://example.org/t" },
			"picture": null,
			"price": "5000",
			"issuers": [0, 2],
			"stock": 9,
			"left": 8,
			"perCitizen": 2,
			"orders": 1,
			"from": now(),
			"until": moment(mock::NOW + 60, "2018-09-01T08:31:00+08:00"),
			"fulfilWithin": 86_400,
			"closed": false,
		})
	);
	let last = at_best("carbon_offers", json!([OFFERS - 1])).await;
	assert_eq!(last["offers"].as_array().unwrap().len(), 1);
	assert_eq!(last["next"], json!(null));
}

#[tokio::test]
async fn orders() {
	let order = json!({
		"number": 1,
		"offer": 3,
		"merchant": 10,
		"count": 2,
		"value": "2000",
		"parts": [{ "operator": 0, "series": 4, "cents": "2" }],
		"voucher": H256::repeat_byte(5),
		"ordered": moment(mock::NOW - 100, "2018-09-01T08:28:20+08:00"),
		"stage": "disputed",
		"stageSince": moment(mock::NOW - 10, "2018-09-01T08:29:50+08:00"),
		"disputeReason": H256::repeat_byte(6),
		"fulfilBefore": moment(mock::NOW + 100, "2018-09-01T08:31:40+08:00"),
		"takeBackFrom": moment(mock::NOW + 200, "2018-09-01T08:33:20+08:00"),
		"disputeBefore": moment(mock::NOW + 300, "2018-09-01T08:35:00+08:00"),
		"releaseFrom": null,
	});
	assert_eq!(
		at_best("carbon_orders", json!([7])).await,
		json!({ "citizen": 7, "next": 2, "orders": [order] })
	);
	assert_eq!(
		at_best("carbon_order", json!([7, 1])).await,
		json!({ "citizen": 7, "number": 1, "finished": false, "order": order })
	);
	assert_eq!(
		at_best("carbon_order", json!([7, 0])).await,
		json!({ "citizen": 7, "number": 0, "finished": true, "order": null })
	);
	assert_eq!(code("carbon_order", json!([7, 2])).await, 20_006);
	assert_eq!(code("carbon_order", json!([8, 0])).await, 20_003);
	assert_eq!(code("carbon_orders", json!([8])).await, 20_003);
}

#[tokio::test]
async fn evaluate_and_explain() {
	assert_eq!(
		at_best("carbon_evaluate", json!([0, 1, [252]])).await,
		json!({ "methodology": 0, "version": 1, "inputs": ["252"], "grams": "117" })
	);
	let number =
		|value: &str, unit: &str| json!({ "type": "number", "value": value, "unit": unit });
	let explained = at_best("carbon_explain", json!([0, 1, ["252"]])).await;
	assert_eq!(
		explained,
		json!({
			"methodology": 0,
			"version": 1,
			"inputs": ["252"],
			"grams": "117",
			"failure": null,
			"steps": [
				{
					"op": 0,
					"operation": "input",
					"reference": { "kind": "input", "index": 0, "name": "distance" },
					"operands": [],
					"result": number("2.52", "pkm"),
				},
				{
					"op": 1,
					"operation": "parameter",
					"reference": { "kind": "parameter", "index": 0, "name": "factor" },
					"operands": [],
					"result": number("46.7", "gCO2e/pkm"),
				},
				{
					"op": 2,
					"operation": "multiply",
					"reference": null,
					"operands": [number("2.52", "pkm"), number("46.7", "gCO2e/pkm")],
					"result": number("117.684", "gCO2e"),
				},
				{
					"op": 3,
					"operation": "result",
					"reference": null,
					"operands": [number("117.684", "gCO2e")],
					"result": number("117.684", "gCO2e"),
				},
			],
		})
	);
	for method in ["carbon_evaluate", "carbon_explain"] {
		let (code, message) = ask(method, json!([0, 2, [252]])).await.unwrap_err();
		assert_eq!(
			(code, message.as_str()),
			(20_007, "there is no version 2 of methodology 0"),
			"{method}"
		);
		let (code, message) = ask(method, json!([0, 1, [10_001]])).await.unwrap_err();
		assert_eq!(code, 20_008, "{method}");
		assert!(message.contains("input 0 is out of its range"), "{message}");
		assert_eq!(self::code(method, json!([0, 1, []])).await, 20_008, "{method}");
		for bad in [json!([-1]), json!([1.5]), json!(["0x1"]), json!(["18446744073709551616"])] {
			assert_eq!(
				self::code(method, json!([0, 1, bad.clone()])).await,
				INVALID_PARAMS,
				"{method} {bad}"
			);
		}
		let many: Vec<u8> = vec![0; 17];
		assert_eq!(self::code(method, json!([0, 1, many])).await, INVALID_PARAMS, "{method}");
	}
}

#[tokio::test]
async fn shortfall() {
	assert_eq!(
		at_best("carbon_shortfall", json!([0, "100"])).await,
		json!({
			"operator": 0,
			"cents": "100",
			"shortfall": "60000",
			"price": "1000",
			"issuable": false,
		})
	);
	assert_eq!(at_best("carbon_shortfall", json!([0, 40])).await["issuable"], true);
	// No series: nothing is lacking, and nothing can be issued.
	assert_eq!(
		at_best("carbon_shortfall", json!([2, "1"])).await,
		json!({ "operator": 2, "cents": "1", "shortfall": "0", "price": null, "issuable": false })
	);
	assert_eq!(code("carbon_shortfall", json!([10, "1"])).await, 20_004);
	let many = "18446744073709551616";
	assert_eq!(code("carbon_shortfall", json!([0, many])).await, INVALID_PARAMS);
}

/// What a Rust client reads is what the server wrote.
#[tokio::test]
async fn answers_read_back() {
	async fn back<T>(method: &str, params: Value)
	where
		T: serde::Serialize + serde::de::DeserializeOwned,
	{
		let answer = ask(method, params).await.unwrap();
		let read: Answer<H256, T> = serde_json::from_value(answer.clone()).unwrap();
		assert_eq!(serde_json::to_value(&read).unwrap(), answer, "{method}");
	}
	back::<Clock>("carbon_clock", json!([])).await;
	back::<Account>("carbon_account", json!([7])).await;
	back::<Solvency>("carbon_solvency", json!([])).await;
	back::<Merchant>("carbon_merchant", json!([10])).await;
	back::<Statement>("carbon_statement", json!([10, "2018-08-30", "2018-08-31"])).await;
	back::<Offers>("carbon_offers", json!([])).await;
	back::<Orders>("carbon_orders", json!([7])).await;
	back::<Explanation>("carbon_explain", json!([0, 1, [252]])).await;
}
