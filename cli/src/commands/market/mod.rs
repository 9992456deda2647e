//! `tanpu market`: verified reductions for money.

mod council;
mod proceeds;
mod show;
mod text;
mod trade;

use crate::{
	cli::{parse_account, Approval, Global},
	failure::{Done, Result},
	money::parse_money,
};
use clap::Args;
use pallet_reduction_market::OrderId;
use sp_core::crypto::AccountId32;
use tanpu_primitives::{Balance, ClassId, Grams};
use text::{parse_grams, parse_price};

/// `pallet-reduction-market` in the runtime.
pub const PALLET: &str = "ReductionMarket";

const UNITS: &str = "\n\nGrams as 500, 12.5kg or 3t. Prices in TANP a tonne, with at most six \
	decimals: 40 is 0.00004 TANP a gram. Nothing is ever rounded.";

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Orders that stand, and operators' pools on offer.
	#[command(after_help = "Examples:\n  tanpu market orders\n  \
		tanpu market orders --class 3 --open\n  tanpu market orders --of 5F...")]
	Orders {
		/// Of this class only.
		#[arg(long)]
		class: Option<ClassId>,
		/// Orders of this account only.
		#[arg(long, value_name = "ACCOUNT", value_parser = parse_account)]
		of: Option<AccountId32>,
		/// Only what can be traded with now.
		#[arg(long)]
		open: bool,
	},
	/// Offer grams that you hold for sale.
	#[command(after_help = format!("Example:\n  tanpu --key-file my.key market sell 3 --grams 2t \
		--price 42.50 --lot 100kg --expires 30d{UNITS}"))]
	Sell {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		terms: Terms,
	},
	/// Offer to buy grams of a class: the money is held until the bid is filled or cancelled.
	#[command(after_help = format!("Examples:\n  tanpu --key-file my.key market bid 3 --grams 2t \
		--price 41 --expires 7d\n  tanpu --key-file my.key market bid 3 --grams 2t --price 41 --retire \
		--beneficiary \"Lychee Bank\" --purpose \"travel of 2026\"{UNITS}"))]
	Bid {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		terms: Terms,
		#[command(flatten)]
		retire: Retire,
	},
	/// End an order: grams, money and deposit go back to its owner. Anybody can, once it has expired.
	#[command(after_help = "Example:\n  tanpu --key-file my.key market cancel 17")]
	Cancel {
		/// The order's number.
		order: OrderId,
	},
	/// Buy from a sell order.
	#[command(after_help = format!("Examples:\n  tanpu --key-file my.key market buy 17 --grams 500kg\n  \
		tanpu --key-file my.key market buy 17 --grams 500kg --max-price 43 --retire --beneficiary \
		\"Lychee Bank\"{UNITS}"))]
	Buy {
		/// The order's number.
		order: OrderId,
		/// How many.
		#[arg(long, value_parser = parse_grams)]
		grams: Grams,
		/// What a tonne costs at most; the order's price unless said.
		#[arg(long, value_parser = parse_price)]
		max_price: Option<Balance>,
		#[command(flatten)]
		retire: Retire,
	},
	/// Sell to a bid.
	#[command(after_help = format!("Example:\n  tanpu --key-file my.key market fill 18 --grams \
		500kg{UNITS}"))]
	Fill {
		/// The bid's number.
		order: OrderId,
		/// How many.
		#[arg(long, value_parser = parse_grams)]
		grams: Grams,
		/// What a tonne brings at least; the bid's price unless said.
		#[arg(long, value_parser = parse_price)]
		min_price: Option<Balance>,
	},
	/// Offer what citizens entrusted of a class; signed by the operator's treasury. Takes the place of
	/// the offer that there is.
	#[command(after_help = format!("Example:\n  tanpu --key-file treasury.key market pool-offer 3 \
		--grams 10t --price 45 --lot 10kg --expires 60d{UNITS}\n\nAll offers of an operator are worth no \
		more than its bond. One that is new, cheaper, larger or in larger lots opens after a day's notice."))]
	PoolOffer {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		terms: Terms,
	},
	/// End the offer of a pool; signed by the operator's treasury. Anybody can, once it has expired.
	#[command(after_help = "Example:\n  tanpu --key-file treasury.key market pool-withdraw 3")]
	PoolWithdraw {
		/// The class.
		class: ClassId,
	},
	/// Buy from an operator's pool.
	#[command(after_help = format!("Examples:\n  tanpu --key-file my.key market pool-buy 3 --grams 1t\n  \
		tanpu --key-file my.key market pool-buy 3 --grams 1t --max-price 45 --retire --beneficiary \
		\"Lychee Bank\" --purpose \"travel of 2026\"{UNITS}"))]
	PoolBuy {
		/// The class.
		class: ClassId,
		/// How many.
		#[arg(long, value_parser = parse_grams)]
		grams: Grams,
		/// What a tonne costs at most; the offer's price unless said.
		#[arg(long, value_parser = parse_price)]
		max_price: Option<Balance>,
		#[command(flatten)]
		retire: Retire,
	},
	/// Have what the grams that you entrusted have brought paid to you; or settle others' contributions.
	#[command(after_help = "Examples:\n  tanpu --key-file my.key market claim 3\n  \
		tanpu --key-file operator.key market claim 3 17 18 5F...\n\n\
		Without citizens: the one whose key signs is paid, without a fee; not while that key is being \
		replaced. With citizens: their contributions are settled, which makes room in their positions; \
		the money waits until they claim it themselves. Can be run again at any time.")]
	Claim {
		/// The class.
		class: ClassId,
		/// Citizens: numbers, addresses or nullifiers.
		who: Vec<String>,
	},
	/// What a class's pool earned, and where the money went.
	#[command(after_help = "Examples:\n  tanpu market proceeds 3\n  \
		tanpu market proceeds 3 --citizen 17")]
	Proceeds {
		/// The class.
		class: ClassId,
		/// A citizen: number, address or nullifier.
		#[arg(long)]
		citizen: Option<String>,
	},
	/// Sweep what nobody claimed in time to the common good. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file any.key market sweep 3")]
	Sweep {
		/// The class.
		class: ClassId,
		/// Shares removed in one transaction.
		#[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
		limit: u32,
	},
	/// Set the price below which no pool is sold (council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key market set-floor 30")]
	SetFloor {
		/// TANP a tonne; 0: no floor.
		#[arg(value_parser = text::parse_floor)]
		price: Balance,
		#[command(flatten)]
		approval: Approval,
	},
	/// Offer what a revoked operator left in the pool of a class (council).
	#[command(after_help = format!("Example:\n  tanpu --key-file member.key market offer-revoked 3 \
		--grams 10t --price 45 --lot 10kg --expires 2027-03-01{UNITS}\n\nOpens after a day's notice. The \
		operator's share of what is sold goes to the common good, the rest to those who entrusted it."))]
	OfferRevoked {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		terms: Terms,
		#[command(flatten)]
		approval: Approval,
	},
	/// End the offer of a revoked operator's pool, whoever made it (council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key market withdraw-revoked 3")]
	WithdrawRevoked {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		approval: Approval,
	},
	/// What the common good has; nobody's money: what wasn't claimed, and shares of revoked operators.
	#[command(after_help = "Example:\n  tanpu market common-good")]
	CommonGood,
	/// Pay out of the common good (council).
	#[command(
		after_help = "Example:\n  tanpu --key-file member.key market spend-common-good 1200 \
		--to 5F... --purpose \"trees for Futian, file 9\""
	)]
	SpendCommonGood {
		/// How much, in TANP.
		#[arg(value_parser = parse_money)]
		amount: Balance,
		/// Who is paid: SS58 or hex.
		#[arg(long, value_parser = parse_account)]
		to: AccountId32,
		/// What for: a text, whose hash goes on chain, or 0x and the hash of a document.
		#[arg(long)]
		purpose: String,
		#[command(flatten)]
		approval: Approval,
	},
}

