//! From the runtime's types to JSON's.

use crate::{
	types::*,
	units::{Date, Moment, Quantity},
};
use pallet_carbon_accounts::Citizen;
use pallet_participants::Standing as LicenceStanding;
use pallet_point_redemption::{Deadlines, Issuers, Stage as OrderStage};
use sp_core::crypto::{AccountId32, Ss58AddressFormat, Ss58Codec};
use std::collections::BTreeMap;
use tanpu_formula::{Reference as FormulaReference, StepValue};
use tanpu_primitives::{
	attestation::disposition_word, Balance, CitizenId, OperatorId, ParticipantId, PointPart,
	SeriesId, UnixSeconds,
};
use tanpu_runtime_api::{BookSums, ClockReading, OfferView, ParticipantView, Spendable};

/// How this chain writes times and addresses.
#[derive(Clone, Copy)]
pub struct Conventions {
	/// Seconds that the city's clock is ahead of UTC.
	pub offset: i32,
	/// SS58 prefix.
	pub prefix: u16,
}

/// Licence holders by number.
pub type Parties = BTreeMap<ParticipantId, ParticipantView>;

pub fn text(bytes: &[u8]) -> String {
	String::from_utf8_lossy(bytes).into_owned()
}

pub fn name_of(parties: &Parties, id: ParticipantId) -> Option<String> {
	parties.get(&id).map(|party| text(&party.name))
}

fn standing_of(parties: &Parties, id: ParticipantId) -> Option<Standing> {
	parties.get(&id).map(|party| match party.standing {
		LicenceStanding::Active => Standing::Active,
		LicenceStanding::Suspended { .. } => Standing::Suspended,
		LicenceStanding::Expired => Standing::Expired,
		LicenceStanding::Revoked => Standing::Revoked,
	})
}

fn sum<T: Into<u128>>(parts: impl IntoIterator<Item = T>) -> Quantity {
	Quantity(parts.into_iter().map(Into::into).fold(0, u128::saturating_add))
}

fn parts(list: &[PointPart]) -> Vec<Part> {
	list.iter()
		.map(|part| Part {
			operator: part.operator,
			series: part.series,
			cents: part.points.into(),
		})
		.collect()
}

fn link(link: &pallet_point_redemption::Link) -> Link {
	Link { hash: link.hash, uri: text(&link.uri) }
}

pub fn movements(totals: &pallet_points::MerchantTotals) -> Movements {
	Movements {
		paid: totals.paid.into(),
		released: totals.released.into(),
		topped_up: totals.topped_up.into(),
		refunded: totals.refunded.into(),
		settled: totals.settled.into(),
	}
}

pub fn merchant_sums(
	merchant: ParticipantId,
	totals: &pallet_points::MerchantTotals,
	parties: &Parties,
) -> MerchantSums {
	MerchantSums {
		merchant,
		name: name_of(parties, merchant),
		standing: standing_of(parties, merchant),
		receivable: totals.receivable().into(),
		sums: movements(totals),
	}
}

pub fn totals(totals: &pallet_points::SystemTotals) -> Totals {
	Totals {
		funds: totals.funds.into(),
		settlement: totals.settlement.into(),
		escrow: totals.escrow.into(),
		receivables: totals.receivables.into(),
	}
}

pub fn books(sums: &BookSums) -> Books {
	Books {
		operators: sums.operators,
		funds: sums.funds.into(),
		outstanding: sums.outstanding.into(),
		series_value: sums.series_value.into(),
		set_aside: sums.set_aside.into(),
		uncovered: sums.uncovered,
		merchants: sums.merchants,
		receivables: sums.receivables.into(),
		escrow: sums.escrow.into(),
	}
}

/// Whether money held and books agree to the planck, and every fund covers its points.
pub fn ties(held: &pallet_points::SystemTotals, books: &BookSums) -> bool {
	let owed = books.receivables.checked_add(books.escrow);
	let promised = books.series_value.checked_add(books.set_aside);
	held.funds == books.funds
		&& owed == Some(held.settlement)
		&& held.escrow == books.escrow
		&& books.outstanding == books.series_value
		&& promised.is_some_and(|promised| promised <= held.funds)
		&& books.uncovered == 0
}

pub fn statement(
	merchant: ParticipantId,
	first: Date,
	last: Date,
	found: &pallet_points::Statement,
) -> Statement {
	let moved = &found.movements;
	let closing = || {
		found
			.opening
			.checked_add(moved.paid)?
			.checked_add(moved.released)?
			.checked_add(moved.topped_up)?
			.checked_sub(moved.refunded)?
			.checked_sub(moved.settled)
	};
	Statement {
		merchant,
		first_day: first,
		last_day: last,
		opening: found.opening.into(),
		movements: movements(moved),
		closing: found.closing.into(),
		ties: closing() == Some(found.closing),
	}
}

