"""The two-way books read steps; every step that crosses the door stands in them."""

from __future__ import annotations

from anjian.procedures import registry
from anjian.procedures.books import (
    BY_STEP,
    CROSSINGS,
    DIRECTIONS,
    OF_ITS_OWN_DIRECTION,
    OF_ITS_OWN_ORGAN,
    ORGANS,
    entry,
    steps_going,
    steps_with,
)

STEPS = {s.code: s for p in registry.ALL for s in p.steps}


class TestTheList:
    def test_names_steps_and_fields_that_exist(self) -> None:
        for c in CROSSINGS:
            fields = {f.code for f in STEPS[c.step].fields}
            assert {*c.organ, *([c.day] if c.day else [])} <= fields, c.step
            if not c.direction:
                assert "direction" in fields
            if not c.organ_kind and c.step != "exchange_evidence":
                assert "organ_kind" in fields

    def test_names_clocks_that_exist(self) -> None:
        known = {c.code for p in registry.ALL for c in p.clocks}
        assert {c.clock for c in CROSSINGS if c.clock} <= known

    def test_every_step_is_found_by_direction_and_by_organ(self) -> None:
        by_organ = {s for kind in ORGANS for s in steps_with(kind)} | set(OF_ITS_OWN_ORGAN)
        by_way = {s for way in DIRECTIONS for s in steps_going(way)} | set(OF_ITS_OWN_DIRECTION)
        assert by_organ == by_way == set(BY_STEP)

    def test_what_an_organ_is_told_or_tells_stands_in_the_books(self) -> None:
        outside = {"approve", "appoint", "report", "open", "accept", "keep", "plan", "start", "end", "call"}
        internal = {
            "refuse_transfer",
            "propose_agency_transfer",
            "approve_agency_transfer",
            "refuse_agency_transfer",
        }
        for code in ("criminal_transfer", "agency_transfer", "joint_handling"):
            own = next(p for p in registry.ALL if p.code == code)
            from anjian.procedures.controls import CODES

            crossing = {
                s.code
                for s in own.steps
                if s.code not in CODES and s.code not in internal and s.code.split("_")[0] not in outside
            }
            assert crossing - {"open_service"} <= set(BY_STEP), crossing - set(BY_STEP)


def test_a_step_reads_as_a_line() -> None:
    line = entry(
        "record_not_filed",
        {"received_on": "2026-10-20", "paper_no": "云公不立字〔2026〕7号", "refusal": "情节显著轻微。"},
    )
    assert (line.direction, line.organ_kind, line.subject) == ("received", "police", "不予立案通知书")
    assert (line.day, line.paper, line.clock) == ("2026-10-20", "云公不立字〔2026〕7号", "objection")


def test_a_letter_says_itself_where_it_goes() -> None:
    line = entry(
        "record_letter",
        {
            "direction": "received",
            "organ_kind": "procuratorate",
            "organ": "市人民检察院",
            "subject": "检察建议",
        },
    )
    assert (line.direction, line.organ_kind, line.organ) == ("received", "procuratorate", "市人民检察院")
    assert line.subject == "检察建议"
