"""Something handed in by a third party to the case of a play, and a recording from a docking station."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.evidence.store import store
from anjian.intake import actions, queries
from anjian.intake.commands import CloseLink, Dock, FoundStation, Given, HandIn, MakeLink, RefuseFile
from anjian.people.keys import signer_for
from tests.action.faults.fault import case_of

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.config.demo.play import Play

ASKED: dict[str, Any] = {"giver": "安全技术公司", "relation": "third_party", "asks": ("动火作业票",)}


def hand_in(p: Play) -> UUID:
    """Ask by a link, have two files handed in and refuse one; close another link. Returns the first file."""
    case, by = case_of(p), p.who("lead")
    made = actions.make_link(MakeLink(case_no=case.no, **ASKED), by=by, at=p.now)
    actions.enter_code(made.token, made.code, at=p.now)
    files = tuple(
        Given(digest=store().put_bytes(name.encode()), filename=name, media_type="application/pdf")
        for name in ("动火作业票.pdf", "别的.pdf")
    )
    actions.hand_in(
        HandIn(link_id=made.id, giver="张经理", files=files), signer=signer_for(case.org_id), at=p.now
    )
    ((_row, lines),) = queries.handed_in(case.org_id, case.id)
    refuse = RefuseFile(case_no=case.no, file_id=lines[1].row.id, reason="与本案无关")
    actions.refuse_file(refuse, by=by, at=p.now)
    unused = actions.make_link(MakeLink(case_no=case.no, **ASKED), by=by, at=p.now)
    actions.close_link(CloseLink(case_no=case.no, link_id=unused.id, reason="已当面提交"), by=by, at=p.now)
    return lines[0].row.id


def docked(p: Play) -> tuple[UUID, UUID]:
    """Return a station and a recording of the lead officer that it brought."""
    keeper = p.place.actor("沈维", on=p.today)
    station_id, _key = actions.found_station(
        FoundStation(code="D1", name="一楼采集站", place="值班室"), by=keeper, at=p.now
    )
    file_id, _new = actions.dock(
        Dock(
            station_id=station_id,
            digest=store().put_bytes(b"\x1aE\xdf\xa3 film"),
            filename="A.webm",
            device_no="DSJ-7",
            officer=p.who("lead").name,
            started_at=p.now,
        ),
        by=keeper,
        at=p.now,
    )
    return station_id, file_id


def handed(p: Play) -> dict[str, Any]:
    """Return ids for the permission table; the station is out of service already."""
    station_id, file_id = docked(p)
    actions.end_station(station_id, by=p.place.actor("沈维", on=p.today), at=p.now)
    return {"handed": hand_in(p), "docked": file_id, "station": station_id}
