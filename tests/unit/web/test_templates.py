"""Rules every template keeps, whoever writes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import anjian.web

FOLDER = Path(anjian.web.__file__).parent / "templates"
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# What stands inside a translation tag, a comment, a variable or a stored value is not loose text.
SPOKEN_FOR = re.compile(
    r"{%\s*blocktrans(?:late)?.*?{%\s*endblocktrans(?:late)?\s*%}|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|value=\"[^\"]*\"",
    re.DOTALL,
)
UNTRANSLATED_TAG = re.compile(
    r"{%(?!\s*(?:translate|blocktranslate|trans)\b)[^%]*?[\"'][^\"'%]*[\u4e00-\u9fff][^%]*%}"
)
# Sample data of the gallery, and the names of the two languages in their own script.
SAMPLES = {"help/components.html", "ui/language.html"}


def source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
class TestEveryTemplate:
    def test_it_compiles(self, name: str) -> None:
        get_template(name)

    def test_it_has_no_inline_style_script_or_handler(self, name: str) -> None:
        text = source(name)
        assert not re.search(r"<[a-z][^>]*\s(?:style|on[a-z]+)=", text)
        assert not re.search(r"<style|<script(?![^>]*\ssrc=)", text)
        assert not re.search(r"hx-on[:=]|=[\"']js(?:on)?:|javascript:", text)

    def test_a_new_window_cannot_reach_back(self, name: str) -> None:
        for tag in re.findall(r"<a[^>]*\starget=[^>]*>", source(name)):
            assert 'rel="noopener' in tag

    def test_its_words_can_be_translated(self, name: str) -> None:
        if name in SAMPLES:
            assert source(name)
            return
        text = source(name)
        loose = CHINESE.findall(SPOKEN_FOR.sub("", text))
        assert not loose, f"outside a translation tag: {loose}"
        compared = re.compile(r"{%\s*(?:if|elif)\b")
        hidden = [
            tag for tag in UNTRANSLATED_TAG.findall(text) if "_(" not in tag and not compared.match(tag)
        ]
        assert not hidden, f"inside another tag: {hidden}"


class TestTheRulesThemselves:
    @pytest.mark.parametrize(
        ("text", "caught"),
        [
            ("<p>案件</p>", True),
            ('<p>{% translate "案件" %}</p>', False),
            ("{% blocktranslate %}共 {{ n }} 件{% endblocktranslate %}", False),
            ('<p title="案件">x</p>', True),
            ("{# 注释 #}", False),
        ],
    )
    def test_loose_words_are_seen(self, text: str, caught: bool) -> None:
        assert bool(CHINESE.findall(SPOKEN_FOR.sub("", text))) is caught

    @pytest.mark.parametrize(
        ("text", "caught"),
        [
            ('{% panel "文书" %}', True),
            ('{% translate "文书" as t %}', False),
            ("{% panel t %}", False),
        ],
    )
    def test_words_inside_another_tag_are_seen(self, text: str, caught: bool) -> None:
        assert bool(UNTRANSLATED_TAG.findall(text)) is caught
