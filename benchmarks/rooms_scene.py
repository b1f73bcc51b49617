"""Rooms with officers and persons, questioning: made by the real actions in an installation that runs.

``python -m benchmarks.rooms_scene ROOMS`` prints what the simulated browsers need, as JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

PERSONS = "张李王赵陈刘杨黄"


def make(rooms: int) -> dict[str, Any]:
    """Found a bureau with so many rooms, all of them questioning in one case."""
    import django

    django.setup()
    from anjian.cases.models import Case
    from anjian.interviews import actions
    from anjian.interviews.script import script_on
    from anjian.kit import clock
    from anjian.kit.actor import Certificate, system_actor
    from anjian.people import actions as people
    from anjian.people import queries as staff
    from benchmarks.ground import a_session

    at = clock.now()
    today = at.date()
    org_id = people.found_organisation(
        people.FoundOrganisation(
            name="量测应急管理局", short_name="量测", level="city", place_code="990100", number_region="量测"
        )
    )
    founder = system_actor(org_id, "量测应急管理局")
    unit_id = people.set_up_unit(people.SetUpUnit(name="案件管理中心"), by=founder, at=at)

    def officer(name: str, username: str, *roles: str) -> Any:
        certificate = Certificate(
            no=f"量测-{name}", issuer="省政府", field="应急", area="全市",
            valid_from=today - timedelta(days=300), valid_to=today + timedelta(days=700),
        )  # fmt: skip
        command = people.RegisterOfficer(
            name=name, unit_id=unit_id, post="执法人员", roles=frozenset(roles),
            since=today - timedelta(days=300), certificates=(certificate,), username=username,
        )  # fmt: skip
        return staff.actor(org_id, people.register_officer(command, by=founder, at=at), on=today)

    handler = officer("承办", "bench-handler", "case_officer")
    manager = officer("管理", "bench-manager", "case_manager")
    case = Case.objects.create(
        org_id=org_id, no="2026-0001", title="动火作业案", procedure="ordinary_penalty@2021-07-15",
        state="investigating", stage="investigation", source="inspection", party_kind="unit",
        party_name="量测石油储运有限公司", place_code="990100", unit_id=unit_id, lead_officer_id=handler.id,
        opened_on=today, conduct_on=today - timedelta(days=1), moved_at=at,
    )  # fmt: skip
    made = []
    for n in range(rooms):
        room_id = actions.set_up_room(actions.SetUpRoom(name=f"第{n + 1}室"), by=manager, at=at)
        pair = [officer(f"{part}{n + 1}", f"bench-{part}-{n}", "interviewer") for part in ("询", "记")]
        session_id = actions.prepare_session(
            actions.PrepareSession(
                case_id=case.id, name=f"{PERSONS[n % 8]}某{n + 1}", room_id=room_id, lead_id=pair[0].id,
                recorder_id=pair[1].id, matter="动火作业",
            ),
            by=manager, at=at,
        )  # fmt: skip
        for one in pair:
            actions.enter_room(session_id, by=one, at=at)
        known = actions.RecordIdentity(
            session_id=session_id, name=f"{PERSONS[n % 8]}某{n + 1}", sex="男", born_on=date(1985, 6, 15),
            id_no=f"E{12345600 + n}", employer="量测石油储运有限公司", post="工人", phone="13800000001",
            address="码头路1号", relation="作业人员", delegate="否", needs="none",
        )  # fmt: skip
        actions.record_identity(replace(known), by=pair[0], at=at)
        for line in script_on(today).lines:
            told = actions.TellRights(session_id=session_id, code=line.code, answer=line.answer)
            actions.tell_rights(told, by=pair[0], at=at)
        actions.begin_questions(session_id, by=pair[0], at=at)
        made.append({"session": str(session_id), "cookie": a_session(f"bench-询-{n}")})
    return {
        "org": str(org_id),
        "case": str(case.id),
        "manager": a_session("bench-manager"),
        "rooms": made,
    }


if __name__ == "__main__":
    print(json.dumps(make(int(sys.argv[1]))))
