"""Reading typical cases: what a case says, what is known of it, the library."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from anjian.cases import queries as cases
from anjian.dossiers import queries as dossiers
from anjian.kit.canonical import canonical_bytes
from anjian.kit.hashing import sha256_hex, sm3_hex
from anjian.law import violations
from anjian.people import queries as people
from anjian.registers.anonymise import Known, Remainder, data, remainders
from anjian.registers.models import TypicalCase, TypicalVersion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from anjian.cases.access import Case
    from anjian.cases.queries import Picture
    from anjian.kit.actor import Actor

PARTS: tuple[tuple[str, str], ...] = (
    ("title", "标题"),
    ("facts", "基本案情"),
    ("law", "违法行为和依据"),
    ("result", "处理结果"),
    ("lesson", "典型意义"),
)
_DECISIONS = ("D36", "D37", "D38", "D24", "D25")
_REGION = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:省|自治区|市|区|县|旗)")
_ENDS = re.compile(r"(?:省|自治区|市|区|县|旗)$")
_SHORTEST, _LONGEST = 2, 4


@dataclass(frozen=True, slots=True)
class Source:
    """What a typical case is made of: what is known of its case, and its parts before any rule."""

    known: Known
    parts: dict[str, str]


def source_of(case: Case, actor: Actor, *, at: datetime) -> Source:
    """Return what the record of a case tells, and every name in it that must not remain."""
    picture = cases.picture_of(case, actor, now=at, everything=True)
    firm = dossiers.firm(case.org_id, case.enterprise_id) if case.enterprise_id else None
    bureaux = [a.name for a in people.agencies()]
    persons = [p.name for p in picture.people.values()]
    persons += [i.person for i in picture.facts.interviews]
    persons += [str(s["actor"].get("name", "")) for s in picture.steps]
    persons += list(_named_in(picture))
    firms = [case.party_name] if case.party_kind == "unit" else []
    numbers = [case.no, *(d.no for d in picture.documents)]
    if firm is not None:
        firms.append(firm.name)
        persons.append(firm.legal_person)
        numbers += [firm.credit_code, firm.phone]
    if case.party_kind == "person":
        persons.append(case.party_name)
    known = Known(
        persons=_once(p for p in persons if _SHORTEST <= len(p) <= 12),
        firms=_once(firms),
        agencies=_once([picture.agency.name]),
        places=_once(places_in(bureaux)),
        numbers=_once(numbers),
    )
    return Source(known, _parts(case, picture))


def places_in(names: list[str]) -> Iterator[str]:
    """Yield the regions that names of bureaux begin with, with and without their kind.

    >>> list(places_in(["云州市临江区应急管理局"]))
    ['云州市', '云州', '临江区', '临江']
    """
    for name in names:
        rest = name.removesuffix("应急管理局")
        while match := _REGION.match(rest):
            yield match.group()
            short = _ENDS.sub("", match.group())
            if len(short) >= _SHORTEST:
                yield short
            rest = rest[match.end() :]


def _named_in(picture: Picture) -> Iterator[str]:
    """Yield names in the particulars of steps and documents that name persons."""
    wanted = frozenset(data()["person_fields"])
    told: list[Mapping[str, Any]] = [s["inputs"] for s in picture.steps]
    told += [d.fields for d in picture.facts.documents]
    for particulars in told:
        yield from _names(particulars, wanted)


def _names(value: Any, wanted: frozenset[str]) -> Iterator[str]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _names(item, wanted)
        return
    if not hasattr(value, "items"):
        return
    of_person = bool({"post", "phone", "id_no", "role", "cert_no", "view"} & set(value))
    for code, item in value.items():
        if isinstance(item, str) and code in wanted and (code != "name" or of_person):
            yield from (n for n in re.split(r"[、，,；;\s/]+", item) if is_name(n))
        else:
            yield from _names(item, wanted)


def is_name(text: str) -> bool:
    """Whether a text looks like the name of a person, and not like an office or a thing.

    >>> is_name("赵喆"), is_name("当事人"), is_name("阿依·古丽"), is_name("负责人")
    (True, False, True, False)
    """
    if "·" in text:
        return len(text) <= 12
    lists = data()
    if (
        not _SHORTEST <= len(text) <= _LONGEST
        or text in lists["person_before"]
        or text.endswith(("人", "员"))
    ):
        return False
    if not re.fullmatch(r"[\u4e00-\u9fff]+", text):
        return False
    return text[0] in lists["surnames"] or text[:2] in lists["double_surnames"]


def _parts(case: Case, picture: Picture) -> dict[str, str]:
    decided: Mapping[str, Any] = next(
        (d.fields for d in reversed(picture.facts.documents) if d.code in _DECISIONS), {}
    )
    said = picture.particulars
    row = violations.get(case.violation, case.conduct_on or case.opened_on) if case.violation else None
    law = f"{row.conduct}，违反{row.duty}，依据{row.penalty}处罚。" if row else ""
    result = str(decided.get("penalty") or decided.get("decision") or "")
    if not result and case.fine_yuan:
        result = f"罚款人民币{case.fine_yuan}元。"
    return {
        "title": case.title,
        "facts": str(decided.get("facts") or said.get("facts") or said.get("summary") or ""),
        "law": "\n".join(t for t in (str(decided.get("basis") or ""), law) if t),
        "result": result,
        "lesson": "",
    }


def _once(items: Any) -> tuple[str, ...]:
    return tuple(sorted({str(i).strip() for i in items if i and str(i).strip()}))


def left_in(parts: Mapping[str, str], known: Known) -> dict[str, tuple[Remainder, ...]]:
    """Return what is left in each part that may still tell whose case it was."""
    return {code: remainders(parts.get(code, ""), known) for code, _label in PARTS}


def version_of(row: TypicalCase, no: int | None = None) -> TypicalVersion:
    """Return one version of a text, the current one by default."""
    return TypicalVersion.objects.get(org_id=row.org_id, typical_id=row.id, no=no or row.version)


def versions_of(row: TypicalCase) -> list[TypicalVersion]:
    """Return all versions of a text, newest first."""
    return list(TypicalVersion.objects.filter(org_id=row.org_id, typical_id=row.id).order_by("-no"))


def digests(no: str, row: TypicalCase, parts: Mapping[str, str]) -> tuple[str, str]:
    """Return SHA-256 and SM3 over what is published."""
    content = canonical_bytes({"no": no, "violation": row.violation, "parts": dict(parts)})
    return sha256_hex(content), sm3_hex(content)


def next_no(org_id: UUID, year: int) -> str:
    """Return the next number of the library; the caller lets nobody else publish meanwhile."""
    taken = TypicalCase.objects.filter(org_id=org_id, no__startswith=f"DX{year}-").count()
    return f"DX{year}-{taken + 1:03d}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the library with the keys of its neighbours."""

    lines: list[TypicalCase] = field(default_factory=list)
    newer: UUID | None = None
    older: UUID | None = None


