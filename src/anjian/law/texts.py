"""Reading the text of a statute from Markdown: articles 条, paragraphs 款, items 项, headings.

The forms are those in which public collections of laws are kept: an optional head between lines of
`---`, one `# title` (or the title of the head), the history of adoption and amendment, perhaps
`<!-- INFO END -->` or a list of contents, headings from `##` down, and articles that begin a line with
第…条. A text without such articles whose provisions are counted 一、二、 (an amending law) is read by
those. Nothing is guessed: whatever does not fit becomes a problem, and a text with a problem of weight
is not imported at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from anjian.law.numerals import from_chinese, in_chinese

_NUMERAL = "零〇一二三四五六七八九十百千"
_ARTICLE = re.compile(rf"第([{_NUMERAL}]+)条(?:之([{_NUMERAL}]+))?[\s　]*(.*)")
_CLAUSE = re.compile(rf"([{_NUMERAL}]+)、(.*)")
_ITEM = re.compile(rf"[“]?[（(]([{_NUMERAL}]+)[）)]\s*(.*)")
_HEADING = re.compile(r"(#{2,6})\s*(.+)")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_IN_FORCE = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|实施|生效)")
_TITLE_OF_HEAD = re.compile(r"""title:\s*["']?(.+?)["']?$""")
_CONTENTS = re.compile(r"目[\s　]*录")
_INVISIBLE = re.compile(r"[\u200b\u200c\u200d\ufeff]")
_END_OF_HEAD = "<!-- INFO END -->"
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_MOST_LENGTH = 2_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """An item 项 of a paragraph."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph 款 with its items."""

    text: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article 条. `sub` is the inserted form 第一百三十四条之一; `under` its headings from the top."""

    number: int
    sub: int | None
    under: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def label(self) -> str:
        """第九十七条, 第一百三十四条之一."""
        return f"第{in_chinese(self.number)}条" + (f"之{in_chinese(self.sub)}" if self.sub else "")

    @property
    def anchor(self) -> str:
        """The article's place on its page: a97, a134-1."""
        return f"a{self.number}" + (f"-{self.sub}" if self.sub else "")

    @property
    def plain(self) -> str:
        """The whole article, one line for each paragraph and item."""
        lines = []
        for paragraph in self.paragraphs:
            lines.append(paragraph.text)
            lines.extend(f"（{in_chinese(item.number)}）{item.text}" for item in paragraph.items)
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What does not fit. An `error` stops the import, a `warning` is shown before it."""

    weight: Literal["error", "warning"]
    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawText:
    """A statute as read: title, history, articles, and what was wrong with it.

    `adopted_on` is the newest day in its history, `in_force_from` the day that the text itself names.
    """

    title: str
    history: tuple[str, ...]
    adopted_on: date | None
    in_force_from: date | None
    articles: tuple[Article, ...]
    problems: tuple[TextProblem, ...]

    @property
    def sound(self) -> bool:
        """Whether it may be imported."""
        return not any(problem.weight == "error" for problem in self.problems)


def read_law_text(source: str, *, named: str = "") -> LawText:
    """Read a text; `named` is its file name, whose date in brackets tells the version when it has one."""
    return _Reader(source, named).read()


class _Reader:
    """One pass over the lines of a text."""

    def __init__(self, source: str, named: str) -> None:
        self._lines = [
            (number, _INVISIBLE.sub("", line).strip(" \t\r\n　"))
            for number, line in enumerate(source[:_MOST_LENGTH].splitlines(), 1)
        ]
        self._named = named
        self._problems: list[TextProblem] = []
        if len(source) > _MOST_LENGTH:
            self._problems.append(TextProblem("error", 0, "文本过长，不像一部法律。"))
        self._title = ""
        self._title_of_head = ""
        self._history: list[str] = []
        self._under: list[tuple[int, str]] = []
        self._articles: list[Article] = []
        self._open: tuple[int, int | None, tuple[str, ...]] | None = None
        self._paragraphs: list[tuple[str, list[Item]]] = []

    def read(self) -> LawText:
        body = self._take_head()
        self._title = self._title or self._title_of_head
        by_clause = not any(_ARTICLE.match(line) for _n, line in body)
        for number, line in body:
            if not self._take(number, line, by_clause=by_clause):
                break
        self._close()
        if not self._title:
            self._say("error", 1, "没有标题：正文前应有一行“# 法律名称”。")
        if not self._articles:
            self._say("error", 1, "没有读到任何条文：条文应以“第一条”这样的字样另起一行。")
        return LawText(
            title=self._title,
            history=tuple(self._history),
            adopted_on=self._adopted_on(),
            in_force_from=self._in_force_from(),
            articles=tuple(self._articles),
            problems=tuple(sorted(self._problems, key=lambda each: each.line)),
        )

    def _say(self, weight: Literal["error", "warning"], line: int, message: str) -> None:
        self._problems.append(TextProblem(weight, line, message))

    def _take_head(self) -> list[tuple[int, str]]:
        lines = [each for each in self._lines if each[1]]
        if lines and lines[0][1] == "---":
            ends = next((i for i, (_n, line) in enumerate(lines[1:], 1) if line == "---"), 0)
            told = (_TITLE_OF_HEAD.match(line) for _n, line in lines[1:ends])
            self._title_of_head = next((found[1].strip() for found in told if found), "")
            lines = lines[ends + 1 :]
        closed = next((i for i, (_n, line) in enumerate(lines) if line == _END_OF_HEAD), None)
        for place, (number, line) in enumerate(lines):
            if line.startswith("# ") and not self._title:
                self._title = line[2:].strip()
            elif line == _END_OF_HEAD:
                return lines[place + 1 :]
            elif closed is None and (_HEADING.match(line) or _ARTICLE.match(line) or _CLAUSE.match(line)):
                return lines[place:]
            elif line.startswith("# "):
                self._say("error", number, "有两个标题：一次只导入一部法律。")
            elif not _CONTENTS.fullmatch(line):
                self._history.append(line)
        return []

    def _take(self, number: int, line: str, *, by_clause: bool) -> bool:
        """Take one line of the body; false at the appendices, which are no articles."""
        heading = _HEADING.match(line)
        if heading:
            title = re.sub(r"[\s　]+", " ", heading[2])
            if title.startswith(("附件", "附录", "附表")):
                return False
            self._close()
            level = len(heading[1])
            self._under = [each for each in self._under if each[0] < level] + [(level, title)]
            return True
        if line.startswith("# "):
            self._say("error", number, "有两个标题：一次只导入一部法律。")
            return True
        begins = _CLAUSE.match(line) if by_clause else _ARTICLE.match(line)
        if begins:
            self._begin(number, begins[1], None if by_clause else begins[2])
            self._add(begins[2] if by_clause else begins[3])
        elif self._open is None:
            self._say("warning", number, f"第一条之前或者标题之下有不属于条文的文字：{line[:30]}")
        else:
            self._take_within(number, line)
        return True

    def _take_within(self, number: int, line: str) -> None:
        item = _ITEM.match(line)
        if item and self._paragraphs:
            items = self._paragraphs[-1][1]
            told = _number(item[1])
            if told != len(items) + 1:
                self._say("warning", number, f"{self._label()}的项数不连续：（{item[1]}）")
            items.append(Item(told, item[2]))
        else:
            self._add(line)

    def _begin(self, number: int, told: str, sub: str | None) -> None:
        self._close()
        at, below = _number(told), _number(sub) if sub else None
        before = self._articles[-1] if self._articles else None
        expected = (before.number + 1, None) if before else (1, None)
        inserted = before is not None and at == before.number and below == (before.sub or 0) + 1
        if any((each.number, each.sub) == (at, below) for each in self._articles):
            self._say("error", number, f"第{told}条出现了两次。")
        elif (at, below) != expected and not inserted:
            self._say("error", number, f"条数不连续：{before.label if before else '开头'}之后是第{told}条。")
        self._open = (at, below, tuple(title for _level, title in self._under))

    def _add(self, text: str) -> None:
        if text:
            self._paragraphs.append((text, []))

    def _label(self) -> str:
        return f"第{in_chinese(self._open[0])}条" if self._open else ""

    def _close(self) -> None:
        if self._open is None:
            return
        at, below, under = self._open
        if not self._paragraphs:
            self._say("error", 0, f"{self._label()}没有内容。")
        paragraphs = tuple(Paragraph(text, tuple(items)) for text, items in self._paragraphs)
        self._articles.append(Article(at, below, under, paragraphs))
        self._open, self._paragraphs = None, []

    def _adopted_on(self) -> date | None:
        named = re.search(r"[（(](\d{4})-(\d{2})-(\d{2})[）)]", self._named)
        if named:
            return _day(named[1], named[2], named[3])
        days = [
            day
            for line in self._history
            if not line.rstrip("）)").endswith(("施行", "实施"))
            for found in _DAY.finditer(line.translate(_WIDE))
            if (day := _day(found[1], found[2], found[3]))
        ]
        return max(days, default=None)

    def _in_force_from(self) -> date | None:
        """The day that the history or the last articles name, if it is not older than the version."""
        adopted = self._adopted_on()
        told: list[date] = []
        for line in self._history:
            found = _DAY.search(line.translate(_WIDE))
            day = _day(found[1], found[2], found[3]) if found else None
            if day and line.rstrip("）)").endswith(("施行", "实施")):
                told.append(day)
        for article in self._articles[-2:]:
            for found in _IN_FORCE.finditer(article.plain.translate(_WIDE)):
                day = _day(found[1], found[2], found[3])
                told.extend([day] if day else [])
        fitting = [day for day in told if adopted is None or day >= adopted]
        return max(fitting, default=None)


def _number(told: str) -> int:
    return from_chinese(told.replace("〇", "零"))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
