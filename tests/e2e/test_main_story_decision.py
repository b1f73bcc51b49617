"""The main story in the browser, second half: from the report to a bundle that verifies.

It goes on with the case of `test_main_story.py`; the two files run in this order in one session.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.story import HANDLERS, People, Story, words


def _signed_by_handlers(people: People, no: str, title: str) -> None:
    """Complete a document and let both handlers sign it."""
    wang, zhao = people("王虎"), people("赵敏")
    wang.complete(no, title, words)
    wang.sign_paper(no, title, "officer")
    zhao.sign_paper(no, title, "officer2")


def _approved(people: People, no: str, title: str, *approvers: str) -> None:
    """Send a document round for approval."""
    people("王虎").submit_paper(no, title)
    for name in approvers:
        people(name).approve_paper(no, title)


def test_the_investigation_is_reported_and_reviewed(people: People, story: Story) -> None:
    wang, liu, fang = people("王虎"), people("刘建军"), people("方知")
    wang.advance("2026-10-09T09:00")
    wang.go(f"/cases/{story.no}/discretion")
    wang.page.locator("[name='1.amount']").fill("60000")
    wang.page.locator("[name='1.reason']").fill("一处动火作业没有专人监护，当日停止作业。")
    expect(wang.page.locator("#dn-weighed")).to_contain_text("选定6万元")
    wang.page.get_by_role("button", name="提交裁量表").click()
    wang.page.wait_for_url("**/discretion/trace")
    wang.step(
        story.no,
        "report",
        criminal_suspicion="no",
        criminal_reason="对照危险作业罪等逐项排查，未造成现实危险，不涉嫌犯罪。",
        exculpatory="当事人发现问题后当日停止作业并整改。",
        fine_amount="60000",
        major_public_interest=True,
    )
    _signed_by_handlers(people, story.no, "行政处罚案件调查报告")
    wang.issue_paper(story.no, "行政处罚案件调查报告")
    wang.step(story.no, "submit_review")
    _signed_by_handlers(people, story.no, "行政处罚案件审批表")
    _approved(people, story.no, "行政处罚案件审批表", "刘建军", "陈立")
    wang.issue_paper(story.no, "行政处罚案件审批表")

    liu.step(story.no, "request_legal_review", note="请予审核。")
    fang.step(story.no, "accept_legal_review")
    fang.complete(story.no, "行政处罚法制审核意见书", words, result="同意")
    fang.sign_paper(story.no, "行政处罚法制审核意见书", "reviewer")
    fang.issue_paper(story.no, "行政处罚法制审核意见书")
    fang.open_step(story.no, "pass_legal_review")
    for answer in fang.page.locator("#step-form input[type=radio][value=yes]").all():
        answer.check(force=True)
    fang.submit_step()
    assert fang.page.url.rstrip("/").endswith(story.no), fang.problems()
    wang.advance("2026-10-12T09:00")
    wang.step(story.no, "prepare_notice")
    assert wang.state(story.no) == "待告知"


def test_the_party_is_told_and_heard(people: People, story: Story) -> None:
    wang = people("王虎")
    for title in ("行政处罚告知书", "听证告知书"):
        wang.case(story.no)
        if wang.page.locator("#documents").get_by_role("link", name=title, exact=True).count():
            wang.complete(story.no, title, words)
            wang.issue_paper(story.no, title)
    wang.step(story.no, "serve_notice", served_on="2026-10-12", officers=HANDLERS)
    assert wang.state(story.no) == "已告知"
    wang.advance("2026-10-13T09:00")
    wang.step(
        story.no,
        "receive_defence",
        received_on="2026-10-13",
        manner="written",
        points=({"point": "已主动整改完毕，请求从轻处罚。"},),
        hearing_waived=True,
        officers=HANDLERS,
    )
    wang.case(story.no)
    early = wang.page.locator("#next details.step-closed", has_text="复核当事人意见")
    early.locator("summary").click()
    expect(early).to_contain_text("《行政处罚法》")
    expect(early).to_contain_text("谁可以办")
    # The defence period runs out.
    wang.advance("2026-10-21T09:00")
    wang.open_step(story.no, "review_defence")
    wang.fill("conclusion", "维持告知内容。")
    _reply_to_each_point(wang)
    wang.submit_step()
    assert wang.page.url.rstrip("/").endswith(story.no), wang.problems()
    assert wang.state(story.no) == "意见复核"


def _reply_to_each_point(wang: Desk) -> None:
    wang.fill(
        "replies",
        ({"point": "已主动整改完毕，请求从轻处罚。", "adopted": "no",
          "reply": "整改情况已在裁量时考虑，不再减少。"},),
    )  # fmt: skip


def test_the_leaders_discuss_and_the_head_decides(people: People, story: Story) -> None:
    wang, liu, zheng = people("王虎"), people("刘建军"), people("郑国安")
    liu.step(story.no, "open_discussion")
    liu.advance("2026-10-21T15:00")
    zheng.step(
        story.no,
        "hold_discussion",
        held_at="2026-10-21T14:30",
        place="局会议室",
        chair="郑国安",
        reporter="王虎",
        recorder="何清",
        attendees=tuple(
            {"officer": name, "view": "事实清楚，证据确凿，同意处罚建议。"}
            for name in ("郑国安", "陈立", "周正")
        ),
        conflicts_asked=True,
        handlers_left=True,
        outcome="penalise",
        conclusion="一致同意给予罚款处罚。",
    )
    wang.complete(story.no, "行政处罚集体讨论记录", words)
    for name in ("郑国安", "陈立", "周正"):
        people(name).sign_paper(story.no, "行政处罚集体讨论记录", "attendees")
    wang.sign_paper(story.no, "行政处罚集体讨论记录", "recorder", signer="何清")
    wang.issue_paper(story.no, "行政处罚集体讨论记录")
    zheng.step(story.no, "conclude_discussion")

    above = wang.refused(story.no, "submit_decision", fine_amount="80000")
    assert "第四十五条" in above or "第四十四条" in above or "告知" in above, above
    wang.step(story.no, "submit_decision", fine_amount="60000")
    _signed_by_handlers(people, story.no, "案件处理呈批表")
    _approved(people, story.no, "案件处理呈批表", "刘建军", "郑国安")
    wang.issue_paper(story.no, "案件处理呈批表")
    wang.complete(story.no, "行政处罚决定书", words)
    _approved(people, story.no, "行政处罚决定书", "郑国安")
    zheng.step(story.no, "decide", opinion="同意。")
    wang.issue_paper(story.no, "行政处罚决定书")
    assert wang.state(story.no) == "已决定"


def test_the_decision_is_served_paid_and_the_case_closed(people: People, story: Story) -> None:
    wang, chen = people("王虎"), people("陈立")
    wang.advance("2026-10-22T09:00")
    wang.step(story.no, "serve_decision", served_on="2026-10-22", officers=HANDLERS)
    wang.step(story.no, "begin_execution")
    wang.advance("2026-10-28T09:00")
    wang.step(
        story.no,
        "record_payment",
        paid_on="2026-10-28",
        paid_amount="60000",
        channel="bank",
        receipt_no="YZ20261028",
    )
    wang.step(story.no, "perform", performed_on="2026-10-28", others_performed=True)
    wang.step(story.no, "request_closing", result="罚款已缴清，隐患已复查整改。")
    _signed_by_handlers(people, story.no, "结案审批表")
    _approved(people, story.no, "结案审批表", "刘建军", "陈立")
    wang.issue_paper(story.no, "结案审批表")
    chen.step(story.no, "close", opinion="同意结案。")
    assert chen.state(story.no) == "已结案"


def test_the_file_is_archived(people: People, story: Story) -> None:
    wang, du = people("王虎"), people("杜安")
    wang.advance("2026-10-30T09:00")
    du.case(story.no)
    with du.page.expect_navigation():
        du.press("组卷")
    expect(du.page.locator("main")).to_contain_text("已组卷")
    for title in ("案卷首页", "卷内目录", "备考表"):
        du.complete(story.no, title, words)
        if title == "备考表":
            du.sign_paper(story.no, title, "keeper")
        du.issue_paper(story.no, title)
    du.step(story.no, "archive", shelf="A-03-12", retention="30")
    assert du.state(story.no) == "已归档"
    du.go(f"/cases/{story.no}/record")
    expect(du.page.locator("main")).to_contain_text("记录链完整")


def test_the_bundle_verifies_until_one_byte_is_changed(people: People, story: Story, tmp_path: Path) -> None:
    du = people("杜安")
    du.case(story.no)
    with du.page.expect_download() as sent:
        du.page.get_by_role("link", name="导出案卷").click()
    bundle = tmp_path / "bundle.zip"
    sent.value.save_as(bundle)
    whole = _verify(bundle)
    assert whole.returncode == 0, whole.stdout + whole.stderr
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    spoilt = tmp_path / "spoilt.zip"
    spoilt.write_bytes(content)
    broken = _verify(spoilt)
    assert broken.returncode != 0, broken.stdout
    assert (broken.stdout + broken.stderr).strip(), "it names what is wrong"
    assert people("林远").status(f"/cases/{story.no}/bundle") == 404


def _verify(bundle: Path) -> subprocess.CompletedProcess[str]:
    """Run the verifier as a stranger would: no database, no settings."""
    command = [sys.executable, "-m", "anjian.config.cli", "verify", str(bundle)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
