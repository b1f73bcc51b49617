"""The roles a procedure may name, with their Chinese labels for refusals and tables."""

from __future__ import annotations

from collections.abc import Iterable

ROLE_LABELS: dict[str, str] = {
    "case_officer": "执法人员",
    "unit_head": "承办机构负责人",
    "legal_reviewer": "法制审核人员",
    "agency_leader": "机关分管负责人",
    "agency_head": "机关主要负责人",
    "case_manager": "案件管理员",
    "interviewer": "询问人员",
    "hearing_chair": "听证主持人",
    "archivist": "档案管理员",
    "discipline_head": "纪检负责人",
}


def named(roles: Iterable[str]) -> str:
    """Return the roles in words, joined as a Chinese sentence joins them."""
    return "、".join(ROLE_LABELS.get(role, role) for role in roles)
