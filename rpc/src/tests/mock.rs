//! A chain of a few blocks, whose runtime is a table of answers.

use crate::{Carbon, CarbonRpcServer};
use jsonrpsee::RpcModule;
use pallet_carbon_accounts::{AccountStatus, Citizen};
use pallet_growth::{Equivalent, Standing};
use pallet_participants::{Role, Standing as LicenceStanding};
use pallet_point_redemption::{Deadlines, Issuers, Link, OfferId, Order, OrderId, Stage, Terms};
use pallet_points::{
	MerchantBook, MerchantTotals, Payment, PaymentRef, PaymentRequest, Schedule, Series, Solvency,
	Statement, SystemTotals, Withdrawal,
};
use pallet_verified_reductions::CertificateView;
use serde_json::{json, Value};
use sp_api::{mock_impl_runtime_apis, ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info, Result as ChainResult};
use sp_core::{crypto::AccountId32, H256};
use sp_runtime::{
	generic::{self, Header},
	traits::{BlakeTwo256, Block as BlockT},
	OpaqueExtrinsic,
};
use std::sync::Arc;
use tanpu_formula::{text::compile, Definition, Input, Parameter, SourceKind, Step, Unit};
use tanpu_primitives::{
	methodology::MethodologyRefusal, verification::CertificateId, Balance, CitizenId, ClassId, Day,
	Disposition, Grams, MethodologyRef, Nullifier, OperatorId, ParticipantId, PointCents,
	PointPart, Position,
};
use tanpu_runtime_api::{
	BatchPart, BookSums, CarbonApi, ClassSummary, ClassView, ClockReading, Contributed, DayRecord,
	EvaluationFailure, OfferView, ParticipantView, PointsApi, ReductionsApi, Spendable, Trace,
};

pub type Block = generic::Block<Header<u32, BlakeTwo256>, OpaqueExtrinsic>;

/// 2018-09-01T08:30:00+08:00.
pub const NOW: u64 = 1_535_761_800;
pub const TODAY: Day = 17_775;
pub const BEST: u32 = 12;
pub const FINALIZED: u32 = 10;
/// The last block whose state is gone.
pub const PRUNED: u32 = 3;
/// At block 9's height, of a fork that lost.
pub const FORK: u64 = 0xf009;

/// Licence holders: 0 an operator, 1 a provider, 2 an operator without a fund, from 10 merchants.
pub const MERCHANTS: std::ops::Range<ParticipantId> = 10..460;
pub const OFFERS: OfferId = 450;

pub fn block(number: u64) -> H256 {
	H256::from_low_u64_be(number)
}

pub fn genesis() -> H256 {
	block(0)
}

pub fn key(byte: u8) -> AccountId32 {
	AccountId32::new([byte; 32])
}

fn metro() -> Definition {
	let unit = |text: &str| text.parse::<Unit>().unwrap();
	let declared = Definition::declare(
		vec![Input::number("distance", unit("pkm"), 2, 0, 10_000).unwrap()],
		vec![Parameter::new(
			"factor",
			"46.7".parse().unwrap(),
			unit("gCO2e/pkm"),
			SourceKind::Official,
			"a bureau",
		)
		.unwrap()],
		vec![],
	)
	.unwrap();
	compile("distance * factor", &declared).unwrap()
}

fn definition(reference: MethodologyRef) -> Result<Definition, EvaluationFailure> {
	if reference == (MethodologyRef { methodology: 0, version: 1 }) {
		Ok(metro())
	} else {
		Err(EvaluationFailure::Methodology(MethodologyRefusal::NotFound))
	}
}

pub fn series(outstanding: PointCents) -> Series {
	Series {
		price: 1_000,
		opened: NOW - 86_400,
		expires: NOW + 86_400,
		issued: outstanding + 7,
		outstanding,
		spent: 7,
		expired: 0,
		reversed: 0,
		exchanged: 0,
		escrowed: 2,
		closed: false,
	}
}

pub fn held() -> SystemTotals {
	SystemTotals { funds: 600_000, settlement: 22_500, escrow: 2_000, receivables: 20_500 }
}

pub fn sums() -> BookSums {
	BookSums {
		operators: 1,
		funds: 600_000,
		outstanding: 500_000,
		series_value: 500_000,
		set_aside: 60_000,
		uncovered: 0,
		merchants: 450,
		receivables: 20_500,
		escrow: 2_000,
	}
}

