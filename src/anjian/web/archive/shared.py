"""What the pages of the archive share: tabs, paths, reading of the address, bytes handed out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from anjian.archive import access, roles
from anjian.evidence.store import store
from anjian.kit.blobs import blocks_of
from anjian.web.components import Pager, Tab, crumbs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.kit.actor import Actor
    from anjian.web.components import Crumb


def tabs(actor: Actor, current: str) -> tuple[Tab, ...]:
    """Return the tabs of the archive that concern this officer."""
    known = [
        ("home", _("档案首页"), True),
        ("files", _("案卷目录"), True),
        ("search", _("全文检索"), True),
        ("loans", _("借阅"), True),
        ("places", _("库房位置"), roles.may(actor, "keep")),
        ("destruction", _("鉴定销毁"), access.sees_lists(actor)),
        ("schedule", _("保管期限表"), True),
    ]
    return tuple(
        Tab(label=label, url=reverse(f"archive:{name}"), current=name == current)
        for name, label, shown in known
        if shown
    )


def path(*rest: tuple[str, str] | str) -> tuple[Crumb, ...]:
    """Return the breadcrumbs of a page of the archive."""
    return crumbs((_("档案"), reverse("archive:home")), *rest)


def uuid(text: str | None) -> UUID | None:
    """Read an id of the address; what is none is absent."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def day(text: str | None) -> date | None:
    """Read a day; what is none is absent."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def pager(newer: UUID | None, older: UUID | None, shown: int) -> Pager:
    """Return the cursors of a keyset page."""
    return Pager(previous=str(newer or ""), following=str(older or ""), shown=shown)


def handed(sha256: str, name: str, media_type: str, *, attachment: bool = True) -> StreamingHttpResponse:
    """Return stored bytes as an answer that no page of ours can be confused with."""
    answer = StreamingHttpResponse(_blocks(sha256), content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(attachment, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _blocks(sha256: str) -> Iterator[bytes]:
    with store().open(sha256) as stream:
        yield from blocks_of(stream)
