"""The log as anybody may read it: checkpoint, key, time stamp, tiles, entries. It tells of no person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from anjian.kit.errors import NotFound
from anjian.proof.tlog.tiles import join, join_entries, parse_tile_path
from anjian.transparency import queries, reading

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
FRESH, FOR_GOOD = "public, max-age=5", "public, max-age=31536000, immutable"


def _answer(data: str | bytes, *, kind: str, cache: str) -> HttpResponse:
    headers = {"Cache-Control": cache, "Access-Control-Allow-Origin": "*"}
    return HttpResponse(data, content_type=kind, headers=headers)


@require_safe
def checkpoint(request: HttpRequest, org_id: UUID) -> HttpResponse:
    """The newest checkpoint with the witnesses' lines; 404 before the first."""
    del request
    signed = queries.checkpoint(org_id)
    if signed is None:
        raise NotFound
    return _answer(signed.text, kind=TEXT, cache=FRESH)


@require_safe
def key(request: HttpRequest, org_id: UUID) -> HttpResponse:
    """The public key of the log as a vkey; compare it with what the bureau has published elsewhere."""
    del request
    vkey = queries.log_key(org_id)
    if not vkey:
        raise NotFound
    return _answer(f"{vkey}\n", kind=TEXT, cache=FRESH)


@require_safe
def stamp(request: HttpRequest, org_id: UUID) -> HttpResponse:
    """The RFC 3161 token over the newest stamped checkpoint's text."""
    del request
    signed = queries.checkpoint(org_id)
    if signed is None or not signed.token:
        raise NotFound
    return _answer(signed.token, kind=BYTES, cache=FRESH)


@require_safe
def tile(request: HttpRequest, org_id: UUID, name: str) -> HttpResponse:
    """A tile or a bundle of entries of the signed log, whole or partial."""
    del request
    wanted, signed = parse_tile_path(name), queries.head(org_id)
    if wanted is None or signed is None:
        raise NotFound
    held = reading.published(org_id, signed.size, wanted.level, wanted.index, wanted.width)
    if held is None:
        raise NotFound
    return _answer(join_entries(held) if wanted.level < 0 else join(held), kind=BYTES, cache=FOR_GOOD)
