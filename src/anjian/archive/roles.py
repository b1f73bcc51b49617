"""Who may do what in the archive, as data. Pure."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.kit.errors import refuse
from anjian.law.datafiles import read_yaml

if TYPE_CHECKING:
    from anjian.kit.actor import Actor

FILE = Path(__file__).with_name("data") / "roles.yaml"
ROLE_NAMES = {
    "archivist": "档案管理员",
    "case_officer": "执法人员",
    "unit_head": "承办机构负责人",
    "legal_reviewer": "法制审核人员",
    "agency_leader": "机关分管负责人",
    "agency_head": "机关主要负责人",
    "case_manager": "案件管理员",
    "hearing_chair": "听证主持人",
    "interviewer": "询问人员",
}


def may(actor: Actor, deed: str) -> bool:
    """Whether one of the officer's posts may do this; the system itself may."""
    return actor.kind == "system" or bool(actor.roles & frozenset(_data()[deed]))


def require(actor: Actor, deed: str, doing: str) -> None:
    """Raise Refused unless the officer may do this; ``doing`` says it in Chinese."""
    if may(actor, deed):
        return
    raise refuse(
        "archive.role",
        f"您的岗位不能{doing}。",
        *_data()["cites"],
        who=who(deed),
        cure=f"请{who(deed)}办理。",
    )


def who(deed: str) -> str:
    """Return, in Chinese, who may do this."""
    return "、".join(ROLE_NAMES[role] for role in _data()[deed])


def figure(name: str) -> int:
    """Return a number of people that the rules ask for (appraisers, supervisors)."""
    return int(_data()[name])


def loan_days(form: str) -> int:
    """Return for how many days a loan of this form is usually given; ``most`` is the longest."""
    return int(_data()["loan_days"][form])


@lru_cache(maxsize=1)
def _data() -> Any:
    return read_yaml(FILE)
