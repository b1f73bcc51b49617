"""The archive's part of the permission table: a file is open to whoever may know its case.

Scans, labels and places are the archivist's; lists of destruction concern those who take part in destroying.
"""

from __future__ import annotations

from typing import Any

from tests.http.table import EVERYBODY, NONE, OF_CASE, Address

KEEPER = frozenset({"archivist"})
LENDING = frozenset({"archivist", "head", "leader", "unit_head", "reviewer"})
DESTROYING = frozenset({"archivist", "reviewer", "chair", "leader", "head", "manager"})


def _case(ok: frozenset[str] = OF_CASE, *more: str, **traits: Any) -> Address:
    return Address(ok=ok, args=("no", *more), **traits)


ARCHIVE: dict[str, Address] = {
    "archive:home": Address(ok=EVERYBODY),
    "archive:files": Address(ok=EVERYBODY),
    "archive:search": Address(ok=EVERYBODY),
    "archive:schedule": Address(ok=EVERYBODY),
    "archive:places": Address(ok=KEEPER),
    "archive:file": Address(ok=OF_CASE, args=("archived_file",)),
    "archive:file_act": Address(ok=OF_CASE, args=("archived_file",), method="post", data={"what": "hold"}),
    "archive:labels": Address(ok=KEEPER, args=("archived_file",)),
    "archive:supplement": Address(ok=OF_CASE, args=("archived_file", "archived_supplement")),
    "archive:volume": Address(ok=OF_CASE, args=("archived_file", "archived_volume")),
    "archive:volume_pdf": Address(ok=OF_CASE, args=("archived_file", "archived_volume")),
    "archive:picture": Address(ok=OF_CASE, args=("archived_file", "archived_place", "first_page")),
    "archive:loans": Address(ok=EVERYBODY),
    "archive:loan_ask": Address(ok=EVERYBODY - {"admin", "discipline"}),
    "archive:loan_act": Address(
        ok=NONE, refused=LENDING, args=("archived_loan",), method="post", data={"what": "hand"}
    ),
    "archive:destruction": Address(ok=DESTROYING),
    "archive:destruction_new": Address(ok=NONE, refused=DESTROYING, method="post"),
    "archive:destruction_list": Address(ok=DESTROYING, args=("archived_list",)),
    "archive:destruction_act": Address(
        ok=KEEPER,
        refused=DESTROYING - KEEPER,
        args=("archived_list",),
        method="post",
        data={"what": "drop"},
    ),
    "archive:assembly": _case(),
    "archive:lacks": _case(NONE, method="post", refused=OF_CASE),
    "archive:scans": _case(KEEPER),
    "archive:scan_add": _case(KEEPER, method="post"),
    "archive:scan": _case(KEEPER, "archived_scan"),
    "archive:scan_order": _case(NONE, "archived_scan", method="post", refused=KEEPER),
    "archive:scan_pdf": _case(KEEPER, "archived_scan"),
    "archive:scan_sheet": _case(KEEPER, "archived_scan", "archived_sheet"),
}
