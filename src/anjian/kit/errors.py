"""Errors the platform answers with: each has a status, a code and a sentence for the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class AnjianError(Exception):
    """Base of every error that is an answer, not a defect."""

    status = 500
    code = "error"
    on_record = False
    """Whether the refused attempt has been put on record already."""

    def __init__(self, message: str, *, code: str | None = None, status: int | None = None) -> None:
        """Keep the Chinese sentence shown to the person, a stable code and the HTTP status."""
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code
        if status is not None:
            self.status = status


class NotFound(AnjianError):
    """The thing is not there, or is none of this person's business: both look alike."""

    status, code = 404, "not_found"

    def __init__(self, message: str = "没有找到您要的内容，或者它不在您的权限范围内。") -> None:
        """Say the same sentence for absent and for hidden things."""
        super().__init__(message)


class Invalid(AnjianError):
    """Some fields cannot be accepted; the typing is kept and each field says why."""

    status, code = 422, "invalid"

    def __init__(self, fields: Mapping[str, str], message: str = "有内容需要更正，请看标出的项目。") -> None:
        """Keep one sentence per field code."""
        super().__init__(message)
        self.fields = dict(fields)


class Conflict(AnjianError):
    """The page was stale, or the same request came twice; nothing was done."""

    status, code = 409, "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason why a step may not be taken: sentence, articles, who may, what to do."""

    code: str
    reason: str
    cites: tuple[str, ...] = ()
    who: str = ""
    cure: str = ""


class Refused(AnjianError):
    """The law or the division of powers does not allow this step now."""

    status, code = 409, "refused"

    def __init__(self, refusals: tuple[Refusal, ...], message: str = "现在不能办理这一步。") -> None:
        """Keep every reason, not only the first."""
        super().__init__(message)
        self.refusals = refusals

    def __str__(self) -> str:
        """Return the reasons in one line, for logs and tests."""
        return "；".join(
            f"{r.reason}（{'、'.join(r.cites)}）" if r.cites else r.reason for r in self.refusals
        )


def refuse(code: str, reason: str, *cites: str, who: str = "", cure: str = "") -> Refused:
    """Return a refusal with a single reason, ready to raise."""
    return Refused((Refusal(code=code, reason=reason, cites=cites, who=who, cure=cure),))
