//! What became of a row, in Chinese: for `explain --lang zh`.

use tanpu_formula::{Definition, EvalError};
use tanpu_primitives::{Outcome, Reason};

fn cause(reason: &Reason) -> &'static str {
	match reason {
		Reason::NotEnrolled => "未在该运营方登记",
		Reason::InTheFuture => "结束时间在未来",
		Reason::DayClosed => "过期：该日已关闭",
		Reason::TimeOutOfRange => "时间超出范围",
		Reason::TooLong => "超过互斥组允许的时长",
		Reason::ZeroLength => "时长为零：同一分钟内开始和结束",
		Reason::VersionNotInForce => "当时生效的是另一版本",
		Reason::Formula(EvalError::InputOutOfRange { .. }) => "输入超出范围",
		Reason::Formula(EvalError::DivisionByZero) => "除数为零",
		Reason::Formula(EvalError::Overflow) => "数值过大",
		Reason::Formula(EvalError::WrongInputCount { .. }) => "输入个数不符",
		Reason::Formula(EvalError::UnknownCategory { .. }) => "无此类别",
		Reason::Formula(EvalError::Unchecked) => "公式未经检查",
		Reason::NoReduction => "没有减排：不足一克",
		Reason::ClaimDataMismatch => "主张的数据与方法学不符",
		Reason::Overlap { .. } => "与已计入的记录时间重叠",
		Reason::NoExcess => "未超过当日已计入的数值",
		Reason::AlreadyClaimed => "该凭证已计入过",
		Reason::CounterOverlap => "该读数区间已计入过",
		Reason::CounterGap => "读数有未申报的间断",
		Reason::EmptyRange => "读数区间为空",
		Reason::ReadingMismatch => "输入不等于两次读数之差",
		Reason::HeldByAnother => "该对象登记在他人名下",
		Reason::DailyCapReached => "已达每日上限",
		Reason::LogFull => "该市民当日日志已满",
		Reason::ContributionsFull => "未结算类别过多",
		Reason::Overflow => "合计过大",
		Reason::NotOneDay => "不在本市的同一日之内",
		Reason::BaselineTooShort => "此前已知日数不足以形成基线",
		Reason::LateDay => "之后的日期已先记录",
		Reason::AlreadyRecorded => "该日已有记录",
		Reason::NotRegistered => "该对象未登记",
		Reason::SiteOverlap => "早于该场所已计入时段的结束",
		Reason::SiteGap => "晚于该场所上一已计入时段的结束",
		Reason::OutsideCreditingPeriod => "不在该场所的计入期内",
		Reason::PeriodMismatch => "时段为空，或未在行为当日结束",
	}
}

fn detail(reason: &Reason, definition: &Definition) -> String {
	let base = cause(reason);
	match reason {
		Reason::Overlap { with } => format!("{base}（{}:{}）", with.batch, with.row),
		Reason::Formula(
			EvalError::InputOutOfRange { input } | EvalError::UnknownCategory { input },
		) => match definition.inputs.get(usize::from(*input)) {
			Some(input) => format!("{base}：{}", input.name),
			None => base.to_owned(),
		},
		_ => base.to_owned(),
	}
}

/// The whole outcome.
pub fn text(outcome: &Outcome, definition: &Definition) -> String {
	match outcome {
		Outcome::Credited { grams } => format!("计入 {grams} 克"),
		Outcome::Capped { grams, computed } => {
			format!("计入 {grams} 克（计算为 {computed} 克，受方法学上限限制）")
		},
		Outcome::Recorded(reason) => format!("已记录，不计入：{}", detail(reason, definition)),
		Outcome::Rejected(reason) => format!("不予计入：{}", detail(reason, definition)),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use tanpu_primitives::RecordRef;

	#[test]
	fn outcomes_in_chinese() {
		let definition = Definition::default();
		let shown = |outcome| text(&outcome, &definition);
		assert_eq!(shown(Outcome::Credited { grams: 117 }), "计入 117 克");
		let overlap = Reason::Overlap { with: RecordRef { batch: 3, row: 4 } };
		assert_eq!(shown(Outcome::Rejected(overlap)), "不予计入：与已计入的记录时间重叠（3:4）");
		assert_eq!(shown(Outcome::Recorded(Reason::LateDay)), "已记录，不计入：之后的日期已先记录");
		let range = Reason::Formula(EvalError::InputOutOfRange { input: 9 });
		assert_eq!(shown(Outcome::Rejected(range)), "不予计入：输入超出范围");
	}
}
