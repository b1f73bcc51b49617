"""Inputs that several steps ask for in the same words."""

from __future__ import annotations

from typing import Any

from anjian.law.statutes import APL
from anjian.procedures.spec import Field, FieldType


def text(code: str, label: str, **traits: Any) -> Field:
    """A short text."""
    return Field(code=code, label=label, **{"max_length": 200, **traits})


def long(code: str, label: str, **traits: Any) -> Field:
    """A text of several sentences."""
    return Field(code=code, label=label, type="longtext", **traits)


def day(code: str, label: str, **traits: Any) -> Field:
    """A calendar day that lies not in the future, unless told otherwise."""
    return Field(code=code, label=label, type="date", **{"not_after_today": True, **traits})


def instant(code: str, label: str, **traits: Any) -> Field:
    """A point in time."""
    return Field(code=code, label=label, type="datetime", **traits)


def yes_no(code: str, label: str, **traits: Any) -> Field:
    """A question answered with yes or no."""
    return Field(code=code, label=label, type="bool", **traits)


def yuan(code: str, label: str, **traits: Any) -> Field:
    """An amount in yuan, to the fen."""
    return Field(code=code, label=label, type="yuan", **traits)


def number(code: str, label: str, **traits: Any) -> Field:
    """A whole number."""
    return Field(code=code, label=label, type="int", **traits)


def choice(code: str, label: str, *choices: tuple[str, str], **traits: Any) -> Field:
    """One of several."""
    return Field(code=code, label=label, type="choice", choices=choices, **traits)


def table(code: str, label: str, *columns: Field, **traits: Any) -> Field:
    """Rows of the same particulars."""
    return Field(code=code, label=label, type="table", columns=columns, **{"min_rows": 1, **traits})


def people(code: str, label: str, **traits: Any) -> Field:
    """Several officers."""
    return Field(code=code, label=label, type="officers", **traits)


def one(code: str, label: str, type: FieldType = "officer", **traits: Any) -> Field:  # noqa: A002 -- the field's own word
    """One officer."""
    return Field(code=code, label=label, type=type, **traits)


def opinion(label: str = "审批意见") -> Field:
    """What the person who approves says."""
    return long("opinion", label, min_length=2, default="同意。")


REASON = long("reason", "理由", min_length=5)

OFFICERS = people(
    "officers",
    "办理人员",
    minimum=2,
    cites=(APL.art(42),),
    source="case.handlers",
    help="不得少于两人，均应持有有效的行政执法证件。",
)

SERVICE_METHODS: tuple[tuple[str, str], ...] = (
    ("direct", "直接送达"),
    ("left", "留置送达"),
    ("agent", "委托送达"),
    ("handed_on", "转交送达"),
    ("post", "邮寄送达"),
    ("electronic", "电子送达"),
    ("announcement", "公告送达"),
)

# A proceeding of service that has ended for the document fills these in.
SERVICE: tuple[Field, ...] = (
    choice("method", "送达方式", *SERVICE_METHODS, default="direct", source="service.method"),
    day(
        "served_on",
        "送达日期",
        source="service.served_on",
        help="签收、留置、电子信息到达之日；公告送达为公告期满之日。",
    ),
    text("receiver", "收件人", source="service.receiver|party.head", help="签收人姓名及与当事人的关系。"),
    text("place", "送达地点", source="service.place|party.address"),
    text(
        "witness",
        "见证人或者录像编号",
        required=False,
        source="service.witness",
        help="留置送达时填写见证人姓名，或者全程录像的编号。",
    ),
    long(
        "failed_attempts",
        "其他方式无法送达的情况",
        required=False,
        source="service.failed_attempts",
        help="公告送达时写明已经采用过的方式、日期和未能送达的原因。",
    ),
    day("announced_on", "公告日期", required=False, source="service.announced_on"),
    people(
        "officers",
        "办理人员",
        minimum=2,
        cites=(APL.art(42),),
        source="service.officers|case.handlers",
        help="不得少于两人，均应持有有效的行政执法证件。",
    ),
)


def penalty(source: str) -> tuple[Field, ...]:
    """The penalty as planned at this point, suggested from an earlier step."""
    return (
        yes_no("warning", "警告", default=False, source=f"{source}.warning"),
        yuan(
            "fine_amount",
            "罚款金额（元）",
            default="0",
            source=f"{source}.fine_amount",
            help="没有罚款的填 0。",
        ),
        yuan(
            "confiscation_amount",
            "没收违法所得、非法财物金额（元）",
            required=False,
            source=f"{source}.confiscation_amount",
        ),
        yes_no(
            "stop_business", "责令停产停业、关闭或者限制从业", default=False, source=f"{source}.stop_business"
        ),
        yes_no("licence", "降低资质等级、暂扣或者吊销许可证件", default=False, source=f"{source}.licence"),
    )
