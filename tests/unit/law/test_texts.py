"""Reading law texts from Markdown, comparing two of them, and finding citations in prose."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from anjian.law.citing import code_of, find_citations
from anjian.law.text_diff import compare
from anjian.law.texts import read_law_text

DATA = Path(__file__).parents[2] / "data" / "law_texts"
OLD = (DATA / "example_2019.md").read_text(encoding="utf-8")
NEW = (DATA / "example_2024.md").read_text(encoding="utf-8")


class TestReading:
    def test_title_history_and_days(self):
        read = read_law_text(OLD, named="示例安全法(2019-03-01).md")
        assert read.sound
        assert read.problems == ()
        assert read.title == "中华人民共和国示例安全法"
        assert read.history == ("2019年3月1日 示例会议通过",)
        assert (read.adopted_on, read.in_force_from) == (date(2019, 3, 1), date(2019, 6, 1))

    def test_articles_paragraphs_and_items(self):
        read = read_law_text(OLD)
        assert [each.label for each in read.articles] == ["第一条", "第二条", "第三条", "第四条"]
        assert read.articles[0].under == ("第一章 总 则",)
        assert len(read.articles[1].paragraphs) == 2
        assert [(item.number, item.text) for item in read.articles[2].paragraphs[0].items] == [
            (1, "未设置示例标志的；"),
            (2, "涂改示例标志的。"),
        ]

    def test_the_other_collection_with_wide_spaces_and_inserted_articles(self):
        read = read_law_text(NEW)
        assert read.sound
        assert [each.anchor for each in read.articles] == ["a1", "a2", "a3", "a4", "a4-1", "a5"]
        assert read.adopted_on == date(2024, 5, 6)
        assert read.in_force_from == date(2024, 8, 1)

    def test_a_title_in_the_head_and_a_list_of_contents(self):
        read = read_law_text(
            '---\ntitle: "示例法"\n---\n\n（2002年6月29日通过　根据2014年8月31日《决定》第二次修正）\n\n'
            "目　　录\n\n"
            "### 第一章　总　　则\n\n### 第二章　附　　则\n\n### 第一章　总　　则\n\n第一条　甲。\n\n"
            "### 第二章　附　　则\n\n第二条　乙。\n"
        )
        assert read.sound
        assert read.problems == ()
        assert read.title == "示例法"
        assert read.adopted_on == date(2014, 8, 31)
        assert [each.under for each in read.articles] == [("第一章 总 则",), ("第二章 附 则",)]

    def test_an_amending_law_is_read_by_its_clauses(self):
        read = read_law_text(
            "# 示例修正案\n\n<!-- INFO END -->\n\n一、将第一条修改为：“甲。\n\n“乙。”\n\n二、删去第二条。\n"
        )
        assert read.sound
        assert [len(each.paragraphs) for each in read.articles] == [2, 1]

    def test_appendices_are_no_articles(self):
        read = read_law_text("# 示例法\n\n第一条 甲。\n\n第二条 乙。\n\n## 附件一\n\n1．丙\n")
        assert len(read.articles) == 2
        assert len(read.articles[1].paragraphs) == 1

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ("", "没有标题"),
            ("# 示例法\n\n没有条文的文字。\n", "没有读到任何条文"),
            ("# 示例法\n\n第一条 甲。\n\n第三条 乙。\n", "条数不连续：第一条之后是第三条"),
            ("# 示例法\n\n第一条 甲。\n\n第一条 乙。\n", "出现了两次"),
            ("# 示例法\n\n第一条\n\n第二条 乙。\n", "第一条没有内容"),
            ("# 示例法\n\n第一条 甲。\n\n# 另一法\n\n第二条 乙。\n", "有两个标题"),
        ],
    )
    def test_what_is_not_whole_is_not_sound(self, source, said):
        read = read_law_text(source)
        assert not read.sound
        assert any(said in each.message for each in read.problems if each.weight == "error")

    def test_a_gap_in_the_items_is_said_but_no_obstacle(self):
        read = read_law_text("# 示例法\n\n第一条 下列：\n\n（一）甲；\n\n（三）乙。\n")
        assert read.sound
        assert [each.line for each in read.problems] == [7]


class TestComparing:
    def changes(self):
        return compare(read_law_text(OLD).articles, read_law_text(NEW).articles)

    def test_follows_articles_whose_numbers_moved(self):
        told = [
            (each.kind, each.old.label if each.old else "", each.new.label if each.new else "")
            for each in self.changes()
        ]
        assert told == [
            ("same", "第一条", "第一条"),
            ("new", "", "第二条"),
            ("changed", "第二条", "第三条"),
            ("changed", "第三条", "第四条"),
            ("new", "", "第四条之一"),
            ("changed", "第四条", "第五条"),
        ]

    def test_shows_the_words_that_changed_on_either_side(self):
        fine = self.changes()[3]
        assert "".join(piece.text for piece in fine.old_pieces) == fine.old.plain
        assert "".join(piece.text for piece in fine.new_pieces) == fine.new.plain
        assert "、遮挡" in [piece.text for piece in fine.new_pieces if piece.kind == "new"]

    def test_a_moved_article_has_not_changed(self):
        one = read_law_text("# 甲\n\n第一条 从前的条文仍然这样写着。\n").articles
        two = read_law_text(
            "# 甲\n\n第一条 新的目的和新的任务。\n\n第二条 从前的条文仍然这样写着。\n"
        ).articles
        assert [each.kind for each in compare(one, two)] == ["new", "moved"]

    def test_nothing_in_common(self):
        one = read_law_text("# 甲\n\n第一条 甲乙丙丁戊己庚辛。\n").articles
        two = read_law_text("# 甲\n\n第一条 天地玄黄宇宙洪荒。\n").articles
        assert [each.kind for each in compare(one, two)] == ["gone", "new"]
        assert compare((), ()) == ()


class TestCiting:
    def test_finds_every_place_after_a_title(self):
        text = "违反《安全生产法》第九十七条第七项，《中华人民共和国行政处罚法》第四十二条第一款、第五十五条"
        found = find_citations(text)
        assert [each.citation.key for each in found] == ["WSL:97#7", "APL:42.1", "APL:55"]
        assert text[found[0].start : found[0].end] == "《安全生产法》第九十七条第七项"
        assert text[found[2].start : found[2].end] == "第五十五条"

    def test_inserted_articles(self):
        assert [each.citation.key for each in find_citations("《刑法》第一百三十四条之一")] == ["PC:134-1"]

    def test_leaves_what_it_does_not_know(self):
        assert find_citations("《无名办法》第三条、《行政处罚法》第九百条、《行政处罚法》") == ()

    @pytest.mark.parametrize(
        ("title", "code"),
        [
            ("中华人民共和国安全生产法", "WSL"),
            ("安全生产法", "WSL"),
            ("行政执法机关移送涉嫌犯罪案件的规定", "TCR"),
            ("没有的法", ""),
        ],
    )
    def test_titles_lead_to_codes(self, title, code):
        assert code_of(title) == code
