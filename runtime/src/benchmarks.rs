//! Which pallets can be benchmarked, under which name.

frame_benchmarking::define_benchmarks!(
	[frame_system, frame_system_benchmarking::Pallet::<Runtime>]
	[frame_system_extensions, frame_system_benchmarking::extensions::Pallet::<Runtime>]
	[pallet_activity_reports, ActivityReports]
	[pallet_authority, Authority]
	[pallet_babe, Babe]
	[pallet_balances, Balances]
	[pallet_campaigns, Campaigns]
	[pallet_carbon_accounts, CarbonAccounts]
	[pallet_collective, Council]
	[pallet_grandpa, Grandpa]
	[pallet_growth, Growth]
	[pallet_membership, CouncilMembership]
	[pallet_methodology_registry, MethodologyRegistry]
	[pallet_multisig, Multisig]
	[pallet_object_registry, ObjectRegistry]
	[pallet_participants, Participants]
	[pallet_point_redemption, PointRedemption]
	[pallet_points, Points]
	[pallet_preimage, Preimage]
	[pallet_proxy, Proxy]
	[pallet_reduction_market, ReductionMarket]
	[pallet_safe_mode, SafeMode]
	[pallet_scheduler, Scheduler]
	[pallet_timestamp, Timestamp]
	[pallet_tx_pause, TxPause]
	[pallet_utility, Utility]
	[pallet_validator_set, ValidatorSet]
	[pallet_verified_reductions, VerifiedReductions]
);

impl frame_system_benchmarking::Config for crate::Runtime {}
