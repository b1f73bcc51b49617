"""Typed events: one frozen dataclass per kind of change, registered once under a dotted name."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from anjian.kit.canonical import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

_ENVELOPE = frozenset({"cites", "procedure"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A change that happened. Subclasses add the fields and a Chinese sentence.

    ``stream_id`` names the hash chain the event joins, normally the case.
    ``cites`` are the articles it rests on, ``procedure`` the pinned ``code@version``.
    """

    type: ClassVar[str] = ""
    label: ClassVar[str] = ""

    stream_id: UUID
    cites: tuple[str, ...] = ()
    procedure: str = ""

    def sentence(self) -> str:
        """Return one Chinese sentence for activity lists; the label unless overridden."""
        return self.label

    def topics(self) -> tuple[str, ...]:
        """Return the live topics that hear of it."""
        return (f"case:{self.stream_id}",)

    def live(self) -> dict[str, Any]:
        """Return what live pages receive; ids only, since pages fetch what they may see."""
        return {}

    def payload(self) -> dict[str, Any]:
        """Return the JSON content of the record, without the envelope fields."""
        return plain({f.name: getattr(self, f.name) for f in fields(self) if f.name not in _ENVELOPE})


def instant_text(instant: datetime) -> str:
    """Return the one textual form of an instant that hashes are taken over (UTC, microseconds)."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


_registry: dict[str, type[Event]] = {}
E_ = TypeVar("E_", bound=Event)


def event(type_: str, *, label: str) -> Callable[[type[E_]], type[E_]]:
    """Register an event class under its dotted name and Chinese label.

    Raises ValueError when the name is taken: a name once used keeps its meaning.
    """

    def register(cls: type[E_]) -> type[E_]:
        if type_ in _registry:
            message = f"event type {type_} is registered twice"
            raise ValueError(message)
        cls.type, cls.label = type_, label
        _registry[type_] = cls
        return cls

    return register


def is_registered(type_: str) -> bool:
    """Whether an event type is known; the record refuses unknown ones."""
    return type_ in _registry


def registered() -> dict[str, type[Event]]:
    """Return every registered event class by name."""
    return dict(_registry)