fn fund() -> Solvency {
	Solvency {
		operator: 0,
		fund: 600_000,
		outstanding: 500_000,
		set_aside: 60_000,
		free: 40_000,
		coverage: Some(12_000),
		series: vec![(4, series(500))],
		withdrawal: Some(Withdrawal { amount: 1, from: NOW + 1, until: NOW + 2 }),
		wind_up: None,
	}
}

fn order() -> Order {
	Order {
		offer: 3,
		merchant: 10,
		count: 2,
		parts: vec![PointPart { operator: 0, series: 4, points: 2 }].try_into().unwrap(),
		value: 2_000,
		voucher: H256::repeat_byte(5),
		ordered: NOW - 100,
		deadline: NOW + 100,
		paused_before: 0,
		stage: Stage::Disputed { at: NOW - 10, reason: H256::repeat_byte(6) },
	}
}

pub mod reductions {
	//! Class 0 has many batches and contributors, 1 is issued, 2 to 4 on their way.

	use super::*;
	use pallet_activity_reports::Batch;
	use pallet_verified_reductions::{
		Case, Certificate, CertificateView, Given, Issuance, Recall, Referral, Sample, SamplePoint,
		Stage, Totals,
	};
	use tanpu_primitives::{
		verification::{
			AdjustmentDeclaration, ByDisposition, ClassInfo, ExchangeFields, Located, Opinion,
			RiskKind,
		},
		ClassId, RecordRef,
	};
	use tanpu_runtime_api::{BatchPart, ClassSummary, ClassView, Contributed, DayRecord, Trace};

	pub const CLASSES: ClassId = 450;
	pub const BATCHES: u32 = 401;

	pub fn info() -> ClassInfo {
		ClassInfo {
			operator: 0,
			methodology: MethodologyRef { methodology: 0, version: 1 },
			// September 2018.
			month: 48 * 12 + 8,
			grams: 1_000,
			by_disposition: ByDisposition { entrusted: 500, self_held: 300, reward_only: 200 },
			credited: 1_100,
			records: 9,
			batches: BATCHES,
		}
	}

	fn stage(class: ClassId) -> Option<Stage> {
		match class {
			1 => Some(Stage::Issued),
			2 => Some(Stage::Sampled),
			3 => Some(Stage::Referred { cause: Referral::NothingLeft }),
			4 => Some(Stage::Noticed { grams: 900, until: NOW + 5, decided: true }),
			_ => None,
		}
	}

	pub fn summary(class: ClassId) -> ClassSummary {
		ClassSummary {
			class,
			info: info(),
			seals_at: Some(NOW),
			case: stage(class).map(|stage| Case {
				info: info(),
				needed: 2,
				sealed_at: NOW,
				since: 5,
				rounds: 1,
				objections: 1,
				stage,
			}),
			totals: (class == 1).then_some(Totals {
				credited: 1_000,
				issued: 900,
				held: 400,
				listed: 10,
				pool: 300,
				claimable: 20,
				buffer: 40,
				retired: 100,
				cancelled: 30,
			}),
			frozen: class == 1,
		}
	}

	fn recall() -> Recall {
		Recall {
			recalled: 30,
			own_buffer: 10,
			pool: 5,
			topped_up: 5,
			bonded: 6,
			short: 4,
			replaced: 1,
		}
	}

	pub fn class(class: ClassId) -> Option<ClassView> {
		let given = Given {
			opinion: Opinion::Modified { deduction: 7 },
			failed: 1,
			void: 2,
			extrapolated: 70,
			report: H256::repeat_byte(3),
			at: NOW,
		};
		let drawn = (1..=4).contains(&class);
		(class < CLASSES).then(|| ClassView {
			summary: summary(class),
			sample: drawn.then(|| Sample {
				seed: H256::repeat_byte(2),
				points: 60,
				drawn_at: NOW,
				until: NOW + 9,
				verifiers: vec![1, 2].try_into().unwrap(),
			}),
			opinions: if drawn { vec![(2, given)] } else { vec![] },
			issuance: (class == 1).then(|| Issuance {
				at: NOW,
				kind: RiskKind::Activity,
				issued: 900,
				parts: ByDisposition { entrusted: 450, self_held: 200, reward_only: 210 },
				pool: 300,
				claimable: 20,
				claimed: 1,
				claims_until: NOW + 7,
				swept: false,
				retired: 100,
				cancelled: 30,
				certificates: 2,
				recall: recall(),
			}),
			serials: (class == 1).then(|| b"CN-SZ-TP-0-1-201809-0-1-1-900".to_vec()),
			exchange: ExchangeFields {
				adjustment_declaration: AdjustmentDeclaration::NotRequired,
				registry_link: b"https://registry.example".to_vec().try_into().unwrap(),
				..Default::default()
			},
		})
	}

