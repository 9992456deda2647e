//! The command line.

use sc_cli::RunCmd;

#[derive(Debug, clap::Parser)]
pub struct Cli {
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	#[clap(flatten)]
	pub run: RunCmd,

	#[clap(flatten)]
	pub disk: crate::disk::DiskParams,
}

#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Generate, inspect and insert keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Sign a message with a given secret.
	Sign(sc_cli::SignCmd),

	/// Verify a signature of a message, given the public key.
	Verify(sc_cli::VerifyCmd),

	/// Write a chain specification as JSON, raw or to be edited.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// As `export-chain-spec`, under its older name; adds this node as bootnode unless told not to.
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Check a block: execute it again on the state of its parent.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Read blocks from a file, checking each.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Write the state at a block as a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Delete the chain from this machine.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Take back blocks that are not final.
	Revert(sc_cli::RevertCmd),

	/// Show the hash of the runtime's metadata, with which hardware wallets sign.
	MetadataHash(crate::metadata_hash::MetadataHashCmd),

	/// Show the best, the finalised and the genesis block in the database.
	ChainInfo(sc_cli::ChainInfoCmd),
}
