"""Fields and checks that many documents share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from anjian.documents.kinds.spec import Column, Field, FieldType

USCC = r"[0-9A-HJ-NPQRTUWXY]{18}"
ID_CARD = r"\d{17}[0-9X]"


def case_cause(source: str = "case.cause") -> Field:
    """案由: the conduct and the provision, as one phrase."""
    return Field(
        code="case_cause",
        label="案由",
        source=source,
        min_length=4,
        help="写明违法行为，例如“未安排专门人员进行动火作业现场安全管理”。",
    )


def party_fields(*, only: str = "") -> tuple[Field, ...]:
    """The party: a unit with its code and head, or a person with the identity number.

    `only` fixes the kind of party where the form exists for one kind alone.
    """
    choices = (only,) if only else ("单位", "个人")
    return (
        Field(
            code="party_kind",
            label="当事人类别",
            type="choice",
            choices=choices,
            source="party.kind",
            default=only or None,
        ),
        Field(code="party_name", label="当事人名称（姓名）", source="party.name", max_length=120),
        Field(
            code="party_code",
            label="统一社会信用代码（身份证件号码）",
            source="party.code",
            help="单位填统一社会信用代码，个人填身份证件号码。",
        ),
        Field(code="party_head", label="法定代表人（负责人）", source="party.head", required=False),
        Field(code="party_sex", label="性别", source="party.sex", required=False),
        Field(code="party_employer", label="所在单位", source="party.employer", required=False),
        Field(code="party_post", label="职务", source="party.post", required=False),
        Field(code="party_address", label="地址（住址）", source="party.address"),
        Field(code="party_phone", label="联系电话", source="party.phone", required=False),
    )


def check_party(fields: Mapping[str, Any]) -> dict[str, str]:
    """A unit needs its head, and what looks like a social-credit code must be one."""
    problems: dict[str, str] = {}
    if fields.get("party_kind") == "单位" and not fields.get("party_head"):
        problems["party_head"] = "当事人是单位的，请填写“法定代表人（负责人）”。"
    return problems


def officers(source: str = "case.officers", label: str = "执法人员") -> Field:
    """The handling officers with certificate numbers, at least two (《行政处罚法》第四十二条)."""
    return Field(
        code="officers",
        label=label,
        type="table",
        source=source,
        min_rows=2,
        columns=(
            Column(code="name", label="姓名"),
            Column(code="cert_no", label="执法证号"),
            Column(code="id", label="人员编号", required=False),
        ),
        help="不得少于两人，均应持有有效行政执法证件。",
    )


def check_officers(fields: Mapping[str, Any]) -> dict[str, str]:
    """Two rows must be two different certificates."""
    numbers = [row.get("cert_no") for row in fields.get("officers") or ()]
    if len(set(numbers)) != len(numbers):
        return {"officers": "两名执法人员的执法证号相同，应当是两名不同的执法人员。"}
    return {}


def evidence_table(source: str = "case.evidence", *, required: bool = True) -> Field:
    """The evidence relied on, each with what it proves."""
    return Field(
        code="evidence",
        label="证据",
        type="table",
        source=source,
        required=required,
        min_rows=1,
        columns=(
            Column(code="name", label="证据名称"),
            Column(code="kind", label="种类", required=False),
            Column(code="proves", label="证明事项"),
        ),
    )


def items_table(code: str = "items", label: str = "物品清单", source: str = "") -> Field:
    """Things listed one by one: name, specification, quantity, state."""
    return Field(
        code=code,
        label=label,
        type="table",
        source=source,
        min_rows=1,
        columns=(
            Column(code="name", label="名称", width=2),
            Column(code="spec", label="规格型号", required=False, width=1.4),
            Column(code="quantity", label="数量"),
            Column(code="state", label="状态、品级", required=False, width=1.2),
            Column(code="note", label="备注", required=False, width=1.2),
        ),
    )


def long(
    code: str,
    label: str,
    source: str = "",
    *,
    required: bool = True,
    help: str = "",  # noqa: A002 - named like the field's own attribute
    min_length: int = 0,
    default: str | None = None,
) -> Field:
    """A free text of any length."""
    return Field(
        code=code,
        label=label,
        type="longtext",
        source=source,
        required=required,
        help=help,
        min_length=min_length,
        default=default,
    )


def text(
    code: str,
    label: str,
    source: str = "",
    *,
    required: bool = True,
    help: str = "",  # noqa: A002 - named like the field's own attribute
    type: FieldType = "text",  # noqa: A002 - named like the field's own attribute
    default: Any = None,
) -> Field:
    """A short particular."""
    return Field(
        code=code, label=label, type=type, source=source, required=required, help=help, default=default
    )


def contact_fields() -> tuple[Field, ...]:
    """Where the party can reach the bureau."""
    return (
        text("contact_address", "联系地址", "org.address"),
        text("contact_person", "联系人", "case.contact_person|org.contact"),
        text("contact_phone", "联系电话", "org.phone"),
    )


def in_order(earlier: str, later: str, message: str) -> Any:
    """A check that one date or instant does not come after another."""

    def check(fields: Mapping[str, Any]) -> dict[str, str]:
        first, second = fields.get(earlier), fields.get(later)
        if not first or not second:
            return {}
        if datetime.fromisoformat(first) > datetime.fromisoformat(second):
            return {later: message}
        return {}

    return check


PENALTY_KINDS = (
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得",
    "没收非法财物",
    "暂扣许可证件",
    "降低资质等级",
    "吊销许可证件",
    "限制开展生产经营活动",
    "责令停产停业",
    "责令关闭",
    "限制从业",
)


def check_fine(fields: Mapping[str, Any]) -> dict[str, str]:
    """A fine needs its amount and account, and an amount needs a fine."""
    problems: dict[str, str] = {}
    fined = any(row.get("kind") == "罚款" for row in fields.get("penalties") or ())
    if fined and not fields.get("fine_amount"):
        problems["fine_amount"] = "处罚种类中有罚款，请填写“罚款金额（元）”。"
    if fields.get("fine_amount") and not fined:
        problems["penalties"] = "填写了罚款金额，处罚种类中应当有罚款。"
    if fined:
        for code, label in (
            ("bank_name", "缴款银行"),
            ("bank_account_name", "账户名称"),
            ("bank_account_no", "账号"),
        ):
            if not fields.get(code):
                problems[code] = f"处以罚款的，请填写“{label}”。"
    return problems


COPIES_PARTY = ("由应急管理部门备案", "交当事人")
"""Two copies, as most forms that go to the party say."""


def within_days(earlier: str, later: str, days: int, message: str) -> Any:
    """A check that at most so many calendar days lie from one day to another, both counted."""

    def check(fields: Mapping[str, Any]) -> dict[str, str]:
        first, last = fields.get(earlier), fields.get(later)
        if not first or not last:
            return {}
        between = datetime.fromisoformat(last) - datetime.fromisoformat(first)
        return {later: message} if between.days + 1 > days else {}

    return check


def needed_when(code: str, message: str, when: Callable[[Mapping[str, Any]], bool]) -> Any:
    """A check that a particular is there in the cases in which the law asks for it."""

    def check(fields: Mapping[str, Any]) -> dict[str, str]:
        return {code: message} if when(fields) and not fields.get(code) else {}

    return check


def assistants() -> Field:
    """Experts and hired specialists who help but neither inspect nor decide."""
    return Field(
        code="assistants",
        label="协助人员",
        type="table",
        required=False,
        source="case.assistants",
        columns=(
            Column(code="name", label="姓名"),
            Column(code="unit", label="单位、职称"),
            Column(code="matter", label="协助事项", required=False),
        ),
        help="专家、技术检查员只提供技术协助，不得代替执法人员检查、制作笔录。",
    )


def attendees(label: str = "见证人、其他在场人", *, required: bool = False) -> Field:
    """Everyone else on the spot; each signs."""
    return Field(
        code="attendees",
        label=label,
        type="table",
        required=required,
        min_rows=1 if required else 0,
        columns=(
            Column(code="name", label="姓名"),
            Column(code="unit", label="单位或者住址", required=False),
            Column(code="capacity", label="在场身份", required=False),
        ),
    )


def attachments(label: str = "附件", source: str = "", *, required: bool = False) -> Field:
    """Papers that go with a letter."""
    return Field(
        code="attachments",
        label=label,
        type="table",
        source=source,
        required=required,
        min_rows=1 if required else 0,
        columns=(
            Column(code="name", label="材料名称", width=3),
            Column(code="copies", label="份数", required=False),
        ),
    )


def bank_fields(*, required: bool = False) -> tuple[Field, ...]:
    """Where a fine is paid: the agency that fines is parted from who collects (《行政处罚法》第六十七条)."""
    return (
        text("bank_name", "缴款银行", "org.bank_name", required=required),
        text("bank_account_name", "账户名称", "org.bank_account_name", required=required),
        text("bank_account_no", "账号", "org.bank_account_no", required=required),
    )


def year_count() -> Field:
    """How often the firm has been inspected this year, told to it before every inspection."""
    return Field(
        code="year_count",
        label="本年度已检查次数",
        type="int",
        minimum=0,
        source="case.year_count",
        help="不含本次；年度检查频次上限以公布的为准。",
    )


def extension_rows(source: str = "") -> Field:
    """Hazards for whose correction more time is asked or granted."""
    return Field(
        code="extensions",
        label="申请延期的问题",
        type="table",
        source=source,
        min_rows=1,
        columns=(
            Column(code="description", label="存在的问题", width=2.4),
            Column(code="due_on", label="原整改期限", type="date"),
            Column(code="new_due_on", label="延长至", type="date", required=False),
        ),
    )


def check_new_days(fields: Mapping[str, Any]) -> dict[str, str]:
    """The new day of each hazard lies after the old one; a refusal needs none."""
    for n, row in enumerate(fields.get("extensions") or (), start=1):
        new = row.get("new_due_on")
        if not new and fields.get("answer") != "不同意延期":
            return {"extensions": f"第{n}项没有写明延长后的期限。"}
        if new and new <= row["due_on"]:
            return {"extensions": f"第{n}项延长后的期限应当晚于原整改期限。"}
    return {}
