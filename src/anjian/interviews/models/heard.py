"""The table of machine transcripts: what engines heard on a recording, apart from every record."""

from __future__ import annotations

from django.db import models

from anjian.audit.schema import OrgModel


class Transcript(OrgModel):
    """What a machine heard on one channel of an interview 机器转写. Append-only; never part of a record.

    ``pieces`` are ``[begin, end, text]`` in milliseconds after ``begun_ms`` (epoch milliseconds by the
    server's clock); ``person`` tells the channel of the person questioned from those of the officers.
    """

    case_id = models.UUIDField()
    session_id = models.UUIDField()
    who = models.CharField(max_length=40)
    person = models.BooleanField()
    engine = models.CharField(max_length=80)
    begun_ms = models.BigIntegerField()
    pieces = models.JSONField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField()

    class Meta:
        db_table = "interviews_transcript"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "session_id", "sha256"), name="interviews_transcript_once"
            ),
        )
