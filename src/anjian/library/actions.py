"""Taking texts into the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from anjian.audit.actions import transaction
from anjian.kit.errors import Conflict, Invalid, Refusal, Refused
from anjian.kit.hashing import sha256_hex
from anjian.kit.text import bigrams
from anjian.law.texts import LawText as ReadText
from anjian.law.texts import read_law_text
from anjian.library.access import may_import
from anjian.library.events import TextImported
from anjian.library.models import LawArticle, LawText
from anjian.library.reading import statute_of, valid_from_of

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from anjian.kit.actor import Actor
    from anjian.law.texts import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportText:
    """Take in a Markdown text. `statute` and `valid_from` overrule what the text itself tells."""

    source: str
    source_name: str
    statute: str = ""
    valid_from: date | None = None


def import_text(cmd: ImportText, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Take a text in whole and return its id.

    Raises Refused for somebody who does not keep the library, Invalid for a text that cannot be read
    whole or whose day is unknown, Conflict when this very text is there already.
    """
    read = read_law_text(cmd.source, named=cmd.source_name)
    valid_from = cmd.valid_from or valid_from_of(read, cmd.statute)
    statute = statute_of(read, cmd.statute)
    _check(read, statute, valid_from)
    assert valid_from is not None  # noqa: S101  _check has refused it
    digest = sha256_hex(cmd.source.encode())
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("library.import")
        if not may_import(by):
            raise Refused((_NOT_A_KEEPER,))
        newest = (
            LawText.objects.filter(org_id=by.org_id, statute=statute, valid_from=valid_from)
            .order_by("-imported_at")
            .values_list("sha256", flat=True)
            .first()
        )
        if newest == digest:
            raise Conflict("这个文本已经导入，内容完全相同。", code="text_exists")
        row = LawText.objects.create(
            org_id=by.org_id,
            statute=statute,
            title=read.title,
            adopted_on=read.adopted_on,
            valid_from=valid_from,
            history=list(read.history),
            source_name=cmd.source_name[:200],
            sha256=digest,
            article_count=len(read.articles),
            warnings=[f"第{each.line}行：{each.message}" for each in read.problems],
            imported_at=at,
            imported_by=by.id,
            imported_by_name=by.name,
        )
        LawArticle.objects.bulk_create(
            [_article_row(by.org_id, row.id, place, each) for place, each in enumerate(read.articles)]
        )
        tx.record(
            TextImported(
                stream_id=row.id,
                statute=statute,
                title=read.title,
                valid_from=valid_from.isoformat(),
                article_count=len(read.articles),
                sha256=digest,
                source_name=cmd.source_name,
            )
        )
    return row.id


_NOT_A_KEEPER = Refusal(
    code="role",
    reason="法律文本由法制审核人员、案件管理员、档案管理员或者系统管理员导入。",
    cites=(),
    who="法制审核人员、案件管理员、档案管理员、系统管理员",
    cure="把文件交给他们导入。",
)


def _check(read: ReadText, statute: str, valid_from: date | None) -> None:
    problems: dict[str, str] = {}
    if not read.sound:
        first = next(each for each in read.problems if each.weight == "error")
        problems["source"] = f"文本没有读完整，没有导入：第{first.line}行，{first.message}"
    if not statute:
        problems["statute"] = "没有这部法律的代码。"
    if valid_from is None:
        problems["valid_from"] = "文本没有写明这一版本的施行日期，请填写。"
    if problems:
        raise Invalid(problems)


def _article_row(org_id: UUID, text_id: UUID, place: int, article: Article) -> LawArticle:
    words = bigrams(f"{article.label} {article.plain}")
    return LawArticle(
        org_id=org_id,
        text_id=text_id,
        position=place,
        number=article.number,
        sub=article.sub,
        under=list(article.under),
        paragraphs=[
            {"text": each.text, "items": [[item.number, item.text] for item in each.items]}
            for each in article.paragraphs
        ],
        search=SearchVector(Value(words), config="simple"),
    )