pub fn equivalent((equivalent, count): &(pallet_growth::Equivalent, u64)) -> Equivalent {
	Equivalent {
		name: text(&equivalent.name),
		count_millis: (*count).into(),
		grams_each: equivalent.grams.into(),
		source: text(&equivalent.source),
	}
}

pub fn growth(
	standing: &pallet_growth::Standing,
	equivalents: &[(pallet_growth::Equivalent, u64)],
) -> Growth {
	Growth {
		millis: standing.growth.into(),
		from_answers_millis: standing.from_answers.into(),
		badges: standing.badges.iter().copied().map(Date).collect(),
		next_millis: standing.next.map(Into::into),
		equivalents: equivalents.iter().map(equivalent).collect(),
	}
}

fn value(value: &StepValue) -> Value {
	match value {
		StepValue::Number { value, unit } => {
			Value::Number { value: value.to_string(), unit: unit.to_string() }
		},
		StepValue::Boolean(value) => Value::Boolean { value: *value },
		StepValue::Category(name) => Value::Category { value: name.to_string() },
		StepValue::Failed(error) => Value::Failed { reason: error.to_string() },
	}
}

pub fn step(step: &tanpu_formula::Step) -> Step {
	let declaration = |reference: &FormulaReference| {
		let (kind, index, name) = match reference {
			FormulaReference::Input { index, name } => (DeclarationKind::Input, index, name),
			FormulaReference::Parameter { index, name } => {
				(DeclarationKind::Parameter, index, name)
			},
			FormulaReference::Table { index, name } => (DeclarationKind::Table, index, name),
			FormulaReference::Local { index, name } => (DeclarationKind::Local, index, name),
		};
		Declaration { kind, index: *index, name: name.to_string() }
	};
	Step {
		op: step.op,
		operation: step.operation.name().to_owned(),
		reference: step.reference.as_ref().map(declaration),
		operands: step.operands.iter().map(value).collect(),
		result: value(&step.result),
	}
}

/// A citizen's account as the runtime tells it.
pub struct AccountParts {
	pub citizen: CitizenId,
	pub record: Citizen,
	pub positions: Vec<(OperatorId, tanpu_primitives::Position)>,
	pub spendable: Vec<Spendable>,
	pub growth: Growth,
	pub parties: Parties,
}

impl Conventions {
	pub fn moment(&self, unix: UnixSeconds) -> Moment {
		Moment::new(unix, self.offset)
	}

	pub fn address(&self, account: &AccountId32) -> String {
		account.to_ss58check_with_version(Ss58AddressFormat::custom(self.prefix))
	}

	pub fn clock(&self, reading: &ClockReading) -> Clock {
		Clock {
			now: self.moment(reading.now),
			day_offset: reading.day_offset,
			scale: reading.scale,
			today: Date(reading.today),
		}
	}

	pub fn account(&self, of: AccountParts) -> Account {
		let AccountParts { citizen, record, positions, spendable, growth, parties } = of;
		Account {
			citizen,
			status: match record.status {
				pallet_carbon_accounts::AccountStatus::Open => AccountStatus::Open,
				pallet_carbon_accounts::AccountStatus::Closed => AccountStatus::Closed,
			},
			key: record.key.as_ref().map(|key| self.address(key)),
			epoch: record.epoch,
			provider: record.provider,
			opened: self.moment(record.opened),
			grams: sum(positions.iter().map(|(_, position)| position.grams)),
			spendable_cents: sum(spendable.iter().map(|part| part.points)),
			spendable_value: sum(spendable.iter().map(|part| part.value)),
			growth,
			positions: positions
				.iter()
				.map(|(operator, position)| {
					self.position(*operator, position, &spendable, &parties)
				})
				.collect(),
		}
	}

	fn position(
		&self,
		operator: OperatorId,
		position: &tanpu_primitives::Position,
		spendable: &[Spendable],
		parties: &Parties,
	) -> Position {
		let own = || spendable.iter().filter(|part| part.operator == operator);
		let points = |(series, cents): &(SeriesId, u64)| {
			let live = own().find(|part| part.series == *series);
			Points {
				series: *series,
				cents: (*cents).into(),
				spendable: live.is_some(),
				value: live.map(|part| part.value.into()),
				expires: live.map(|part| self.moment(part.expires)),
			}
		};
		Position {
			operator,
			name: name_of(parties, operator),
			enrolled: position.enrolled,
			disposition: disposition_word(position.disposition).to_owned(),
			grams: position.grams.into(),
			growth_millis: position.growth.into(),
			carry: position.carry,
			spendable_cents: sum(own().map(|part| part.points)),
			spendable_value: sum(own().map(|part| part.value)),
			points: position.points.iter().map(points).collect(),
			contributions: position
				.contributions
				.iter()
				.map(|(class, grams)| Contribution { class: *class, grams: (*grams).into() })
				.collect(),
		}
	}

