"""D12 询问笔录: questions and answers of one person, signed on every page (《行政处罚法》第五十五条)."""

from __future__ import annotations

from anjian.documents.kinds.common import case_cause, check_officers, in_order, officers, text
from anjian.documents.kinds.spec import Column, DocumentKind, Field

KIND = DocumentKind(
    code="D12",
    name="询问笔录",
    word="",
    numbered=False,
    stage="调查取证",
    signatures=("party", "officer", "officer2"),
    every_page=("party",),
    drafters=("case_officer", "interviewer", "unit_head"),
    basis=(
        "《行政处罚法》第四十二条",
        "《行政处罚法》第五十五条",
        "《最高人民法院关于行政诉讼证据若干问题的规定》第十三条",
    ),
    checks=(check_officers, in_order("started_at", "ended_at", "结束时间不能早于开始时间。")),
    folder="d12_interview_record",
    fields=(
        case_cause(),
        Field(code="session_no", label="第几次询问", type="int", minimum=1, source="interview.session_no"),
        text("started_at", "询问开始时间", "interview.started_at", type="datetime"),
        text("ended_at", "询问结束时间", "interview.ended_at", type="datetime"),
        text("place", "询问地点", "interview.place"),
        text("person_name", "被询问人", "person.name"),
        text("person_sex", "性别", "person.sex", required=False),
        text("person_birth", "出生日期", "person.birth_on", type="date", required=False),
        text("person_id_no", "身份证件号码", "person.id_no"),
        text("person_employer", "工作单位", "person.employer", required=False),
        text("person_post", "职务（工种）", "person.post", required=False),
        text("person_address", "住址", "person.address"),
        text("person_phone", "联系电话", "person.phone", required=False),
        text("person_relation", "与本案关系", "person.relation", required=False),
        officers("interview.officers|case.officers", "询问人"),
        text("recorder", "记录人", "interview.recorder"),
        text(
            "others",
            "在场人员",
            "interview.others",
            required=False,
            help="翻译、法定代理人等，写明姓名、单位、电话。",
        ),
        text("rights_answer", "对权利义务告知的回答", "interview.rights_answer"),
        Field(
            code="qa",
            label="问答",
            type="table",
            min_rows=1,
            source="interview.qa",
            columns=(Column(code="question", label="问"), Column(code="answer", label="答")),
        ),
        Field(
            code="read_back",
            label="核对方式",
            type="choice",
            choices=("本人阅读", "向其宣读"),
            source="interview.read_back",
        ),
        text(
            "read_back_words",
            "被询问人核对意见",
            "interview.read_back_words",
            default="以上笔录我已看过，与我说的一致。",
        ),
        text(
            "recording",
            "同步录音录像",
            "interview.recording",
            required=False,
            help="录音录像编号和校验值；与笔录一一对应。",
        ),
        text(
            "sign_notes",
            "核对、签名情况说明",
            "",
            required=False,
            help="宣读的起始时间；未签名或者未捺指印的原因；拒绝签名的时间和见证人。",
        ),
        Field(
            code="laid_pages",
            label="已签名的页面",
            type="table",
            required=False,
            columns=(
                Column(code="lines", label="行", type="longtext"),
                Column(code="kinds", label="行的性质", type="longtext", required=False),
            ),
            help="由询问室形成：每页的行与签名时显示的完全一致，打印时不得改变分页。",
        ),
    ),
)
