"""The two addresses that belong to the installation rather than to a screen."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.config import timemachine
from anjian.kit import clock
from anjian.kit.errors import Invalid


@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """`ok` when the pages reach the database; for the supervisor and for a load balancer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_POST
@login_required
def advance_rehearsal(request: HttpRequest) -> HttpResponse:
    """Move the rehearsal's clock forward to the posted `to` (2026-10-01 or 2026-10-01T14:30).

    Registered in rehearsal mode only. Refuses an unreadable instant and one that lies in the past:
    what has been recorded would otherwise come after what is recorded next.
    """
    try:
        moment = timemachine.parse(request.POST.get("to", ""))
    except ValueError as error:
        raise Invalid({"to": _("请写成 2026-10-01 或 2026-10-01T14:30")}) from error
    if moment <= clock.now():
        raise Invalid({"to": _("演练时间只能向后推移，不能回到过去")})
    timemachine.rehearsal_clock(settings.DATA_DIR).move_to(moment)
    following = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()}):
        following = "/"
    return HttpResponseRedirect(following)
