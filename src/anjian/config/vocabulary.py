"""The law's own vocabulary that screens translate when they draw it.

Procedures, document kinds and a few tables are data of packages that know nothing of languages.
Their labels are looked up by the screens (`_(step.label)`), so the catalogue must hold them. What
has legal force stays out: contents of documents, articles, explanations of a day, violations and
the sentences of the record are Chinese in every language (docs/adr/0011).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Word = tuple[str, str]


def words() -> Iterator[Word]:
    """Every word with the place it comes from; Django must be set up."""
    for place, word in (*_procedures(), *_documents(), *_tables(), *_events()):
        if word:
            yield word, place


def _procedures() -> Iterator[Word]:
    from anjian.procedures import document_names, roles
    from anjian.procedures.registry import ALL
    from anjian.procedures.spec import STAGES

    yield from (("procedures/spec.py", stage.label) for stage in STAGES)
    yield from (("procedures/roles.py", label) for label in roles.ROLE_LABELS.values())
    yield from (("procedures/document_names.py", name) for name in document_names.DOCUMENT_NAMES.values())
    for procedure in ALL:
        place = f"procedures/definitions: {procedure.code}"
        yield place, procedure.label
        yield from ((place, state.label) for state in procedure.states)
        yield from ((place, clock.label) for clock in procedure.clocks)
        yield from ((place, child.label) for child in procedure.children)
        for step in procedure.steps:
            yield place, step.label
            yield place, step.help
            yield from ((place, word) for word in _fields(step.fields))
            for rule in step.guards:
                yield from ((place, word) for word in (rule.reason, rule.cure, *rule.who.split("、")))


def _documents() -> Iterator[Word]:
    from anjian.documents.kinds import all_kinds

    for kind in all_kinds():
        place = f"documents/kinds/{kind.folder}"
        yield place, kind.name
        yield from ((place, word) for word in _fields(kind.fields))


def _fields(fields: Iterable[Any]) -> Iterator[str]:
    """Labels, helps, choices and columns of the fields of a step or a document."""
    for field in fields:
        yield field.label
        yield getattr(field, "help", "")
        yield getattr(field, "pattern_message", "")
        yield from (choice if isinstance(choice, str) else choice[1] for choice in field.choices)
        yield from _fields(getattr(field, "columns", ()))


def _tables() -> Iterator[Word]:
    from django.apps import apps

    from anjian.evidence import kinds
    from anjian.people.actions import ROLES
    from anjian.testimony.model import SLOT_LABELS

    yield from (("people/actions.py", label) for label in ROLES.values())
    for table in (kinds.KINDS, kinds.FORMS, kinds.CUSTODY_ACTS):
        yield from (("evidence/kinds.py", label) for label in table.values())
    yield from (("testimony/model.py", label) for label in SLOT_LABELS.values())
    yield from _registers()
    for model in apps.get_models():
        if model.__module__.startswith("anjian."):
            place = f"{model.__module__.split('.')[1]}/models.py"
            for field in model._meta.get_fields():  # noqa: SLF001 -- public by Django's own word
                yield from ((place, str(label)) for _code, label in getattr(field, "flatchoices", ()))


def _registers() -> Iterator[Word]:
    from anjian.registers import anonymise
    from anjian.registers.queries import cases, typical

    ended = (*cases.RESULTS, *cases.RECUSALS.values(), *(words for words, _tone in cases.OPINIONS.values()))
    yield from (("registers/queries/cases.py", word) for word in ended)
    yield from (("registers/queries/typical.py", label) for _code, label in typical.PARTS)
    yield from (("registers/anonymise.py", why) for why in anonymise.WHYS)
    yield from (
        ("registers/data/anonymise.yaml", rule["label"])
        for rule in anonymise.data()["rules"]
        if not rule.get("keep")
    )


def _events() -> Iterator[Word]:
    import importlib

    from anjian.audit.events import registered

    for path in sorted(Path(__file__).resolve().parents[1].glob("*/events.py")):
        importlib.import_module(f"anjian.{path.parent.name}.events")
    for kind in registered().values():
        if kind.__module__.startswith("anjian."):
            yield f"{kind.__module__.split('.')[1]}/events.py", kind.label
