"""The form of a new lead: little is known at this point, and little is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anjian.cases.actions import OpenCase
from anjian.cases.actions.opening import ORDINARY
from anjian.law import violations
from anjian.procedures import registry
from anjian.procedures.definitions.ordinary.filing import SOURCES
from anjian.web.forms_from_fields import Choice, Spec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from anjian.dossiers.queries import Firm


def fields(*, on: date) -> tuple[Spec, ...]:
    """Return the questions; the conduct is chosen from the catalogue in force."""
    return (
        Spec(
            code="procedure",
            label=_("程序"),
            type="choice",
            choices=tuple(Choice(p.code, _(p.label)) for p in registry.standalone(on)),
            help=_("事实确凿、数额在限额以内的违法行为，可以用简易程序当场处罚。"),
        ),
        Spec(
            code="source",
            label=_("线索来源"),
            type="choice",
            choices=tuple(Choice(code, _(label)) for code, label in SOURCES),
        ),
        Spec(
            code="party_kind",
            label=_("当事人"),
            type="choice",
            choices=(Choice("unit", _("单位")), Choice("person", _("个人"))),
        ),
        Spec(code="party_name", label=_("当事人名称（姓名）"), max_length=120),
        Spec(
            code="violation",
            label=_("涉嫌违法行为"),
            type="choice",
            choices=tuple(
                Choice(v.code, v.conduct, str(v.penalty))
                for v in violations.violations(on)
                if not v.decided_by  # what another agency decides is handed over, not registered here
            ),
            help=_("按违法行为目录选择；登记后不能更改，请核对。"),
        ),
        Spec(
            code="title",
            label=_("案由"),
            max_length=200,
            min_length=4,
            help=_("例如：某某公司未按规定办理动火作业审批案"),
        ),
    )


def initial(firm: Firm | None, procedure: str = "") -> dict[str, Any]:
    """Return what the chosen firm and the address already answer."""
    given = {"procedure": procedure or ORDINARY, "source": "inspection", "party_kind": "unit"}
    return given if firm is None else {**given, "party_name": firm.name}


def command(inputs: Mapping[str, Any], firm: Firm | None, *, place_code: str) -> OpenCase:
    """Build the command from what was typed; a firm of the register brings its own place."""
    return OpenCase(
        title=inputs["title"],
        source=inputs["source"],
        party_kind=inputs["party_kind"],
        party_name=inputs["party_name"],
        violation=inputs["violation"],
        place_code=firm.place_code if firm else place_code,
        enterprise_id=firm.id if firm and inputs["party_kind"] == "unit" else None,
        procedure=inputs["procedure"],
    )


def basis_of(code: str, *, on: date) -> str:
    """Return the duty and penalty articles of a conduct of the catalogue, in words."""
    found = violations.get(code, on) if code else None
    return f"{found.duty}、{found.penalty}" if found else ""