	pub fn batch() -> Batch {
		Batch {
			operator: 0,
			id: [4; 32],
			content: H256::repeat_byte(5),
			methodology: MethodologyRef { methodology: 0, version: 1 },
			evidence_root: Some(H256::repeat_byte(6)),
			outcomes_root: H256::repeat_byte(7),
			rows: 3,
			credited: 2,
			grams: 99,
			points_due: 1,
			series: Some(0),
			block: 7,
			extrinsic: 1,
			processed_at: NOW,
		}
	}

	pub fn class_batches(class: ClassId, first: u32, limit: u32) -> Vec<BatchPart> {
		(first..if class < CLASSES { BATCHES } else { 0 })
			.take(limit as usize)
			.map(|at| BatchPart {
				index: at + 10,
				batch: batch(),
				from: u64::from(at) * 2,
				to: u64::from(at) * 2 + 2,
			})
			.collect()
	}

	pub fn trace(class: ClassId, serial: Grams) -> Option<Trace> {
		(class == 1 && (1..=900).contains(&serial)).then(|| Trace {
			point: SamplePoint { gram: serial + 100, located: Located { batch: 12, offset: 1 } },
			batch: batch(),
			info: info(),
			certificate: (serial <= 100).then_some(3),
			cancelled: serial > 870,
			serial: format!("CN-SZ-TP-0-1-201809-0-1-{serial}-{serial}").into_bytes(),
		})
	}

	pub fn certificate(number: u32) -> Option<CertificateView<AccountId32>> {
		(number == 3).then(|| CertificateView {
			certificate: Certificate {
				class: 1,
				from: 1,
				grams: 100,
				by: key(3),
				beneficiary: "碳普公司".as_bytes().to_vec().try_into().unwrap(),
				purpose: b"2018".to_vec().try_into().unwrap(),
				block: 11,
				at: NOW,
			},
			serials: b"CN-SZ-TP-0-1-201809-0-1-1-100".to_vec(),
			recall: recall(),
		})
	}

	pub fn contributions(citizen: CitizenId, first: u32, limit: u32) -> Vec<Contributed> {
		(first..if citizen == 7 { CLASSES } else { 0 })
			.take(limit as usize)
			.map(|class| Contributed {
				operator: 0,
				disposition: Disposition::SelfHeld,
				grams: 50,
				class: summary(class),
			})
			.collect()
	}

	pub fn records(citizen: CitizenId) -> Vec<DayRecord> {
		Vec::from_iter((citizen == 7).then_some(DayRecord {
			day: TODAY,
			record: RecordRef { batch: 12, row: 2 },
			grams: 117,
		}))
	}
}

pub struct Api;

