"""Importing a text: the file is read and shown as it was understood, and taken in only when confirmed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.kit import clock
from anjian.kit.errors import Conflict, Invalid
from anjian.law.statutes import all_statutes
from anjian.law.texts import read_law_text
from anjian.library import access, actions
from anjian.library.reading import doubts, statute_of, valid_from_of
from anjian.web.components import crumbs
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LARGEST = 3 << 20


@officer_required
def upload(request: HttpRequest) -> HttpResponse:
    """Ask for a file; show what was read; import it when it is whole and confirmed."""
    actor = actor_of(request)
    context = {
        "crumbs": crumbs((_("法律文本"), reverse("law:texts")), _("导入")),
        "statutes": tuple((code, each.short) for code, each in all_statutes().items()),
        "may_import": access.may_import(actor),
        "chosen": request.POST.get("statute", ""),
        "valid_from": request.POST.get("valid_from", ""),
        "problems": {},
    }
    if request.method != "POST":
        return render(request, "law/upload.html", context)
    source, name, problem = _source(request)
    if problem:
        context["problems"] = {"file": problem}
        return render(request, "law/upload.html", context, status=422)
    told_day, problem = _day(request.POST.get("valid_from", ""))
    if problem:
        context["problems"] = {"valid_from": problem}
    statute = request.POST.get("statute", "")
    if request.POST.get("confirm") == "1" and not problem:
        command = actions.ImportText(source=source, source_name=name, statute=statute, valid_from=told_day)
        try:
            text_id = actions.import_text(command, by=actor, at=clock.now(), key=request.POST.get("key"))
            return see_other(request, reverse("law:text", args=[text_id]))
        except Invalid as invalid:
            context["problems"] = dict(invalid.fields)
        except Conflict as conflict:
            if conflict.code == "already_done":
                return see_other(request, reverse("law:texts"))
            context["problems"] = {"source": conflict.message}
    read = read_law_text(source, named=name)
    context |= {
        "read": read,
        "source": source,
        "source_name": name,
        "of": statute_of(read, statute),
        "day": told_day or valid_from_of(read, statute),
        "doubts": doubts(read, statute),
        "paragraphs": sum(len(each.paragraphs) for each in read.articles),
        "items": sum(len(part.items) for each in read.articles for part in each.paragraphs),
    }
    return render(request, "law/upload.html", context, status=422 if context["problems"] else 200)


def _source(request: HttpRequest) -> tuple[str, str, str]:
    """Return text, file name and problem: from the file, or from the page that showed it."""
    given = request.FILES.get("file")
    if given is None:
        source = request.POST.get("source", "").replace("\r\n", "\n")
        name = request.POST.get("source_name", "")[:200]
        return source, name, "" if source else _("请选择一个 Markdown 文件。")
    if given.size is None or given.size > LARGEST:
        return "", "", _("文件超过 3 MB，不像一部法律的文本。")
    try:
        return given.read().decode("utf-8-sig").replace("\r\n", "\n"), str(given.name)[:200], ""
    except UnicodeDecodeError:
        return "", "", _("文件不是 UTF-8 编码的文本。")


def _day(told: str) -> tuple[date | None, str]:
    if not told.strip():
        return None, ""
    try:
        return date.fromisoformat(told.strip()), ""
    except ValueError:
        return None, _("日期请写成2021-09-01。")
