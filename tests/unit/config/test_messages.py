from __future__ import annotations

import gettext
import re

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation

from anjian.config import catalogue

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def made() -> Catalog:
    return catalogue.merged(catalogue.collect(), catalogue.read())


class TestCollecting:
    def test_reads_constant_messages_of_a_module(self) -> None:
        code = (
            "a = _('甲')\nb = ngettext('%(n)s 天', '%(n)s 日', n)\nc = pgettext('动词', '办')\nd = _(name)\n"
        )
        assert list(catalogue.from_python(code)) == [
            ("甲", None),
            (("%(n)s 天", "%(n)s 日"), None),
            ("办", "动词"),
        ]

    def test_reads_tags_of_a_template(self) -> None:
        page = (
            '{% load i18n %}{% translate "登录" %}'
            "{% blocktranslate with n=items|length %}共 {{ n }} 件{% endblocktranslate %}"
            '{% translate "办" context "动词" %}'
        )
        assert list(catalogue.from_template(page)) == [("登录", None), ("共 %(n)s 件", None), ("办", "动词")]

    def test_holds_the_vocabulary_of_procedures_documents_and_events(self) -> None:
        names = {name for _context, name in catalogue.collect()}
        assert {"批准立案", "告知听证", "行政处罚告知书", "送达时间", "办理步骤", "书证"} <= names


class TestFaults:
    def made(self, english: str) -> Catalog:
        found = Catalog(locale="en")
        found.add("还有%(n)d项", english, locations=[("web/a.py", 0)])
        return found

    def test_names_a_message_without_english(self) -> None:
        assert catalogue.faults(self.made("")) == ["untranslated: 还有%(n)d项  (web/a.py)"]

    def test_names_english_with_other_placeholders(self) -> None:
        assert catalogue.faults(self.made("%(m)d left")) == ["placeholders differ: 还有%(n)d项 -> %(m)d left"]

    def test_accepts_the_same_placeholders(self) -> None:
        assert catalogue.faults(self.made("%(n)d left")) == []


class TestTheEnglishCatalogue:
    def test_has_english_with_equal_placeholders_for_every_message(self, made: Catalog) -> None:
        assert catalogue.faults(made) == [], "run ./anjian messages and translate what it names"

    def test_is_what_the_sources_ask_for_and_is_compiled(self, made: Catalog) -> None:
        assert catalogue.stale(made) == []

    def test_leaves_chinese_only_in_names_of_statutes_and_what_is_written_into_documents(self) -> None:
        quoted = re.compile(r"《[^》]+》[第条款项至一二三四五六七八九十百]*|“(?:未发现|无)”|简体中文")
        with catalogue.MO.open("rb") as file:
            spoken = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        left = [said for name, said in spoken.items() if name and HAN.search(quoted.sub("", said))]
        assert left == []

    def test_is_loaded_by_django(self) -> None:
        with translation.override("en"):
            assert translation.gettext("行政处罚告知书") == "Prior notice"
            assert translation.ngettext("待证事实 %(n)s 项", "待证事实 %(n)s 项", 2) == "%(n)s facts to prove"
        with translation.override("zh-hans"):
            assert translation.gettext("行政处罚告知书") == "行政处罚告知书"
