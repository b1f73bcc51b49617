"""The assembly check of a case before it is archived: every rule, what was found, where it is cured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.archive import access, actions, checking, queries, roles
from anjian.archive.queries import scans
from anjian.archive.retention import LABELS
from anjian.kit import clock
from anjian.web.archive import shared
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from anjian.cases.access import Case


@require_GET
@officer_required
def page(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show what keeps a case from being archived, by the four properties, and its papers in order."""
    actor = actor_of(request)
    case = access.case_of(actor, case_no)
    file = access.file_of_case(actor, case.id)
    report = queries.report_of(case.org_id, case.id)
    leaves = queries.leaves_of(case.org_id, case.id)
    places = _places(case)
    groups = [
        {
            "name": name,
            "lines": [
                {"line": line, "url": places[line.where]} for line in report.lines if line.quality == code
            ],
        }
        for code, name in checking.properties().items()
    ]
    context = {
        "case": case,
        "file": file if file and file.reopened_at is None else None,
        "report": report,
        "groups": groups,
        "leaves": leaves,
        "pages": sum(leaf.count for leaf in leaves),
        "term": queries.term_of_case(case, on=clock.today()),
        "labels": LABELS,
        "scans": scans.scans_of(case.org_id, case.id),
        "keeper": roles.may(actor, "keep"),
        "crumbs": shared.path((case.no, reverse("cases:page", args=[case.no])), _("归档检查")),
    }
    return render(request, "archive/assembly.html", context)


def _places(case: Case) -> dict[str, Any]:
    """Where each kind of lack is cured."""
    own = reverse("cases:page", args=[case.no])
    return {
        "case": own,
        "documents": f"{own}#documents",
        "evidence": reverse("evidence:case", args=[case.no]),
        "interviews": f"{reverse('interviews:list')}?case={case.no}",
        "file": reverse("archive:scans", args=[case.no]),
    }


@require_POST
@officer_required
def accept(request: HttpRequest, case_no: str) -> HttpResponse:
    """Lay down why the file is locked although something is missing."""
    case = access.case_of(actor_of(request), case_no)
    count = actions.accept_lacks(
        case.no,
        request.POST.get("reason", ""),
        by=actor_of(request),
        at=clock.now(),
        key=request.POST.get("key"),
    )
    messages.success(request, _("已注明 %(count)s 项缺项，可以办理归档。") % {"count": count})
    return see_other(request, reverse("archive:assembly", args=[case_no]))
