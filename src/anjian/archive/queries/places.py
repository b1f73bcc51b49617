"""Where volumes stand: rooms, cabinets, shelves, and the way a volume has gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anjian.archive.models import VolumePlace
from anjian.audit import reading

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.archive.models import Volume


@dataclass(frozen=True, slots=True)
class Rack:
    """A cabinet of a room with how many volumes stand on each of its shelves."""

    room: str
    cabinet: str
    shelves: list[tuple[str, int]] = field(default_factory=list)

    @property
    def volumes(self) -> int:
        """How many volumes stand in it."""
        return sum(count for _shelf, count in self.shelves)


def plan_of_places(org_id: UUID) -> list[Rack]:
    """Return where volumes stand: rooms, cabinets, shelves, counted by their newest places."""
    racks: dict[tuple[str, str], Rack] = {}
    for room, cabinet, shelf, count in reading.rows(
        "SELECT room, cabinet, shelf, count(*)::int FROM (SELECT DISTINCT ON (volume_id) volume_id, room, "
        "cabinet, shelf FROM archive_place WHERE org_id = %s ORDER BY volume_id, id DESC) newest "
        "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        [org_id],
    ):
        rack = racks.setdefault((room, cabinet), Rack(room, cabinet))
        rack.shelves.append((shelf, count))
    return list(racks.values())


def on_shelf(
    org_id: UUID, room: str, cabinet: str, shelf: str, *, limit: int = 200
) -> list[tuple[str, str, str]]:
    """Return (file number, volume, box) of what stands on a shelf."""
    return [
        (no, f"{kind}{seq}", box)
        for no, kind, seq, box in reading.rows(
            "SELECT f.no, v.kind, v.seq, n.box FROM (SELECT DISTINCT ON (volume_id) volume_id, room, "
            "cabinet, shelf, box FROM archive_place WHERE org_id = %s ORDER BY volume_id, id DESC) n "
            "JOIN archive_volume v ON v.org_id = %s AND v.id = n.volume_id "
            "JOIN archive_file f ON f.org_id = v.org_id AND f.id = v.file_id "
            "WHERE n.room = %s AND n.cabinet = %s AND n.shelf = %s ORDER BY n.box, f.no, v.kind DESC, v.seq "
            "LIMIT %s",
            [org_id, org_id, room, cabinet, shelf, limit],
        )
    ]


def history_of(volume: Volume) -> list[VolumePlace]:
    """Return every place of a volume, the newest first."""
    rows = VolumePlace.objects.filter(org_id=volume.org_id, volume_id=volume.id)
    return list(rows.order_by("-id"))
