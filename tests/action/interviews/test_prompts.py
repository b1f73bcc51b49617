"""Prompts: neutral, receipted, and never a leak between rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from anjian.audit.models import OutboxRow
from anjian.interviews import actions, queries
from anjian.kit.errors import Invalid, NotFound, Refused

if TYPE_CHECKING:
    from tests.action.interviews.conftest import Hall

NEUTRAL = "核实危险作业由谁安排"


def send(hall: Hall, *sessions: UUID, **changes: Any) -> UUID:
    values: dict[str, Any] = {"text": NEUTRAL, "channel": "officer", "session_ids": sessions} | changes
    by = values.pop("by", hall.manager)
    return actions.send_prompt(actions.SendPrompt(case_id=hall.case_id, **values), by=by, at=hall.now())


def statuses(hall: Hall) -> dict[UUID, str]:
    (prompt,) = queries.prompts(hall.org_id, hall.case_id)
    return {r.session_id: r.status for r in prompt.receipts}


class TestSendPrompt:
    def test_goes_through_every_receipt_to_the_answering_segment(self, hall: Hall) -> None:
        first, second = hall.contradict()
        prompt_id = send(hall, first, second)
        assert statuses(hall) == {first: "sent", second: "sent"}
        for status in ("shown", "acknowledged"):
            actions.receive_prompt(
                actions.ReceivePrompt(session_id=first, prompt_id=prompt_id, status=status),
                by=hall.pairs[0][0],
                at=hall.now(),
            )
        assert statuses(hall) == {first: "acknowledged", second: "sent"}
        hall.ask(first, "危险作业由谁安排？", "李某在早班会上安排的。", prompt_id=prompt_id)
        (prompt,) = queries.prompts(hall.org_id, hall.case_id)
        answered = next(r for r in prompt.receipts if r.session_id == first)
        assert (answered.status_label, answered.segment_no) == ("已回答", 2)
        assert queries.segments_of(hall.org_id, [first])[-1].prompt_no == 1

    @pytest.mark.parametrize(
        "text", ["张某说是你安排的，对吗？", "是不是李某安排的？", "不老实交代就把你拘起来"]
    )
    def test_refuses_leaking_leading_and_threatening_words(self, hall: Hall, text: str) -> None:
        first, second = hall.contradict()
        with pytest.raises(Refused) as problem:
            send(hall, first, second, text=text)
        assert all(r.code.startswith("interview.prompt.") and r.cites for r in problem.value.refusals)

    def test_a_named_override_reaches_officers_but_never_the_display(self, hall: Hall) -> None:
        first, second = hall.contradict()
        text = "张某说是李某安排的，请核实"
        with pytest.raises(Refused):
            send(hall, second, text=text, channel="display", override_reason="紧急")
        send(hall, second, text=text, override_reason="已经主要负责人同意，仅供询问人员参考")
        (prompt,) = queries.prompts(hall.org_id, hall.case_id)
        assert (prompt.override_reason, prompt.sender) == ("已经主要负责人同意，仅供询问人员参考", "何清")
        assert queries.display_of(hall.session(second)).text == ""
        assert queries.open_prompts(hall.session(first)) == []

    def test_the_two_channels_never_mix(self, hall: Hall) -> None:
        first, second = hall.contradict()
        send(hall, first, channel="officer")
        send(hall, first, second, channel="display", text="请说明早班会的内容")
        assert queries.display_of(hall.session(first)).text == "请说明早班会的内容"
        heard = OutboxRow.objects.filter(topics__contains=[f"display:{first}"])
        assert {row.type for row in heard} == {"interviews.prompt.sent"}
        assert len(heard) == 1

    def test_only_rooms_of_the_case_and_only_by_the_centre(self, hall: Hall, elsewhere: Hall) -> None:
        first, _second = hall.contradict()
        stranger = elsewhere.prepare()
        with pytest.raises(NotFound):
            send(hall, first, stranger)
        with pytest.raises(NotFound):
            send(hall, first, by=hall.pairs[1][0])
        with pytest.raises(Invalid):
            send(hall)

    def test_a_room_cannot_report_for_another(self, hall: Hall) -> None:
        first, second = hall.contradict()
        prompt_id = send(hall, first)
        with pytest.raises(NotFound):
            actions.receive_prompt(
                actions.ReceivePrompt(session_id=second, prompt_id=prompt_id, status="shown"),
                by=hall.pairs[1][0],
                at=hall.now(),
            )


class TestDisplay:
    def test_shows_one_exhibit_until_it_is_put_away(self, hall: Hall) -> None:
        session_id = hall.questioning()
        for title in ("早班会记录本", "动火作业票"):
            actions.release_exhibit(
                actions.ReleaseExhibit(session_id=session_id, title=title, note="请辨认"),
                by=hall.pairs[0][0],
                at=hall.now(),
            )
        shown = queries.display_of(hall.session(session_id)).exhibit
        assert shown is not None
        assert shown.title == "动火作业票"
        actions.clear_exhibit(session_id, by=hall.pairs[0][0], at=hall.now())
        assert queries.display_of(hall.session(session_id)).exhibit is None

    def test_refuses_another_persons_words_beside_an_exhibit(self, hall: Hall) -> None:
        first, _second = hall.contradict()
        command = actions.ReleaseExhibit(session_id=first, title="记录本", note="李某说是你自己去的")
        with pytest.raises(Refused):
            actions.release_exhibit(command, by=hall.pairs[0][0], at=hall.now())

    def test_a_withdrawn_text_leaves_the_display(self, hall: Hall) -> None:
        session_id = hall.questioning()
        prompt_id = send(hall, session_id, channel="display")
        actions.receive_prompt(
            actions.ReceivePrompt(session_id=session_id, prompt_id=prompt_id, status="withdrawn"),
            by=hall.pairs[0][0],
            at=hall.now(),
        )
        assert queries.display_of(hall.session(session_id)).text == ""
