"""How the golden documents are drawn: sample particulars, a fixed bureau, fixed signatures."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml

from anjian.documents.issuer import Issuer
from anjian.documents.kinds import DocumentKind, get
from anjian.documents.numbering import number_text
from anjian.documents.rendering import ROOT, Signature

ON = date(2026, 10, 8)
ISSUER = Issuer(
    name="示例市应急管理局",
    region="示例",
    address="示例市政务路8号",
    phone="029-00000000",
    review_body="示例市人民政府",
    court="示例市临江区人民法院",
    bank_name="示例银行市政支行",
    bank_account_name="示例市财政局",
    bank_account_no="6100 0000 0000 0001",
    demo=True,
)
_NAMES = {"party": "张伟", "officer": "王虎", "officer2": "李晨", "chair": "周正", "reviewer": "何静",
          "agency_head": "马建国", "recorder": "郑玥", "keeper": "秦赟"}  # fmt: skip


def sample(code: str) -> dict[str, Any]:
    """The sample particulars beside the form."""
    loaded: dict[str, Any] = yaml.safe_load(
        (ROOT / "kinds" / get(code).folder / "sample.yaml").read_text(encoding="utf-8")
    )
    return loaded


def options(kind: DocumentKind, fields: dict[str, Any]) -> dict[str, Any]:
    """An issued, fully signed document."""
    signatures = [
        Signature(slot=s, name=_NAMES[s], on=ON, pages=(1, 2) if s in kind.every_page else ())
        for s in kind.signatures
        if s != "attendees"
    ]
    signatures += [Signature(slot="attendees", name=r["name"], on=ON) for r in fields.get("attendees", ())]
    return {
        "issuer": ISSUER,
        "number": number_text(region="示例", word=kind.word, year=2026, seq=3) if kind.numbered else "",
        "on": ON,
        "status": "issued",
        "signatures": signatures,
        "approvals": [
            Signature(slot=r, role="大队长", name="刘强", opinion="同意。", on=ON) for r in kind.approvals
        ],
    }
