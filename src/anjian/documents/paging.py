"""Page numbers of a file: transparent sheets that are laid over the papers."""

from __future__ import annotations

import typst

from anjian.documents.fonts import families, fonts

_SOURCE = """
#set page(width: 210mm, height: 297mm, margin: 8mm, fill: none)
#set text(font: {families}, size: 10pt)
#for n in range(1, {total} + 1) {{
  page(align(if calc.odd(n) {{ top + right }} else {{ top + left }}, box(inset: 2mm, str(n))))
}}
"""


def page_numbers(total: int, *, fonts_folder: str = "") -> bytes:
    """Return a PDF of ``total`` A4 sheets that carry only their number: odd right, even left, above.

    Front sides are numbered at the upper right, back sides at the upper left, as case files are.
    """
    names = "(" + ", ".join(f'"{name}"' for name in next(iter(families(fonts_folder).values()))) + ",)"
    compiler = typst.Compiler(font_paths=fonts(fonts_folder), ignore_system_fonts=True)
    made = compiler.compile(_SOURCE.format(families=names, total=total).encode(), format="pdf")
    return made if isinstance(made, bytes) else b"".join(made or [])
