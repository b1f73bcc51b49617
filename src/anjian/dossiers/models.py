"""Tables of enterprises."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from anjian.audit.schema import OrgModel


class Enterprise(OrgModel):
    """A firm under supervision; identified by its unified social credit code (GB 32100)."""

    name = models.CharField(max_length=120)
    name_sort = models.CharField(max_length=240)
    credit_code = models.CharField(max_length=18)
    industry = models.CharField(max_length=40)
    address = models.CharField(max_length=200)
    place_code = models.CharField(max_length=12)
    legal_person = models.CharField(max_length=40)
    phone = models.CharField(max_length=30, blank=True)
    search = SearchVectorField(null=True)

    class Meta:
        db_table = "dossiers_enterprise"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "credit_code"), name="dossiers_enterprise_code"),
        )
        indexes = (
            models.Index(fields=("org_id", "name_sort", "id"), name="dossiers_enterprise_sort"),
            GinIndex(fields=("search",), name="dossiers_enterprise_search"),
        )
