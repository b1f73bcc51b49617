"""Identity numbers, lines and pages of the record, and its dated data."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjian.interviews.script import limits_on, script_on
from anjian.testimony import record
from anjian.testimony.record import LINES_PER_PAGE, Passage, age_on, id_problem, lay_out, masked, wrap

TEXTS = st.text(alphabet="问答动火作业由谁安排三个人，。；？！abc123", max_size=400)


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


class TestIdentityNumber:
    @pytest.mark.parametrize(
        ("number", "born_on", "sex", "says"),
        [
            ("610102198506150013", date(1985, 6, 15), "男", ""),
            ("610102198506150014", date(1985, 6, 15), "男", "校验位"),
            ("610102198506150013", date(1985, 6, 16), "男", "出生日期"),
            ("610102198506150013", date(1985, 6, 15), "女", "性别"),
            ("61010219850615001", None, "", "18位"),
            ("E12345678", None, "", ""),
        ],
    )
    def test_says_what_does_not_fit(self, number: str, born_on: date | None, sex: str, says: str) -> None:
        problem = id_problem(number, born_on, sex)
        assert says in problem if says else problem == ""

    def test_lists_show_only_the_ends(self) -> None:
        assert masked("610102198506150013") == "610102********0013"
        assert "12345" not in masked("E12345678")
        assert masked("") == ""

    def test_a_person_is_of_age_on_the_birthday(self) -> None:
        assert age_on(date(2008, 10, 9), date(2026, 10, 8)) == 17
        assert age_on(date(2008, 10, 9), date(2026, 10, 9)) == 18


class TestPages:
    @given(st.lists(st.tuples(st.sampled_from(("q", "a")), TEXTS), max_size=40))
    def test_no_word_is_lost_or_moved_to_another_page_on_the_second_look(
        self, parts: list[tuple[str, str]]
    ) -> None:
        passages = [Passage(kind, text) for kind, text in parts]
        pages = lay_out(passages)
        assert "".join(line.text for page in pages for line in page.lines) == "".join(
            p.text for p in passages
        )
        assert [page.no for page in pages] == list(range(1, len(pages) + 1))
        assert all(len(page.lines) <= LINES_PER_PAGE for page in pages)
        assert lay_out(passages) == pages

    @given(TEXTS)
    def test_lines_fit_and_never_begin_with_closing_punctuation(self, text: str) -> None:
        lines = wrap(text)
        assert all(width(line.rstrip(record._NO_LINE_START)) <= record.LINE_WIDTH * 2 for line in lines)
        assert not any(line[:1] in set(record._NO_LINE_START) for line in lines[1:] if line)

    def test_a_hash_binds_the_words_and_the_number_of_the_page(self) -> None:
        first = lay_out([Passage("a", "八点。")])[0]
        other = lay_out([Passage("a", "九点。")])[0]
        moved = record.page_bytes(2, [(line.kind, line.text) for line in first.lines])
        assert first.sha256 != other.sha256
        assert record.sha256_hex(moved) != first.sha256
        assert len(first.sm3) == 64


class TestDatedData:
    def test_every_line_of_the_script_cites_and_is_filled_in(self) -> None:
        script = script_on(date(2026, 10, 9))
        assert len(script.codes) == len(set(script.codes)) == 8
        for line in script.lines:
            assert line.cites
            assert line.answer
            assert "{" not in line.text.format(org="市应急管理局", officers="王虎、赵敏", matter="动火作业")
        with pytest.raises(KeyError):
            script.line("nothing")

    def test_before_the_first_entry_there_is_none(self) -> None:
        with pytest.raises(LookupError):
            script_on(date(2020, 1, 1))

    def test_limits_say_where_they_come_from(self) -> None:
        limits = limits_on(date(2026, 10, 9))
        assert (limits.warn_minutes, limits.stop_minutes) == (240, 480)
        assert "参照" in limits.source
