use super::*;
use tanpu_primitives::verification::{
	AdjustmentDeclaration, AdjustmentStatus, ExchangeFields, UnitType,
};

#[test]
fn what_registries_exchange() {
	build_and_execute(|| {
		let class = sealed(metro_class());
		let none = Reductions::exchange_fields(class);
		assert_eq!(none.adjustment_status, AdjustmentStatus::NotStarted);
		assert_eq!(none.adjustment_declaration, AdjustmentDeclaration::Unknown);
		let fields = ExchangeFields {
			adjustment_declaration: AdjustmentDeclaration::Committed,
			adjustment_status: AdjustmentStatus::Pending,
			unit_type: UnitType::RemovalNature,
			registry_link: b"https://tanpu.example/class/0".to_vec().try_into().unwrap(),
			authorisation: Some(H256::repeat_byte(3)),
			tags: b"metro,citizens".to_vec().try_into().unwrap(),
		};
		let set = |origin, class, fields| Reductions::set_exchange_fields(origin, class, fields);
		assert_ok!(set(signed(COUNCIL), class, fields.clone()));
		assert_eq!(Reductions::exchange_fields(class), fields);
		System::assert_last_event(
			Event::ExchangeFieldsSet { class, fields: fields.clone() }.into(),
		);
		assert_noop!(set(signed(COUNCIL), 9, fields.clone()), E::NotSealed);
		for bad in [b"a\nb".to_vec(), vec![0xff]] {
			let text: tanpu_primitives::verification::ExchangeText = bad.try_into().unwrap();
			let link = ExchangeFields { registry_link: text.clone(), ..fields.clone() };
			assert_noop!(set(signed(COUNCIL), class, link), E::TextDeceptive);
			let tags = ExchangeFields { tags: text, ..fields.clone() };
			assert_noop!(set(signed(COUNCIL), class, tags), E::TextDeceptive);
		}
		for origin in [signed(MEMBER), signed(STRANGER), RuntimeOrigin::root()] {
			assert_noop!(set(origin, class, fields.clone()), BadOrigin);
		}
	});
}

#[test]
fn shares_and_risks() {
	build_and_execute(|| {
		let kind = RiskKind::Nature;
		let share = |origin, percent| {
			Reductions::set_buffer_share(origin, kind, Permill::from_percent(percent))
		};
		assert_ok!(share(signed(COUNCIL), 50));
		let set = Permill::from_percent(50);
		System::assert_last_event(Event::BufferShareSet { kind, share: set }.into());
		assert_noop!(share(signed(COUNCIL), 51), E::ShareTooHigh);
		assert_ok!(Reductions::set_risk_kind(signed(COUNCIL), 7, kind));
		System::assert_last_event(Event::RiskKindSet { methodology: 7, kind }.into());
		for origin in [signed(MEMBER), signed(STRANGER), RuntimeOrigin::root()] {
			assert_noop!(share(origin.clone(), 1), BadOrigin);
			assert_noop!(Reductions::set_risk_kind(origin, 7, kind), BadOrigin);
		}
	});
}
