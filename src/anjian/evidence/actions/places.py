"""Places where evidence is kept: setting them up, counting what lies there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.evidence import access, custody_checks, queries
from anjian.evidence.custody_rules import place_kinds
from anjian.evidence.events import PlaceCounted, PlaceSetUp
from anjian.evidence.models import KeepingPlace, StockTaking
from anjian.evidence.queries import places
from anjian.kit.errors import Invalid
from anjian.people import queries as people

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.evidence.commands import CountPlace, SetUpPlace
    from anjian.evidence.records import Counted
    from anjian.kit.actor import Actor

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")
PLACE_ROLES = frozenset({"archivist", "case_manager"})


def set_up_place(cmd: SetUpPlace, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Set up a place, or say anew what a code means. Raises Invalid, Refused for other offices."""
    access.require_role(by, PLACE_ROLES, _("设置保管处所"))
    kind = place_kinds().get(cmd.kind)
    problems: dict[str, str] = {}
    if not _CODE.fullmatch(cmd.code):
        problems["code"] = _("编号用大写字母、数字和横线，例如 A-01-3。")
    if not cmd.name.strip():
        problems["name"] = _("请填写处所名称。")
    if kind is None:
        problems["kind"] = _("请选择处所类别。")
    outer = places.place(by.org_id, cmd.parent_code) if cmd.parent_code else None
    if kind and kind.inside and (outer is None or outer.kind not in kind.inside):
        wanted = "、".join(place_kinds()[one].label for one in kind.inside)
        problems["parent_code"] = _("%(kind)s须放在%(wanted)s里。") % {"kind": kind.label, "wanted": wanted}
    if cmd.parent_code == cmd.code:
        problems["parent_code"] = _("处所不能在自己里面。")
    if cmd.closed and places.lying_in(by.org_id, cmd.code):
        problems["closed"] = _("里面还有证据，先移出再停用。")
    if problems:
        raise Invalid(problems)
    with transaction(by=by, at=at, key=key) as tx:
        roles = cmd.roles or (kind.roles if kind else ()) or (outer.roles if outer else ())
        KeepingPlace.objects.create(
            org_id=by.org_id,
            code=cmd.code,
            name=cmd.name.strip(),
            kind=cmd.kind,
            parent_code=cmd.parent_code,
            roles=list(roles),
            officers=list(cmd.officers),
            closed=cmd.closed,
            by_id=by.id,
            at=at,
        )
        tx.record(
            PlaceSetUp(
                stream_id=by.org_id,
                code=cmd.code,
                name=cmd.name.strip(),
                kind=cmd.kind,
                roles=tuple(roles),
                officers=tuple(cmd.officers),
                closed=cmd.closed,
            )
        )


def count_place(cmd: CountPlace, *, by: Actor, at: datetime, key: str | None = None) -> Counted:
    """Count a place: compare what was scanned with what should lie there, and keep the outcome.

    Raises Invalid for an unknown place, no codes or no second person, Refused for who may not enter.
    """
    access.require_role(by, access.CUSTODY_ROLES, _("盘点保管处所"))
    second = people.actor(by.org_id, cmd.second_id, on=at.date())
    if second is None or second.id == by.id:
        raise Invalid({"second_id": _("盘点须由两人进行，请选择另一人。")})
    custody_checks.may_keep_there(by.org_id, cmd.place_code, (by, second))
    expected = places.lying_in(by.org_id, cmd.place_code)
    found, unknown = [], []
    for code in dict.fromkeys(one.strip() for one in cmd.codes if one.strip()):
        ids = [item_id for item_id, _case, _no in queries.found_by_label(by.org_id, code)]
        found += [one for one in ids if one not in found]
        unknown += [] if ids else [code[:60]]
    if not found and not unknown and expected:
        raise Invalid({"codes": _("还没有扫描任何标签。")})
    with transaction(by=by, at=at, key=key) as tx:
        StockTaking.objects.create(
            org_id=by.org_id,
            place_code=cmd.place_code,
            expected=expected,
            found=found,
            unknown=unknown,
            note=cmd.note.strip(),
            by_ids=[by.id, second.id],
            by_names=[by.name, second.name],
            at=at,
        )
        outcome = places.counts_of(by.org_id, cmd.place_code, limit=1)[0]
        tx.record(
            PlaceCounted(
                stream_id=by.org_id,
                place_code=cmd.place_code,
                expected=outcome.expected,
                missing=len(outcome.missing),
                strange=len(outcome.strange),
                unknown=len(outcome.unknown),
            )
        )
    return outcome
