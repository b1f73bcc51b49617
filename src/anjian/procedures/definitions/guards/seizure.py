"""Whether goods and places are sealed or detained, kept and given back as the law wants it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from anjian.law.statutes import ACL, APL, DCS, TCR, WSL
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Inputs, Verdict, guard

art = ACL.art
_HANDLER = "本案承办人"
_HEAD = "机关负责人"
MAXIMUM_DAYS = 30
EMERGENCY_HOURS = 24


def asked(f: CaseFacts) -> Mapping[str, Any]:
    """What was asked for, or done at once in an emergency, in this proceeding."""
    found = f.own("seize_emergency", "apply_seizure")
    return found.inputs if found else {}


def carried_out(f: CaseFacts) -> Taken | None:
    """The step by which the measure began."""
    return f.own("carry_out_seizure", "seize_emergency")


def _named(rows: Any, wrong: Any) -> str:
    return "、".join(str(row.get("name", "")) for row in rows if wrong(row))


def _items(inputs: Inputs) -> Any:
    return inputs.get("items", ())


@guard(
    "查封、扣押限于涉案的场所、设施或者财物",
    art(23),
    who=_HANDLER,
    cure="从清单中去掉与违法行为无关的物品。",
)
def only_related_property(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What has nothing to do with the conduct is left alone."""
    return _named(_items(inputs), lambda row: row.get("related") is not True) or True


