"""Certificates of the bureau and its officers: who holds which, until when, who vouches; issue and revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from anjian.credentials import access, actions, keys, queries
from anjian.credentials.commands import IssueCertificate, RevokeCertificate
from anjian.kit import clock
from anjian.kit.errors import Invalid
from anjian.people import queries as people
from anjian.proof import pki
from anjian.web.components import crumbs
from anjian.web.forms_from_fields import Choice, FieldForm, Spec
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from django.http import HttpRequest

    from anjian.kit.actor import Actor

_TONES = {"valid": "ok", "expiring": "warn", "expired": "neutral", "revoked": "bad"}
_PEM, _CRL = "application/x-pem-file", "application/pkix-crl"


def _fields(actor: Actor) -> tuple[Spec, ...]:
    officers = people.officers(actor.org_id, on=clock.today())
    holders = (
        Choice("seal", _("单位电子签章")),
        Choice("evidence", _("单位存证")),
        *(Choice(str(one.id), f"{one.name} · {one.unit_name}") for one in officers),
    )
    return (
        Spec(code="holder", label=_("持有人"), type="choice", choices=holders),
        Spec(code="reason", label=_("签发事由"), max_length=200),
    )


@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show all certificates of the bureau; a POST of the administrator issues or renews one."""
    actor, now = actor_of(request), clock.now()
    form = FieldForm(_fields(actor), request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        access.require_manager(actor)
        status = 422
        if form.is_valid():
            try:
                made = actions.issue_certificate(
                    _command(form.inputs), by=actor, at=now, key=request.POST.get("key")
                )
            except Invalid as problem:
                form.add_errors(problem.fields)
            else:
                messages.success(request, _("证书已签发。"))
                return see_other(request, f"{reverse('credentials:list')}#c-{made}")
    return _page(request, actor, form=form, status=status)


def _command(inputs: dict[str, object]) -> IssueCertificate:
    holder, reason = str(inputs["holder"]), str(inputs["reason"])
    if holder in {"seal", "evidence"}:
        return IssueCertificate(kind=holder, reason=reason)
    return IssueCertificate(officer_id=UUID(holder), reason=reason)


def _page(
    request: HttpRequest, actor: Actor, *, form: FieldForm | None = None, status: int = 200, problem: str = ""
) -> HttpResponse:
    now = clock.now()
    counts = queries.count_signatures(actor.org_id)
    found = queries.certificates(actor.org_id, at=now)
    rows = [(one, _TONES[one.state], counts.get(one.id, 0)) for one in found]
    authority = keys.time_authority()
    context = {
        "bureau": [row for row in rows if row[0].kind != "officer"],
        "officers": [row for row in rows if row[0].kind == "officer"],
        "local": any(one.local for one in found) or not found,
        "time_name": authority.name,
        "time_local": authority.local,
        "in_token": keys.in_token(),
        "root_sha256": pki.sha256_of(keys.authority().root),
        "may_manage": access.may_manage(actor),
        "reasons": queries.reasons(),
        "form": form or FieldForm(_fields(actor)),
        "problem": problem,
        "today": now.date(),
        "crumbs": crumbs(_("电子认证")),
    }
    return render(request, "credentials/list.html", context, status=status)


@require_POST
@officer_required
def revoke(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Revoke a certificate with a reason and a note."""
    actor = actor_of(request)
    command = RevokeCertificate(
        certificate_id=certificate_id,
        reason=request.POST.get("reason", ""),
        note=request.POST.get("note", ""),
    )
    try:
        actions.revoke_certificate(command, by=actor, at=clock.now(), key=request.POST.get("key"))
    except Invalid as problem:
        return _page(request, actor, status=422, problem=" ".join(problem.fields.values()))
    messages.success(request, _("证书已吊销。"))
    return see_other(request, f"{reverse('credentials:list')}#c-{certificate_id}")


@require_safe
@officer_required
def certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Hand out a certificate with its chain and the SM2 public key."""
    found = access.certificate_for(actor_of(request), certificate_id, at=clock.now())
    return _download(
        found.certificate_pem + found.chain_pem + found.sm2_public_pem, _PEM, f"{found.serial}.pem"
    )


@require_safe
@cache_control(public=True, max_age=3600)
def authority(_request: HttpRequest) -> HttpResponse:
    """The authority's certificates, for whoever checks a signature."""
    return _download(keys.authority().chain_pem(), _PEM, "ca.pem")


@require_safe
@cache_control(public=True, max_age=3600)
def time_authority(_request: HttpRequest) -> HttpResponse:
    """The roots in which trust in time stamps ends."""
    return _download("".join(keys.time_authority().roots_pem), _PEM, "tsa.pem")


@require_safe
@cache_control(public=True, max_age=60)
def revoked(_request: HttpRequest) -> HttpResponse:
    """The issuing authority's list of revocations."""
    return _download(queries.crls(at=keys.authority_clock())[0], _CRL, "revoked.crl")


@require_safe
@cache_control(public=True, max_age=3600)
def root_revoked(_request: HttpRequest) -> HttpResponse:
    """The root's list of revocations."""
    return _download(queries.crls(at=keys.authority_clock())[1], _CRL, "root.crl")


def _download(content: str | bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
