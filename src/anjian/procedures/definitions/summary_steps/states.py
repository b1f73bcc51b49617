"""Where a penalty on the spot can stand before it is carried out."""

from __future__ import annotations

from anjian.procedures.definitions.ordinary.states import (
    COURT,
    IN_EXECUTION,
    NO_PENALTY,
    PERFORMED,
    TERMINATED,
)
from anjian.procedures.spec import State

OPENED = State("spot_opened", "现场发现", "lead")
TOLD = State("spot_told", "已告知权利", "notice")
HEARD = State("spot_heard", "已听取意见", "notice")
DELIVERED = State("spot_delivered", "已当场交付", "service")
# The file goes on as an ordinary one, at the beginning of that procedure.
TURNED = State("lead", "转为普通程序", "lead", terminal=True, side=True)

AFTER_DELIVERY = (DELIVERED, *IN_EXECUTION, COURT)
ENDED = (PERFORMED, NO_PENALTY, TERMINATED)
