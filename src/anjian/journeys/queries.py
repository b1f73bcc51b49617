"""The contents of the bundle of an archived case; the order and pages of its file are the archive's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anjian.archive import queries as archive
from anjian.archive.queries import leaves_of, volume_pdf
from anjian.journeys import contents
from anjian.journeys.contents import log_of
from anjian.procedures import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from anjian.archive.queries import Leaf
    from anjian.cases.access import Case
    from anjian.proof.bundle import Entry

__all__ = ["bundle_entries", "leaves_of", "log_of", "subject_of", "volume_pdf"]


def subject_of(case: Case) -> dict[str, Any]:
    """Return the case in the reader's words, its procedure by name."""
    told = dict(archive.subject_of(case))
    return {**told, "程序": f"{registry.get(case.procedure).label}（{case.procedure}）"}


def bundle_entries(case: Case, leaves: Sequence[Leaf] | None = None) -> Iterator[Entry]:
    """Yield what goes into the bundle of a case, in its order (docs/reference/bundle-format.md)."""
    known = leaves_of(case.org_id, case.id) if leaves is None else leaves
    yield from contents.volumes(case, known)
    yield from contents.papers(case, known)
    yield from contents.originals(case)
    yield from contents.marks(case)
    yield from contents.undone(case)
