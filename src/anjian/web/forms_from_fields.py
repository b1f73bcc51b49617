"""Forms drawn from field specifications of procedures and documents.

A step of a procedure and a kind of document list their particulars as `Field`s. `FieldForm`
turns such a list into accessible controls, reads a POST back into typed inputs, says in
Chinese under each field what is wrong, and never loses a keystroke. Tables are repeatable
rows; “add row” and “remove row” are submit buttons, so they work without scripts.

    form = FieldForm(step.fields, request.POST or None, officers=…, initial=…)
    if form.row_action: …draw the page again…
    if form.is_valid(): cases.take_step(…, inputs=form.inputs)
    except Invalid as error: form.add_errors(error.fields)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _

from anjian.kit.canonical import jsonable
from anjian.kit.clock import LOCAL_ZONE
from anjian.web import field_values as read
from anjian.web.field_controls import PERSON_PARTS, Choice, Control, Problem, Row, Spec

__all__ = ["Choice", "FieldForm", "Spec"]

if TYPE_CHECKING:
    from decimal import Decimal

    from django.http import QueryDict

_MOST_ROWS = 200


class FieldForm:
    """A form over field specifications; `inputs` holds typed values once `is_valid()` is true.

    Typed values: str, date, aware datetime, Decimal (yuan), int, bool, UUID (officer; person
    when chosen from a list), tuple of UUID (officers), dict (person), tuple of dicts (table), int
    (taken: the number of a step), UUID (document of the case). An optional field left empty is absent.
    With `draft` nothing is required. With `today`, fields that speak of what has happened refuse days
    that have not come.
    """

    def __init__(
        self,
        fields: Iterable[Any],
        data: QueryDict | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        officers: Sequence[Choice] = (),
        people: Sequence[Choice] = (),
        taken: Sequence[Choice] = (),
        papers: Sequence[Choice] = (),
        prefix: str = "f",
        draft: bool = False,
        today: date | None = None,
    ) -> None:
        """Read the typing if there is any; nothing is checked before `is_valid()`."""
        self.specs = tuple(Spec.of(item) for item in fields)
        self.bound = data is not None
        self.draft = draft
        self._today = today
        self.prefix = prefix
        self.errors: dict[str, str] = {}
        self.general: list[str] = []
        self.inputs: dict[str, Any] = {}
        self.row_action = False
        self._data = data
        self._officers, self._people, self._taken = tuple(officers), tuple(people), tuple(taken)
        self._papers = tuple(papers)
        given = dict(initial or {})
        self.controls = [
            self._control(spec, f"{prefix}-{spec.code}", given.get(spec.code, spec.default))
            for spec in self.specs
        ]

    # Drawing

    def _control(self, spec: Spec, name: str, given: Any) -> Control:
        control = Control(spec=spec, name=name, id=_element_id(name), choices=self._choices(spec))
        if control.widget == "table":
            self._rows(control, given)
        elif control.widget == "person":
            person = given if isinstance(given, Mapping) else {}
            for code, label, required in PERSON_PARTS:
                part = Spec(code=code, label=_(label), required=required and spec.required)
                control.parts.append(self._control(part, f"{name}-{code}", person.get(code)))
        elif self._data is None:
            control.raw = _typed(spec, given)
        elif control.widget == "checkboxes":
            control.raw = list(self._data.getlist(name))
        else:
            control.raw = self._data.get(name, "")
        return control

    def _choices(self, spec: Spec) -> tuple[Choice, ...]:
        if spec.choices:
            return spec.choices
        if spec.type == "bool":
            return (Choice(read.TRUE, _("是")), Choice(read.FALSE, _("否")))
        if spec.type in {"officer", "officers"}:
            return self._officers
        if spec.type == "taken":
            return self._taken
        if spec.type == "document":
            return self._papers
        return self._people if spec.type == "person" else ()

    def _rows(self, control: Control, given: Any) -> None:
        name, columns = control.name, control.spec.columns
        known = [row for row in given or () if isinstance(row, Mapping)] if not isinstance(given, str) else []
        control.known = {str(row["id"]): str(row.get("name", "")) for row in known if row.get("id")}
        if self._data is None:
            wanted = [(str(n), row) for n, row in enumerate(known)]
            wanted += [(str(n), {}) for n in range(len(known), max(control.spec.min_rows, 1))]
        else:
            wanted = [(key, {}) for key in self._data.getlist(f"{name}-row")[:_MOST_ROWS] if key.isdigit()]
            removed = self._data.get(f"{name}-remove")
            if removed is not None:
                wanted = [(key, row) for key, row in wanted if key != removed]
                self.row_action = True
            if f"{name}-add" in self._data:
                wanted.append((str(max((int(key) for key, _row in wanted), default=-1) + 1), {}))
                self.row_action = True
        control.rows = [self._row(name, key, columns, row) for key, row in wanted]
        control.blank = self._row(name, "__", columns, {}, template=True)

    def _row(
        self,
        name: str,
        key: str,
        columns: tuple[Spec, ...],
        given: Mapping[str, Any],
        *,
        template: bool = False,
    ) -> Row:
        kept = self._data
        if template:
            self._data = None
        try:
            return Row(
                key,
                [self._control(c, f"{name}-{key}-{c.code}", given.get(c.code, c.default)) for c in columns],
            )
        finally:
            self._data = kept

    # Reading

    def is_valid(self) -> bool:
        """Read every field once; false when something must be corrected or a row was added or removed."""
        if not self.bound or self.row_action:
            return False
        self.errors, self.inputs = {}, {}
        for control in self.controls:
            value = self._read(control)
            if control.error:
                self.errors[control.spec.code] = control.error
            elif value is not None:
                self.inputs[control.spec.code] = value
        return not self.errors and not self.general

    @property
    def json_inputs(self) -> dict[str, Any]:
        """The inputs as documents store them: dates and amounts as text, tables as lists."""
        return cast("dict[str, Any]", jsonable(self.inputs))

    def _read(self, control: Control) -> Any:
        control.error = ""
        if control.widget == "table":
            return self._read_rows(control)
        if control.widget == "person":
            return self._read_person(control)
        raw = control.raw
        if control.widget == "checkbox":
            return raw == read.TRUE
        if not (raw.strip() if isinstance(raw, str) else raw):
            if control.spec.required and not self.draft:
                control.error = _missing(control)
            return None
        try:
            return self._value(control, raw)
        except ValueError as problem:
            control.error = str(problem)
            return None

    def _value(self, control: Control, raw: Any) -> Any:
        spec, offered = control.spec, {choice.value for choice in control.choices}
        match spec.type:
            case "date":
                return read.day(raw, latest=self._today if spec.not_after_today else None)
            case "datetime":
                return read.instant(raw, latest=self._today if spec.not_after_today else None)
            case "yuan":
                return read.yuan(raw, lowest=spec.minimum, highest=spec.maximum)
            case "int":
                return read.whole(raw, lowest=spec.minimum, highest=spec.maximum)
            case "choice":
                return read.one_of(raw, offered)
            case "bool":
                return read.yes_or_no(raw)
            case "taken":
                return int(read.one_of(raw, offered))
            case "officer" | "person" | "document":
                return read.identity(read.one_of(raw, offered))
            case "officers":
                chosen = tuple(dict.fromkeys(read.identity(read.one_of(item, offered)) for item in raw))
                if spec.minimum and len(chosen) < spec.minimum and not self.draft:
                    raise ValueError(_("至少选择 %(n)d 人。") % {"n": spec.minimum})
                return chosen
        shortest = 0 if self.draft else spec.min_length
        return read.text(
            raw, shortest=shortest, longest=spec.max_length, pattern=spec.pattern, hint=spec.pattern_message
        )

    def _read_person(self, control: Control) -> dict[str, str] | None:
        values = {part.spec.code: str(part.raw).strip() for part in control.parts}
        kept = {code: value for code, value in values.items() if value}
        if not kept.get("name") and (kept or (control.spec.required and not self.draft)):
            control.error = control.parts[0].error = _("请填写姓名。")
            return None
        return kept or None

    def _read_rows(self, control: Control) -> tuple[dict[str, Any], ...] | None:
        rows: list[dict[str, Any]] = []
        flawed = 0
        for row in control.rows:
            if not any(_filled(cell) for cell in row.cells):
                continue
            values = {cell.spec.code: self._read(cell) for cell in row.cells}
            flawed += sum(1 for cell in row.cells if cell.error)
            # An id belongs to the name it was drawn with: a retyped name is another person.
            if "id" in values and control.known.get(str(values["id"])) != values.get("name"):
                del values["id"]
            rows.append({code: value for code, value in values.items() if value is not None})
        least = 0 if self.draft else max(control.spec.min_rows, 1 if control.spec.required else 0)
        if flawed:
            control.error = _("表格中有 %(n)d 处需要更正。") % {"n": flawed}
        elif len(rows) < least:
            control.error = _("至少填写 %(n)d 行。") % {"n": least}
        return tuple(rows) or None

    # Errors from elsewhere

    def add_errors(self, fields: Mapping[str, str]) -> None:
        """Put the refusals of an action under their fields; what fits no field goes to the top."""
        by_code = {control.spec.code: control for control in self.controls}
        for key, message in fields.items():
            code, *rest = re.split(r"[.\[\]]+", key.strip("[]"))
            control = by_code.get(code)
            if control is None:
                self.general.append(message)
                continue
            cell = _cell(control, [part for part in rest if part])
            if cell is not None:
                cell.error = message
            control.error = self.errors[code] = message

    @property
    def problems(self) -> list[Problem]:
        """Lines of the error summary, in the order of the form."""
        found = [Problem("", "", message) for message in self.general]
        return found + [Problem(c.first_id, c.spec.label, c.error) for c in self.controls if c.error]


def _cell(control: Control, path: list[str]) -> Control | None:
    if len(path) == 2 and path[0].isdigit() and int(path[0]) < len(control.rows):
        return next((c for c in control.rows[int(path[0])].cells if c.spec.code == path[1]), None)
    return next((part for part in control.parts if path and part.spec.code == path[0]), None)


def _filled(cell: Control) -> bool:
    if cell.widget == "hidden":
        return False
    if cell.parts:
        return any(_filled(part) for part in cell.parts)
    return bool(cell.raw.strip() if isinstance(cell.raw, str) else cell.raw)


def _missing(control: Control) -> str:
    picked = {"radios", "select", "checkboxes"}
    words = _("请选择“%(label)s”。") if control.widget in picked else _("请填写“%(label)s”。")
    return words % {"label": control.spec.label}


def _element_id(name: str) -> str:
    return f"id-{name}"


def _typed(spec: Spec, given: Any) -> Any:
    """Return a stored value as a person would type it."""
    if spec.type == "officers":
        return [str(item) for item in given or ()]
    if given is None:
        return ""
    if isinstance(given, bool):
        return read.TRUE if given else read.FALSE
    if spec.type == "datetime":
        value = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
        return value.astimezone(LOCAL_ZONE).strftime("%Y-%m-%dT%H:%M")
    if isinstance(given, date):
        return given.isoformat()
    if spec.type == "yuan":
        return _amount(cast("Decimal | str | int", given))
    return str(given)


def _amount(given: Decimal | str | int) -> str:
    words = str(given)
    return words.removesuffix(".00")
