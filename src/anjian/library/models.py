"""Tables of the library of law texts."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from anjian.audit.schema import OrgModel


class LawText(OrgModel):
    """One text of a statute, in force from a day. A correction is a further import of the same day.

    `statute` is the code of the list of statutes, or the title of one that is not listed. The day on
    which a text ceases to govern is not kept: the next text of the statute says it.
    """

    statute = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    adopted_on = models.DateField(null=True)
    valid_from = models.DateField()
    history = models.JSONField(default=list)
    source_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    article_count = models.IntegerField()
    warnings = models.JSONField(default=list)
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField()
    imported_by_name = models.CharField(max_length=60)

    class Meta:
        db_table = "library_text"
        indexes = (
            models.Index(fields=("org_id", "statute", "-valid_from", "-imported_at"), name="library_text_of"),
        )


class LawArticle(OrgModel):
    """One article of a text, with its headings, paragraphs and items."""

    text_id = models.UUIDField()
    position = models.IntegerField()
    number = models.IntegerField()
    sub = models.IntegerField(null=True)
    under = models.JSONField(default=list)
    paragraphs = models.JSONField(default=list)
    search = SearchVectorField(null=True)

    class Meta:
        db_table = "library_article"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "text_id", "position"), name="library_article_place"),
        )
        indexes = (GinIndex(fields=("search",), name="library_article_search"),)
