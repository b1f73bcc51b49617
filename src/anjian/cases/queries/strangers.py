"""Officers whom a step names but who do not serve in the bureau that handles the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from anjian.kit.errors import Refusal
from anjian.law.statutes import APL
from anjian.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from anjian.cases.queries.picture import Picture
    from anjian.procedures.spec import Field, Procedure


def strangers_in(
    picture: Picture, procedure: Procedure, step: str, inputs: Mapping[str, Any]
) -> tuple[Refusal, ...]:
    """Refuse officers of another bureau, or who have left: jurisdiction and office end at its door."""
    chosen = next((s for s in procedure.steps if s.code == step), None)
    if chosen is None:
        return ()
    wanted = set(_named(chosen.fields, inputs)) - picture.people.keys()
    facts = picture.facts
    missing = wanted - people.actors(facts.org.id, list(wanted), on=facts.today).keys()
    if not missing:
        return ()
    return (
        Refusal(
            code="not_of_bureau",
            reason=f"所选人员中有{len(missing)}人不在{facts.org.name}任职。",
            cites=(str(APL.art(22)), str(APL.art(42))),
            who=f"{facts.org.name}的在职人员",
            cure="改选本机关的人员；需要其他机关协助的，依法提出协助请求。",
        ),
    )


def _named(fields: Iterable[Field], values: Mapping[str, Any]) -> Iterator[UUID]:
    """Yield every officer id among the inputs; what is no id is the procedure's to refuse."""
    for field in fields:
        value = values.get(field.code)
        if value is None:
            continue
        if field.type == "officer":
            yield from _ids((value,))
        elif field.type == "officers" and isinstance(value, list | tuple):
            yield from _ids(value)
        elif field.type == "table" and isinstance(value, list | tuple):
            for row in value:
                yield from _named(field.columns, row)


def _ids(values: Iterable[Any]) -> Iterator[UUID]:
    for value in values:
        try:
            yield value if isinstance(value, UUID) else UUID(str(value))
        except ValueError:
            continue
