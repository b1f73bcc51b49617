"""Handing out originals and thumbnails: streamed, in parts when asked, never parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from anjian.audit.actions import record_access
from anjian.cases import access as cases
from anjian.evidence import queries
from anjian.evidence.kinds import SHOWN_IN_PAGE
from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from anjian.evidence.records import Item

_STEP = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@require_safe
@officer_required
def original(request: HttpRequest, case_no: str, no: str) -> HttpResponseBase:
    """Hand out the original, whole or one range of it; the first bytes count as reading it."""
    return _hand_out(request, case_no, _item(request, case_no, no))


@require_safe
@officer_required
def further(request: HttpRequest, case_no: str, no: str, filename: str) -> HttpResponseBase:
    """Hand out one further file of an item that consists of several, as the original."""
    item = _item(request, case_no, no)
    files = queries.files_of(actor_of(request).org_id, [item.id])
    found = next((file for file in files if file.filename == filename), None)
    if found is None or not found.sha256:
        raise NotFound
    as_item = replace(
        item, sha256=found.sha256, size=found.size, media_type=found.media_type, filename=found.filename
    )
    return _hand_out(request, case_no, as_item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A stored file to be handed out, and how the reading of it is put on record."""

    subject_id: UUID
    what: str
    sha256: str
    size: int
    media_type: str
    name: str
    detail: str
    only_download: bool = False


def _hand_out(request: HttpRequest, case_no: str, item: Item) -> HttpResponseBase:
    return send(
        request,
        Sent(
            subject_id=item.id,
            what="evidence.file",
            sha256=item.sha256,
            size=item.size,
            media_type=item.media_type,
            name=f"{case_no}-{item.no}-{item.filename}",
            detail=f"{case_no} {item.no} {item.filename}",
        ),
    )


def send(request: HttpRequest, file: Sent) -> HttpResponseBase:
    """Hand out a stored file, whole or one range of it; the first bytes count as reading it."""
    asked = _asked(request, file)
    start, end = asked or (0, file.size)
    if asked and start >= end:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
        return response
    if start == 0 and request.method == "GET":
        record_access(
            by=actor_of(request),
            at=clock.now(),
            what=file.what,
            subject_id=file.subject_id,
            detail=file.detail[:500],
        )
    part = _Part(store().open(file.sha256), start, end)
    answer = StreamingHttpResponse(part, status=206 if asked else 200)
    answer["Content-Type"] = file.media_type
    answer["Content-Length"] = str(end - start)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = f'"{file.sha256}"'
    answer["Cache-Control"] = "private, no-cache"
    if asked:
        answer["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    in_page = file.media_type in SHOWN_IN_PAGE and "download" not in request.GET and not file.only_download
    answer["Content-Disposition"] = content_disposition_header(not in_page, file.name) or "attachment"
    # What was uploaded may be hostile: it may run nothing and reach nothing. A browser's own PDF
    # viewer does not start inside a sandbox, and needs none.
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'"
    pdf = file.media_type == "application/pdf"
    answer["Content-Security-Policy"] = policy if pdf else f"{policy}; sandbox"
    return answer


@require_safe
@officer_required
def thumbnail(request: HttpRequest, case_no: str, no: str) -> HttpResponseBase:
    """Hand out the small picture made by the worker."""
    item = _item(request, case_no, no)
    if not item.thumbnail:
        raise NotFound
    with store().open(item.thumbnail) as stream:
        response = HttpResponse(stream.read(), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _item(request: HttpRequest, case_no: str, no: str) -> Item:
    actor = actor_of(request)
    case = cases.case_for(actor, case_no)
    item = queries.item_of(actor.org_id, case.id, no)
    if item is None:
        raise NotFound
    return item


def _asked(request: HttpRequest, item: Sent) -> tuple[int, int] | None:
    """Return start and end of the one range asked for (RFC 9110, 14.2); None for the whole file.

    Several ranges, an invalid one, or one of another version are answered with the whole file, as
    the standard allows. An empty span means that the range lies behind the end.
    """
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or request.headers.get("If-Range", f'"{item.sha256}"') != f'"{item.sha256}"':
        return None
    first, last = match.groups()
    if not first:
        return (max(item.size - int(last), 0), item.size) if last else None
    start, end = int(first), int(last) + 1 if last else item.size
    if last and int(last) < start:
        return None
    return start, min(end, item.size)


class _Part:
    """A range of an open file as a stream that the response closes, begun or not."""

    def __init__(self, stream: BinaryIO, start: int, end: int) -> None:
        self._stream = stream
        stream.seek(start)
        self._left = end - start

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (block := self._stream.read(min(_STEP, self._left))):
            self._left -= len(block)
            yield block

    def close(self) -> None:
        self._stream.close()
