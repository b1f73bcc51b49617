"""What an enforcement document kind (执法文书种类) is.

A kind says which particulars the law or the ministry's form asks for, who must
approve, who must sign, which seal it carries and whether it is served.  It is
data only: drawing is `anjian.documents.rendering`, checking is
`anjian.documents.validation`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

FieldType = Literal[
    "text",
    "longtext",
    "date",
    "datetime",
    "yuan",
    "int",
    "choice",
    "bool",
    "person",
    "table",
]
Seal = Literal["公", "专", ""]
Volume = Literal["正卷", "副卷"]
Fields = Mapping[str, Any]
Check = Callable[[Fields], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a `table` field; `width` is a share of the line, not a length.

    A `picture` column holds the SHA-256 of a stored file that the form shows as a picture.
    """

    code: str
    label: str
    type: FieldType = "text"
    required: bool = True
    width: float = 1.0
    choices: tuple[str, ...] = ()
    picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One particular of a document.

    Stored values are JSON: dates as ``2026-10-08``, instants as ISO 8601 with an
    offset, yuan as a decimal string, tables as lists of objects, a person as an
    object with at least ``name``.  `source` is the dotted path in the prefill
    context (``case.no``, ``party.name``, ``documents.D29.fields.facts``); several
    paths separated by ``|`` are tried in turn.
    """

    code: str
    label: str
    type: FieldType = "text"
    required: bool = True
    source: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    min_rows: int = 0
    min_length: int = 0
    max_length: int = 0
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    pattern_message: str = ""
    default: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """An enforcement document form, for example D29 行政处罚告知书.

    `approvals` are roles in the order in which they sign the form off;
    `signatures` are slots.  The slot ``attendees`` stands for every person in the
    table field of the same name.  `every_page` lists the slots that must mark each
    page.  `follows` holds alternatives: of every inner tuple at least one document
    of the case must already be issued.  `separate_approver` is true where the law
    or the form parts the person who handles from the person who decides.

    `copies` says what becomes of each copy (``("由应急管理部门备案", "交当事人")``); it is
    printed at the foot of the form.  `paper_original` marks papers of which an original in ink
    is kept because 《电子签名法》第三条 leaves them outside electronic signature.
    `remedy_act` is what goes on in spite of an appeal, `remedy_first` is true where
    reconsideration comes before court (《行政复议法》第二十三条).
    """

    code: str
    name: str
    word: str
    fields: tuple[Field, ...]
    folder: str
    approvals: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    every_page: tuple[str, ...] = ()
    seal: Seal = ""
    served: bool = False
    numbered: bool = True
    volume: Volume = "正卷"
    remedy: bool = False
    follows: tuple[tuple[str, ...], ...] = ()
    drafters: tuple[str, ...] = ("case_officer", "unit_head")
    separate_approver: bool = True
    copies: tuple[str, ...] = ()
    paper_original: bool = False
    remedy_first: bool = False
    remedy_act: str = "行政处罚"
    basis: tuple[str, ...] = ()
    stage: str = ""
    checks: tuple[Check, ...] = ()

    def field(self, code: str) -> Field:
        """The field of that code; KeyError when the form has none."""
        for item in self.fields:
            if item.code == code:
                return item
        raise KeyError(code)
