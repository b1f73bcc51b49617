"""The forms of the evidence screens, as field specifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.evidence.kinds import CUSTODY_ACTS, FORMS, KINDS
from anjian.web.field_controls import Choice, Spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from anjian.evidence.records import Fact
    from anjian.web.evidence.pending import Pending


def _choices(words: dict[str, str], *, without: str = "") -> tuple[Choice, ...]:
    return tuple(Choice(code, _(label)) for code, label in words.items() if code != without)


def _yes_no() -> tuple[Choice, ...]:
    return (Choice("yes", _("认可")), Choice("no", _("不认可")))


def registering(pending: Sequence[Pending], facts: Iterable[Fact]) -> tuple[Spec, ...]:
    """Fields that describe uploaded files together, with one title for each."""
    facts = tuple(facts)
    titles = tuple(
        Spec(
            code=f"title{number}",
            label=_("%(file)s 的证据名称") % {"file": item.filename},
            default=item.stem,
            required=False,
            max_length=200,
            help=_("留空则暂不登记这个文件。"),
        )
        for number, item in enumerate(pending)
    )
    proves = (
        Spec(
            code="proves",
            label=_("证明的待证事实"),
            type="choice",
            required=False,
            choices=tuple(Choice(fact.no, f"{fact.no} {fact.text}") for fact in facts),
        ),
    )
    return (
        *titles,
        Spec(code="kind", label=_("证据种类"), type="choice", choices=_choices(KINDS)),
        Spec(code="purpose", label=_("证明什么"), max_length=500),
        *(proves if facts else ()),
        Spec(code="source", label=_("证据来源"), max_length=200, help=_("由谁提供，或者如何取得。")),
        Spec(
            code="collectors",
            label=_("取证人员"),
            type="officers",
            minimum=2,
            help=_("不少于两名持证执法人员。"),
        ),
        Spec(code="place", label=_("取证地点"), max_length=200),
        Spec(code="collected_at", label=_("取证时间"), type="datetime", not_after_today=True),
        Spec(
            code="form", label=_("原件还是复制件"), type="choice", choices=_choices(FORMS), default="original"
        ),
        Spec(
            code="copy_note",
            label=_("复制件说明"),
            required=False,
            max_length=300,
            help=_("原件存放在哪里，并注明“经核对与原件无异”。"),
        ),
        Spec(
            code="record",
            label=_("取证记录"),
            required=False,
            max_length=200,
            help=_("立案前取得的，写明来自哪份检查记录、举报登记或紧急取证记录。"),
        ),
        Spec(code="device", label=_("取证设备"), required=False, max_length=120),
        Spec(code="holder", label=_("原持有人"), required=False, max_length=120),
        Spec(code="exculpatory", label=_("对当事人有利的证据"), type="bool", required=False),
    )


def stating() -> tuple[Spec, ...]:
    """Fields of a fact to be proved."""
    return (Spec(code="text", label=_("待证事实"), type="longtext", max_length=500, min_length=4),)


def linking(facts: Iterable[Fact]) -> tuple[Spec, ...]:
    """Fields that tie an item to a fact or untie it."""
    return (
        Spec(
            code="fact_no",
            label=_("待证事实"),
            type="choice",
            choices=tuple(Choice(fact.no, f"{fact.no} {fact.text}") for fact in facts),
        ),
        Spec(
            code="stands",
            label=_("关系"),
            type="choice",
            choices=(Choice("yes", _("用于证明")), Choice("no", _("不再用于证明"))),
            default="yes",
        ),
        Spec(
            code="note", label=_("说明"), required=False, max_length=300, help=_("不再用于证明的，写明理由。")
        ),
    )


def examining() -> tuple[Spec, ...]:
    """Fields of a finding on an item."""
    traits = (("authentic", _("真实性")), ("lawful", _("合法性")), ("relevant", _("关联性")))
    return (
        *(Spec(code=code, label=label, type="choice", choices=_yes_no()) for code, label in traits),
        Spec(
            code="opinion",
            label=_("审查意见"),
            type="longtext",
            required=False,
            max_length=1000,
            help=_("不认可的，写明理由。"),
        ),
    )


def custody() -> tuple[Spec, ...]:
    """Fields of an act in an item's custody."""
    return (
        Spec(code="act", label=_("保管环节"), type="choice", choices=_choices(CUSTODY_ACTS, without="take")),
        Spec(
            code="from_holder",
            label=_("移出人"),
            required=False,
            max_length=120,
            help=_("不填则为上一保管人。"),
        ),
        Spec(code="to_holder", label=_("接收保管人"), max_length=120),
        Spec(code="reason", label=_("事由"), max_length=300),
        Spec(code="seal_no", label=_("封条编号"), required=False, max_length=60),
        Spec(code="place", label=_("地点"), required=False, max_length=200),
        Spec(code="happened_at", label=_("时间"), type="datetime", not_after_today=True),
        Spec(code="signer1", label=_("签名人一"), max_length=80),
        Spec(code="signer2", label=_("签名人二"), max_length=80),
    )


CORRECTED = ("title", "purpose", "source", "holder", "place", "device", "copy_note", "record")


def correcting() -> tuple[Spec, ...]:
    """Fields of an item's description that may be corrected, and the reason."""
    labels = {
        "title": _("证据名称"),
        "purpose": _("证明什么"),
        "source": _("证据来源"),
        "holder": _("原持有人"),
        "place": _("取证地点"),
        "device": _("取证设备"),
        "copy_note": _("复制件说明"),
        "record": _("取证记录"),
    }
    return (
        *(Spec(code=code, label=labels[code], required=False, max_length=200) for code in CORRECTED),
        Spec(code="reason", label=_("更正理由"), max_length=300),
    )
