//! `tanpu class`.

mod act;
mod council;
mod crank;
mod show;

use crate::{
	cli::{parse_hash, Approval, Global},
	failure::{Done, Result},
	shop::text::parse_percent,
	verified::words::parse_risk,
};
use sp_core::H256;
use sp_runtime::Permill;
use std::path::PathBuf;
use tanpu_primitives::{verification::RiskKind, ClassId, Grams, MethodologyId, OperatorId};

pub use show::{recall_json, recall_text, stage_word};

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Classes: who reported what for which month, and how far they are.
	#[command(after_help = "Examples:\n  tanpu class list\n  \
		tanpu class list --operator 0 --from 100 --limit 50")]
	List {
		/// Of this operator only.
		#[arg(long)]
		operator: Option<OperatorId>,
		/// The first number.
		#[arg(long, default_value_t = 0)]
		from: ClassId,
		/// How many numbers to look at.
		#[arg(long, default_value_t = 100)]
		limit: u32,
	},
	/// A class: grams by disposition, stage, sample, opinions, where every gram is.
	#[command(after_help = "Example:\n  tanpu class show 3")]
	Show {
		/// The class.
		class: ClassId,
	},
	/// Do whatever step is due: seal, draw, conclude, issue. Anybody can.
	#[command(after_help = "Examples:\n  tanpu --key-file any.key class crank 3\n  \
		tanpu --key-file any.key class crank 3 4 5 --wait-for-all\n\n\
		Time alone opens each step. With --wait-for-all it waits for the next one, and says for what, \
		until each class is issued or rejected; ended and run again it goes on. Exit code 1 where a class \
		is rejected.")]
	Crank {
		/// The classes.
		#[arg(required = true)]
		classes: Vec<ClassId>,
		/// Wait for every step until all are issued or rejected. It can't give the verifiers' opinions
		/// nor the council's decision; it waits for them, too.
		#[arg(long)]
		wait_for_all: bool,
		/// End after so many seconds of waiting (exit code 1).
		#[arg(long, value_name = "SECONDS", requires = "wait_for_all")]
		timeout: Option<u64>,
		/// Seconds for which to try to reach a node again that went away.
		#[arg(long, default_value_t = 60)]
		patience: u64,
	},
	/// Seal a class: from then on nothing can be credited to it or withdrawn. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file any.key class seal 3")]
	Seal {
		/// The class.
		class: ClassId,
	},
	/// Draw a sealed class's sample and its verifiers. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file any.key class draw 3")]
	Draw {
		/// The class.
		class: ClassId,
	},
	/// Count the opinions on a class. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file any.key class conclude 3")]
	Conclude {
		/// The class.
		class: ClassId,
	},
	/// Issue a class whose public notice is over. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file any.key class issue 3")]
	Issue {
		/// The class.
		class: ClassId,
	},
	/// Take a citizen's contribution out of a class: grams that the citizen keeps go to the citizen's
	/// key.
	#[command(after_help = "Examples:\n  tanpu --key-file citizen.key class claim 3\n  \
		tanpu --key-file anybody.key class claim 3 --citizen 17\n\n\
		Grams come only to who signs with the citizen's own key. What gives nothing (reward only, or of a \
		rejected class) anybody can settle. Grams that were entrusted are sold: the market pays for them.")]
	Claim {
		/// The class.
		class: ClassId,
		/// Whose contribution: number, address or nullifier; the citizen's whose key signs, unless said.
		#[arg(long)]
		citizen: Option<String>,
	},
	/// Cancel what citizens left unclaimed when the time for it is over. Anybody can.
	#[command(after_help = "Example:\n  tanpu --key-file any.key class sweep 3")]
	Sweep {
		/// The class.
		class: ClassId,
	},
	/// Object to an issuance during its public notice, against a deposit.
	#[command(after_help = "Example:\n  \
		tanpu --key-file any.key class object 3 --file objection.pdf\n\n\
		The hash goes on chain, the document to the council. The deposit comes back with `class \
		close-objection` when the class is issued or rejected.")]
	Object {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		document: Document,
	},
	/// Take back the deposit of an objection.
	#[command(after_help = "Example:\n  tanpu --key-file any.key class close-objection 3 0")]
	CloseObjection {
		/// The class.
		class: ClassId,
		/// The objection's number.
		number: u32,
	},
	/// Decide about a class that is the council's (council).
	#[command(after_help = "Examples:\n  \
		tanpu --key-file member.key class decide 3 --issue 95000\n  \
		tanpu --key-file member.key class decide 3 --reject\n  \
		tanpu --key-file member.key class decide 3 --reassign")]
	Decide {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		verdict: Decision,
		#[command(flatten)]
		approval: Approval,
	},
	/// Halt an issuance during its public notice, as one council member, or as the council.
	#[command(after_help = "Examples:\n  \
		tanpu --key-file member.key class halt 3 --reason \"file 12\"\n  \
		tanpu --key-file member.key class halt 3 --reason \"file 12\" --as-council")]
	Halt {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		reason: Reason,
		/// By a motion: what the council decided no single member can halt.
		#[arg(long)]
		as_council: bool,
		#[command(flatten)]
		approval: Approval,
	},
	/// Freeze an issued class at once, as one council member; lapses unless the council confirms it.
	#[command(after_help = "Example:\n  \
		tanpu --key-file member.key class freeze 3 --reason \"forged trips, file 12\"")]
	Freeze {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		reason: Reason,
	},
	/// Make a freeze last until it is lifted (council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key class confirm-freeze 3")]
	ConfirmFreeze {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		approval: Approval,
	},
	/// Lift a freeze (council).
	#[command(after_help = "Example:\n  tanpu --key-file member.key class unfreeze 3")]
	Unfreeze {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		approval: Approval,
	},
	/// Recall grams that should not have been issued: buffers, the operator's unsold grams and its bond
	/// make them good, never the holders (council).
	#[command(after_help = "Example:\n  \
		tanpu --key-file member.key class recall 3 5000 --reason \"file 12\"")]
	Recall {
		/// The class.
		class: ClassId,
		/// How many.
		grams: Grams,
		#[command(flatten)]
		reason: Reason,
		#[command(flatten)]
		approval: Approval,
	},
	/// Cancel grams that you hold for what was recalled of a class and nothing made good.
	#[command(after_help = "Example:\n  \
		tanpu --key-file holder.key class replace 3 5000 --with 7")]
	Replace {
		/// The class whose recall it is.
		class: ClassId,
		/// How many.
		grams: Grams,
		/// The class that the grams are of.
		#[arg(long)]
		with: ClassId,
	},
	/// Set the part of issuances that goes to the buffer of a risk (council).
	#[command(after_help = "Example:\n  \
		tanpu --key-file member.key class buffer-share activity 5")]
	BufferShare {
		/// activity, technology or nature.
		#[arg(value_parser = parse_risk)]
		kind: RiskKind,
		/// Percent, at most 50.
		#[arg(value_parser = parse_percent)]
		share: Permill,
		#[command(flatten)]
		approval: Approval,
	},
	/// Set the risk of a methodology, all versions (council).
	#[command(after_help = "Example:\n  \
		tanpu --key-file member.key class risk-kind 4 nature")]
	RiskKind {
		/// The methodology.
		methodology: MethodologyId,
		/// activity, technology or nature.
		#[arg(value_parser = parse_risk)]
		kind: RiskKind,
		#[command(flatten)]
		approval: Approval,
	},
	/// Set what registries exchange about a class and the chain can't know (council). What is not
	/// given stays as it is.
	#[command(after_help = "Example:\n  tanpu --key-file member.key class exchange-fields 3 \
		--adjustment-declaration committed --adjustment-status pending --registry-link https://...")]
	ExchangeFields {
		/// The class.
		class: ClassId,
		#[command(flatten)]
		fields: council::Fields,
		#[command(flatten)]
		approval: Approval,
	},
}