	pub fn operator(&self, found: &pallet_points::Solvency, parties: &Parties) -> OperatorSolvency {
		let worth = found
			.series
			.iter()
			.map(|(_, series)| series.value(series.outstanding).unwrap_or(Balance::MAX))
			.fold(0, Balance::saturating_add);
		OperatorSolvency {
			operator: found.operator,
			name: name_of(parties, found.operator),
			standing: standing_of(parties, found.operator),
			fund: found.fund.into(),
			outstanding: found.outstanding.into(),
			set_aside: found.set_aside.into(),
			free: found.free.into(),
			coverage: found.coverage.map(Into::into),
			covered: worth == found.outstanding
				&& found.fund >= worth.saturating_add(found.set_aside),
			series: found.series.iter().map(|(id, series)| self.series(*id, series)).collect(),
			withdrawal: found.withdrawal.map(|withdrawal| Withdrawal {
				amount: withdrawal.amount.into(),
				from: self.moment(withdrawal.from),
				until: self.moment(withdrawal.until),
			}),
			wind_up: found.wind_up.map(|wind_up| WindUp {
				began: self.moment(wind_up.began),
				ends: self.moment(wind_up.ends),
			}),
		}
	}

	fn series(&self, id: SeriesId, series: &pallet_points::Series) -> Series {
		Series {
			series: id,
			price: series.price.into(),
			opened: self.moment(series.opened),
			expires: self.moment(series.expires),
			issued_cents: series.issued.into(),
			outstanding_cents: series.outstanding.into(),
			spent_cents: series.spent.into(),
			escrowed_cents: series.escrowed.into(),
			expired_cents: series.expired.into(),
			reversed_cents: series.reversed.into(),
			exchanged_cents: series.exchanged.into(),
			outstanding_value: series.value(series.outstanding).unwrap_or(Balance::MAX).into(),
		}
	}

	pub fn merchant(
		&self,
		merchant: ParticipantId,
		party: &ParticipantView,
		book: &pallet_points::MerchantBook,
	) -> Merchant {
		let parties = Parties::from([(merchant, party.clone())]);
		let entries = book.totals != pallet_points::MerchantTotals::default();
		Merchant {
			sums: merchant_sums(merchant, &book.totals, &parties),
			holder: self.address(&party.holder),
			schedule: book.schedule.map(|schedule| Schedule {
				period_days: schedule.period,
				least: schedule.least.into(),
				next: Date(schedule.next),
			}),
			last_entry: entries.then_some(Date(book.day)),
			forgotten: book.forgotten.map(Date),
		}
	}

	pub fn payment(&self, found: &pallet_points::Payment) -> Payment {
		Payment {
			merchant: found.merchant,
			citizen: found.citizen,
			paid_at: self.moment(found.paid_at),
			value: found.value.into(),
			refunded: found.refunded.into(),
			parts: parts(&found.parts),
		}
	}

	pub fn offer(&self, found: &OfferView, parties: &Parties) -> Offer {
		let terms = &found.terms;
		Offer {
			offer: found.offer,
			merchant: found.merchant,
			name: name_of(parties, found.merchant),
			standing: standing_of(parties, found.merchant),
			title: link(&terms.title),
			picture: terms.picture.as_ref().map(link),
			price: terms.price.into(),
			issuers: match &terms.issuers {
				Issuers::All => None,
				Issuers::Only(list) => Some(list.to_vec()),
			},
			stock: terms.stock,
			left: found.left,
			per_citizen: terms.per_citizen,
			orders: found.orders,
			from: self.moment(terms.from),
			until: self.moment(terms.until),
			fulfil_within: terms.fulfil_within,
			closed: found.closed,
		}
	}

	pub fn order(
		&self,
		number: u32,
		found: &pallet_point_redemption::Order,
		deadlines: &Deadlines,
	) -> Order {
		let (stage, since, reason) = match found.stage {
			OrderStage::Open => (Stage::Open, None, None),
			OrderStage::Fulfilled { at } => (Stage::Fulfilled, Some(at), None),
			OrderStage::Disputed { at, reason } => (Stage::Disputed, Some(at), Some(reason)),
		};
		Order {
			number,
			offer: found.offer,
			merchant: found.merchant,
			count: found.count,
			value: found.value.into(),
			parts: parts(&found.parts),
			voucher: found.voucher,
			ordered: self.moment(found.ordered),
			stage,
			stage_since: since.map(|at| self.moment(at)),
			dispute_reason: reason,
			fulfil_before: self.moment(deadlines.fulfil_before),
			take_back_from: self.moment(deadlines.take_back_from),
			dispute_before: deadlines.dispute_before.map(|at| self.moment(at)),
			release_from: deadlines.release_from.map(|at| self.moment(at)),
		}
	}
}
