"""What the demo city plays beside fines is lawful, and the books and lists have something to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from anjian.cases import queries
from anjian.config.demo import measures
from anjian.dossiers.queries import firms
from tests.action.faults.fault import case_of, standing_copy

if TYPE_CHECKING:
    from collections.abc import Callable

    from anjian.config.demo.play import Play

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("standing", [("light", "investigating")], indirect=True),
]


@pytest.mark.parametrize("move", sorted(set(measures.ON_A_CASE), key=lambda f: f.__name__))
def test_measures_on_a_case(standing: Play, move: Callable[[Play], None]) -> None:
    p = standing_copy(standing)
    move(p)
    found = {row["procedure"].split("@")[0] for row in queries.proceedings(p.place.org_id, case_of(p).id)}
    assert found & {"correction_order", "seizure", "criminal_transfer"}


def test_a_penalty_on_the_spot(standing: Play) -> None:
    p = standing_copy(standing)
    firm_id = case_of(p).enterprise_id
    assert firm_id is not None
    measures.penalty_on_the_spot(p, firms(p.place.org_id, [firm_id])[firm_id])
    assert case_of(p).procedure.startswith("summary_penalty")
    assert case_of(p).fine_yuan == 1000
