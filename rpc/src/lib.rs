//! The node's `carbon_` JSON-RPC methods: accounts, solvency, merchants, offers and orders, formulas,
//! as JSON that needs no knowledge of SCALE. Every method is described in docs/rpc.md.
//!
//! All of it is asked of the runtime, at one block: the best one unless another is named. The answer
//! says which. Lists are pages of at most [`PAGE`]; what is open-ended is summed up in one pass by
//! the runtime. Nothing here changes anything, so every method is safe on a public node.

pub use error::Error;
pub use types::Answer;

mod convert;
mod error;
#[macro_use]
pub mod types;
pub mod reductions;
#[cfg(test)]
mod tests;
pub mod units;

use convert::{AccountParts, Conventions, Parties};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use pallet_participants::Role;
use pallet_point_redemption::OrderId;
use sp_api::{ApiRef, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::{
	bytes::from_hex,
	crypto::{AccountId32, Ss58Codec},
};
use sp_runtime::traits::{Block as BlockT, UniqueSaturatedInto};
use std::{collections::BTreeSet, marker::PhantomData, sync::Arc};
use tanpu_formula::MAX_INPUTS;
use tanpu_primitives::{
	verification::CertificateId, CitizenId, ClassId, MethodologyId, MethodologyRef, OperatorId,
	ParticipantId, VersionNumber,
};
use tanpu_runtime_api::{
	CarbonApi, ClockReading, EvaluationFailure, PointsApi, ReductionsApi, MAX_PAGE,
};
use types::*;
use units::{Date, Quantity};

/// Most entries of a page.
pub const PAGE: usize = 200;

/// Most characters of an address: base58 takes quadratic time, so that a request of a few megabytes would hold a
/// processor for hours. 32 bytes are 50 characters at most, and 66 in hex.
const MAX_ADDRESS: usize = 128;

/// The methods. `at` is a block's hash, the best block's where it isn't given.
#[rpc(client, server, namespace = "carbon")]
pub trait CarbonRpc<Hash> {
	/// The chain's clock.
	#[method(name = "clock", blocking)]
	fn clock(&self, at: Option<Hash>) -> RpcResult<Answer<Hash, Clock>>;

	/// A citizen's account, with everything that stands in it.
	#[method(name = "account", blocking)]
	fn account(&self, citizen: CitizenId, at: Option<Hash>) -> RpcResult<Answer<Hash, Account>>;

	/// The citizen of a key or a nullifier: an SS58 address, or 0x and 32 bytes.
	#[method(name = "citizenOf", blocking)]
	fn citizen_of(&self, who: String, at: Option<Hash>) -> RpcResult<Answer<Hash, CitizenOf>>;

	/// What stands behind points and what merchants are owed: of `operator` alone, or of all
	/// licence holders from number `first` on.
	#[method(name = "solvency", blocking)]
	fn solvency(
		&self,
		operator: Option<OperatorId>,
		first: Option<ParticipantId>,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, Solvency>>;

	/// What a merchant is owed, and how it is paid.
	#[method(name = "merchant", blocking)]
	fn merchant(
		&self,
		merchant: ParticipantId,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, Merchant>>;

	/// What a merchant took and was paid from `first_day` to `last_day`, both included.
	#[method(name = "statement", blocking)]
	fn statement(
		&self,
		merchant: ParticipantId,
		first_day: Date,
		last_day: Date,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, Statement>>;

	/// A payment at the till, by its reference or by the request.
	#[method(name = "payment", blocking)]
	fn payment(
		&self,
		reference: PaymentQuery,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, PaymentOf>>;

	/// Offers from number `first` (0) on.
	#[method(name = "offers", blocking)]
	fn offers(&self, first: Option<u32>, at: Option<Hash>) -> RpcResult<Answer<Hash, Offers>>;

	/// One order of a citizen.
	#[method(name = "order", blocking)]
	fn order(
		&self,
		citizen: CitizenId,
		number: u32,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, OrderOf>>;

	/// A citizen's orders that are not finished.
	#[method(name = "orders", blocking)]
	fn orders(&self, citizen: CitizenId, at: Option<Hash>) -> RpcResult<Answer<Hash, Orders>>;

	/// Grams that a methodology version gives for inputs, each scaled by its decimals.
	#[method(name = "evaluate", blocking)]
	fn evaluate(
		&self,
		methodology: MethodologyId,
		version: VersionNumber,
		inputs: Vec<Quantity>,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, Evaluation>>;

	/// The same with every step.
	#[method(name = "explain", blocking)]
	fn explain(
		&self,
		methodology: MethodologyId,
		version: VersionNumber,
		inputs: Vec<Quantity>,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, Explanation>>;

	/// What an operator must pay in before so many more hundredths of a point can be issued.
	#[method(name = "shortfall", blocking)]
	fn shortfall(
		&self,
		operator: OperatorId,
		cents: Quantity,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, Shortfall>>;

	/// A class of reductions with all that became of it, and its batches from the `first_batch`th
	/// (0) on.
	#[method(name = "class", blocking)]
	fn class(
		&self,
		class: ClassId,
		first_batch: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, reductions::Class>>;

	/// Classes from number `first` (0) on.
	#[method(name = "classes", blocking)]
	fn classes(
		&self,
		first: Option<ClassId>,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, reductions::Classes>>;

	/// Where the gram with a serial number of an issued class came from and went.
	#[method(name = "trace", blocking)]
	fn trace(
		&self,
		class: ClassId,
		serial: Quantity,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, reductions::Trace>>;

	/// A retirement certificate.
	#[method(name = "certificate", blocking)]
	fn certificate(
		&self,
		certificate: CertificateId,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, reductions::Certificate>>;

	/// What a citizen contributes to classes, from the `first`th (0) on, and the records of open
	/// days.
	#[method(name = "provenance", blocking)]
	fn provenance(
		&self,
		citizen: CitizenId,
		first: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Answer<Hash, reductions::Provenance>>;
}

/// Answers the methods out of a client.
pub struct Carbon<C, Block> {
	client: Arc<C>,
	prefix: u16,
	_block: PhantomData<Block>,
}

impl<C, Block> Carbon<C, Block> {
	/// `prefix` is the chain's SS58 prefix.
	pub fn new(client: Arc<C>, prefix: u16) -> Self {
		Self { client, prefix, _block: PhantomData }
	}
}

/// The runtime at one block.
struct View<'a, Block: BlockT, Api: sp_api::ApiExt<Block>> {
	api: ApiRef<'a, Api>,
	at: Block::Hash,
	clock: ClockReading,
	write: Conventions,
}

impl<C, Block> Carbon<C, Block>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
	C::Api: CarbonApi<Block> + PointsApi<Block> + ReductionsApi<Block>,
{
	/// The block to ask, where the node has it.
	fn block(&self, at: Option<Block::Hash>) -> Result<BlockRef<Block::Hash>, Error> {
		let info = self.client.info();
		let hash = at.unwrap_or(info.best_hash);
		let database = |error: sp_blockchain::Error| Error::Database(error.to_string());
		let number = self
			.client
			.number(hash)
			.map_err(database)?
			.ok_or_else(|| Error::UnknownBlock(format!("{hash:?}")))?;
		// A block below the finalised one can still be of a fork that lost.
		let finalized = number <= info.finalized_number
			&& self.client.hash(number).map_err(database)? == Some(hash);
		Ok(BlockRef { number: number.unique_saturated_into(), hash, finalized })
	}

	fn answer<T>(
		&self,
		at: Option<Block::Hash>,
		ask: impl FnOnce(&View<'_, Block, C::Api>) -> Result<T, Error>,
	) -> RpcResult<Answer<Block::Hash, T>> {
		let block = self.block(at)?;
		let api = self.client.runtime_api();
		let asked = || {
			let clock = api.clock(block.hash)?;
			let write = Conventions { offset: clock.day_offset, prefix: self.prefix };
			ask(&View { api, at: block.hash, clock, write })
		};
		let answer = asked().map_err(|error| match error {
			Error::StatePruned(_) => Error::StatePruned(format!("{:?}", block.hash)),
			other => other,
		})?;
		Ok(Answer { block, answer })
	}
}

/// Operators' standings, merchants' sums, and the number that the next page begins with.
type SolvencyPage = (
	Vec<pallet_points::Solvency>,
	Vec<(ParticipantId, pallet_points::MerchantTotals)>,
	Option<ParticipantId>,
);

impl<Block, Api> View<'_, Block, Api>
where
	Block: BlockT,
	Api: sp_api::ApiExt<Block> + CarbonApi<Block> + PointsApi<Block>,
{
	/// Names and standing of licence holders, as many as a page can name.
	fn parties(&self, ids: impl IntoIterator<Item = ParticipantId>) -> Result<Parties, Error> {
		let ids: Vec<_> = BTreeSet::from_iter(ids).into_iter().collect();
		let most = usize::try_from(MAX_PAGE).unwrap_or(usize::MAX);
		let mut parties = Parties::new();
		for page in ids.chunks(most) {
			let found = self.api.participants(self.at, page.to_vec())?;
			parties.extend(page.iter().zip(found).filter_map(|(id, party)| Some((*id, party?))));
		}
		Ok(parties)
	}

	fn party(
		&self,
		id: ParticipantId,
		role: Role,
	) -> Result<Option<tanpu_runtime_api::ParticipantView>, Error> {
		Ok(self.parties([id])?.remove(&id).filter(|party| party.role == role))
	}

	fn record(&self, citizen: CitizenId) -> Result<pallet_carbon_accounts::Citizen, Error> {
		self.api.account(self.at, citizen)?.ok_or(Error::UnknownCitizen(citizen))
	}

	fn account(&self, citizen: CitizenId) -> Result<Account, Error> {
		let record = self.record(citizen)?;
		let positions = self.api.positions_of(self.at, citizen)?;
		let grams =
			positions.iter().map(|(_, position)| position.grams).fold(0, u64::saturating_add);
		let standing = self.api.standing(self.at, citizen)?;
		let equivalents = self.api.equivalents(self.at, grams)?;
		Ok(self.write.account(AccountParts {
			citizen,
			spendable: self.api.spendable(self.at, citizen)?,
			growth: convert::growth(&standing, &equivalents),
			parties: self.parties(positions.iter().map(|(operator, _)| *operator))?,
			record,
			positions,
		}))
	}

	fn citizen_of(&self, who: &str) -> Result<CitizenOf, Error> {
		let bad = Error::BadParameter("expected an SS58 address, or 0x and 64 hex digits");
		if who.len() > MAX_ADDRESS {
			return Err(bad);
		}
		let bytes: [u8; 32] = if who.starts_with("0x") {
			from_hex(who).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(bad)?
		} else {
			// Whatever its prefix: wallets write one key in the way of many chains.
			AccountId32::from_ss58check_with_version(who).map_err(|_| bad)?.0.into()
		};
		// However they are written, 32 bytes can be a nullifier or a key: libraries turn one
		// writing into the other.
		let found = self.api.citizens_of_nullifiers(self.at, vec![bytes])?;
		if let Some(citizen) = found.into_iter().flatten().next() {
			return Ok(CitizenOf { citizen: Some(citizen), matched: Some(Match::Nullifier) });
		}
		let key = AccountId32::new(bytes);
		let citizen = self.api.citizen_of_key(self.at, key)?;
		Ok(CitizenOf { citizen, matched: citizen.map(|_| Match::Key) })
	}

	fn solvency(
		&self,
		operator: Option<OperatorId>,
		first: Option<ParticipantId>,
	) -> Result<Solvency, Error> {
		let (operators, merchants, next) = match operator {
			Some(operator) => {
				let found = self.api.solvency_of(self.at, operator)?;
				if found.is_none() && self.party(operator, Role::Operator)?.is_none() {
					return Err(Error::UnknownOperator(operator));
				}
				(Vec::from_iter(found), Vec::new(), None)
			},
			None => self.solvency_page(first.unwrap_or(0))?,
		};
		let parties = self.parties(
			operators
				.iter()
				.map(|found| found.operator)
				.chain(merchants.iter().map(|(merchant, _)| *merchant)),
		)?;
		let held = self.api.system_totals(self.at)?;
		let sums = self.api.book_sums(self.at)?;
		Ok(Solvency {
			operators: operators.iter().map(|found| self.write.operator(found, &parties)).collect(),
			merchants: merchants
				.iter()
				.map(|(merchant, totals)| convert::merchant_sums(*merchant, totals, &parties))
				.collect(),
			next,
			totals: convert::totals(&held),
			books: convert::books(&sums),
			ties: convert::ties(&held, &sums),
		})
	}

	/// Operators and merchants share one range of numbers: a page is a stretch of it.
	fn solvency_page(&self, first: ParticipantId) -> Result<SolvencyPage, Error> {
		let mut operators = self.api.solvency(self.at, first)?;
		let mut merchants = self.api.merchants(self.at, first)?;
		let mut numbers: Vec<_> = operators
			.iter()
			.map(|found| found.operator)
			.chain(merchants.iter().map(|(merchant, _)| *merchant))
			.collect();
		numbers.sort_unstable();
		let next = numbers.get(PAGE).copied();
		if let Some(next) = next {
			operators.retain(|found| found.operator < next);
			merchants.retain(|(merchant, _)| *merchant < next);
		}
		Ok((operators, merchants, next))
	}

	fn merchant(&self, merchant: ParticipantId) -> Result<Merchant, Error> {
		let party =
			self.party(merchant, Role::Merchant)?.ok_or(Error::UnknownMerchant(merchant))?;
		let book = self.api.merchant_book(self.at, merchant)?;
		Ok(self.write.merchant(merchant, &party, &book))
	}

	fn statement(
		&self,
		merchant: ParticipantId,
		first: Date,
		last: Date,
	) -> Result<Statement, Error> {
		if first > last {
			return Err(Error::BadParameter("the last day is before the first"));
		}
		self.party(merchant, Role::Merchant)?.ok_or(Error::UnknownMerchant(merchant))?;
		let found =
			self.api.statement(self.at, merchant, first.0, last.0)?.ok_or(Error::NotKept)?;
		Ok(convert::statement(merchant, first, last, &found))
	}

	fn payment(&self, query: PaymentQuery, genesis: Block::Hash) -> Result<PaymentOf, Error> {
		let reference = match query {
			PaymentQuery::Reference(Reference { day, id }) => {
				pallet_points::PaymentRef { day: day.0, id }
			},
			PaymentQuery::Request(request) => {
				if request.genesis.as_ref() != genesis.as_ref() {
					return Err(Error::BadParameter("the request is for another chain"));
				}
				let nonce = u64::try_from(request.nonce.0)
					.map_err(|_| Error::BadParameter("the nonce is more than 64 bits"))?;
				let request = pallet_points::PaymentRequest {
					genesis: request.genesis,
					merchant: request.merchant,
					amount: request.amount.0,
					expires: request.expires,
					receipt: request.receipt,
					nonce,
				};
				self.api
					.payment_ref(self.at, request)?
					.ok_or(Error::BadParameter("the request expires beyond the calendar"))?
			},
		};
		let found = self.api.payment(self.at, reference)?;
		Ok(PaymentOf {
			reference: Reference { day: Date(reference.day), id: reference.id },
			payment: found.map(|payment| self.write.payment(&payment)),
		})
	}

	fn offers(&self, first: u32) -> Result<Offers, Error> {
		let mut offers = self.api.offers(self.at, first)?;
		let next = offers.get(PAGE).map(|offer| offer.offer);
		offers.truncate(PAGE);
		let parties = self.parties(offers.iter().map(|offer| offer.merchant))?;
		Ok(Offers {
			offers: offers.iter().map(|offer| self.write.offer(offer, &parties)).collect(),
			next,
		})
	}

	fn order(&self, citizen: CitizenId, number: u32) -> Result<OrderOf, Error> {
		let found = self.api.order(self.at, OrderId { citizen, number })?;
		if found.is_none() {
			self.record(citizen)?;
			let (next, _) = self.api.orders_of(self.at, citizen)?;
			if number >= next {
				return Err(Error::UnknownOrder { citizen, number });
			}
		}
		Ok(OrderOf {
			citizen,
			number,
			finished: found.is_none(),
			order: found.map(|(order, deadlines)| self.write.order(number, &order, &deadlines)),
		})
	}

	fn orders(&self, citizen: CitizenId) -> Result<Orders, Error> {
		self.record(citizen)?;
		let (next, mut found) = self.api.orders_of(self.at, citizen)?;
		found.sort_unstable_by_key(|(number, _)| *number);
		let mut orders = Vec::with_capacity(found.len());
		for (number, _) in found {
			if let Some((order, deadlines)) =
				self.api.order(self.at, OrderId { citizen, number })?
			{
				orders.push(self.write.order(number, &order, &deadlines));
			}
		}
		Ok(Orders { citizen, next, orders })
	}

	fn evaluate(
		&self,
		reference: MethodologyRef,
		inputs: Vec<Quantity>,
	) -> Result<Evaluation, Error> {
		let grams = self
			.api
			.evaluate(self.at, reference, raw(&inputs)?)?
			.map_err(|failure| Error::evaluation(reference, failure))?;
		let MethodologyRef { methodology, version } = reference;
		Ok(Evaluation { methodology, version, inputs, grams: grams.into() })
	}

	fn explain(
		&self,
		reference: MethodologyRef,
		inputs: Vec<Quantity>,
	) -> Result<Explanation, Error> {
		let values = raw(&inputs)?;
		let steps = self
			.api
			.explain(self.at, reference, values.clone())?
			.map_err(|failure| Error::evaluation(reference, failure))?;
		let (grams, failure) = match self.api.evaluate(self.at, reference, values)? {
			Ok(grams) => (Some(grams.into()), None),
			Err(EvaluationFailure::Formula(error)) => (None, Some(error.to_string())),
			Err(other) => return Err(Error::evaluation(reference, other)),
		};
		let MethodologyRef { methodology, version } = reference;
		let steps = steps.iter().map(convert::step).collect();
		Ok(Explanation { methodology, version, inputs, grams, failure, steps })
	}

	fn shortfall(&self, operator: OperatorId, cents: Quantity) -> Result<Shortfall, Error> {
		let points = u64::try_from(cents.0)
			.map_err(|_| Error::BadParameter("more points than there can be"))?;
		self.party(operator, Role::Operator)?.ok_or(Error::UnknownOperator(operator))?;
		let shortfall = self.api.shortfall(self.at, operator, points)?;
		let price = self.api.issue_price(self.at, operator)?;
		Ok(Shortfall {
			operator,
			cents,
			shortfall: shortfall.into(),
			price: price.map(Into::into),
			issuable: price.is_some() && shortfall == 0,
		})
	}
}

/// Inputs as the formula takes them. How many there must be is the methodology's matter; more than
/// any has are not passed on.
fn raw(inputs: &[Quantity]) -> Result<Vec<u64>, Error> {
	if inputs.len() > usize::try_from(MAX_INPUTS).unwrap_or(usize::MAX) {
		return Err(Error::BadParameter("more inputs than any methodology has"));
	}
	inputs
		.iter()
		.map(|input| u64::try_from(input.0))
		.collect::<Result<_, _>>()
		.map_err(|_| Error::BadParameter("an input is more than 64 bits"))
}

impl<C, Block> CarbonRpcServer<Block::Hash> for Carbon<C, Block>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + Send + Sync + 'static,
	C::Api: CarbonApi<Block> + PointsApi<Block> + ReductionsApi<Block>,
{
	fn clock(&self, at: Option<Block::Hash>) -> RpcResult<Answer<Block::Hash, Clock>> {
		self.answer(at, |view| Ok(view.write.clock(&view.clock)))
	}

	fn account(
		&self,
		citizen: CitizenId,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, Account>> {
		self.answer(at, |view| view.account(citizen))
	}

	fn citizen_of(
		&self,
		who: String,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, CitizenOf>> {
		self.answer(at, |view| view.citizen_of(&who))
	}

	fn solvency(
		&self,
		operator: Option<OperatorId>,
		first: Option<ParticipantId>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, Solvency>> {
		self.answer(at, |view| view.solvency(operator, first))
	}

	fn merchant(
		&self,
		merchant: ParticipantId,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, Merchant>> {
		self.answer(at, |view| view.merchant(merchant))
	}

	fn statement(
		&self,
		merchant: ParticipantId,
		first_day: Date,
		last_day: Date,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, Statement>> {
		self.answer(at, |view| view.statement(merchant, first_day, last_day))
	}

	fn payment(
		&self,
		reference: PaymentQuery,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, PaymentOf>> {
		let genesis = self.client.info().genesis_hash;
		self.answer(at, |view| view.payment(reference, genesis))
	}

	fn offers(
		&self,
		first: Option<u32>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, Offers>> {
		self.answer(at, |view| view.offers(first.unwrap_or(0)))
	}

	fn order(
		&self,
		citizen: CitizenId,
		number: u32,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, OrderOf>> {
		self.answer(at, |view| view.order(citizen, number))
	}

	fn orders(
		&self,
		citizen: CitizenId,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, Orders>> {
		self.answer(at, |view| view.orders(citizen))
	}

	fn evaluate(
		&self,
		methodology: MethodologyId,
		version: VersionNumber,
		inputs: Vec<Quantity>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, Evaluation>> {
		self.answer(at, |view| view.evaluate(MethodologyRef { methodology, version }, inputs))
	}

	fn explain(
		&self,
		methodology: MethodologyId,
		version: VersionNumber,
		inputs: Vec<Quantity>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, Explanation>> {
		self.answer(at, |view| view.explain(MethodologyRef { methodology, version }, inputs))
	}

	fn shortfall(
		&self,
		operator: OperatorId,
		cents: Quantity,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, Shortfall>> {
		self.answer(at, |view| view.shortfall(operator, cents))
	}

	fn class(
		&self,
		class: ClassId,
		first_batch: Option<u32>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, reductions::Class>> {
		self.answer(at, |view| view.class(class, first_batch.unwrap_or(0)))
	}

	fn classes(
		&self,
		first: Option<ClassId>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, reductions::Classes>> {
		self.answer(at, |view| view.classes(first.unwrap_or(0)))
	}

	fn trace(
		&self,
		class: ClassId,
		serial: Quantity,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, reductions::Trace>> {
		self.answer(at, |view| view.trace(class, serial))
	}

	fn certificate(
		&self,
		certificate: CertificateId,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, reductions::Certificate>> {
		self.answer(at, |view| view.certificate(certificate))
	}

	fn provenance(
		&self,
		citizen: CitizenId,
		first: Option<u32>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<Block::Hash, reductions::Provenance>> {
		self.answer(at, |view| view.provenance(citizen, first.unwrap_or(0)))
	}
}
