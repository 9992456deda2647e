//! Verified reductions: from a citizen's act to a certificate, and back.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use pallet_activity_reports::Batch;
use pallet_verified_reductions::{
	Case, CertificateView, Given, Issuance, Sample, SamplePoint, Totals,
};
use scale_info::TypeInfo;
use sp_runtime::AccountId32;
use tanpu_primitives::{
	verification::{CertificateId, ClassInfo, ExchangeFields},
	BatchIndex, CitizenId, ClassId, Day, Disposition, Grams, OperatorId, ParticipantId, RecordRef,
	UnixSeconds,
};

/// Most days back in which a citizen's records are looked for: an act can be reported for at most a
/// year.
pub const MAX_RECORD_DAYS: u16 = 366;

/// A class of reductions, in a list.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ClassSummary {
	pub class: ClassId,
	pub info: ClassInfo,
	/// Unix seconds from which it can be sealed.
	pub seals_at: Option<UnixSeconds>,
	/// How far its audit is; none before it is sealed. Its `info` is that of the sealing.
	pub case: Option<Case>,
	/// Where its grams are; none before it is sealed.
	pub totals: Option<Totals>,
	pub frozen: bool,
}

/// A class of reductions, with all that became of it.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ClassView {
	pub summary: ClassSummary,
	pub sample: Option<Sample>,
	/// Opinions of those assigned last.
	pub opinions: Vec<(ParticipantId, Given)>,
	pub issuance: Option<Issuance>,
	/// All its serial numbers, as text; none before it is issued.
	pub serials: Option<Vec<u8>>,
	pub exchange: ExchangeFields,
}

/// Where a gram came from and where it went.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Trace {
	/// Its place among the class's credited grams, and in the batch.
	pub point: SamplePoint,
	/// The batch: block and extrinsic lead to its rows.
	pub batch: Batch,
	/// The class as it was sealed.
	pub info: ClassInfo,
	/// The certificate that retired it.
	pub certificate: Option<CertificateId>,
	/// Whether it was cancelled.
	pub cancelled: bool,
	/// The serial number as text.
	pub serial: Vec<u8>,
}

/// A batch's part of a class.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct BatchPart {
	pub index: BatchIndex,
	pub batch: Batch,
	/// The places of its grams among the class's credited grams: from...
	pub from: Grams,
	/// ...to before this.
	pub to: Grams,
}

/// What a citizen contributes to a class, unsettled.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Contributed {
	pub operator: OperatorId,
	pub disposition: Disposition,
	/// Grams credited.
	pub grams: Grams,
	pub class: ClassSummary,
}

/// A record of a citizen, while its day can be reported.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayRecord {
	pub day: Day,
	/// The batch and the row in it.
	pub record: RecordRef,
	/// Grams credited for the day under its methodology by this and the records that share its
	/// entry.
	pub grams: Grams,
}

sp_api::decl_runtime_apis! {
	/// Verified reductions. Lists are pages of at most [`MAX_PAGE`](crate::MAX_PAGE).
	pub trait ReductionsApi {
		/// A class.
		fn class(class_id: ClassId) -> Option<ClassView>;

		/// Classes from number `first` on, at most `limit`.
		fn classes(first: ClassId, limit: u32) -> Vec<ClassSummary>;

		/// Batches that credited a class, in their order, `first` a place in it, at most `limit`.
		fn class_batches(class_id: ClassId, first: u32, limit: u32) -> Vec<BatchPart>;

		/// Where the gram with a serial number of an issued class came from and went.
		fn trace(class_id: ClassId, serial: Grams) -> Option<Trace>;

		/// A certificate, with its serial numbers and what became of its class.
		fn certificate(number: CertificateId) -> Option<CertificateView<AccountId32>>;

		/// Certificates of a class in the order of their serial numbers, `first` a place in it, at
		/// most `limit`.
		fn certificates_of(class_id: ClassId, first: u32, limit: u32) -> Vec<CertificateId>;

		/// What a citizen contributes to classes and what is unsettled, in rising order of operator
		/// and class, `first` a place in it, at most `limit`.
		fn contributions(citizen: CitizenId, first: u32, limit: u32) -> Vec<Contributed>;

		/// A citizen's records of days that can still be reported, oldest first, at most
		/// [`MAX_PAGE`](crate::MAX_PAGE).
		fn records(citizen: CitizenId) -> Vec<DayRecord>;
	}
}
