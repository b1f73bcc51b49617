"""Label codes notice what people mistype; the rules of custody and examination cite real places."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest

from anjian.evidence import examination, labels
from anjian.evidence.custody_rules import acts, place_kinds
from anjian.evidence.keeping import Keeping, add_up, refusals
from anjian.evidence.kinds import CUSTODY_ACTS, FORMS, KINDS
from anjian.evidence.records import Custody
from anjian.kit.ids import uuid7
from anjian.law.citing import find_citations

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_code_reads_back_to_the_end_of_the_id() -> None:
    for _ in range(200):
        item_id = uuid7()
        code = labels.code_of(item_id)
        assert len(code) == 15
        for typed in (code, code.lower(), code.replace("-", " "), f"http://host/evidence/{code}/"):
            assert labels.read(typed) == str(item_id).replace("-", "")[-10:]


def test_every_wrong_digit_and_every_swap_is_noticed() -> None:
    rng = Random(7)
    for _ in range(40):
        code = labels.code_of(UUID(int=rng.getrandbits(128))).replace("-", "")
        for place in range(2, 12):
            for digit in DIGITS.replace(code[place], ""):
                assert labels.read(code[:place] + digit + code[place + 1 :]) is None
        for left in range(2, 11):
            for right in range(left + 1, 12):
                swapped = list(code)
                swapped[left], swapped[right] = swapped[right], swapped[left]
                assert code[left] == code[right] or labels.read("".join(swapped)) is None


@pytest.mark.parametrize(
    "text", ["", "AJ", "AJ-0000-001A", "BJ-0000-001A-VZ", "AJ-0000-001A-VZX", "E-1", "🙂"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert labels.read(text) is None


def test_every_rule_cites_a_place_that_can_be_opened() -> None:
    cited = [c for rule in acts().values() for c in rule.cites]
    cited += [c for trait in examination.traits().values() for c in trait.cites]
    cited += [
        c
        for kind in KINDS
        for form in FORMS
        for p in examination.points(kind, form, thing=True)
        for c in p.cites
    ]
    assert cited
    assert [c for c in cited if len(find_citations(c)) != 1] == []


def test_every_kind_has_points_on_every_trait_and_no_code_twice() -> None:
    for kind in KINDS:
        for form in FORMS:
            points = examination.points(kind, form)
            assert {p.trait for p in points} == set(examination.traits())
            assert len({p.code for p in points}) == len(points)
    assert {p.code for p in examination.points("physical", "original", thing=True)} > {
        p.code for p in examination.points("physical", "original")
    }


def test_places_stand_in_places_that_exist() -> None:
    kinds = place_kinds()
    assert {inner for kind in kinds.values() for inner in kind.inside} <= set(kinds)
    assert all(kind.roles or kind.inside for kind in kinds.values())


def link(act: str, **said: object) -> Custody:
    at = datetime(2026, 10, 8, tzinfo=UTC)
    plain = Custody(
        seq=1, act=act, from_holder="", to_holder="甲", reason="", seal_no="", place="", signers=("甲", "乙"),
        happened_at=at, sha256_before="", sha256_after="", by_name="甲", prev_hash="", hash="",
    )  # fmt: skip
    return replace(plain, **said)  # type: ignore[arg-type]


def keeping(*links: Custody) -> Keeping:
    return add_up(links, acts())


class TestKeeping:
    def test_a_seal_lies_on_until_it_is_opened(self) -> None:
        sealed = (link("take"), link("seal", seal_no="1"), link("transfer", to_holder="乙"))
        assert keeping(*sealed).sealed_with == "1"
        assert keeping(*sealed).holder == "乙"
        assert keeping(*sealed, link("open", seal_no="1")).sealed_with == ""
        assert keeping(*sealed, link("open", seal_no="1")).mismatches == ()

    def test_a_wrong_seal_is_remembered_through_later_acts(self) -> None:
        after = keeping(link("seal", seal_no="1"), link("open", seal_no="2"), link("seal", seal_no="3"))
        assert [(m.expected, m.found) for m in after.mismatches] == [("1", "2")]

    def test_a_loan_runs_until_its_day(self) -> None:
        lent = keeping(link("take"), link("lend", due_on=date(2026, 10, 9)))
        assert not lent.overdue(date(2026, 10, 9))
        assert lent.overdue(date(2026, 10, 10))
        assert not keeping(link("lend", due_on=date(2026, 10, 9)), link("lend_back")).overdue(
            date(2027, 1, 1)
        )

    def test_nothing_follows_the_end(self) -> None:
        for end in ("return", "destroy"):
            for rule in acts().values():
                assert [r.code for r in refusals(rule, keeping(link(end)), no="E-1")] == ["custody_ended"]

    def test_every_refusal_says_why_by_which_article_who_and_what_to_do(self) -> None:
        states = [
            keeping(),
            keeping(link("seal", seal_no="1")),
            keeping(link("lend", due_on=date(2026, 1, 1))),
        ]
        found = [r for state in states for rule in acts().values() for r in refusals(rule, state, no="E-1")]
        assert {r.code for r in found} == {"sealed_already", "sealed", "out", "not_out"}
        assert all(r.reason and r.cites and r.who and r.cure for r in found)

    def test_any_chain_that_is_not_refused_adds_up(self) -> None:
        rng = Random(3)
        for _ in range(300):
            chain = [link("take")]
            for number in range(12):
                act = rng.choice(list(CUSTODY_ACTS))
                if act == "take" or refusals(acts()[act], keeping(*chain), no="E-1"):
                    continue
                chain.append(link(act, seal_no=str(number), due_on=date(2026, 10, 9)))
            held = [keeping(*chain[: n + 1]) for n in range(len(chain))]
            assert all(
                not (a.sealed_with and b.sealed_with and a.sealed_with != b.sealed_with)
                for a, b in pairwise(held)
            )
            assert sum(bool(k.ended) for k in held) <= 1
