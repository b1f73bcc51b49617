"""English is the second language of the screens: nearly everything has it, nothing is garbled."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

# A sentence added today may wait for its English; a screen may not.
ENOUGH = 0.95


@pytest.fixture(scope="module")
def lint() -> ModuleType:
    path = Path(__file__).parents[2] / "lint" / "catalogue.py"
    spec = importlib.util.spec_from_file_location("catalogue_lint", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_screens_can_be_read_in_english(lint: ModuleType) -> None:
    said, known = lint.said_on_screens(), lint.english(lint.catalogue())
    lacking = sorted(said - known.keys())
    assert len(lacking) <= (1 - ENOUGH) * len(said), lacking


def test_every_translation_keeps_its_placeholders(lint: ModuleType) -> None:
    for chinese, english in lint.english(lint.catalogue()).items():
        assert english, chinese
        assert sorted(lint.PLACEHOLDER.findall(chinese)) == sorted(lint.PLACEHOLDER.findall(english)), chinese


def test_the_compiled_file_is_that_of_the_text(lint: ModuleType) -> None:
    assert lint.MO.read_bytes() == lint.compiled(lint.catalogue()), "run: python lint/catalogue.py --write"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{% translate "案件" %}', {"案件"}),
        ("<a title=\"{% translate '返回' %}\">", {"返回"}),
        ("{% blocktranslate with n=x %}共 {{ n }} 件{% endblocktranslate %}", {"共 %(n)s 件"}),
        (
            "{% blocktranslate count n=x %}{{ n }} 项{% plural %}{{ n }} 项们{% endblocktranslate %}",
            {"%(n)s 项"},
        ),
        ('{{ label|default:_("提交") }}', {"提交"}),
        ("<p>散字</p>", set()),
    ],
)
def test_sentences_of_a_template_are_found(lint: ModuleType, text: str, said: set[str]) -> None:
    assert lint.said_in_template(text) == said


def test_sentences_of_a_module_are_found(lint: ModuleType) -> None:
    assert lint.said_in_module('x = _("甲") + gettext_noop("乙") + other("丙")') == {"甲", "乙"}