/// What an order or offer says.
#[derive(Args, Clone, Debug)]
pub struct Terms {
	/// How many.
	#[arg(long, value_parser = parse_grams)]
	grams: Grams,
	/// TANP a tonne.
	#[arg(long, value_parser = parse_price)]
	price: Balance,
	/// Fewest grams of one trade; the last rest may be smaller. One gram unless said.
	#[arg(long, value_parser = parse_grams, default_value = "1")]
	lot: Grams,
	/// When it ends: a span from now (12h, 7d), a date, RFC 3339.
	#[arg(long, default_value = "30d", value_name = "TIME")]
	expires: String,
}

/// Whether what is bought is retired at once.
#[derive(Args, Clone, Debug, Default)]
pub struct Retire {
	/// Retire at once what is bought: it never is on your account.
	#[arg(long)]
	retire: bool,
	/// On whose behalf; your own unless said. At most 128 bytes, public for ever.
	#[arg(long, requires = "retire", value_name = "TEXT")]
	beneficiary: Option<String>,
	/// What for. At most 256 bytes, public for ever.
	#[arg(long, requires = "retire", value_name = "TEXT")]
	purpose: Option<String>,
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Orders { class, of, open } => show::orders(global, class, of, open).await,
		Command::Sell { class, terms } => trade::sell(global, class, &terms).await,
		Command::Bid { class, terms, retire } => trade::bid(global, class, &terms, &retire).await,
		Command::Cancel { order } => trade::cancel(global, order).await,
		Command::Buy { order, grams, max_price, retire } => {
			trade::buy(global, order, grams, max_price, &retire).await
		},
		Command::Fill { order, grams, min_price } => {
			trade::fill(global, order, grams, min_price).await
		},
		Command::PoolOffer { class, terms } => trade::pool_offer(global, class, &terms).await,
		Command::PoolWithdraw { class } => trade::pool_withdraw(global, class).await,
		Command::PoolBuy { class, grams, max_price, retire } => {
			trade::pool_buy(global, class, grams, max_price, &retire).await
		},
		Command::Claim { class, who } => proceeds::claim(global, class, &who).await,
		Command::Proceeds { class, citizen } => {
			proceeds::show(global, class, citizen.as_deref()).await
		},
		Command::Sweep { class, limit } => proceeds::sweep(global, class, limit).await,
		Command::SetFloor { price, approval } => trade::set_floor(global, price, &approval).await,
		Command::OfferRevoked { class, terms, approval } => {
			council::offer(global, class, &terms, &approval).await
		},
		Command::WithdrawRevoked { class, approval } => {
			council::withdraw(global, class, &approval).await
		},
		Command::CommonGood => council::show_common_good(global).await,
		Command::SpendCommonGood { amount, to, purpose, approval } => {
			council::spend_common_good(global, amount, &to, &purpose, &approval).await
		},
	}
}