mock_impl_runtime_apis! {
	impl CarbonApi<Block> for Api {
		#[advanced]
		fn clock(at: <Block as BlockT>::Hash) -> Result<ClockReading, ApiError> {
			if (block(1)..=block(PRUNED.into())).contains(&at) {
				return Err(ApiError::UnknownBlock("State already discarded".into()));
			}
			Ok(ClockReading { now: NOW, day_offset: 28_800, scale: 1, today: TODAY })
		}

		fn evaluate(
			reference: MethodologyRef,
			inputs: Vec<u64>,
		) -> Result<Grams, EvaluationFailure> {
			tanpu_formula::evaluate(&definition(reference)?, &inputs)
				.map_err(EvaluationFailure::Formula)
		}

		fn explain(
			reference: MethodologyRef,
			inputs: Vec<u64>,
		) -> Result<Vec<Step>, EvaluationFailure> {
			tanpu_formula::explain(&definition(reference)?, &inputs)
				.map_err(EvaluationFailure::Formula)
		}

		fn citizens_of_nullifiers(nullifiers: Vec<Nullifier>) -> Vec<Option<CitizenId>> {
			nullifiers.iter().map(|nullifier| (*nullifier == [9; 32]).then_some(7)).collect()
		}

		fn positions_of(citizen: CitizenId) -> Vec<(OperatorId, Position)> {
			if citizen != 7 {
				return Vec::new();
			}
			let mut position = Position::new(Disposition::SelfHeld);
			position.grams = u64::MAX;
			position.growth = 1_500;
			position.carry = 12;
			position.points = vec![(2, 30), (4, 100)].try_into().unwrap();
			position.contributions = vec![(5, 117)].try_into().unwrap();
			vec![(0, position)]
		}

		fn account(citizen: CitizenId) -> Option<Citizen> {
			(citizen == 7).then(|| Citizen {
				key: Some(key(8)),
				epoch: 1,
				provider: 1,
				opened: NOW - 1,
				status: AccountStatus::Open,
				operators: vec![0].try_into().unwrap(),
			})
		}

		fn citizen_of_key(found: AccountId32) -> Option<CitizenId> {
			(found == key(8)).then_some(7)
		}

		fn participants(ids: Vec<ParticipantId>) -> Vec<Option<ParticipantView>> {
			ids.into_iter()
				.map(|id| {
					let (role, name) = match id {
						0 => (Role::Operator, "深圳地铁".to_owned()),
						1 => (Role::IdentityProvider, "City identity".to_owned()),
						2 => (Role::Operator, "Bus".to_owned()),
						id if MERCHANTS.contains(&id) => (Role::Merchant, format!("Shop {id}")),
						_ => return None,
					};
					let standing = match id {
						10 => LicenceStanding::Suspended { until: None },
						_ => LicenceStanding::Active,
					};
					Some(ParticipantView {
						name: name.into_bytes(),
						role,
						standing,
						holder: key(3),
					})
				})
				.collect()
		}
	}

	impl PointsApi<Block> for Api {
		fn solvency(first: OperatorId) -> Vec<Solvency> {
			Vec::from_iter((first == 0).then(fund))
		}

		fn solvency_of(operator: OperatorId) -> Option<Solvency> {
			(operator == 0).then(fund)
		}

		fn merchants(first: ParticipantId) -> Vec<(ParticipantId, MerchantTotals)> {
			MERCHANTS
				.filter(|merchant| *merchant >= first)
				.map(|merchant| {
					(merchant, MerchantTotals { paid: 50, settled: 5, ..Default::default() })
				})
				.collect()
		}

		fn system_totals() -> SystemTotals {
			held()
		}

		fn book_sums() -> BookSums {
			sums()
		}

		fn merchant_book(merchant: ParticipantId) -> MerchantBook {
			if merchant != 10 {
				return MerchantBook::default();
			}
			MerchantBook {
				totals: MerchantTotals { paid: 50, settled: 5, ..Default::default() },
				day: TODAY,
				kept: 1,
				forgotten: None,
				schedule: Some(Schedule { period: 7, least: 1_000, next: TODAY + 1 }),
			}
		}

		fn shortfall(operator: OperatorId, points: PointCents) -> Balance {
			if operator == 0 { Balance::from(points) * 1_000 - 40_000 } else { 0 }
		}

		fn issue_price(operator: OperatorId) -> Option<Balance> {
			(operator == 0).then_some(1_000)
		}

		fn spendable(citizen: CitizenId) -> Vec<Spendable> {
			Vec::from_iter((citizen == 7).then_some(Spendable {
				operator: 0,
				series: 4,
				points: 100,
				value: 100_000,
				expires: NOW + 86_400,
			}))
		}

		fn statement(_: ParticipantId, first: Day, _: Day) -> Option<Statement> {
			(first >= TODAY - 10).then_some(Statement {
				opening: 5,
				movements: MerchantTotals {
					paid: 10,
					released: 20,
					topped_up: 1,
					refunded: 2,
					settled: 30,
				},
				closing: 4,
			})
		}

		fn payment_ref(request: PaymentRequest) -> Option<PaymentRef> {
			(request.expires < u64::MAX).then_some(PaymentRef { day: TODAY, id: request.receipt })
		}

		fn payment(reference: PaymentRef) -> Option<Payment> {
			(reference == (PaymentRef { day: TODAY, id: H256::repeat_byte(1) })).then(|| Payment {
				merchant: 10,
				citizen: 7,
				paid_at: NOW,
				value: 2_000,
				refunded: 1_000,
				parts: vec![PointPart { operator: 0, series: 4, points: 1 }].try_into().unwrap(),
			})
		}

		fn offers(first: OfferId) -> Vec<OfferView> {
			let link = || Link {
				hash: H256::repeat_byte(4),
				uri: b"https://example.org/t".to_vec().try_into().unwrap(),
			};
			(first..OFFERS)
				.map(|offer| OfferView {
					offer,
					merchant: 10,
					terms: Terms {
						title: link(),
						picture: None,
						price: 5_000,
						issuers: if offer == 0 {
							Issuers::All
						} else {
							Issuers::Only(vec![0, 2].try_into().unwrap())
						},
						stock: 9,
						per_citizen: 2,
						from: NOW,
						until: NOW + 60,
						fulfil_within: 86_400,
					},
					left: 8,
					orders: 1,
					closed: false,
				})
				.collect()
		}

		fn order(id: OrderId) -> Option<(Order, Deadlines)> {
			(id == (OrderId { citizen: 7, number: 1 })).then(|| {
				let deadlines = Deadlines {
					fulfil_before: NOW + 100,
					take_back_from: NOW + 200,
					dispute_before: Some(NOW + 300),
					release_from: None,
				};
				(order(), deadlines)
			})
		}

		fn orders_of(citizen: CitizenId) -> (u32, Vec<(u32, Order)>) {
			if citizen == 7 { (2, vec![(1, order())]) } else { (0, Vec::new()) }
		}

		fn standing(citizen: CitizenId) -> Standing {
			Standing {
				citizen,
				growth: 1_600,
				from_answers: 100,
				badges: vec![TODAY].try_into().unwrap(),
				next: Some(5_000),
			}
		}

		fn equivalents(grams: Grams) -> Vec<(Equivalent, u64)> {
			let equivalent = Equivalent {
				name: "树".as_bytes().to_vec().try_into().unwrap(),
				grams: 6_000,
				source: b"a calculator".to_vec().try_into().unwrap(),
			};
			let count = equivalent.of(grams);
			vec![(equivalent, count)]
		}
	}

	impl ReductionsApi<Block> for Api {
		fn class(class: ClassId) -> Option<ClassView> {
			reductions::class(class)
		}

		fn classes(first: ClassId, limit: u32) -> Vec<ClassSummary> {
			(first..reductions::CLASSES)
				.take(limit as usize)
				.map(reductions::summary)
				.collect()
		}

		fn class_batches(class: ClassId, first: u32, limit: u32) -> Vec<BatchPart> {
			reductions::class_batches(class, first, limit)
		}

		fn trace(class: ClassId, serial: Grams) -> Option<Trace> {
			reductions::trace(class, serial)
		}

		fn certificate(number: CertificateId) -> Option<CertificateView<AccountId32>> {
			reductions::certificate(number)
		}

		fn certificates_of(_: ClassId, _: u32, _: u32) -> Vec<CertificateId> {
			Vec::new()
		}

		fn contributions(citizen: CitizenId, first: u32, limit: u32) -> Vec<Contributed> {
			reductions::contributions(citizen, first, limit)
		}

		fn records(citizen: CitizenId) -> Vec<DayRecord> {
			reductions::records(citizen)
		}
	}
}

