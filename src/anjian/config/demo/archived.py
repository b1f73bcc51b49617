"""What has happened in the archive of the demo city: places, loans, one of them overdue, a hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from anjian.archive import actions
from anjian.archive.queries import files
from anjian.config.demo import story

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.archive.access import ArchivedFile
    from anjian.config.demo.city import Founded
    from anjian.kit.actor import Actor

_ROOMS = (("一号库", "01柜"), ("一号库", "02柜"), ("二号库", "密集架03"))


def fill(place: Founded, *, today: date) -> int:
    """Let the archive of a bureau be lived in; returns how many files it has."""
    if not place.with_role("archivist"):
        return 0
    keeper = place.actor(place.with_role("archivist")[0], on=today)
    found = [line.row for line in files.page(keeper, size=50).lines]
    for number, file in enumerate(found):
        _shelve(keeper, file, number, at=_later(file, today, days=300))
    leader = place.actor(place.with_role("agency_leader")[0], on=today)
    readers = [
        place.actor(name, on=today)
        for name in (place.with_role("legal_reviewer") + place.with_role("hearing_chair"))
    ]
    if found and readers:
        _lend(found[0], readers[0], leader, keeper, at=_later(found[0], today, days=8), days=20)
    if len(found) > 1 and readers:
        _lend(found[1], readers[-1], leader, keeper, at=_later(found[1], today, days=30), days=10)
    if found:
        told = actions.LayHold(
            file_id=found[-1].id,
            kind="litigation",
            body="云州市中级人民法院",
            reason="当事人不服处罚决定提起行政诉讼，法院通知保全全部案卷材料。",
            until=today + timedelta(days=180),
        )
        actions.lay_hold(told, by=keeper, at=_later(found[-1], today, days=5))
    if len(found) > 3 and readers:
        _ask(found[3], readers[0], at=_later(found[3], today, days=1), days=15)
    return len(found)


def _later(file: ArchivedFile, today: date, *, days: int) -> datetime:
    """A morning some days ago, but not before the file was locked."""
    return max(story.morning(today - timedelta(days=days), 10), file.locked_at + timedelta(hours=1))


def _shelve(keeper: Actor, file: ArchivedFile, number: int, *, at: datetime) -> None:
    room, cabinet = _ROOMS[number % len(_ROOMS)]
    for line in files.volumes_of(file.org_id, [file.id]):
        place = actions.PlaceVolume(
            file_id=file.id,
            volume_id=line.row.id,
            room=room,
            cabinet=cabinet,
            shelf=f"第{number % 4 + 1}层",
            box=f"{number % 7 + 1:02d}盒",
            reason="上架",
        )
        actions.place_volume(place, by=keeper, at=at)


def _ask(file: ArchivedFile, reader: Actor, *, at: datetime, days: int) -> UUID:
    wanted = actions.AskLoan(
        file_no=file.no, form="paper", purpose="办理同类案件，参考裁量理由和文书写法。", days=days
    )
    return actions.ask_loan(wanted, by=reader, at=at)


def _lend(
    file: ArchivedFile, reader: Actor, leader: Actor, keeper: Actor, *, at: datetime, days: int
) -> None:
    loan = _ask(file, reader, at=at, days=days)
    actions.decide_loan(loan, approve=True, opinion="同意借阅。", by=leader, at=at + timedelta(minutes=20))
    actions.hand_over(loan, by=keeper, at=at + timedelta(minutes=40))
