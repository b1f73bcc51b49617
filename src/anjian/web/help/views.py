"""Help: what the keys do, and the gallery of every component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from anjian.kit import clock
from anjian.web.forms_from_fields import FieldForm
from anjian.web.help import gallery
from anjian.web.http import officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@officer_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the keys and the words of the platform."""
    return render(request, "help/index.html")


@officer_required
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; its form reads what is typed and stores nothing."""
    form = FieldForm(
        gallery.FIELDS,
        request.POST if request.method == "POST" else None,
        officers=gallery.OFFICERS,
        initial={"cause": "未按规定办理动火作业审批", "items": ({"name": "动火作业票", "amount": 3},)},
        today=clock.today(),
    )
    valid = form.is_valid()
    if valid:
        messages.success(request, _("每一项都读懂了；组件页不保存任何内容。"))
    status = 422 if form.bound and not valid and not form.row_action else 200
    return render(request, "help/components.html", {**gallery.context(), "form": form}, status=status)
