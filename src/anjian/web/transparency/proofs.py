"""The proof of one item: where it stands in the log, under which checkpoint, and the file that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from anjian.audit import reading
from anjian.cases import access as cases
from anjian.kit.errors import NotFound
from anjian.transparency import queries, witnesses
from anjian.web.components import crumbs
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from anjian.kit.actor import Actor

KINDS = {
    "event": gettext_noop("办理记录"),
    "evidence": gettext_noop("证据"),
    "file": gettext_noop("证据文件"),
    "custody": gettext_noop("证据保管"),
    "document": gettext_noop("文书"),
}
"""What an officer may ask the proof of, as it is called."""

_CASE_OF = {
    "event": "SELECT stream_id, sentence FROM audit_event WHERE org_id = %s AND id = %s",
    "evidence": "SELECT case_id, title FROM evidence_item WHERE org_id = %s AND id = %s",
    "file": (
        "SELECT i.case_id, f.filename FROM evidence_item_file f JOIN evidence_item i ON i.org_id = f.org_id "
        "AND i.id = f.item_id WHERE f.org_id = %s AND f.id = %s"
    ),
    "custody": (
        "SELECT i.case_id, i.title FROM evidence_custody c JOIN evidence_item i ON i.org_id = c.org_id "
        "AND i.id = c.item_id WHERE c.org_id = %s AND c.id = %s"
    ),
    "document": "SELECT case_id, title FROM documents_instrument WHERE org_id = %s AND id = %s",
}


def _subject(actor: Actor, kind: str, subject_id: UUID) -> tuple[str, str]:
    """Return case number and name of what the proof is of; NotFound unless the officer may see its case."""
    if kind not in _CASE_OF:
        raise NotFound
    found = reading.rows(_CASE_OF[kind], [actor.org_id, subject_id])
    if not found or found[0][0] is None:
        raise NotFound
    case_id, called = found[0]
    return cases.case_by_id(actor, case_id).no, called


@require_GET
@officer_required
def page(request: HttpRequest, kind: str, subject_id: UUID) -> HttpResponse:
    """Show where an item stands in the log and how anybody checks it."""
    actor = actor_of(request)
    case_no, called = _subject(actor, kind, subject_id)
    proof = queries.proof_of(actor.org_id, kind, subject_id)
    name = _(KINDS[kind])
    context = {
        "proof": proof,
        "signed": queries.checkpoint(actor.org_id) if proof else None,
        "quorum": witnesses.quorum(),
        "vkey": queries.log_key(actor.org_id),
        "kind": kind,
        "kind_name": name,
        "subject_id": subject_id,
        "called": called,
        "origin": queries.origin_of(actor.org_id),
        "org_id": actor.org_id,
        "crumbs": crumbs((case_no, reverse("cases:page", args=[case_no])), _("存证证明")),
    }
    return render(request, "transparency/proof.html", context)


@require_GET
@officer_required
def download(request: HttpRequest, kind: str, subject_id: UUID) -> HttpResponse:
    """Hand out the proof as a file (c2sp.org/tlog-proof@v1), with the salt."""
    actor = actor_of(request)
    _subject(actor, kind, subject_id)
    proof = queries.proof_of(actor.org_id, kind, subject_id)
    if proof is None:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="{kind}-{subject_id}.tlog-proof"'}
    return HttpResponse(proof.text, content_type="text/plain; charset=utf-8", headers=headers)
