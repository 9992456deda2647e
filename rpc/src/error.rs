//! What can go wrong, each with a code of its own.

use jsonrpsee::types::{error::INVALID_PARAMS_CODE, ErrorObjectOwned};
use sp_api::ApiError;
use std::fmt;
use tanpu_formula::EvalError;
use tanpu_primitives::{
	verification::CertificateId, CitizenId, ClassId, MethodologyRef, OperatorId, ParticipantId,
};
use tanpu_runtime_api::EvaluationFailure;

/// Why a question has no answer. The codes are listed in docs/rpc.md and never change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Error {
	/// The node has no such block.
	UnknownBlock(String),
	/// The node has the block, but no longer its state.
	StatePruned(String),
	/// No citizen has this number.
	UnknownCitizen(CitizenId),
	/// No operator has this number.
	UnknownOperator(OperatorId),
	/// No merchant has this number.
	UnknownMerchant(ParticipantId),
	/// The citizen has made no order of this number.
	UnknownOrder { citizen: CitizenId, number: u32 },
	/// Never published.
	UnknownMethodology(MethodologyRef),
	/// The formula refuses the inputs.
	InputsRefused(EvalError),
	/// The period begins before the first day that the chain keeps.
	NotKept,
	/// A parameter of the right type that makes no sense.
	BadParameter(&'static str),
	/// The runtime of that block could not be asked, or doesn't have the function.
	Runtime(String),
	/// The node could not read its own database.
	Database(String),
	/// No class has this number.
	UnknownClass(ClassId),
	/// No certificate has this number.
	UnknownCertificate(CertificateId),
	/// The class isn't issued, or has fewer grams.
	UnknownSerial { class: ClassId, serial: u128 },
}

impl Error {
	/// The code in the JSON-RPC error.
	pub fn code(&self) -> i32 {
		match self {
			Self::UnknownBlock(_) => 20_001,
			Self::StatePruned(_) => 20_002,
			Self::UnknownCitizen(_) => 20_003,
			Self::UnknownOperator(_) => 20_004,
			Self::UnknownMerchant(_) => 20_005,
			Self::UnknownOrder { .. } => 20_006,
			Self::UnknownMethodology(_) => 20_007,
			Self::InputsRefused(_) => 20_008,
			Self::NotKept => 20_009,
			Self::Runtime(_) => 20_010,
			Self::Database(_) => 20_011,
			Self::UnknownClass(_) => 20_012,
			Self::UnknownCertificate(_) => 20_013,
			Self::UnknownSerial { .. } => 20_014,
			Self::BadParameter(_) => INVALID_PARAMS_CODE,
		}
	}
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::UnknownBlock(hash) => write!(f, "this node has no block {hash}"),
			Self::StatePruned(hash) => {
				write!(
					f,
					"this node no longer keeps the state of block {hash}: ask an archive node"
				)
			},
			Self::UnknownCitizen(citizen) => write!(f, "there is no citizen {citizen}"),
			Self::UnknownOperator(operator) => write!(f, "there is no operator {operator}"),
			Self::UnknownMerchant(merchant) => write!(f, "there is no merchant {merchant}"),
			Self::UnknownOrder { citizen, number } => {
				write!(f, "citizen {citizen} has made no order {number}")
			},
			Self::UnknownMethodology(MethodologyRef { methodology, version }) => {
				write!(f, "there is no version {version} of methodology {methodology}")
			},
			Self::InputsRefused(error) => write!(f, "the formula refuses the inputs: {error}"),
			Self::NotKept => {
				f.write_str("the period begins before the first day of which sums are kept")
			},
			Self::BadParameter(what) => f.write_str(what),
			Self::Runtime(error) => {
				write!(f, "the runtime of that block could not be asked: {error}")
			},
			Self::Database(error) => write!(f, "the node could not read its database: {error}"),
			Self::UnknownClass(class) => write!(f, "there is no class {class}"),
			Self::UnknownCertificate(number) => write!(f, "there is no certificate {number}"),
			Self::UnknownSerial { class, serial } => {
				write!(f, "class {class} isn't issued, or has no serial number {serial}")
			},
		}
	}
}

impl std::error::Error for Error {}

impl From<Error> for ErrorObjectOwned {
	fn from(error: Error) -> Self {
		Self::owned(error.code(), error.to_string(), None::<()>)
	}
}

impl From<ApiError> for Error {
	fn from(error: ApiError) -> Self {
		match error {
			// That there is such a block was looked up before.
			ApiError::UnknownBlock(message) => Self::StatePruned(message),
			other => Self::Runtime(other.to_string()),
		}
	}
}

impl Error {
	/// Why a formula could not be run.
	pub(crate) fn evaluation(reference: MethodologyRef, failure: EvaluationFailure) -> Self {
		match failure {
			EvaluationFailure::Methodology(_) => Self::UnknownMethodology(reference),
			EvaluationFailure::Formula(error) => Self::InputsRefused(error),
		}
	}
}