/// A document whose hash goes on chain.
#[derive(clap::Args, Debug)]
#[group(required = true, multiple = false)]
pub struct Document {
	/// The document; its BLAKE2b-256 hash goes on chain.
	#[arg(long, value_name = "FILE")]
	pub file: Option<PathBuf>,
	/// The hash itself.
	#[arg(long, value_parser = parse_hash)]
	pub hash: Option<H256>,
}

impl Document {
	pub fn hash(&self) -> Result<H256> {
		match (&self.file, self.hash) {
			(Some(path), _) => crate::shop::text::hash_of_file(path),
			(None, Some(hash)) => Ok(hash),
			(None, None) => Err(crate::failure::Failure::usage("give --file or --hash")),
		}
	}
}

#[derive(clap::Args, Debug)]
pub struct Reason {
	/// The reasons: a text, whose hash goes on chain, or 0x and the hash of a document.
	#[arg(long)]
	reason: String,
}

impl Reason {
	pub fn hash(&self) -> H256 {
		crate::shop::text::hash_of_text(&self.reason)
	}
}

#[derive(clap::Args, Debug)]
#[group(required = true, multiple = false)]
pub struct Decision {
	/// Issue so many grams, after another public notice.
	#[arg(long, value_name = "GRAMS")]
	issue: Option<Grams>,
	/// Never issue it.
	#[arg(long)]
	reject: bool,
	/// Have other verifiers look at the same sample.
	#[arg(long)]
	reassign: bool,
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::List { operator, from, limit } => show::list(global, operator, from, limit).await,
		Command::Show { class } => show::show(global, class).await,
		Command::Crank { classes, wait_for_all, timeout, patience } => {
			crank::run(global, &classes, wait_for_all, timeout, patience).await
		},
		Command::Seal { class } => act::step(global, "seal", class).await,
		Command::Draw { class } => act::step(global, "draw", class).await,
		Command::Conclude { class } => act::step(global, "conclude", class).await,
		Command::Issue { class } => act::step(global, "issue", class).await,
		Command::Sweep { class } => act::step(global, "sweep", class).await,
		Command::Claim { class, citizen } => act::claim(global, class, citizen.as_deref()).await,
		Command::Object { class, document } => act::object(global, class, document.hash()?).await,
		Command::CloseObjection { class, number } => {
			act::close_objection(global, class, number).await
		},
		Command::Replace { class, grams, with } => act::replace(global, class, with, grams).await,
		Command::Decide { class, verdict, approval } => {
			council::decide_class(global, class, &verdict, &approval).await
		},
		Command::Halt { class, reason, as_council, approval } => {
			council::halt(global, class, reason.hash(), as_council, &approval).await
		},
		Command::Freeze { class, reason } => council::freeze(global, class, reason.hash()).await,
		Command::ConfirmFreeze { class, approval } => {
			council::of_class(global, "confirm_freeze", class, &approval).await
		},
		Command::Unfreeze { class, approval } => {
			council::of_class(global, "unfreeze", class, &approval).await
		},
		Command::Recall { class, grams, reason, approval } => {
			council::recall(global, class, grams, reason.hash(), &approval).await
		},
		Command::BufferShare { kind, share, approval } => {
			council::buffer_share(global, kind, share, &approval).await
		},
		Command::RiskKind { methodology, kind, approval } => {
			council::risk_kind(global, methodology, kind, &approval).await
		},
		Command::ExchangeFields { class, fields, approval } => {
			council::exchange_fields(global, class, fields, &approval).await
		},
	}
}
