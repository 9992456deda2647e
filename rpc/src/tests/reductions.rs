//! Classes, traces, certificates, provenance.

use super::{
	at_best, code,
	mock::{self, ask, key, reductions::BATCHES},
	moment, now, INVALID_PARAMS,
};
use crate::PAGE;
use serde_json::{json, Value};
use sp_core::{crypto::Ss58Codec, H256};

fn later(seconds: u64) -> Value {
	moment(mock::NOW + seconds, &format!("2018-09-01T08:30:0{seconds}+08:00"))
}

fn recall() -> Value {
	json!({
		"recalled": "30",
		"ownBuffer": "10",
		"pool": "5",
		"toppedUp": "5",
		"bonded": "6",
		"short": "4",
		"replaced": "1",
	})
}

fn entry(class: u32, stage: &str) -> Value {
	let totals = json!({
		"issued": "900",
		"held": "400",
		"listed": "10",
		"pool": "300",
		"claimable": "20",
		"buffer": "40",
		"retired": "100",
		"cancelled": "30",
		"ties": true,
	});
	json!({
		"class": class,
		"operator": 0,
		"name": "深圳地铁",
		"methodology": 0,
		"version": 1,
		"month": "2018-09",
		"grams": "1000",
		"byDisposition": { "entrusted": "500", "selfHeld": "300", "rewardOnly": "200" },
		"credited": "1100",
		"records": 9,
		"batches": BATCHES,
		"sealsFrom": now(),
		"stage": stage,
		"frozen": class == 1,
		"totals": if class == 1 { totals } else { Value::Null },
	})
}

#[tokio::test]
async fn an_issued_class() {
	let mut answer = at_best("carbon_class", json!([1])).await;
	let batches = answer.as_object_mut().unwrap().remove("batchesPage").unwrap();
	let mut expected = entry(1, "issued");
	let more = json!({
		"audit": {
			"sealedAt": now(),
			"needed": 2,
			"rounds": 1,
			"objections": 1,
			"referral": null,
			"noticed": null,
			"sample": {
				"seed": H256::repeat_byte(2),
				"points": 60,
				"drawnAt": now(),
				"until": later(9),
				"verifiers": [
					{ "verifier": 1, "name": "City identity", "opinion": null },
					{
						"verifier": 2,
						"name": "Bus",
						"opinion": {
							"kind": "modified",
							"deduction": "7",
							"failed": 1,
							"void": 2,
							"extrapolated": "70",
							"report": H256::repeat_byte(3),
							"at": now(),
						},
					},
				],
			},
		},
		"issuance": {
			"at": now(),
			"risk": "activity",
			"parts": { "entrusted": "450", "selfHeld": "200", "rewardOnly": "210" },
			"claimsUntil": later(7),
			"swept": false,
			"certificates": 2,
			"serials": "CN-SZ-TP-0-1-201809-0-1-1-900",
			"recall": recall(),
		},
		"exchange": {
			"correspondingAdjustmentDeclaration": "Not Required",
			"correspondingAdjustmentStatus": "Not Started",
			"unitType": "Reduction - technical",
			"unitRegistryLink": "https://registry.example",
			"authorisation": null,
			"unitTags": "",
		},
		"nextBatch": PAGE,
	});
	expected.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
	assert_eq!(answer, expected);
	let batches = batches.as_array().unwrap();
	assert_eq!(batches.len(), PAGE);
	assert_eq!(
		batches[3],
		json!({
			"batch": 13,
			"id": H256::repeat_byte(4),
			"content": H256::repeat_byte(5),
			"evidenceRoot": H256::repeat_byte(6),
			"block": 7,
			"extrinsic": 1,
			"rows": 3,
			"credited": 2,
			"grams": "99",
			"processedAt": now(),
			"from": "6",
			"to": "8",
		})
	);
}

#[tokio::test]
async fn a_class_s_batches_page() {
	let (mut first, mut seen) = (json!(null), Vec::new());
	loop {
		let answer = at_best("carbon_class", json!([0, first])).await;
		seen.extend(answer["batchesPage"].as_array().unwrap().clone());
		first = answer["nextBatch"].clone();
		if first.is_null() {
			break;
		}
	}
	let numbers: Vec<_> = seen.iter().map(|batch| batch["batch"].as_u64().unwrap()).collect();
	assert_eq!(numbers, (10..10 + u64::from(BATCHES)).collect::<Vec<_>>());
}

