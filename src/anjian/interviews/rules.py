"""When an interview may go on: every rule answers with all its refusals. Knows no database.

Binding on the bureau are APL art. 42, 43 and 55; where they are silent the public-security
procedure rules fill in as the standard courts know (公安机关办理行政案件程序规定, 参照).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.kit.errors import Refusal
from anjian.testimony.record import ADULT, age_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from anjian.interviews.script import Limits
    from anjian.kit.actor import Actor

TWO_OFFICERS = "《行政处罚法》第四十二条第一款"
RECUSAL = "《行政处罚法》第四十三条"
SHOW_CERTIFICATE = "《行政处罚法》第五十五条"
INDIVIDUALLY = "《公安机关办理行政案件程序规定》第七十二条（参照）"
IDENTITY = "《公安机关办理行政案件程序规定》第七十三条（参照）"
SCRIPT = "《公安机关办理行政案件程序规定》第七十四条（参照）"
MINOR = "《公安机关办理行政案件程序规定》第七十五条（参照）"
INTERPRETER = "《公安机关办理行政案件程序规定》第七十六条（参照）"
READ_BACK = "《公安机关办理行政案件程序规定》第七十七条（参照）"
LENGTH = "《公安机关办理行政案件程序规定》第六十九条（参照）"
REMOTE = "《治安管理处罚法》第一百条（参照）"
SELF_WRITTEN = "《治安管理处罚法》第九十八条（参照）"
FAIR = "《行政处罚法》第四十六条第三款"

DECLARATION = "声明与本案及被询问人没有应当回避的关系"
"""What an officer declares by signing in (APL art. 43); the room page says so beside the button."""

STILL_OPEN = frozenset({"prepared", "rights_told", "questioning", "paused", "read_back", "signing"})
"""States in which a room can still receive prompts."""

_IDENTITY_LABELS = (
    ("name", "姓名"),
    ("sex", "性别"),
    ("born_on", "出生日期"),
    ("id_no", "身份证件号码"),
    ("employer", "工作单位"),
    ("post", "职务"),
    ("phone", "联系电话"),
    ("address", "住址"),
    ("relation", "与本案关系"),
    ("delegate", "是否人大代表、政协委员"),
    ("needs", "有无特殊需要"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An officer of a session as the rules see them."""

    actor: Actor | None
    name: str
    present: bool
    recused: bool
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What is known of the person questioned, who is beside them now, and where they sit."""

    values: dict[str, object]
    born_on: date | None
    guardian: str
    guardian_absent: str
    needs: str
    interpreter: str
    beside: frozenset[str] = frozenset()
    room_kind: str = "fixed"
    place: str = ""
    checked_by: str = ""

    def missing(self) -> tuple[str, ...]:
        """Return the labels of the required particulars that are still empty."""
        return tuple(label for code, label in _IDENTITY_LABELS if not self.values.get(code))

    def minor_on(self, day: date) -> bool:
        """Whether the person is under eighteen on a day."""
        return self.born_on is not None and age_on(self.born_on, day) < ADULT


def _r(code: str, reason: str, *cites: str, who: str = "", cure: str = "") -> Refusal:
    return Refusal(code=f"interview.{code}", reason=reason, cites=cites, who=who, cure=cure)


def two_officers(officers: Iterable[Officer], *, on: date, presence: bool = True) -> list[Refusal]:
    """Refuse fewer than two officers, an invalid certificate, a recused one, one who sits elsewhere."""
    sitting = list(officers)
    found: list[Refusal] = []
    if len({o.actor.id for o in sitting if o.actor}) < 2:
        found.append(
            _r(
                "two_officers",
                _("询问应当由两名以上执法人员进行。"),
                TWO_OFFICERS,
                who=_("两名持有有效执法证件的执法人员"),
                cure=_("为本次询问安排第二名执法人员；指挥台人员不能充当第二人。"),
            )
        )
    for officer in sitting:
        if officer.actor is None or officer.actor.certificate_on(on) is None:
            found.append(
                _r(
                    "certificate",
                    _("%(name)s当天没有有效的行政执法证件。") % {"name": officer.name},
                    TWO_OFFICERS,
                    SHOW_CERTIFICATE,
                    who=_("持有有效执法证件的执法人员"),
                    cure=_("更换询问人员，或先办理证件。"),
                )
            )
        if officer.recused:
            found.append(
                _r(
                    "recused",
                    _("%(name)s已在本案回避。") % {"name": officer.name},
                    RECUSAL,
                    who=_("未回避的执法人员"),
                    cure=_("更换询问人员。"),
                )
            )
        if officer.elsewhere:
            found.append(
                _r(
                    "elsewhere",
                    _("%(name)s正在另一场询问中，同一时间只能参加一场。") % {"name": officer.name},
                    TWO_OFFICERS,
                    INDIVIDUALLY,
                    who=_("没有参加其他询问的执法人员"),
                    cure=_("等另一场询问结束或在那里签退后再来，或者更换人员。"),
                )
            )
        if presence and not officer.present:
            found.append(
                _r(
                    "absent",
                    _("%(name)s没有在本室签到。") % {"name": officer.name},
                    TWO_OFFICERS,
                    who=_("两名询问人员"),
                    cure=_("到场后签到；离场期间询问应当暂停。"),
                )
            )
    return found


def rights(told: Iterable[str], script: Iterable[str]) -> list[Refusal]:
    """Refuse questions before every line of the script was told and answered."""
    done = set(told)
    left = [code for code in script if code not in done]
    if not left:
        return []
    return [
        _r(
            "rights",
            _("还有%(n)d项权利义务没有告知。") % {"n": len(left)},
            SCRIPT,
            SHOW_CERTIFICATE,
            who=_("本室询问人员"),
            cure=_("逐项宣读并记录回答。"),
        )
    ]


def identity(person: Identity, *, on: date) -> list[Refusal]:
    """Refuse questions before the identity block is complete and helpers are there."""
    found: list[Refusal] = []
    missing = person.missing()
    if missing:
        found.append(
            _r(
                "identity",
                _("被询问人身份信息不完整：%(what)s。") % {"what": "、".join(missing)},
                IDENTITY,
                who=_("本室询问人员"),
                cure=_("补全身份信息。"),
            )
        )
    if person.minor_on(on) and "guardian" not in person.beside and not person.guardian_absent:
        found.append(
            _r(
                "guardian",
                _("被询问人未满十八周岁，监护人或者合适成年人没有在场。"),
                MINOR,
                "《行政处罚法》第三十条",
                who=_("本室询问人员"),
                cure=_("为到场的监护人签到；确实无法到场的，在身份信息中写明原因。"),
            )
        )
    if person.needs in {"deaf", "language"} and "interpreter" not in person.beside:
        found.append(
            _r(
                "interpreter",
                _("被询问人需要手语或者语言翻译，翻译人员没有在场。"),
                INTERPRETER,
                who=_("本室询问人员"),
                cure=_("登记翻译人员的姓名、单位、住址和联系方式并签到。"),
            )
        )
    return found + _seat(person)


def _seat(person: Identity) -> list[Refusal]:
    found: list[Refusal] = []
    if person.room_kind in {"portable", "remote"} and not person.place:
        found.append(
            _r(
                "place",
                _("没有登记询问的实际地点。"),
                IDENTITY,
                who=_("本室询问人员"),
                cure=_("便携设备和远程询问，在身份信息中写明被询问人所在地点。"),
            )
        )
    if person.room_kind == "remote" and not person.checked_by:
        found.append(
            _r(
                "remote_identity",
                _("远程被询问人的身份没有由当地执法人员当面核对。"),
                REMOTE,
                IDENTITY,
                who=_("被询问人所在地的执法人员"),
                cure=_("由所在地执法人员核对证件，登记其姓名、单位和核对方式。"),
            )
        )
    return found


def minutes_since(started_at: datetime | None, at: datetime) -> int:
    """Return full minutes since the interview started, 0 before."""
    return 0 if started_at is None else max(0, int((at - started_at).total_seconds() // 60))


def length(started_at: datetime | None, at: datetime, limits: Limits) -> list[Refusal]:
    """Refuse to question on beyond the longest permitted time."""
    if minutes_since(started_at, at) < limits.stop_minutes:
        return []
    return [
        _r(
            "too_long",
            _("询问已满%(h)d小时，不得继续提问。") % {"h": limits.stop_minutes // 60},
            LENGTH,
            who=_("本室询问人员"),
            cure=_("转入核对笔录，签名后结束；确需再问的，另行安排。"),
        )
    ]


def break_due(
    started_at: datetime | None, rested_at: datetime | None, ate: bool, at: datetime, limits: Limits
) -> dict[str, int]:
    """Return what is due (``rest``, ``meal``) with the minutes gone since the last one or the start."""
    due: dict[str, int] = {}
    since_rest = minutes_since(rested_at or started_at, at)
    if started_at and since_rest >= limits.rest_minutes:
        due["rest"] = since_rest
    whole = minutes_since(started_at, at)
    if not ate and whole >= limits.meal_minutes:
        due["meal"] = whole
    return due


def state(actual: str, wanted: Iterable[str], label: str) -> list[Refusal]:
    """Refuse what does not belong to the present state of the interview."""
    if actual in set(wanted):
        return []
    return [
        _r(
            "state",
            _("询问处于“%(state)s”，不能%(what)s。") % {"state": label_of(actual), "what": label},
            READ_BACK,
            who=_("本室询问人员"),
            cure=_("按“告知—询问—核对—签名—结束”的顺序办理。"),
        )
    ]


def label_of(code: str) -> str:
    """Return the word for a state of an interview."""
    words = {
        "prepared": _("已准备"),
        "rights_told": _("已告知权利"),
        "questioning": _("询问中"),
        "paused": _("已暂停"),
        "read_back": _("核对笔录"),
        "signing": _("签名"),
        "closed": _("已结束"),
        "cancelled": _("已取消"),
        "source": _("书证与读数"),
    }
    return words[code]
