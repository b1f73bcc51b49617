"""Canonical JSON (RFC 8785): one byte sequence per content, so that hashes mean content."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import rfc8785

if TYPE_CHECKING:
    from collections.abc import Mapping


def jsonable(value: Any) -> Any:
    """Turn dataclasses, UUIDs, dates and decimals into plain JSON values.

    Floats are refused: two systems may print one float differently, and a figure
    of the record must have one form. Raises TypeError on anything unknown.
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (date,)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(jsonable(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: jsonable(getattr(value, field.name)) for field in fields(value)}
    message = f"{type(value).__name__} has no place in the record"
    raise TypeError(message)


def canonical_bytes(value: object) -> bytes:
    """Return the RFC 8785 bytes of a value made of :func:`jsonable` parts."""
    return rfc8785.dumps(jsonable(value))


def plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON-able copy of a mapping, checked to survive a round trip."""
    copied: dict[str, Any] = json.loads(canonical_bytes(dict(value)))
    return copied