pub struct Client;

impl ProvideRuntimeApi<Block> for Client {
	type Api = Api;

	fn runtime_api(&self) -> ApiRef<'_, Api> {
		Api.into()
	}
}

impl HeaderBackend<Block> for Client {
	fn header(&self, _: H256) -> ChainResult<Option<<Block as BlockT>::Header>> {
		unreachable!("no header is read")
	}

	fn info(&self) -> Info<Block> {
		Info {
			best_hash: block(BEST.into()),
			best_number: BEST,
			genesis_hash: genesis(),
			finalized_hash: block(FINALIZED.into()),
			finalized_number: FINALIZED,
			finalized_state: None,
			number_leaves: 1,
			block_gap: None,
		}
	}

	fn status(&self, _: H256) -> ChainResult<BlockStatus> {
		unreachable!("no status is read")
	}

	fn number(&self, hash: H256) -> ChainResult<Option<u32>> {
		if hash == block(FORK) {
			return Ok(Some(9));
		}
		Ok((0..=BEST).find(|number| block((*number).into()) == hash))
	}

	fn hash(&self, number: u32) -> ChainResult<Option<H256>> {
		Ok((number <= BEST).then(|| block(number.into())))
	}
}

/// Asks as a client would: the result, or code and message of the error.
pub async fn ask(method: &str, params: Value) -> Result<Value, (i64, String)> {
	let module: RpcModule<_> = Carbon::<_, Block>::new(Arc::new(Client), 42).into_rpc();
	let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
	let (response, _) = module.raw_json_request(&request.to_string(), 1).await.unwrap();
	let response: Value = serde_json::from_str(&response).unwrap();
	match response.get("error") {
		None => Ok(response["result"].clone()),
		Some(error) => {
			let detail = error.get("data").and_then(Value::as_str).unwrap_or_default();
			let message = error["message"].as_str().unwrap();
			Err((error["code"].as_i64().unwrap(), format!("{message} {detail}").trim().into()))
		},
	}
}
