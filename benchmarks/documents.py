"""Documents per second: a prior notice as PDF/A by typst, and the same page by WeasyPrint in one run.

WeasyPrint is only a yardstick and not installed with the platform: name an interpreter that has it in
`WEASYPRINT_PYTHON`, else the comparison is left out and the result says so. Also the pages of a live
preview and the Word copy, whose times an officer feels while typing.
"""

from __future__ import annotations

import json as jsonlib
import os
import subprocess
import time
from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

from benchmarks.ground import percentile

CODE = "D29"
SECONDS = 5.0
FEWEST = 10
_TABLE = "<table border=1 cellspacing=0 width='100%'>{}</table>"
_PAGE = """<!doctype html><html lang=zh><meta charset=utf-8><style>
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm }}
body {{ font: 16pt/28pt "Noto Serif SC", "Noto Serif CJK SC", serif }}
h1, h2 {{ text-align: center; font-weight: 600 }} p {{ text-indent: 2em; margin: 0 }}
</style><h1>{org}</h1><h2>{name}</h2><p style="text-align:center">{number}</p>{body}</html>"""
# Runs in the other interpreter: draws the page until the time is over and prints how long each took.
_OTHER = """
import json, sys, time
from weasyprint import HTML
told = json.load(sys.stdin)
HTML(string=told["page"]).write_pdf()
spent, end = [], time.perf_counter() + told["seconds"]
while time.perf_counter() < end or len(spent) < told["fewest"]:
    began = time.perf_counter()
    made = HTML(string=told["page"].replace("</h2>", f"{len(spent)}</h2>")).write_pdf()
    spent.append(time.perf_counter() - began)
json.dump({"spent": spent, "bytes": len(made)}, sys.stdout)
"""


def main(*, json: bool = False) -> dict[str, Any]:
    """Draw for some seconds each way; return documents per second, milliseconds and the ratio."""
    import django

    django.setup()
    from anjian.documents import rendering, samples, word_copy
    from anjian.documents.issuer import Issuer
    from anjian.documents.kinds import get

    issuer = Issuer(name="示例市应急管理局", region="示例", address="示例市政务路8号", phone="029-00000000")
    fields = samples.particulars(CODE)
    number = "（示例）应急罚告〔2026〕3号"
    options: dict[str, Any] = {
        "issuer": issuer, "number": number, "on": date(2026, 10, 8), "status": "issued",
    }  # fmt: skip

    def other_party(n: int) -> dict[str, Any]:
        return {**fields, "party_name": f"{fields['party_name']}{n}", "facts": f"{fields['facts']}（{n}）"}

    found = {
        "typst PDF/A": _rate(lambda n: rendering.render(CODE, other_party(n), **options)),
        "typst preview, 90 ppi": _rate(lambda n: rendering.render_pages(CODE, other_party(n), issuer=issuer)),
        "Word copy": _rate(lambda n: word_copy.write(CODE, other_party(n), **options)),
    }
    other = os.environ.get("WEASYPRINT_PYTHON", "")
    if other:
        page = _html(get(CODE), fields, org=issuer.name, number=number)
        found["WeasyPrint, the same page"] = _by_other(other, page)
        ratio = found["typst PDF/A"]["per_second"] / found["WeasyPrint, the same page"]["per_second"]
        found["ratio"] = {"typst / WeasyPrint": round(ratio, 2)}
    if not json:
        for name, figures in found.items():
            print(f"{name}: {figures}")
        if not other:
            print("WeasyPrint: not measured, WEASYPRINT_PYTHON names no interpreter")
    return found


def _rate(draw: Callable[[int], object]) -> dict[str, float]:
    """Every document differs from the one before: an engine may not answer from its memory."""
    draw(0)
    spent: list[float] = []
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(spent) < FEWEST:
        began = time.perf_counter()
        draw(len(spent) + 1)
        spent.append(time.perf_counter() - began)
    return _figures(spent)


def _figures(spent: list[float]) -> dict[str, float]:
    in_ms = [one * 1000 for one in spent]
    return {
        "per_second": round(len(spent) / sum(spent), 1),
        "p50_ms": round(percentile(in_ms, 0.5), 1),
        "p99_ms": round(percentile(in_ms, 0.99), 1),
    }


def _by_other(interpreter: str, page: str) -> dict[str, float]:
    told = jsonlib.dumps({"page": page, "seconds": SECONDS, "fewest": FEWEST})
    done = subprocess.run(
        [interpreter, "-c", _OTHER], input=told, capture_output=True, text=True, check=True, env={"PATH": ""}
    )
    return _figures(jsonlib.loads(done.stdout)["spent"])


def _html(kind: Any, fields: dict[str, Any], *, org: str, number: str) -> str:
    """The same words in the same order as the form, plainly laid out."""
    from anjian.documents.display import display

    shown = display(kind, fields)
    parts = []
    for field in kind.fields:
        value = shown[field.code]
        if isinstance(value, list):
            rows = "".join(
                "<tr>" + "".join(f"<td>{escape(str(v))}</td>" for v in row.values()) + "</tr>"
                for row in value
            )
            parts.append(f"<p>{escape(field.label)}：</p>{_TABLE.format(rows)}")
        elif value:
            parts.append(f"<p>{escape(field.label)}：{escape(str(value))}</p>")
    return _PAGE.format(org=escape(org), name=escape(kind.name), number=escape(number), body="".join(parts))
