from __future__ import annotations

import configparser
from pathlib import Path, PurePosixPath

import pytest

from lint.__main__ import RULES
from lint.rule import File, Rule
from lint.shape import missing_files


class TestRules:
    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
    def test_judges_its_own_samples_rightly(self, rule: Rule) -> None:
        assert rule.good
        assert rule.bad
        assert rule.self_test() == []

    def test_a_rule_that_finds_nothing_is_found_out(self) -> None:
        blind = Rule(
            name="blind", why="", applies=lambda path: True, check=lambda file: iter(()),
            good=(), bad=(("a.py", "x = 1"),),
        )  # fmt: skip
        assert blind.self_test() == ["blind: a bad sample passes: a.py: 'x = 1'"]

    def test_a_finding_names_file_and_line(self) -> None:
        writes = next(rule for rule in RULES if rule.name == "no-writes-outside-actions")
        found = list(
            writes.findings(File(PurePosixPath("src/anjian/cases/queries.py"), "a = 1\ncase.save()\n"))
        )
        assert [str(finding) for finding in found] == [
            "src/anjian/cases/queries.py:2: no-writes-outside-actions: .save() writes; only actions may"
        ]

    def test_an_app_without_one_of_its_files_is_named(self) -> None:
        names = ("models.py", "queries.py", "access.py", "actions/__init__.py", "tasks.py", "README.md")
        app = {PurePosixPath("src/anjian/cases") / name for name in (*names, "migrations/__init__.py")}
        assert missing_files(app) == ["src/anjian/cases: events.py is missing"]
        assert missing_files(app | {PurePosixPath("src/anjian/cases/events.py")}) == []


class TestContracts:
    def test_every_app_with_tables_keeps_them_to_itself_and_its_order_inside(self) -> None:
        root = Path(__file__).resolve().parents[3]
        contracts = configparser.ConfigParser()
        contracts.read(root / ".importlinter", encoding="utf-8")
        inside = contracts["importlinter:contract:inside"]["containers"].split()
        for folder in sorted((root / "src" / "anjian").glob("*/migrations")):
            app = folder.parent.name
            assert f"anjian.{app}" in inside
            own = contracts[f"importlinter:contract:models-{app}"]
            assert own["protected_modules"].split() == [f"anjian.{app}.models"]
            assert own["allowed_importers"].split() == [f"anjian.{app}"]
