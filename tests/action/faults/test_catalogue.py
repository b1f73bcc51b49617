"""The fault catalogue: every fault is refused, with its article, and nothing has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from anjian.kit.errors import Refused
from tests.action.faults import catalogue, traces
from tests.action.faults.fault import case_of, standing_copy

if TYPE_CHECKING:
    from anjian.config.demo.play import Play
    from tests.action.faults.fault import Fault


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("standing", "fault"),
    [pytest.param((f.track, f.stage), f, id=f.id) for f in catalogue.FAULTS],
    indirect=["standing"],
)
def test_is_refused_with_its_article(standing: Play, fault: Fault) -> None:
    p = standing_copy(standing)
    fault.before(p)
    case, org_id = case_of(p), p.place.org_id
    before = traces.of_case(org_id, case.id, case.no)
    known = len(traces.refusals_on_record(org_id))
    with pytest.raises(Refused) as refused, transaction.atomic():
        fault.attempt(p)
    reasons = {r.code: r for r in refused.value.refusals}
    assert fault.code in reasons, {code: r.reason for code, r in reasons.items()}
    assert any(fault.cites in c for c in reasons[fault.code].cites), reasons[fault.code].cites
    for reason in refused.value.refusals:
        assert reason.reason, reason
        assert reason.cites, reason
        assert all("《" in c for c in reason.cites), reason
        assert reason.who, reason
        assert reason.cure, reason
    assert traces.of_case(org_id, case.id, case.no) == before
    kept = traces.refusals_on_record(org_id)[known:]
    assert len(kept) == 1, kept
    assert reasons[fault.code].reason in kept[0][1]


class TestTheCatalogue:
    def test_tries_all_fifteen_errors(self) -> None:
        assert {f.error for f in catalogue.FAULTS} >= set(range(1, 16))
        assert len(catalogue.FAULTS) >= 40

    def test_names_each_fault_once(self) -> None:
        assert len({f.id for f in catalogue.FAULTS}) == len(catalogue.FAULTS)
        assert len({f.title for f in catalogue.FAULTS}) == len(catalogue.FAULTS)

    def test_is_what_the_reference_page_says(self) -> None:
        assert catalogue.PAGE.read_text(encoding="utf-8") == catalogue.page(), (
            "rewrite the page with: python -m tests.action.faults.catalogue"
        )
