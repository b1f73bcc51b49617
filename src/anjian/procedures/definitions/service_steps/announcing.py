"""The public notice 公告送达 (CPL art. 95): reasons, posting, the days, the end."""

from __future__ import annotations

from anjian.law.statutes import APL, CPL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import announcing as a
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import service as g
from anjian.procedures.definitions.service_steps.states import (
    ANNOUNCED,
    ANNOUNCING,
    DELIVERED,
    OPENED,
    TRYING,
)
from anjian.procedures.spec import Step, need

art = APL.art
_HANDLER = ("case_officer",)
GROUNDS = (("missing", "受送达人下落不明"), ("impossible", "用其他方式无法送达"))

PREPARE = Step(
    code="prepare_announcement",
    label="呈请公告送达",
    source=(OPENED, TRYING),
    target=ANNOUNCING,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), CPL.art(95)),
    fields=(
        ask.choice("ground", "公告的理由", *GROUNDS),
        ask.long("reasons", "原因和经过", min_length=5, source="service.failed_attempts"),
        ask.long("inquiries", "查找受送达人的经过", min_length=5, help="向哪些单位、人员查找，结果如何。"),
        ask.day("published_on", "拟发出公告的日期", not_after_today=False, source="today"),
        ask.text("media", "公告载体", help="本机关网站、公告栏、报纸等。"),
    ),
    guards=(a.other_ways_failed, a.ground_is_on_record),
    makes=("D65",),
)

ANNOUNCE = Step(
    code="announce",
    label="发出公告",
    source=(ANNOUNCING,),
    target=ANNOUNCED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), CPL.art(95)),
    primary=True,
    fields=(
        ask.day("announced_on", "公告发出日期", source="prepare_announcement.published_on"),
        ask.table(
            "posted",
            "公告载体",
            ask.text("where", "公告栏、报纸、网站名称"),
            ask.text("reference", "版面、网址、照片编号", required=False),
        ),
    ),
    guards=(a.other_ways_failed, g.after_the_paper, a.announced_with_the_paper),
    needs=(need("D65"),),
)

COMPLETE = Step(
    code="complete_announcement",
    label="登记公告期满",
    source=(ANNOUNCED,),
    target=DELIVERED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(61), CPL.art(95)),
    primary=True,
    fields=(
        ask.day("served_on", "视为送达之日", source=f"clock.{a.ANNOUNCEMENT}"),
        ask.yes_no("posted_throughout", "公告期内持续张贴、发布"),
        ask.OFFICERS,
    ),
    guards=(
        p.acting_officers_certified,
        g.not_served_yet,
        a.announcement_has_run,
        a.last_day_of_the_notice,
        a.posted_throughout,
    ),
    makes=("D43",),
    serves_subject=True,
)

STEPS = (PREPARE, ANNOUNCE, COMPLETE)
