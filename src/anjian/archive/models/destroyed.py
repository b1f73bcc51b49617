"""Destruction lists and what remains of destroyed bytes."""

from __future__ import annotations

from django.db import models

from anjian.archive.words import LIST_STATES
from anjian.audit.schema import OrgModel


class DestructionList(OrgModel):
    """A destruction list 销毁清册: proposed by rule, appraised, approved twice, executed. Kept for ever."""

    no = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=LIST_STATES, default="proposed")
    rule_day = models.DateField()
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    executed_at = models.DateTimeField(null=True)
    bytes_destroyed = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "archive_destruction_list"
        constraints = (models.UniqueConstraint(fields=("org_id", "no"), name="archive_destruction_no"),)


class DestructionEntry(OrgModel):
    """One file on a destruction list, with the appraisal group's verdict."""

    list_id = models.UUIDField()
    file_id = models.UUIDField()
    file_no = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    retention = models.CharField(max_length=12)
    ended_on = models.DateField()
    rule = models.TextField()
    verdict = models.CharField(
        max_length=8, choices=(("", "待鉴定"), ("destroy", "销毁"), ("keep", "续存")), blank=True
    )
    verdict_reason = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "archive_destruction_entry"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "list_id", "file_id"), name="archive_destruction_once"),
        )


class DestructionMark(OrgModel):
    """Who appraised, approved or supervised a destruction, with what opinion. Append-only."""

    list_id = models.UUIDField()
    kind = models.CharField(
        max_length=10,
        choices=(
            ("appraise", "鉴定"),
            ("office", "档案机构负责人审批"),
            ("head", "机关负责人审批"),
            ("supervise", "监销"),
            ("drop", "撤销"),
        ),
    )
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=40)
    opinion = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "archive_destruction_mark"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "list_id", "kind", "by_id"), name="archive_destruction_mark_once"
            ),
        )


class Tombstone(OrgModel):
    """What remains of destroyed bytes: digest, rule, list, approval, day. Append-only, entered in the log.

    ``hash`` is SHA-256 over the canonical form of the other columns.
    """

    file_id = models.UUIDField()
    list_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    what = models.CharField(max_length=200)
    rule = models.TextField()
    approved_by = models.CharField(max_length=80)
    at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "archive_tombstone"
        constraints = (models.UniqueConstraint(fields=("org_id", "sha256"), name="archive_tombstone_once"),)
