"""Tables of remote: sessions and captures stand as they are now, everything that happened only grows."""

from __future__ import annotations

from django.db import models

from anjian.audit.schema import OrgModel
from anjian.remote.course import STATES

KINDS = (("person", "远程询问"), ("site", "远程查看现场"))


class Session(OrgModel):
    """A video session of a case with one person elsewhere, entered by a one-time link.

    Of the link and the code only digests are kept; ``device_sha256`` is that of the secret held by
    the one browser that opened it. ``recording`` says whether both sides are asked to record now.
    """

    case_id = models.UUIDField()
    case_no = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=KINDS)
    capacity = models.CharField(max_length=40)
    guest_name = models.CharField(max_length=80)
    guest_phone = models.CharField(max_length=40, blank=True)
    known_id_no = models.CharField(max_length=30, blank=True)
    matter = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    place = models.CharField(max_length=120)
    lead_id = models.UUIDField()
    second_id = models.UUIDField()
    officers = models.JSONField(default=list)
    lead_present_at = models.DateTimeField(null=True)
    second_present_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=tuple(STATES.items()), default="invited")
    recording = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    token_sha256 = models.CharField(max_length=64, db_index=True)
    code_digest = models.CharField(max_length=64)
    code_tries = models.PositiveSmallIntegerField(default=0)
    link_no = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    device_sha256 = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    id_no = models.CharField(max_length=30, blank=True)
    id_found = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=2, blank=True)
    born_on = models.DateField(null=True)
    address = models.CharField(max_length=200, blank=True)
    employer = models.CharField(max_length=120, blank=True)
    post = models.CharField(max_length=60, blank=True)
    relation = models.CharField(max_length=80, blank=True)
    guest_place = models.CharField(max_length=200, blank=True)
    statement = models.CharField(max_length=200, blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    document_id = models.UUIDField(null=True)

    class Meta:
        db_table = "remote_session"
        indexes = (models.Index(fields=("org_id", "case_id"), name="remote_session_case"),)
        constraints = (
            models.UniqueConstraint(fields=("org_id", "token_sha256"), name="remote_session_token"),
        )


class Happening(OrgModel):
    """One thing that happened in a session, with its time: the course as it was."""

    session_id = models.UUIDField()
    code = models.CharField(max_length=30)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    side = models.CharField(
        max_length=8, choices=(("officer", "执法人员"), ("guest", "对方"), ("server", "系统"))
    )
    note = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "remote_happening"
        indexes = (models.Index(fields=("org_id", "session_id", "id"), name="remote_happening_session"),)


class Line(OrgModel):
    """A line of the record: question and answer, a note of what was seen, or a correction by the guest."""

    session_id = models.UUIDField()
    no = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=(("qa", "问答"), ("note", "记录"), ("fix", "更正")))
    question = models.TextField(blank=True)
    answer = models.TextField()
    page_no = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    class Meta:
        db_table = "remote_line"
        constraints = (models.UniqueConstraint(fields=("org_id", "session_id", "no"), name="remote_line_no"),)


class Item(OrgModel):
    """A picture taken or a file handed over during a session; it lies in the store under its hash."""

    session_id = models.UUIDField()
    no = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=10, choices=(("identity", "证件照片"), ("shot", "截图"), ("file", "文件"))
    )
    title = models.CharField(max_length=120)
    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    position = models.JSONField(default=dict)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    side = models.CharField(max_length=8)

    class Meta:
        db_table = "remote_item"
        constraints = (models.UniqueConstraint(fields=("org_id", "session_id", "no"), name="remote_item_no"),)


class Page(OrgModel):
    """A page of the record as it was shown to be read and signed; a correction makes a new version."""

    session_id = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    lines = models.JSONField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)

    class Meta:
        db_table = "remote_page"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "session_id", "version", "no"), name="remote_page_no"),
        )


class Signature(OrgModel):
    """A signature on a page, bound to the page's hash, with the picture, place and time of the moment."""

    session_id = models.UUIDField()
    page_no = models.PositiveSmallIntegerField()
    page_sha256 = models.CharField(max_length=64)
    slot = models.CharField(
        max_length=10, choices=(("party", "对方"), ("officer", "主办"), ("officer2", "协办"))
    )
    signer_name = models.CharField(max_length=80)
    signer_id = models.UUIDField(null=True)
    png_sha256 = models.CharField(max_length=64, blank=True)
    moment_sha256 = models.CharField(max_length=64, blank=True)
    position = models.JSONField(default=dict)
    refused = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "remote_signature"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id", "slot", "page_no", "page_sha256"),
                name="remote_signature_once",
            ),
        )


class Capture(OrgModel):
    """An order to fix a web page, and what came of it. ``state``: waiting, done, failed."""

    case_id = models.UUIDField()
    case_no = models.CharField(max_length=80)
    no = models.PositiveIntegerField()
    url = models.TextField()
    purpose = models.CharField(max_length=200)
    lead_id = models.UUIDField()
    second_id = models.UUIDField()
    place = models.CharField(max_length=120)
    again_of = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    ordered_by = models.UUIDField()
    state = models.CharField(max_length=8, default="waiting")
    failure = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    log = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    evidence_no = models.CharField(max_length=20, blank=True)
    evidence_id = models.UUIDField(null=True)
    document_id = models.UUIDField(null=True)

    class Meta:
        db_table = "remote_capture"
        constraints = (models.UniqueConstraint(fields=("org_id", "case_id", "no"), name="remote_capture_no"),)
