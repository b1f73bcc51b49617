"""What joint meetings concluded on a case, on the page of the case: `{% joint_meetings case %}`."""

from __future__ import annotations

from typing import Any

from django import template

from anjian.registers.queries import meetings

register = template.Library()


@register.inclusion_tag("registers/_case_meetings.html")
def joint_meetings(case: Any) -> dict[str, Any]:
    """Draw the lines; whoever reads the page of a case may know what was concluded on it."""
    return {"meetings": meetings.of_case(case.org_id, case.id)}