@guard(
    "不得查封、扣押公民个人及其所扶养家属的生活必需品",
    art(23),
    who=_HANDLER,
    cure="从清单中去掉生活必需品。",
)
def no_daily_necessities(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What somebody lives on is left alone."""
    return _named(_items(inputs), lambda row: row.get("necessity") is True) or True


@guard(
    "已被其他国家机关依法查封的，不得重复查封",
    art(23),
    who=_HANDLER,
    cure="从清单中去掉已被查封的财物，必要时与原查封机关联系。",
)
def no_double_seizure(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What another organ has sealed is not sealed again."""
    return _named(_items(inputs), lambda row: row.get("seized_elsewhere") is True) or True


@guard(
    "扣押只能针对财物，场所、设施只能查封",
    art(9),
    art(23),
    who=_HANDLER,
    cure="对场所、设施改用查封。",
)
def only_goods_are_detained(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """A place cannot be taken along."""
    wrong = _named(_items(inputs), lambda row: row.get("measure") == "detain" and row.get("kind") != "goods")
    return wrong or True


@guard(
    "查封、扣押的期限不得超过三十日",
    art(25),
    who=_HANDLER,
    cure="将期限改为三十日以内；情况复杂的，期满前另行报批延长。",
)
def period_within_thirty_days(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Thirty days is the ceiling of the first decision."""
    return 1 <= int(inputs.get("period_days", 0)) <= MAXIMUM_DAYS


@guard(
    "依据《危险化学品安全法》查封、扣押的，须经本部门主要负责人批准",
    DCS.art(8, 1, 5),
    who="机关主要负责人",
    cure="报机关主要负责人批准。",
)
def principal_head_for_chemicals(f: CaseFacts) -> Verdict:
    """Dangerous chemicals: the principal head, no deputy."""
    return asked(f).get("power") != "dcs" or "agency_head" in f.actor.roles


@guard(
    "《危险化学品安全法》自2026年5月1日起施行，此前不能作为查封、扣押的依据",
    DCS.art(8),
    WSL.art(65),
    who=_HANDLER,
    cure="依据《安全生产法》第六十五条办理。",
)
def basis_in_force(f: CaseFacts, inputs: Inputs) -> Verdict:
    """A power exists from the day on which its statute is in force."""
    return inputs.get("power") != "dcs" or DCS.in_force(f.today) is not None


@guard(
    "当场实施须写明情况紧急、来不及事先报批的情形",
    art(19),
    who=_HANDLER,
    cure="写明紧急情形；不紧急的先报批。",
)
def emergency_explained(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Without prior approval only in an emergency, and it is said which."""
    return len(str(inputs.get("urgency", "")).strip()) >= 10


@guard("实施时间晚于现在", art(18), who=_HANDLER, cure="更正实施时间。")
def carried_out_already(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is recorded has happened."""
    moment = inputs.get("carried_out_at")
    return moment is not None and moment <= f.now


@guard(
    "查封、扣押在批准之前实施",
    art(18),
    who=_HANDLER,
    cure="立即解除，报批后重新实施；情况紧急的按紧急程序办理。",
)
def after_approval(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Error 13: approval comes first, save in an emergency."""
    approved, moment = f.own("approve_seizure"), inputs.get("carried_out_at")
    return approved is not None and moment is not None and approved.at <= moment <= f.now


@guard("没有通知当事人到场", art(18), who=_HANDLER, cure="通知当事人到场；不到场的邀请见证人。")
def party_called(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """The party is called to the place."""
    return inputs.get("party_called") is True


@guard(
    "没有当场告知采取措施的理由、依据以及当事人的权利和救济途径",
    art(18),
    who=_HANDLER,
    cure="当场告知并记入现场笔录。",
)
def reasons_and_rights_told(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Reasons, basis, rights and remedies are said on the spot."""
    return inputs.get("rights_told") is True


@guard("没有出示执法身份证件", art(18), who=_HANDLER, cure="出示证件并记入现场笔录。")
def certificates_shown_on_spot(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Certificates are shown unasked."""
    return inputs.get("certificates_shown") is True


@guard(
    "没有听取当事人的陈述和申辩",
    art(18),
    art(8),
    who=_HANDLER,
    cure="听取并记入现场笔录；当事人没有意见的也应写明。",
)
def heard_on_spot(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What the party says is heard and written down; absent, there is nobody to hear."""
    return inputs.get("presence") == "absent" or bool(str(inputs.get("defence", "")).strip())


@guard(
    "现场笔录没有依法签名",
    art(18),
    who=_HANDLER,
    cure="由当事人签名；拒绝的在笔录中注明；不到场的由见证人签名。",
)
def record_signed_on_spot(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Signed by the party, or the refusal is noted, or a witness signs for one who stayed away."""
    match inputs.get("presence"):
        case "signed":
            return True
        case "refused":
            return bool(inputs.get("refusal_note")) or "当事人拒绝签名而笔录没有注明"
        case _:
            return bool(inputs.get("onlooker")) or "当事人不到场而没有见证人"


@guard("查封、扣押清单应当一式二份", art(24), who=_HANDLER, cure="制作两份清单，由当事人和本机关分别保存。")
def list_in_two_copies(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """One copy for the party, one for the agency."""
    return inputs.get("list_copies") == 2


@guard(
    "委托第三人保管只适用于查封的场所、设施或者财物，扣押的财物由本机关保管",
    art(26),
    who=_HANDLER,
    cure="扣押的财物移至本机关保管场所妥善保管。",
)
def third_party_keeps_only_sealed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is detained stays in the agency's own keeping."""
    if inputs.get("way") != "third_party":
        return True
    rows = _items(inputs) or asked(f).get("items", ())
    return _named(rows, lambda row: row.get("measure") == "detain") or True


@guard(
    "紧急实施后没有向机关负责人报告",
    art(19),
    who=_HANDLER,
    cure="在二十四小时内报告。",
)
def emergency_reported(f: CaseFacts) -> Verdict:
    """The report comes before the approval that is made up."""
    return f.own("report_emergency") is not None


@guard(
    "紧急实施已超过二十四小时，不能再补办批准",
    art(19),
    who=_HEAD,
    cure="立即解除；仍有必要的，重新报批后实施。",
)
def within_twenty_four_hours(f: CaseFacts) -> Verdict:
    """Twenty-four hours by the minute from the moment the measure was taken."""
    done = f.own("seize_emergency")
    if done is None:
        return "没有紧急实施的记录"
    until = done.get("carried_out_at") + timedelta(hours=EMERGENCY_HOURS)
    return f.now <= until or f"已于{until:%m月%d日%H时%M分}届满"


@guard("检测、检验、鉴定的期间没有书面告知当事人", art(25), who=_HANDLER, cure="明确期间并书面告知当事人。")
def testing_told_in_writing(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Days of testing are left out only when the party was told of them in writing."""
    return inputs.get("told_in_writing") is True


@guard("检测、检验、鉴定的截止日期早于今天", art(25), who=_HANDLER, cure="填写明确的截止日期。")
def testing_end_fixed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """The end of the testing is fixed and lies ahead."""
    ends = inputs.get("ends_on")
    return ends is not None and ends >= f.today


@guard(
    "检测、检验、鉴定已超过书面告知的期间",
    art(25),
    who=_HANDLER,
    cure="延长检测期间并书面告知当事人；超出的日数没有告知的，应当计入查封、扣押期限。",
)
def testing_within_told_period(f: CaseFacts) -> Verdict:
    """Days beyond the period that was told are not left out."""
    told = f.own("start_testing", "extend_testing")
    return told is not None and f.today <= told.get("ends_on")


@guard("查封、扣押期限已经届满", art(25), art(28), who=_HANDLER, cure="立即办理“期满解除”，退还财物。")
def seizure_not_expired(f: CaseFacts) -> Verdict:
    """Error 13: after the last day the measure can only be lifted."""
    return not f.ran_out("seizure")


@guard("查封、扣押期限尚未届满", art(28), who=_HANDLER, cure="不再需要查封、扣押的，逐项呈请处理。")
def seizure_expired(f: CaseFacts) -> Verdict:
    """The forced release is for a term that has run out."""
    return f.ran_out("seizure")


@guard("查封、扣押只能延长一次", art(25), who=_HEAD, cure="在延长后的期限内作出处理决定，期满立即解除。")
def extended_only_once(f: CaseFacts) -> Verdict:
    """One lengthening, not a row of them."""
    return f.own("extend_seizure") is None


@guard("延长期限不得超过三十日", art(25), who=_HEAD, cure="将新的届满日改在原届满日后三十日以内。")
def extension_within_thirty_days(f: CaseFacts, inputs: Inputs) -> Verdict:
    """At most thirty days more than the first term."""
    clock, until = f.clock("seizure"), inputs.get("new_due_on")
    if clock is None or until is None:
        return "没有正在计算的查封、扣押期限"
    return (
        clock.due_on < until <= clock.due_on + timedelta(days=MAXIMUM_DAYS)
        or f"原期限至{clock.due_on:%Y年%m月%d日}"
    )


@guard(
    "没有承办人延长查封、扣押的书面呈请", art(25), who=_HANDLER, cure="由承办人写明情况复杂的具体理由后呈请。"
)
def extension_requested(f: CaseFacts) -> Verdict:
    """The reasons for the lengthening are written down first."""
    return f.own("request_seizure_extension") is not None


@guard("延长决定尚未书面告知当事人", art(25), who=_HANDLER, cure="送达《延长查封扣押期限决定书》。")
def extension_told(f: CaseFacts) -> Verdict:
    """A lengthening is told in writing, with its reasons."""
    return f.own("extend_seizure") is None or f.own("serve_seizure_extension") is not None


@guard("清单上还有物品没有处理意见", art(27), who=_HANDLER, cure="逐项写明处理意见。")
def every_seized_item_has_outcome(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Each item of the list gets its outcome."""
    settled = {row.get("name") for row in inputs.get("outcomes", ())}
    return _named(asked(f).get("items", ()), lambda row: row.get("name") not in settled) or True


@guard(
    "解除查封、扣押没有写明属于哪一种法定情形",
    art(28),
    who=_HANDLER,
    cure="选择解除的情形；期限届满的办理“期满解除”。",
)
def release_names_its_ground(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Article 28 lists when property is given back."""
    given_back = {"unseal", "return", "proceeds"}
    released = any(row.get("outcome") in given_back for row in inputs.get("outcomes", ()))
    return not released or inputs.get("ground") != "none"


@guard(
    "没收是行政处罚，须以生效的处罚决定为依据",
    art(27),
    APL.art(9),
    APL.art(57),
    who=_HANDLER,
    cure="先依法作出处罚决定；不需要没收的，解除并退还。",
)
def confiscation_rests_on_decision(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Nothing is kept for good without the penalty decision that says so."""
    kept = any(row.get("outcome") == "confiscate" for row in inputs.get("outcomes", ()))
    return not kept or f.last("decide") is not None


@guard(
    "随案移交须以公安机关已经立案为前提",
    art(21),
    TCR.art(12),
    who=_HANDLER,
    cure="公安机关立案后三日内移交；尚未立案的继续保管或者依法解除。",
)
def goods_follow_the_filed_crime(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Goods go to the police once the police have filed the case."""
    handed = any(row.get("outcome") == "transfer" for row in inputs.get("outcomes", ()))
    return not handed or f.last("record_police_filing") is not None


@guard("没有逐项的处理意见", art(27), who=_HANDLER, cure="先由承办人逐项呈请处理。")
def outcome_proposed(f: CaseFacts) -> Verdict:
    """The head decides on a written proposal."""
    return f.own("propose_outcome") is not None


@guard("拍卖、变卖前没有留取证据", art(28), TCR.art(4), who=_HANDLER, cure="先拍照、取样并制作笔录。")
def proof_of_perishables_kept(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What cannot be kept is recorded before it goes."""
    return inputs.get("evidence_kept") is True


@guard("财物或者变卖款项没有全部退还、移交或者依法处置", art(28), who=_HANDLER, cure="逐项处置完毕后办理。")
def everything_settled(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """Nothing is left behind in the store."""
    return inputs.get("all_settled") is True