#[tokio::test]
async fn classes_on_their_way() {
	for (class, stage) in [(0, "open"), (2, "sampled"), (3, "referred"), (4, "noticed")] {
		let answer = at_best("carbon_class", json!([class])).await;
		let expected = entry(class, stage);
		for (name, value) in expected.as_object().unwrap() {
			assert_eq!(&answer[name], value, "{name} of {class}");
		}
		assert_eq!(answer["issuance"], Value::Null);
		assert_eq!(answer["audit"].is_null(), class == 0);
	}
	let referred = at_best("carbon_class", json!([3])).await;
	assert_eq!(referred["audit"]["referral"], "nothingLeft");
	let noticed = at_best("carbon_class", json!([4])).await;
	assert_eq!(
		noticed["audit"]["noticed"],
		json!({ "grams": "900", "until": later(5), "decided": true })
	);
	assert_eq!(code("carbon_class", json!([450])).await, 20_012);
	assert_eq!(code("carbon_class", json!(["1"])).await, INVALID_PARAMS);
}

#[tokio::test]
async fn classes_page() {
	let (mut first, mut seen) = (json!(null), Vec::new());
	loop {
		let answer = at_best("carbon_classes", json!([first])).await;
		let page = answer["classes"].as_array().unwrap().clone();
		assert!(page.len() <= PAGE);
		seen.extend(page);
		first = answer["next"].clone();
		if first.is_null() {
			break;
		}
	}
	assert_eq!(seen.len(), 450);
	assert_eq!(seen[1], entry(1, "issued"));
	assert_eq!(seen[449]["class"], 449);
	let none = at_best("carbon_classes", json!([450])).await;
	assert_eq!(none, json!({ "classes": [], "next": null }));
}

#[tokio::test]
async fn a_gram_both_ways() {
	let retired = at_best("carbon_trace", json!([1, "5"])).await;
	assert_eq!(
		retired,
		json!({
			"class": 1,
			"serial": "5",
			"text": "CN-SZ-TP-0-1-201809-0-1-5-5",
			"operator": 0,
			"name": "深圳地铁",
			"methodology": 0,
			"version": 1,
			"month": "2018-09",
			"gram": "105",
			"offset": "1",
			"batch": {
				"batch": 12,
				"id": H256::repeat_byte(4),
				"content": H256::repeat_byte(5),
				"evidenceRoot": H256::repeat_byte(6),
				"block": 7,
				"extrinsic": 1,
				"processedAt": now(),
			},
			"certificate": 3,
			"cancelled": false,
		})
	);
	let cancelled = at_best("carbon_trace", json!([1, 900])).await;
	assert_eq!((&cancelled["certificate"], &cancelled["cancelled"]), (&json!(null), &json!(true)));
	for (params, expected) in [
		(json!([1, 0]), 20_014),
		(json!([1, "901"]), 20_014),
		(json!([1, "340282366920938463463374607431768211455"]), 20_014),
		(json!([0, 1]), 20_014),
		(json!([450, 1]), 20_012),
		(json!([1, -1]), INVALID_PARAMS),
		(json!([1]), INVALID_PARAMS),
	] {
		assert_eq!(code("carbon_trace", params.clone()).await, expected, "{params}");
	}
	let (_, message) = ask("carbon_trace", json!([1, 901])).await.unwrap_err();
	assert_eq!(message, "class 1 isn't issued, or has no serial number 901");
}

#[tokio::test]
async fn certificate() {
	let answer = at_best("carbon_certificate", json!([3])).await;
	assert_eq!(
		answer,
		json!({
			"certificate": 3,
			"class": 1,
			"serials": "CN-SZ-TP-0-1-201809-0-1-1-100",
			"from": "1",
			"to": "100",
			"grams": "100",
			"by": key(3).to_ss58check(),
			"beneficiary": "碳普公司",
			"purpose": "2018",
			"retiredIn": 11,
			"retiredAt": now(),
			"operator": 0,
			"name": "深圳地铁",
			"methodology": 0,
			"version": 1,
			"month": "2018-09",
			"recall": recall(),
		})
	);
	let (code, message) = ask("carbon_certificate", json!([4])).await.unwrap_err();
	assert_eq!((code, message.as_str()), (20_013, "there is no certificate 4"));
}

#[tokio::test]
async fn provenance() {
	let answer = at_best("carbon_provenance", json!([7])).await;
	assert_eq!(answer["citizen"], 7);
	assert_eq!(answer["next"], PAGE);
	assert_eq!(
		answer["records"],
		json!([{ "day": "2018-09-01", "batch": 12, "row": 2, "grams": "117" }])
	);
	let page = answer["contributions"].as_array().unwrap();
	assert_eq!(page.len(), PAGE);
	let mut expected = entry(1, "issued");
	let own = json!({ "disposition": "self-held", "contributed": "50" });
	expected.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
	assert_eq!(page[1], expected);
	let last = at_best("carbon_provenance", json!([7, 400])).await;
	assert_eq!(last["contributions"].as_array().unwrap().len(), 50);
	assert_eq!((&last["next"], &last["records"]), (&json!(null), &json!([])));
	assert_eq!(code("carbon_provenance", json!([8])).await, 20_003);
}
