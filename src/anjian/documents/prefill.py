"""Filling a new document from what is already known, so that nothing is typed twice."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from anjian.documents.kinds.spec import DocumentKind
from anjian.kit.canonical import jsonable


def lookup(context: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path, or None; alternatives are separated by ``|``.

    >>> lookup({"case": {"no": "7"}}, "person.name|case.no")
    '7'
    """
    for one in path.split("|"):
        value: Any = context
        for part in one.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if value not in (None, "", [], ()):
            return value
    return None


def prefill(kind: DocumentKind, context: Mapping[str, Any]) -> dict[str, Any]:
    """The particulars of a new document as JSON values: from the context, else the default.

    The context has the parts `case`, `party`, `org`, `actor`, `person`, `interview`,
    `archive`, `step` and `documents` (by code: no, issued_on, served_on, fields); none is required.
    """
    fields: dict[str, Any] = {}
    for field in kind.fields:
        value = lookup(context, field.source) if field.source else None
        if value is None:
            # What the step that makes the document was told under the same name.
            value = lookup(context, f"step.{field.code}")
        if value is None:
            value = copy.deepcopy(field.default)
        if value is None:
            continue
        if isinstance(value, datetime) and field.type == "date":
            value = value.date()
        if isinstance(value, date) and not isinstance(value, datetime) and field.type == "datetime":
            continue
        value = jsonable(value)
        if field.type == "table":
            known = {column.code for column in field.columns}
            value = [
                {k: v for k, v in row.items() if k in known} for row in value if isinstance(row, Mapping)
            ]
        fields[field.code] = value
    return fields
