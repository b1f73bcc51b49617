"""Every form of the catalogue can be brought to issue by the people and in the order it names."""

from __future__ import annotations

import pytest

from anjian.documents import queries
from anjian.documents.kinds import all_kinds, get

from .conftest import Bureau

pytestmark = pytest.mark.django_db

INTERNAL = {"D52", "D53", "D54"}
"""Cover, index and note: made by the archive, tried there."""


def bring(bureau: Bureau, code: str, made: set[str]) -> None:
    """Issue a form after the first of each of the alternatives that must come before it."""
    if code in made:
        return
    made.add(code)
    for alternatives in get(code).follows:
        if not made & set(alternatives):
            bring(bureau, alternatives[0], made)
    bureau.issued(code)


@pytest.mark.parametrize("code", [k.code for k in all_kinds() if k.code not in INTERNAL])
def test_can_be_issued(bureau: Bureau, code: str) -> None:
    bring(bureau, code, set())
    rows = [row for row in queries.list_of(bureau.org_id, bureau.case_id) if row.code == code]
    assert [row.status for row in rows] == ["issued"]
    assert bool(rows[0].no) is get(code).numbered
