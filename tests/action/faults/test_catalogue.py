"""The fault catalogue: every fault is refused, with its article, and nothing has moved."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from anjian.kit.errors import Refused
from anjian.procedures import registry
from tests.action.faults import catalogue, traces
from tests.action.faults.fault import case_of, standing_copy

if TYPE_CHECKING:
    from anjian.config.demo.play import Play
    from anjian.procedures.spec import Procedure
    from tests.action.faults.fault import Fault


GOLDEN = {
    "ordinary_penalty": "test_with_legal_review_and_discussion",
    "summary_penalty": "test_a_unit_is_fined_and_pays_at_the_bank",
    "seizure": "test_in_a_case_tested_extended_and_given_back",
    "stop_supply": "test_power_a_day_after_the_notice_and_back_on_compliance",
    "correction_order": "test_an_extension_is_asked_and_answered",
    "onsite_measure": "test_work_resumes_after_review_and_approval",
    "review": "test_are_counted_until_each_is_reviewed",
    "agency_transfer": "test_a_matter_of_others_is_handed_over_and_signed_for",
    "joint_handling": "test_agencies_together_each_decide_their_part",
    "add_on_fine": "test_an_add_on_is_decided_served_and_paid",
    "advance_registration": "test_of_goods_registered_first",
    "collective_discussion": "test_a_discussion_is_held_again_with_the_same_leaders",
    "continued_daily_fine": "test_who_refuses_to_correct_is_fined_day_by_day",
    "correction": "test_a_slip_of_the_pen_is_corrected",
    "criminal_transfer": "test_a_crime_not_filed_comes_back_and_is_punished",
    "hearing": "test_a_chair_steps_back_and_another_hears_the_party",
    "legal_review": "test_a_review_is_taken_up_again",
    "service": "test_a_public_notice_runs_after_every_other_way_failed",
}
"""One golden case of each procedure, by the test that plays it without a refusal."""


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
        assert len(catalogue.FAULTS) >= 120

    @pytest.mark.parametrize("procedure", registry.ALL, ids=lambda p: p.code)
    def test_tries_every_procedure(self, procedure: Procedure) -> None:
        """At least two faults against conditions that hardly another procedure has."""
        users = Counter(
            code for p in registry.ALL for code in {g.code for step in p.steps for g in step.guards}
        )
        own = {g.code for step in procedure.steps for g in step.guards if users[g.code] <= 2}
        assert len([f.id for f in catalogue.FAULTS if f.code in own]) >= 2

    def test_has_golden_cases_for_every_procedure(self) -> None:
        played = "".join(path.read_text(encoding="utf-8") for path in catalogue.FOLDER.glob("test_clean*.py"))
        assert played.count("    def test_") >= 30
        assert set(GOLDEN) == {p.code for p in registry.ALL}
        assert [name for name in GOLDEN.values() if f"def {name}(" not in played] == []

    def test_names_each_fault_once(self) -> None:
        assert len({f.id for f in catalogue.FAULTS}) == len(catalogue.FAULTS)
        assert len({f.title for f in catalogue.FAULTS}) == len(catalogue.FAULTS)

    def test_is_what_the_reference_page_says(self) -> None:
        assert catalogue.PAGE.read_text(encoding="utf-8") == catalogue.page(), (
            "rewrite the page with: python -m tests.action.faults.catalogue"
        )
