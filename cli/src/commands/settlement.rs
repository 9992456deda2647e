//! `tanpu settlement`.

use crate::{
	call::Call,
	cli::{parse_account, parse_hash, Approval, Global},
	commands::clock,
	council::decide,
	failure::{Done, Failure, Result},
	key,
	money::{money, parse_money},
	output::{fields, table},
	time::format_time,
	transaction::send,
};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde_json::json;
use sp_core::{crypto::AccountId32, H256};
use tanpu_primitives::{Balance, UnixSeconds};

const PALLET: &str = "Settlement";
const MAX_REASON: usize = 128;

#[derive(Encode, Decode, TypeInfo, clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
	/// Enters deposits and payments.
	Propose,
	/// Compares them with the bank's statement and makes them count.
	Confirm,
}

impl Duty {
	fn text(self) -> &'static str {
		match self {
			Self::Propose => "propose",
			Self::Confirm => "confirm",
		}
	}
}

#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
struct Mint {
	to: AccountId32,
	amount: Balance,
	proposer: AccountId32,
}

#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
struct Payment {
	record: H256,
	proposer: AccountId32,
	first: UnixSeconds,
}

#[derive(Encode, Decode, TypeInfo, Clone, Debug)]
struct Withdrawal {
	owner: AccountId32,
	amount: Balance,
	destination: H256,
	deadline: UnixSeconds,
	payment: Option<Payment>,
}

#[derive(Encode, Decode, TypeInfo, Clone, Debug, Default)]
struct Totals {
	genesis: Balance,
	minted: Balance,
	burned: Balance,
}

