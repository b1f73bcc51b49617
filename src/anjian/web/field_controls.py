"""What a field is before and after it is drawn: specification, control, row, problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_noop

from anjian.kit.text import yuan_in_words
from anjian.web import field_values as read

PERSON_PARTS = (
    ("name", gettext_noop("姓名"), True),
    ("post", gettext_noop("职务"), False),
    ("id_no", gettext_noop("证件号码"), False),
    ("phone", gettext_noop("电话"), False),
    ("unit", gettext_noop("单位或住址"), False),
)
_FEW = 5
_LONG = 60
_WIDEST = 18


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen: stored value, words, a remark."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A field specification as this module reads it, whichever package wrote it."""

    code: str
    label: str
    type: str = "text"
    required: bool = True
    help: str = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple[Spec, ...] = ()
    min_rows: int = 0
    min_length: int = 0
    max_length: int = 0
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    pattern_message: str = ""
    not_after_today: bool = False
    default: Any = None

    @property
    def reference(self) -> bool:
        """Whether it is an internal id beside a name, which nobody types: drawn hidden."""
        return self.code == "id" and not self.required

    @classmethod
    def of(cls, source: Any) -> Spec:
        """Read a `Field` or `Column` of procedures or documents; missing traits take their defaults."""
        if isinstance(source, Spec):
            return source
        known = {name: getattr(source, name) for name in cls.__dataclass_fields__ if hasattr(source, name)}
        for words in ("label", "help", "pattern_message"):
            if known.get(words):
                known[words] = gettext(known[words])
        known["choices"] = tuple(_choice(item) for item in known.get("choices") or ())
        # A column that names its choices is chosen from, whatever type it inherits.
        if known["choices"] and known.get("type", "text") == "text":
            known["type"] = "choice"
        known["columns"] = tuple(cls.of(item) for item in known.get("columns") or ())
        return cls(**known)


def _choice(item: Any) -> Choice:
    if isinstance(item, Choice):
        return item
    value, label = (item, item) if isinstance(item, str) else (str(item[0]), str(item[1]))
    return Choice(value, gettext(label))


@dataclass(slots=True, kw_only=True)
class Control:
    """One drawn field: what the template needs, with the typing as it stands."""

    spec: Spec
    name: str
    id: str
    raw: Any = ""
    error: str = ""
    choices: tuple[Choice, ...] = ()
    rows: list[Row] = field(default_factory=list)
    parts: list[Control] = field(default_factory=list)
    blank: Row | None = None
    known: dict[str, str] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """Name of the partial that draws the control."""
        return f"ui/fields/{self.widget}.html"

    @property
    def widget(self) -> str:
        """Kind of control: input, textarea, radios, select, checkbox, checkboxes, person, table, hidden."""
        if self.spec.reference:
            return "hidden"
        match self.spec.type:
            case "longtext":
                return "textarea"
            case "choice":
                return "radios" if len(self.choices) <= _FEW else "select"
            case "bool":
                return "radios" if self.spec.required else "checkbox"
            case "officers":
                return "checkboxes"
            case "officer" | "taken" | "document":
                return "select"
            case "person":
                return "select" if self.choices else "person"
            case "table":
                return "table"
        return "input"

    @property
    def input_type(self) -> str:
        """The HTML type of a one-line control."""
        return {"date": "date", "datetime": "datetime-local"}.get(self.spec.type, "text")

    @property
    def grouped(self) -> bool:
        """Whether the field is several controls under one legend."""
        return self.widget in {"radios", "checkboxes", "person", "table"}

    @property
    def wide(self) -> bool:
        """Whether the field takes the whole width of the form."""
        many = self.widget == "checkboxes" and len(self.choices) > _FEW
        if many or self.widget in {"textarea", "table", "person"} or self.spec.max_length > _LONG:
            return True
        return self.spec.type == "text" and isinstance(self.raw, str) and len(self.raw) > _WIDEST

    @property
    def described_by(self) -> str:
        """Ids of help and error, for aria-describedby."""
        ids = [f"{self.id}-help"] if self.spec.help else []
        return " ".join([*ids, f"{self.id}-error"] if self.error else ids)

    @property
    def first_id(self) -> str:
        """Id of the element a link in the error summary jumps to."""
        if self.widget in {"radios", "checkboxes"}:
            return f"{self.id}-0"
        if self.parts:
            return self.parts[0].id
        if self.rows:
            bad = next((cell for row in self.rows for cell in row.cells if cell.error), None)
            return bad.first_id if bad else self.rows[0].cells[0].first_id
        return f"{self.id}-add" if self.widget == "table" else self.id

    @property
    def in_words(self) -> str:
        """An amount in capital numerals (人民币大写), when it can be read."""
        if self.spec.type != "yuan" or not self.raw:
            return ""
        try:
            return yuan_in_words(read.yuan(self.raw))
        except ValueError:
            return ""


@dataclass(slots=True)
class Row:
    """One row of a table field."""

    key: str
    cells: list[Control]


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary: where it leads, which field, what is wrong."""

    anchor: str
    label: str
    message: str
