"""Checking a PDF or the QR code of a paper, without an account and without keeping the file.

The file stays in memory, is judged in a process of its own with limits, and is forgotten with the answer.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from anjian.credentials import queries as credentials
from anjian.documents import verification
from anjian.kit.errors import AnjianError, NotFound
from anjian.proof.pades import check_apart
from anjian.transparency import queries as log

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from anjian.documents.verification import Card
    from anjian.proof.pades import PdfVerdict
    from anjian.transparency.records import ItemProof

LARGEST = 50 * 1024 * 1024
"""Bytes of a PDF that may be checked here; the bureau's documents have less than one megabyte."""

_at_once = threading.BoundedSemaphore(2)


class Busy(AnjianError):
    """As many files are being checked as this process takes on at once."""

    status, code = 429, "busy"


class _InMemory(MemoryFileUploadHandler):
    """Keeps the one file in memory, never on disk; stops at the limit."""

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        """Take over, whatever the length announced."""
        del args, kwargs
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take the next bytes until there are too many."""
        if start + len(raw_data) > LARGEST:
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the page says of a file: ``tone`` ok, warn or bad, one headline, one sentence.

    ``card`` is the bureau's own document with exactly these bytes, ``other`` whether the paper whose
    QR code was scanned is a different one.
    """

    tone: str
    headline: str
    sentence: str
    filename: str
    verdict: PdfVerdict
    card: Card | None


@csrf_exempt
@never_cache
def page(request: HttpRequest) -> HttpResponseBase:
    """Ask for a PDF, or judge the one that was sent."""
    return _page(request, None)


@csrf_exempt
@never_cache
def document(request: HttpRequest, number: str, code: str) -> HttpResponseBase:
    """Tell what a QR code stands for, and compare a file with it. Raises NotFound for a made-up one."""
    try:
        card = verification.by_code(UUID(hex=number), code)
    except ValueError:
        card = None
    if card is None:
        raise NotFound(_("没有这份文书：二维码不是本机关制发的，或者没有扫完整。"))
    return _page(request, card)


def _page(request: HttpRequest, card: Card | None) -> HttpResponseBase:
    if request.method == "POST":
        # Exempt only so that the file is kept off the disk before the form is read; the check follows.
        request.upload_handlers = [_InMemory(request)]
        return _judge(request, card)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    return _shown(request, card, None)


@csrf_protect
def _judge(request: HttpRequest, card: Card | None) -> HttpResponse:
    sent = request.FILES.get("file")
    if sent is None or not sent.size:
        said = _("请选择一个 PDF 文件，不超过 %(size)s MB。") % {"size": LARGEST // 1024**2}
        return _shown(request, card, None, said=said, status=422)
    if not _at_once.acquire(timeout=5):
        raise Busy(_("正在核验的人较多，请稍后再试。"))
    try:
        verdict = check_apart(sent.read(), roots=credentials.trusted_roots())
    finally:
        _at_once.release()
    found = verification.by_file(verdict.sha256)
    return _shown(request, card, answer(verdict, found, card, filename=sent.name or ""))


def answer(verdict: PdfVerdict, found: Card | None, scanned: Card | None, *, filename: str) -> Answer:
    """Put together what the signatures say and what the bureau knows of these bytes."""
    tone, headline, sentence = _words(verdict, found)
    if tone == "ok" and scanned and found and found.instrument_id != scanned.instrument_id:
        tone, headline = "bad", _("不是同一份文书")
        sentence = _("文件是有效的文书，但不是这个二维码所指的那一份。")
    return Answer(
        tone=tone, headline=headline, sentence=sentence, filename=filename, verdict=verdict, card=found
    )


def _words(verdict: PdfVerdict, found: Card | None) -> tuple[str, str, str]:
    if found is not None and found.state == "withdrawn":
        return "bad", _("文书已经撤回"), _("文件本身没有改动，但本机关已经撤回这份文书，它不再有效。")
    if verdict.valid and found is not None:
        return "ok", _("有效"), _("电子签章有效，内容与本机关登记的文书一字不差。")
    if verdict.valid:
        return (
            "warn",
            _("签章有效，但不是本机关登记的文书"),
            _("文件自签章以后没有改动；但本机关没有登记过这个文件，请向签署人核实。"),
        )
    if found is not None and not verdict.signed:
        return (
            "warn",
            _("内容一致，尚无电子签章"),
            _("文件与本机关登记的文书一字不差，但没有电子签章。"),
        )
    if verdict.signed:
        why = verdict.problem or next((one.problem for one in verdict.signatures if one.problem), "")
        return "bad", _("无效"), why or _("文件在签章以后被改动过，或者签章人不可信。")
    return "bad", _("无法认定"), verdict.problem or _("文件没有电子签章，本机关也没有登记过它。")


def _shown(
    request: HttpRequest, card: Card | None, judged: Answer | None, *, said: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "card": card,
        "judged": judged,
        "said": said,
        "largest": LARGEST // 1024**2,
        "proof": _proof(judged.card if judged else card),
    }
    return render(request, "verify/page.html", context, status=status)


def _proof(card: Card | None) -> ItemProof | None:
    return log.proof_of(card.org_id, "document", card.instrument_id) if card is not None else None