/// A deposit as the bank has it.
#[derive(clap::Args, Debug)]
pub struct Deposit {
	/// Whom the money is credited to.
	#[arg(long, value_parser = parse_account)]
	to: AccountId32,
	/// How much, in TANP.
	#[arg(long, value_parser = parse_money)]
	amount: Balance,
	/// Hash of the bank's reference.
	#[arg(long, value_parser = parse_hash)]
	record: H256,
}

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Where all TANP came from and went, the day's limit, the office, what waits.
	#[command(after_help = "Example:\n  tanpu settlement status")]
	Status,
	/// Give an account a duty in the settlement office (council, two thirds).
	#[command(after_help = "Example:\n  \
		tanpu --key-file member.key settlement appoint 5F... --duty confirm")]
	Appoint {
		/// The account of one person.
		#[arg(value_parser = parse_account)]
		account: AccountId32,
		/// What it does. Nobody does both.
		#[arg(long)]
		duty: Duty,
		#[command(flatten)]
		approval: Approval,
	},
	/// Take an account's duty (council, two thirds).
	#[command(after_help = "Example:\n  tanpu --key-file member.key settlement dismiss 5F...")]
	Dismiss {
		/// The account.
		#[arg(value_parser = parse_account)]
		account: AccountId32,
		#[command(flatten)]
		approval: Approval,
	},
	/// Set how much can be minted in a day (council, two thirds).
	#[command(after_help = "Example:\n  tanpu --key-file member.key settlement limit 1000000")]
	Limit {
		/// In TANP; 0 stops minting.
		#[arg(value_parser = parse_money)]
		limit: Balance,
		#[command(flatten)]
		approval: Approval,
	},
	/// Enter a deposit. Another officer confirms it.
	#[command(
		after_help = "Example:\n  tanpu --key-file proposer.key settlement mint --to 5F... \
		--amount 5000 --record 0x..."
	)]
	Mint {
		#[command(flatten)]
		deposit: Deposit,
	},
	/// Confirm a deposit, from the bank's statement: what was entered otherwise is refused.
	#[command(
		after_help = "Example:\n  tanpu --key-file confirmer.key settlement confirm --to 5F... \
		--amount 5000 --record 0x..."
	)]
	Confirm {
		#[command(flatten)]
		deposit: Deposit,
	},
	/// Drop a deposit that was entered wrongly. Its record can be entered again.
	#[command(after_help = "Example:\n  tanpu --key-file confirmer.key settlement drop 0x... \
		--reason \"wrong account\"")]
	Drop {
		/// Hash of the bank's reference.
		#[arg(value_parser = parse_hash)]
		record: H256,
		/// Why.
		#[arg(long)]
		reason: String,
	},
	/// Ask to be paid out. The money is held until it is paid, refused or taken back.
	#[command(after_help = "Example:\n  tanpu --key-file treasury.key settlement withdraw 5000 \
		--destination 0x...")]
	Withdraw {
		/// How much, in TANP.
		#[arg(value_parser = parse_money)]
		amount: Balance,
		/// Hash of the account at the bank, which the office knows.
		#[arg(long, value_parser = parse_hash)]
		destination: H256,
	},
	/// Enter that a withdrawal was paid. Another officer confirms it.
	#[command(
		after_help = "Example:\n  tanpu --key-file proposer.key settlement paid 7 --record 0x..."
	)]
	Paid {
		/// The withdrawal's number.
		withdrawal: u32,
		/// Hash of the bank's reference of the payment.
		#[arg(long, value_parser = parse_hash)]
		record: H256,
	},
	/// Confirm that a withdrawal was paid, from the bank's statement. It is burned.
	#[command(
		after_help = "Example:\n  tanpu --key-file confirmer.key settlement confirm-paid 7 \
		--amount 5000 --record 0x..."
	)]
	ConfirmPaid {
		/// The withdrawal's number.
		withdrawal: u32,
		/// How much was paid, in TANP.
		#[arg(long, value_parser = parse_money)]
		amount: Balance,
		/// Hash of the bank's reference of the payment.
		#[arg(long, value_parser = parse_hash)]
		record: H256,
	},
	/// Refuse a withdrawal. Its money is free again.
	#[command(after_help = "Example:\n  tanpu --key-file confirmer.key settlement refuse 7 \
		--reason \"no such account\"")]
	Refuse {
		/// The withdrawal's number.
		withdrawal: u32,
		/// Why.
		#[arg(long)]
		reason: String,
	},
	/// Take back what nobody has paid out in time.
	#[command(after_help = "Example:\n  tanpu --key-file treasury.key settlement take-back 7")]
	TakeBack {
		/// The withdrawal's number.
		withdrawal: u32,
	},
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	let call = |name| Call::new(PALLET, name);
	let of = |name, Deposit { to, amount, record }: Deposit| {
		call(name).arg("to", &to).arg("amount", &amount).arg("record", &record)
	};
	match command {
		Command::Status => status(global).await,
		Command::Appoint { account, duty, approval } => {
			let what = format!("let {account} {}", duty.text());
			let call = call("appoint").arg("who", &account).arg("duty", &duty);
			motion(global, &call, &approval, &what).await
		},
		Command::Dismiss { account, approval } => {
			let call = call("dismiss").arg("who", &account);
			motion(global, &call, &approval, &format!("dismiss {account}")).await
		},
		Command::Limit { limit, approval } => {
			let what = format!("mint at most {} TANP a day", money(limit));
			motion(global, &call("set_daily_limit").arg("limit", &limit), &approval, &what).await
		},
		Command::Mint { deposit } => {
			let text = "entered; another officer confirms it: tanpu settlement confirm";
			act(global, &of("propose_mint", deposit), "proposed", text).await
		},
		Command::Confirm { deposit } => {
			let text = format!("{} TANP are minted for {}", money(deposit.amount), deposit.to);
			act(global, &of("confirm_mint", deposit), "minted", &text).await
		},
		Command::Drop { record, reason } => {
			let call = call("drop_mint").arg("record", &record).arg("reason", &text_of(reason)?);
			act(global, &call, "dropped", "dropped; the record can be entered again").await
		},
		Command::Withdraw { amount, destination } => withdraw(global, amount, destination).await,
		Command::Paid { withdrawal, record } => {
			let call = call("report_payment").arg("id", &withdrawal).arg("record", &record);
			let text = "entered; another officer confirms it: tanpu settlement confirm-paid";
			act(global, &call, "reported", text).await
		},
		Command::ConfirmPaid { withdrawal, amount, record } => {
			let call = call("confirm_payment")
				.arg("id", &withdrawal)
				.arg("amount", &amount)
				.arg("record", &record);
			act(global, &call, "burned", &format!("{} TANP are burned", money(amount))).await
		},
		Command::Refuse { withdrawal, reason } => {
			let call =
				call("refuse_withdrawal").arg("id", &withdrawal).arg("reason", &text_of(reason)?);
			act(global, &call, "refused", "refused; the money is free again").await
		},
		Command::TakeBack { withdrawal } => {
			let call = call("take_back").arg("id", &withdrawal);
			act(global, &call, "taken back", "the money is free again").await
		},
	}
}

fn text_of(reason: String) -> Result<Vec<u8>> {
	if reason.is_empty() || reason.len() > MAX_REASON {
		return Err(Failure::Usage(format!("a reason has 1 to {MAX_REASON} bytes")));
	}
	Ok(reason.into_bytes())
}

async fn motion(global: &Global, call: &Call, approval: &Approval, what: &str) -> Result<Done> {
	let chain = global.connect().await?;
	let motion = decide(&chain, &global.signer()?, call, &approval.keys()?).await?;
	global.output().result(motion.json(), motion.text(what));
	Ok(Done::All)
}

