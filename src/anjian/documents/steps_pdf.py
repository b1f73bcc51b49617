"""A calculation on paper: its steps as tables with articles and sources, drawn as PDF/A."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import typst

from anjian.documents.fonts import families
from anjian.documents.rendering import RenderError, compiler_of


@dataclass(frozen=True, slots=True)
class Part:
    """One table: its heading and rows of (step, content, basis)."""

    heading: str
    rows: Sequence[tuple[str, str, str]]


def steps_pdf(
    title: str,
    subtitle: str,
    parts: Sequence[Part],
    *,
    words: Sequence[str] = (),
    at: datetime,
    fonts_folder: str = "",
) -> bytes:
    """Return the PDF. Raises RenderError when it cannot be drawn.

    Texts are data and never read as markup.
    """
    payload = {
        "title": title,
        "subtitle": subtitle,
        "parts": [asdict(part) for part in parts],
        "words": list(words),
        "fonts": families(fonts_folder),
    }
    source = '#import "/typst/steps.typ": render\n#render(json(bytes(sys.inputs.at("data"))))\n'
    try:
        made = compiler_of(fonts_folder).compile(
            source.encode(),
            format="pdf",
            sys_inputs={"data": json.dumps(payload, ensure_ascii=False)},
            pdf_standards=["a-2b"],
            timestamp=at.replace(microsecond=0),
            pdf_tags=False,
        )
    except typst.TypstError as error:
        raise RenderError(f"{title}: {error.message} {error.diagnostic}") from error
    if not isinstance(made, bytes):
        raise RenderError(f"{title}: nothing was drawn")
    return made