def library(
    actor: Actor,
    *,
    text: str = "",
    violation: str = "",
    before: UUID | None = None,
    after: UUID | None = None,
    size: int = 30,
) -> Page:
    """Return a page of published texts, newest first; the words are sought in all their parts."""
    rows = TypicalCase.objects.filter(org_id=actor.org_id, state="published")
    if violation:
        rows = rows.filter(violation=violation)
    if text:
        said = TypicalVersion.objects.filter(
            org_id=actor.org_id, typical_id=OuterRef("id"), no=OuterRef("version"), parts__icontains=text
        )
        rows = rows.filter(Q(Exists(said)) | Q(no__icontains=text) | Q(title__icontains=text))
    backwards = after is not None
    if backwards:
        rows = rows.filter(id__gt=after).order_by("id")
    else:
        rows = (rows.filter(id__lt=before) if before else rows).order_by("-id")
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page()
    newer = found[0].id if (more if backwards else before is not None) else None
    return Page(found, newer, found[-1].id if (backwards or more) else None)


def in_work(actor: Actor) -> list[TypicalCase]:
    """Return texts not yet published whose case the officer may see, newest first."""
    rows = TypicalCase.objects.filter(org_id=actor.org_id, state__in=("draft", "submitted"))
    known = cases.visible(actor).values("id")
    return list(rows.filter(case_id__in=known).order_by("-id")[:50])


def published_violations(org_id: UUID) -> list[str]:
    """Return the codes of violations that the library tells of."""
    rows = TypicalCase.objects.filter(org_id=org_id, state="published").exclude(violation="")
    return sorted(set(rows.values_list("violation", flat=True)))


def told_already(org_id: UUID, case_id: UUID) -> bool:
    """Whether a text of a case is in work or published."""
    return TypicalCase.objects.filter(org_id=org_id, case_id=case_id).exclude(state="dropped").exists()
