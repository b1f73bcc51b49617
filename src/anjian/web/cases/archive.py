"""Views of the closed case: assembling the file, exporting its sealed bundle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjian.archive.actions import AssembleFile, assemble_file
from anjian.archive.retention import LABELS
from anjian.journeys.actions import seal_bundle
from anjian.kit import clock
from anjian.people.keys import signer_for
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
@officer_required
def assemble(request: HttpRequest, case_no: str) -> HttpResponse:
    """Put the papers in order: number the pages, fill cover, index and note."""
    pages = assemble_file(
        AssembleFile(case_no=case_no, retention=_retention(request)),
        by=actor_of(request),
        at=clock.now(),
        key=request.POST.get("key"),
    )
    messages.success(
        request, _("已组卷，共 %(pages)s 页。请制发案卷首页、卷内目录和备考表。") % {"pages": pages}
    )
    return see_other(request, reverse("cases:page", args=[case_no]))


def _retention(request: HttpRequest) -> str:
    """The term chosen, empty for what the schedule says."""
    given = request.POST.get("retention", "")
    return given if given in LABELS else ""


@officer_required
def bundle(request: HttpRequest, case_no: str) -> FileResponse:
    """Seal and send the bundle of an archived case; the export is put on record."""
    actor, now = actor_of(request), clock.now()
    folder = Path(settings.DATA_DIR) / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{uuid4()}.zip"
    try:
        seal_bundle(case_no, path, signer_for(actor.org_id), by=actor, at=now)
        stream = path.open("rb")
    finally:
        # An open file outlives its name: nothing is left behind when the browser hangs up.
        path.unlink(missing_ok=True)
    return FileResponse(
        stream, as_attachment=True, filename=f"anjian-{case_no}.zip", content_type="application/zip"
    )
