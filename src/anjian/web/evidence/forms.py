"""The forms of the evidence screens, as field specifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.evidence.kinds import FORMS, KINDS
from anjian.web.field_controls import Choice, Spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from anjian.evidence.custody_rules import ActRule, PlaceKind
    from anjian.evidence.records import Fact, Place
    from anjian.web.evidence.pending import Pending


_NUMBER = r"\d{1,9}(\.\d{1,3})?"


def _choices(words: dict[str, str], *, without: str = "") -> tuple[Choice, ...]:
    return tuple(Choice(code, _(label)) for code, label in words.items() if code != without)


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


def act(rule: ActRule, *, places: Iterable[Place], sealed: Iterable[tuple[str, str]]) -> tuple[Spec, ...]:
    """Fields of a custody act by its rule; ``sealed`` are key and number of the items that get a seal."""
    second = {
        "officer": (_("接收人"), _("由本人确认接收；确认以前仍由您保管。")),
        "colleague": (_("第二名签名人"), _("在场的另一名人员。")),
        "outside": (_("在场的同事"), _("与您共同办理的另一名人员。")),
    }[rule.to]
    needs = {
        "body": Spec(
            code="to_holder", label=_("接收单位和接收人"), max_length=120, help=_("单位名称、姓名和职务。")
        ),
        "due_on": Spec(code="due_on", label=_("归还或者收回日期"), type="date"),
        "approval": Spec(code="approval", label=_("批准文书"), max_length=120, help=_("名称和编号。")),
    }
    where = tuple(Choice(place.code, f"{place.code} {place.name}") for place in places)
    return (
        Spec(code="to_id", label=second[0], type="officer", help=second[1]),
        *(spec for code, spec in needs.items() if code in rule.needs),
        *(
            Spec(code=f"seal{n}", label=_("%(no)s的封条编号") % {"no": no}, max_length=60)
            for n, (_key, no) in enumerate(sealed)
        ),
        *(
            (Spec(code="place_code", label=_("放到"), type="choice", required=False, choices=where),)
            if where and rule.out != "leaves" and not rule.ends
            else ()
        ),
        Spec(code="reason", label=_("事由"), max_length=300),
        Spec(code="happened_at", label=_("时间"), type="datetime", not_after_today=True),
    )


def thing(places: Iterable[Place], facts: Iterable[Fact]) -> tuple[Spec, ...]:
    """Fields of an object that is registered."""
    where = tuple(Choice(place.code, f"{place.code} {place.name}") for place in places)
    facts = tuple(facts)
    proves = Spec(
        code="proves",
        label=_("证明的待证事实"),
        type="choice",
        required=False,
        choices=tuple(Choice(fact.no, f"{fact.no} {fact.text}") for fact in facts),
    )
    return (
        Spec(code="title", label=_("物品名称"), max_length=200),
        Spec(
            code="quantity", label=_("数量"), pattern=_NUMBER, pattern_message=_("请填写数字，最多三位小数。")
        ),
        Spec(code="unit", label=_("单位"), max_length=20, help=_("台、只、升、千克……")),
        Spec(
            code="features",
            label=_("特征"),
            type="longtext",
            required=False,
            max_length=1000,
            help=_("规格型号、颜色、铭牌、编号、新旧程度。"),
        ),
        Spec(code="value_yuan", label=_("估价（元）"), type="yuan", required=False),
        Spec(code="packaging", label=_("包装"), required=False, max_length=200),
        Spec(
            code="seal_no",
            label=_("封条编号"),
            required=False,
            max_length=60,
            help=_("当场封存的填写；一条一号，不重复使用。"),
        ),
        *(
            (Spec(code="place_code", label=_("放到"), type="choice", required=False, choices=where),)
            if where
            else ()
        ),
        Spec(code="purpose", label=_("证明什么"), max_length=500),
        *((proves,) if facts else ()),
        Spec(code="source", label=_("证据来源"), max_length=200, help=_("由谁提供，或者如何取得。")),
        Spec(code="holder", label=_("原持有人"), required=False, max_length=120),
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
            code="record",
            label=_("取证记录"),
            required=False,
            max_length=200,
            help=_("立案前取得的，写明来自哪份检查记录、举报登记或紧急取证记录。"),
        ),
        Spec(code="exculpatory", label=_("对当事人有利的证据"), type="bool", required=False),
    )


def samples() -> tuple[Spec, ...]:
    """Fields of samples taken of an item before two."""
    parts = (("test", _("检验样品")), ("retained", _("留样")))
    return (
        Spec(
            code="act",
            label=_("方式"),
            type="choice",
            choices=(Choice("split", _("分样留样：检验样品和留样分开封存")), Choice("sample", _("抽取样品"))),
            default="split",
        ),
        Spec(
            code="parts",
            label=_("样品"),
            type="table",
            min_rows=2,
            columns=(
                Spec(code="title", label=_("名称"), max_length=200),
                Spec(code="quantity", label=_("数量"), pattern=_NUMBER, pattern_message=_("请填写数字。")),
                Spec(code="unit", label=_("单位"), max_length=20),
                Spec(code="part", label=_("用途"), type="choice", choices=tuple(Choice(*p) for p in parts)),
                Spec(code="seal_no", label=_("封条编号"), max_length=60),
            ),
        ),
        Spec(code="reason", label=_("事由"), max_length=300),
        Spec(code="place", label=_("取样地点"), max_length=200),
        Spec(code="happened_at", label=_("时间"), type="datetime", not_after_today=True),
    )


def place(kinds: Iterable[PlaceKind], known: Iterable[Place]) -> tuple[Spec, ...]:
    """Fields of a place where evidence is kept."""
    return (
        Spec(code="code", label=_("处所编号"), max_length=40, help=_("大写字母、数字和横线，例如 A-01-3。")),
        Spec(code="name", label=_("处所名称"), max_length=120),
        Spec(
            code="kind",
            label=_("类别"),
            type="choice",
            choices=tuple(Choice(kind.code, _(kind.label)) for kind in kinds),
        ),
        Spec(
            code="parent_code",
            label=_("位于"),
            type="choice",
            required=False,
            choices=tuple(Choice(one.code, f"{one.code} {one.name}") for one in known),
        ),
        Spec(
            code="officers",
            label=_("另外准许进入的人员"),
            type="officers",
            required=False,
            help=_("不填的，只有该类处所的保管岗位可以进入。"),
        ),
        Spec(code="closed", label=_("停用"), type="bool", required=False),
    )


def counting() -> tuple[Spec, ...]:
    """Fields of a count of a place."""
    return (
        Spec(
            code="codes",
            label=_("扫描到的标签"),
            type="longtext",
            required=False,
            max_length=20_000,
            help=_("每行一个编号；扫描枪逐件扫描即可。"),
        ),
        Spec(code="second_id", label=_("共同盘点人"), type="officer"),
        Spec(code="note", label=_("说明"), required=False, max_length=500),
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
