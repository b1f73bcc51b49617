"""Tables of evidence. All of them only grow: a correction or retraction is a further row."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anjian.audit.schema import OrgModel
from anjian.evidence.kinds import CUSTODY_ACTS, FORMS, KINDS


class EvidenceItem(OrgModel):
    """One item of evidence of a case: an original by its hash, how it was obtained, what it is to prove."""

    case_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=tuple(KINDS.items()))
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    source = models.CharField(max_length=200)
    holder = models.CharField(max_length=120, blank=True)
    collectors = ArrayField(models.UUIDField())
    collector_names = ArrayField(models.CharField(max_length=80))
    place = models.CharField(max_length=200)
    collected_at = models.DateTimeField()
    device = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=10, choices=tuple(FORMS.items()))
    copy_note = models.CharField(max_length=300, blank=True)
    record = models.CharField(max_length=200, blank=True)
    exculpatory = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    filename = models.CharField(max_length=255)
    after_freeze = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    registered_by = models.UUIDField()

    class Meta:
        db_table = "evidence_item"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "case_id", "seq"), name="evidence_item_no"),
            models.CheckConstraint(
                condition=models.Q(collectors__len__gte=2), name="evidence_item_two_officers"
            ),
        )
        indexes = (models.Index(fields=("org_id", "sha256"), name="evidence_item_content"),)


class ItemCorrection(OrgModel):
    """A correction of an item's description, with its reason; the hash and the file cannot be corrected."""

    item_id = models.UUIDField()
    changes = models.JSONField()
    reason = models.TextField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_correction"
        indexes = (models.Index(fields=("org_id", "item_id", "id"), name="evidence_correction_item"),)


class FactToProve(OrgModel):
    """A fact that must be proved 待证事实; a restated or withdrawn one is replaced by a further row."""

    case_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    replaces_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_fact"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "replaces_id"), name="evidence_fact_replaced_once"),
        )
        indexes = (models.Index(fields=("org_id", "case_id", "seq"), name="evidence_fact_case"),)


class FactProof(OrgModel):
    """That an item proves a fact, or (``stands`` false) no longer does; the newest row of a pair counts.

    ``fact_seq`` names the fact by its number, so that restating a fact keeps its proofs.
    """

    case_id = models.UUIDField()
    fact_seq = models.PositiveIntegerField()
    item_id = models.UUIDField()
    stands = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_proof"
        indexes = (models.Index(fields=("org_id", "case_id", "id"), name="evidence_proof_case"),)


class Examination(OrgModel):
    """An officer's finding on an item: authentic, lawful, relevant; the newest one counts.

    ``reasons`` are by trait, ``answers`` (yes, no, n/a) by the code of a point of the checklist.
    """

    item_id = models.UUIDField()
    authentic = models.BooleanField()
    lawful = models.BooleanField()
    relevant = models.BooleanField()
    opinion = models.TextField(blank=True)
    reasons = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_examination"
        indexes = (models.Index(fields=("org_id", "item_id", "id"), name="evidence_examination_item"),)


class CustodyEvent(OrgModel):
    """One link in the custody of an item, chained by hash to the one before (`proof.chain`).

    ``details`` holds how each signed, what a seal was found to be, the receipt of an outsider.
    """

    item_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=tuple(CUSTODY_ACTS.items()))
    from_holder = models.CharField(max_length=120)
    to_holder = models.CharField(max_length=120)
    reason = models.TextField()
    seal_no = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=200, blank=True)
    place_code = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True)
    details = models.JSONField(default=dict)
    signers = ArrayField(models.CharField(max_length=80))
    happened_at = models.DateTimeField()
    sha256_before = models.CharField(max_length=64, blank=True)
    sha256_after = models.CharField(max_length=64, blank=True)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "evidence_custody"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "item_id", "seq"), name="evidence_custody_seq"),
        )


class DerivedCopy(OrgModel):
    """A copy made from an original by a stated recipe (a thumbnail), or why none could be made."""

    item_id = models.UUIDField()
    of_sha256 = models.CharField(max_length=64)
    recipe = models.JSONField()
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "evidence_derived"
        indexes = (models.Index(fields=("org_id", "item_id", "id"), name="evidence_derived_item"),)


class ItemFile(OrgModel):
    """A further file of an item that consists of several: a part of a recording, its chain, a copy of it.

    ``of_sha256`` names the original a derived file was made from, by the ``recipe``; both are
    empty for an original. ``failure`` says why a derived file could not be made.
    """

    item_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    role = models.CharField(max_length=10, choices=(("original", "原件"), ("derived", "派生副本")))
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    of_sha256 = models.CharField(max_length=64, blank=True)
    recipe = models.JSONField(default=dict)
    failure = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "evidence_item_file"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "item_id", "filename"), name="evidence_item_file_name"),
            models.UniqueConstraint(fields=("org_id", "item_id", "seq"), name="evidence_item_file_seq"),
        )


