"""Where the service of a document can stand."""

from __future__ import annotations

from anjian.procedures.spec import State

OPENED = State("service_opened", "待送达", "service")
TRYING = State("service_trying", "未送达，另行送达", "service")
POSTED = State("service_posted", "邮寄途中", "service")
ENTRUSTED = State("service_entrusted", "委托、转交途中", "service")
ANNOUNCING = State("service_announcing", "待公告", "service")
ANNOUNCED = State("service_announced", "公告期内", "service")
DELIVERED = State("service_delivered", "已送达", "service", terminal=True)
CANCELLED = State("service_cancelled", "不再送达", "service", terminal=True, side=True)

IN_HAND = (OPENED, TRYING, ANNOUNCING)
"""The paper is with the officers; nothing is under way."""
ANY = (OPENED, TRYING, POSTED, ENTRUSTED, ANNOUNCING, ANNOUNCED)
"""Who turns up may be handed the paper whatever else is under way."""