async fn act(global: &Global, call: &Call, state: &str, text: &str) -> Result<Done> {
	let chain = global.connect().await?;
	let included = send(&chain, &global.signer()?, call).await?;
	global.output().result(
		json!({ "state": state, "block": included.number }),
		format!("{text} (block {})", included.number),
	);
	Ok(Done::All)
}

async fn withdraw(global: &Global, amount: Balance, destination: H256) -> Result<Done> {
	let chain = global.connect().await?;
	let call = Call::new(PALLET, "request_withdrawal")
		.arg("amount", &amount)
		.arg("destination", &destination);
	let included = send(&chain, &global.signer()?, &call).await?;
	let event = included
		.find(PALLET, "WithdrawalRequested")
		.ok_or_else(|| Failure::plain("the chain left no WithdrawalRequested event"))?;
	let (id, _, _, _, deadline) =
		event.decode::<(u32, AccountId32, Balance, H256, UnixSeconds)>()?;
	let offset = clock(&chain.at(included.block).await?).await?.day_offset;
	global.output().result(
		json!({ "withdrawal": id, "deadline": deadline, "block": included.number }),
		format!(
			"withdrawal {id}: {} TANP are held (block {}); if nobody has paid by {}: tanpu settlement \
			 take-back {id}",
			money(amount),
			included.number,
			format_time(deadline, offset)
		),
	);
	Ok(Done::All)
}

async fn status(global: &Global) -> Result<Done> {
	let chain = global.connect().await?;
	let at = chain.head().await?;
	let offset = clock(&at).await?.day_offset;
	let sums: Totals = at.get(PALLET, "Sums", key![]).await?.unwrap_or_default();
	let limit: Balance = at.get(PALLET, "DailyLimit", key![]).await?.unwrap_or_default();
	let officers: Vec<(AccountId32, Duty)> = at.entries(PALLET, "Officers", key![]).await?;
	let mints: Vec<(H256, Mint)> = at.entries(PALLET, "Mints", key![]).await?;
	let open: Vec<(u32, Withdrawal)> = at.entries(PALLET, "Withdrawals", key![]).await?;
	let all = sums.genesis.saturating_add(sums.minted).saturating_sub(sums.burned);
	let mut text = fields([
		("at genesis", format!("{} TANP", money(sums.genesis))),
		("minted", format!("{} TANP", money(sums.minted))),
		("burned", format!("{} TANP", money(sums.burned))),
		("in all", format!("{} TANP", money(all))),
		("a day's limit", format!("{} TANP", money(limit))),
	]);
	for (who, duty) in &officers {
		text.push_str(&format!("\n{who} may {}", duty.text()));
	}
	if !mints.is_empty() {
		let rows = mints.iter().map(|(record, mint)| {
			vec![format!("{record:?}"), mint.to.to_string(), money(mint.amount)]
		});
		text.push_str("\n\ndeposits to be confirmed\n");
		text.push_str(&table(&["record", "to", "TANP"], rows));
	}
	if !open.is_empty() {
		let rows = open.iter().map(|(id, withdrawal)| {
			vec![
				id.to_string(),
				withdrawal.owner.to_string(),
				money(withdrawal.amount),
				format_time(withdrawal.deadline, offset),
				withdrawal
					.payment
					.as_ref()
					.map_or("no".into(), |paid| format!("{:?}", paid.record)),
			]
		});
		text.push_str("\n\nwithdrawals\n");
		text.push_str(&table(&["number", "owner", "TANP", "deadline", "paid"], rows));
	}
	global.output().result(
		json!({
			"genesis_plancks": sums.genesis.to_string(),
			"minted_plancks": sums.minted.to_string(),
			"burned_plancks": sums.burned.to_string(),
			"daily_limit_plancks": limit.to_string(),
			"officers": officers.iter().map(|(who, duty)| json!({
				"account": who.to_string(),
				"duty": duty.text(),
			})).collect::<Vec<_>>(),
			"mints": mints.iter().map(|(record, mint)| json!({
				"record": format!("{record:?}"),
				"to": mint.to.to_string(),
				"amount_plancks": mint.amount.to_string(),
				"proposer": mint.proposer.to_string(),
			})).collect::<Vec<_>>(),
			"withdrawals": open.iter().map(|(id, withdrawal)| json!({
				"withdrawal": id,
				"owner": withdrawal.owner.to_string(),
				"amount_plancks": withdrawal.amount.to_string(),
				"destination": format!("{:?}", withdrawal.destination),
				"deadline": withdrawal.deadline,
				"payment": withdrawal.payment.as_ref().map(|paid| json!({
					"record": format!("{:?}", paid.record),
					"proposer": paid.proposer.to_string(),
					"first": paid.first,
				})),
			})).collect::<Vec<_>>(),
		}),
		text,
	);
	Ok(Done::All)
}
