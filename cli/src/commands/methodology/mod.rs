//! `tanpu methodology`: a file per command.

pub mod check;
pub mod content;
pub mod diff;
pub mod drafts;
pub mod evaluate;
pub mod explain;
pub mod format;
pub mod inputs;
pub mod library;
pub mod list;
pub mod publish;
pub mod show;
pub mod status;
pub mod subject;

pub use inputs::{chain_steps, grams_of};

use crate::{
	cli::Global,
	failure::{Done, Result},
};
use tanpu_formula::Lang;

#[derive(clap::Subcommand, Debug)]
pub enum Command {
	/// Check a methodology file offline: everything for which the chain would refuse it.
	Check(check::Arguments),
	/// Bring methodology files into the standard order and layout.
	Format(format::Arguments),
	/// Publish a methodology file: draft, consultation, council motion. Run it again to go on where
	/// it stands; what is published already is not published twice.
	Publish(publish::Arguments),
	/// A published version: texts, inputs, parameters with their sources, formula, rules.
	Show(show::Arguments),
	/// All published methodologies, or the drafts.
	List(list::Arguments),
	/// What differs between two methodologies, field by field.
	Diff(diff::Arguments),
	/// Comment on a draft while its public consultation lasts.
	Comment(drafts::Comment),
	/// The comments on a draft.
	Comments(drafts::Comments),
	/// Take your comment back, with its deposit.
	WithdrawComment(drafts::WithdrawComment),
	/// The formula with numbers and units put in, step by step, for inputs that you make up.
	Explain(explain::Arguments),
	/// Compute an example, step by step: from a file offline, or from the chain by number.
	Evaluate(evaluate::Arguments),
	/// Suspend a methodology at once, as one council member.
	Suspend(status::Suspend),
	/// Make a member's suspension the council's: it does not lapse any more (council).
	Confirm(status::Confirm),
	/// End a suspension (council).
	Resume(status::Resume),
	/// Retire a methodology for good (council).
	Retire(status::Retire),
}

/// A language of explanations.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Language {
	/// English.
	En,
	/// Chinese.
	Zh,
}

impl From<Language> for Lang {
	fn from(language: Language) -> Self {
		match language {
			Language::En => Self::En,
			Language::Zh => Self::Zh,
		}
	}
}

pub async fn run(global: &Global, command: Command) -> Result<Done> {
	match command {
		Command::Check(arguments) => check::run(global, arguments),
		Command::Format(arguments) => format::run(global, arguments),
		Command::Diff(arguments) => diff::run(global, arguments).await,
		Command::Comment(arguments) => drafts::comment(global, arguments).await,
		Command::Comments(arguments) => drafts::comments(global, arguments).await,
		Command::WithdrawComment(arguments) => drafts::withdraw_comment(global, arguments).await,
		Command::Explain(arguments) => explain::run(global, arguments).await,
		Command::Confirm(arguments) => status::confirm(global, arguments).await,
		Command::Publish(arguments) => publish::run(global, arguments).await,
		Command::Show(arguments) => show::run(global, arguments).await,
		Command::List(arguments) => list::run(global, arguments).await,
		Command::Evaluate(arguments) => evaluate::run(global, arguments).await,
		Command::Suspend(arguments) => status::suspend(global, arguments).await,
		Command::Resume(arguments) => status::resume(global, arguments).await,
		Command::Retire(arguments) => status::retire(global, arguments).await,
	}
}
