"""Tables of organisations, units, officers, certificates, roles, powers and delegations."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.audit.schema import OrgModel
from anjian.kit.ids import uuid7


class Organisation(models.Model):
    """A legal subject that enforces in its own name (APL art. 17); the owner of every row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80, unique=True)
    short_name = models.CharField(max_length=20)
    level = models.CharField(
        max_length=12, choices=(("city", "市级"), ("district", "区县级"), ("zone", "开发区"))
    )
    place_code = models.CharField(max_length=12)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    number_region = models.CharField(max_length=8)
    particulars = models.JSONField(default=dict)

    class Meta:
        db_table = "people_organisation"


class Unit(OrgModel):
    """A team or section inside an organisation; it handles, but never signs in its own name."""

    name = models.CharField(max_length=80)
    parent_id = models.UUIDField(null=True)
    body = models.CharField(
        max_length=10, choices=(("agency", "机关内设"), ("delegated", "受委托组织"), ("posted", "派驻"))
    )
    line_manager = models.CharField(max_length=80, blank=True)
    local_manager = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "people_unit"
        constraints = (models.UniqueConstraint(fields=("org_id", "name"), name="people_unit_name"),)


class Officer(OrgModel):
    """A person who works for the organisation."""

    name = models.CharField(max_length=40)
    name_sort = models.CharField(max_length=200)
    unit_id = models.UUIDField()
    post = models.CharField(max_length=40)
    legal_qualified = models.BooleanField(default=False)
    left_on = models.DateField(null=True)

    class Meta:
        db_table = "people_officer"
        indexes = (models.Index(fields=("org_id", "name_sort"), name="people_officer_sort"),)


class RoleGrant(OrgModel):
    """A role an officer holds for a time."""

    officer_id = models.UUIDField()
    role = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "people_role_grant"
        constraints = (
            models.UniqueConstraint(
                fields=("org_id", "officer_id", "role", "valid_from"), name="people_role_once"
            ),
        )


class CertificateRow(OrgModel):
    """An enforcement certificate 行政执法证件 of an officer (APL art. 42)."""

    officer_id = models.UUIDField()
    no = models.CharField(max_length=40)
    issuer = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    area = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField()
    status = models.CharField(max_length=10, default="valid")

    class Meta:
        db_table = "people_certificate"
        constraints = (models.UniqueConstraint(fields=("org_id", "no"), name="people_certificate_no"),)
        indexes = (models.Index(fields=("org_id", "officer_id"), name="people_certificate_officer"),)


class Power(OrgModel):
    """A power as dated data: what, in which field and territory, on which legal basis."""

    unit_id = models.UUIDField(null=True)
    kind = models.CharField(
        max_length=10, choices=(("inspect", "行政检查"), ("penalise", "行政处罚"), ("coerce", "行政强制"))
    )
    field = models.CharField(max_length=40)
    territory = models.CharField(max_length=12)
    legal_basis = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "people_power"
        indexes = (models.Index(fields=("org_id", "kind"), name="people_power_kind"),)


class Delegation(OrgModel):
    """A written, published instrument that delegates powers to a unit (APL art. 20–21).

    Coercion can never be delegated (ACL art. 17): the database refuses such a row.
    """

    no = models.CharField(max_length=60)
    unit_id = models.UUIDField()
    kinds = ArrayField(models.CharField(max_length=10))
    matters = models.TextField()
    published_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        db_table = "people_delegation"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "no"), name="people_delegation_no"),
            models.CheckConstraint(
                condition=~models.Q(kinds__contains=["coerce"]), name="people_delegation_never_coercion"
            ),
        )


class UserManager(BaseUserManager["User"]):
    """Finds accounts by user name."""

    use_in_migrations = True


class User(AbstractBaseUser):
    """A sign-in account of one officer. There is no superuser: rights come from roles and powers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    org_id = models.UUIDField()
    officer_id = models.UUIDField()
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []
    is_staff = False
    is_superuser = False

    objects = UserManager()

    class Meta:
        db_table = "people_user"
        constraints = (models.UniqueConstraint(fields=("org_id", "officer_id"), name="people_user_officer"),)

    def get_full_name(self) -> str:
        """Return the user name; the officer's name is read through queries."""
        return self.username