class EvidenceFreeze(OrgModel):
    """When a case's evidence was closed (decision, archiving) or opened again; the newest row counts.

    ``listing`` is the list of the evidence as it stood, identified by the hash of its canonical form.
    """

    case_id = models.UUIDField()
    stage = models.CharField(
        max_length=10, choices=(("decided", "已决定"), ("archived", "已归档"), ("lifted", "解除"))
    )
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    cites = ArrayField(models.TextField(), default=list)
    listing = models.JSONField(default=list)
    listing_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "evidence_freeze"
        indexes = (models.Index(fields=("org_id", "case_id", "id"), name="evidence_freeze_case"),)


class EvidenceCounter(OrgModel):
    """Running numbers of one case (``id`` is the case); its row lock keeps them gapless."""

    items = models.PositiveIntegerField(default=0)
    facts = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "evidence_counter"


class ThingDetails(OrgModel):
    """What can be said of an object 物证 itself; ``parent_id`` names the one that a sample was taken of."""

    item_id = models.UUIDField()
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=20)
    features = models.TextField(blank=True)
    value_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    packaging = models.CharField(max_length=200, blank=True)
    part = models.CharField(
        max_length=10,
        default="whole",
        choices=(("whole", "整件"), ("test", "检验样品"), ("retained", "留样")),
    )
    parent_id = models.UUIDField(null=True)

    class Meta:
        db_table = "evidence_thing"
        constraints = (models.UniqueConstraint(fields=("org_id", "item_id"), name="evidence_thing_of_item"),)
        indexes = (models.Index(fields=("org_id", "parent_id"), name="evidence_thing_parent"),)


class MeasureTie(OrgModel):
    """That an item is held under a measure of the case, by its name on the measure's list; newest counts."""

    item_id = models.UUIDField()
    proceeding_id = models.UUIDField()
    measure = models.CharField(max_length=40)
    listed_as = models.CharField(max_length=200)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_measure"
        indexes = (models.Index(fields=("org_id", "item_id", "id"), name="evidence_measure_item"),)


class SealUse(OrgModel):
    """A seal 封条 put on an item; its number is used once in a bureau."""

    no = models.CharField(max_length=60)
    item_id = models.UUIDField()
    custody_seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_seal"
        constraints = (models.UniqueConstraint(fields=("org_id", "no"), name="evidence_seal_no"),)


class HandOver(OrgModel):
    """A custody act signed by the first of two; it joins the chain when the second has signed.

    ``acts`` holds per item (by id) what the link will say. ``to_id`` is the officer who must
    accept, null when a second signer of any name confirms.
    """

    act = models.CharField(max_length=10)
    case_ids = ArrayField(models.UUIDField())
    acts = models.JSONField()
    to_id = models.UUIDField(null=True)
    to_name = models.CharField(max_length=120)
    happened_at = models.DateTimeField()
    first_id = models.UUIDField()
    first_name = models.CharField(max_length=80)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "evidence_handover"
        indexes = (models.Index(fields=("org_id", "to_id", "id"), name="evidence_handover_to"),)


class HandOverAnswer(OrgModel):
    """That the second signer accepted a custody act or refused it, and by which way."""

    handover_id = models.UUIDField()
    accepted = models.BooleanField()
    how = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_handover_answer"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "handover_id"), name="evidence_handover_answered_once"),
        )


class KeepingPlace(OrgModel):
    """A place where evidence is kept (store, room, shelf, box); the newest row of a code counts."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    parent_code = models.CharField(max_length=40, blank=True)
    roles = ArrayField(models.CharField(max_length=40), default=list)
    officers = ArrayField(models.UUIDField(), default=list)
    closed = models.BooleanField(default=False)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_place"
        indexes = (models.Index(fields=("org_id", "code", "id"), name="evidence_place_code"),)


class StockTaking(OrgModel):
    """A count of a place 盘点: what was found there against what the books said."""

    place_code = models.CharField(max_length=40)
    expected = ArrayField(models.UUIDField())
    found = ArrayField(models.UUIDField())
    unknown = ArrayField(models.CharField(max_length=60), default=list)
    note = models.TextField(blank=True)
    by_ids = ArrayField(models.UUIDField())
    by_names = ArrayField(models.CharField(max_length=80))
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_stocktaking"
        indexes = (models.Index(fields=("org_id", "place_code", "id"), name="evidence_stocktaking_place"),)


class ExculpatoryAnswer(OrgModel):
    """Why an item that speaks for the party does, or does not, change the finding; the newest counts."""

    item_id = models.UUIDField()
    adopted = models.BooleanField()
    text = models.TextField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_exculpatory"
        indexes = (models.Index(fields=("org_id", "item_id", "id"), name="evidence_exculpatory_item"),)


class FileReading(OrgModel):
    """What an item's file says of itself, by one version of the reader; ``likeness`` as signed 64 bits."""

    item_id = models.UUIDField()
    case_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    reader = models.CharField(max_length=40)
    told = models.JSONField()
    likeness = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "evidence_reading"
        constraints = (
            models.UniqueConstraint(fields=("org_id", "item_id", "reader"), name="evidence_reading_once"),
        )
        indexes = (
            models.Index(fields=("org_id", "likeness"), name="evidence_reading_likeness"),
            models.Index(fields=("org_id", "case_id"), name="evidence_reading_case"),
        )
