"""Everything that changes documents: one function per deed, each in one transaction."""

from __future__ import annotations

from anjian.documents.actions.approving import approve, return_, sign, submit
from anjian.documents.actions.drafting import draft, revise, withdraw
from anjian.documents.actions.filing import file_signed_record
from anjian.documents.actions.issuing import ensure_pdf, issue
from anjian.documents.actions.sealing import ensure_sealed, seal_case, seal_missing
from anjian.documents.actions.serving import record_service
from anjian.documents.actions.undoing import take_back, void_service
from anjian.documents.commands import (
    ApproveInstrument,
    DraftInstrument,
    FileSignedRecord,
    GivenMark,
    IssueInstrument,
    RecordService,
    ReturnInstrument,
    ReviseInstrument,
    SignInstrument,
    SubmitInstrument,
    WithdrawInstrument,
)

__all__ = [
    "ApproveInstrument",
    "DraftInstrument",
    "FileSignedRecord",
    "GivenMark",
    "IssueInstrument",
    "RecordService",
    "ReturnInstrument",
    "ReviseInstrument",
    "SignInstrument",
    "SubmitInstrument",
    "WithdrawInstrument",
    "approve",
    "draft",
    "ensure_pdf",
    "ensure_sealed",
    "file_signed_record",
    "issue",
    "record_service",
    "return_",
    "revise",
    "seal_case",
    "seal_missing",
    "sign",
    "submit",
    "take_back",
    "void_service",
    "withdraw",
]
