"""Words and patterns of numbers by time, place and organisation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anjian.documents.issuer import Issuer
from anjian.documents.kinds import all_kinds, get
from anjian.documents.numbering import check_pattern, malformed_patterns, number_text, parse_number
from anjian.documents.words import FILE, OWN, pattern_of, read_wordings, word_of
from anjian.law.datafiles import read_yaml
from anjian.law.parameters import Confidence

ON = date(2026, 10, 8)


def bureau(**settings: str) -> Issuer:
    return Issuer.of({"region": "示例", "place": "610113"} | settings, name="示例市应急管理局")


class TestDelivered:
    def test_every_numbered_kind_has_its_word_with_source_and_confidence(self) -> None:
        for kind in all_kinds():
            if not kind.numbered:
                continue
            word = word_of(kind, bureau(), on=ON)
            assert word.text == kind.word
            assert word.source
            assert word.confidence is not Confidence.TEXT

    def test_words_seen_in_documents_are_marked_apart_from_those_known_only(self) -> None:
        assert word_of(get("D36"), bureau(), on=ON).confidence is Confidence.LOCAL
        assert word_of(get("D08"), bureau(), on=ON).confidence is Confidence.KNOWLEDGE
        assert word_of(get("D64"), bureau(), on=ON).confidence is Confidence.INFERENCE

    def test_before_the_first_row_the_kind_has_a_word_of_its_own(self) -> None:
        assert word_of(get("D36"), bureau(), on=date(2010, 1, 1)).text == "罚"

    def test_no_row_speaks_of_an_unknown_kind_or_one_without_number(self) -> None:
        numbered = {kind.code for kind in all_kinds() if kind.numbered}
        assert set(read_wordings(read_yaml(FILE))) - {""} == numbered


class TestOwn:
    def test_what_the_bureau_has_set_goes_first(self) -> None:
        word = word_of(get("D36"), bureau(**{"word.D36": "行罚"}), on=ON)
        assert (word.text, word.source) == ("行罚", OWN)

    def test_a_dated_word_begins_on_its_day(self) -> None:
        issuer = bureau(**{"word.D36": "行罚", "word.D36@2027-01-01": "处罚", "word.D36@2028-01-01": "罚字"})
        days = (date(2026, 12, 31), date(2027, 1, 1), date(2028, 6, 1))
        assert [word_of(get("D36"), issuer, on=day).text for day in days] == ["行罚", "处罚", "罚字"]

    def test_the_pattern_is_the_bureaus_too(self) -> None:
        own = "{region}应急{word}〔{year}〕{seq}号"
        assert pattern_of(bureau(), on=ON).text == "（{region}）应急{word}〔{year}〕{seq}号"
        assert pattern_of(bureau(number_pattern=own), on=ON).text == own
        later = bureau(**{"number_pattern@2027-01-01": own})
        assert pattern_of(later, on=ON).text != own
        assert pattern_of(later, on=date(2027, 1, 1)).text == own


class TestPlaces:
    DATA: dict[str, Any] = {
        "sources": {"s": "某地规定"},
        "patterns": [],
        "words": [
            {"kind": "D36", "word": "罚", "place": "000000", "valid_from": date(2019, 1, 1)},
            {"kind": "D36", "word": "西罚", "place": "610100", "valid_from": date(2027, 1, 1)},
        ],
    }

    def rows(self) -> dict[str, Any]:
        words = [row | {"confidence": "local", "source": "s"} for row in self.DATA["words"]]
        return self.DATA | {"words": words}

    def test_the_nearest_division_goes_first_once_it_has_a_word(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read = read_wordings(self.rows())
        monkeypatch.setattr("anjian.documents.words._delivered", lambda: read)
        assert word_of(get("D36"), bureau(), on=ON).text == "罚"
        assert word_of(get("D36"), bureau(), on=date(2027, 2, 1)).text == "西罚"
        elsewhere = Issuer(name="某局", region="某", place="320100")
        assert word_of(get("D36"), elsewhere, on=date(2027, 2, 1)).text == "罚"

    def test_two_words_at_one_place_and_time_are_refused(self) -> None:
        rows = self.rows()
        rows["words"].append(dict(rows["words"][0]))
        with pytest.raises(ValueError, match="D36 has two words at 000000"):
            read_wordings(rows)

    def test_a_word_without_source_is_refused(self) -> None:
        rows = self.rows()
        rows["words"][0]["source"] = "nowhere"
        with pytest.raises(ValueError, match="has no source"):
            read_wordings(rows)


class TestPatterns:
    @pytest.mark.parametrize("pattern", ["{word}{year}", "{word}{year}{seq}{seq}", "{word}{year}{seq}{name}"])
    def test_a_pattern_holds_word_year_and_number_once(self, pattern: str) -> None:
        with pytest.raises(ValueError, match="is no pattern"):
            check_pattern(pattern)
        assert malformed_patterns(bureau(number_pattern=pattern)) == [pattern]

    def test_numbers_of_another_pattern_are_read_back(self) -> None:
        pattern = "{region}应急{word}〔{year}〕{seq}号"
        text = number_text(region="示", word="罚告", year=2026, seq=7, pattern=pattern)
        assert text == "示应急罚告〔2026〕7号"
        assert parse_number("（示例）应急罚〔2026〕7号", "（示例）应急{word}〔{year}〕{seq}号") == (
            "",
            "罚",
            2026,
            7,
        )
