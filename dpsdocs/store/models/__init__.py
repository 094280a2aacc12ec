"""All tables, one module per noun."""

from .adapted import AdaptedClause, AnswerAside, ReleaseMove
from .ahead import Ahead
from .attached import AnnexFile, Attachment, DpsDocument, RoutineVersion
from .base import Base, new_id, now
from .competitions import (
    Answer,
    AnswerChange,
    Approval,
    Competition,
    FormToken,
    Outcome,
    Release,
    Setting,
)
from .dps import Admission, Dps, DpsConfirmation, DpsCriterion, Supplier, SupplierName
from .help import HelpMessage, HelpRequest
from .masters import (
    MasterChange,
    MasterDraft,
    MasterTester,
    MasterText,
    MasterTrial,
    MasterTryout,
    MasterWord,
)
from .packages import AuditEvent, Blob, Package, PackageFile, RenderJob
from .people import Agency, Invite, LoginFailure, Membership, User, UserSession
from .rules import Judgement, RuleChange
from .tables import AnswerRow, RowChange
from .trials import Trial

__all__ = [
    "AdaptedClause",
    "Admission",
    "Agency",
    "Ahead",
    "AnnexFile",
    "Answer",
    "AnswerAside",
    "AnswerChange",
    "AnswerRow",
    "Approval",
    "Attachment",
    "AuditEvent",
    "Base",
    "Blob",
    "Competition",
    "Dps",
    "DpsConfirmation",
    "DpsCriterion",
    "DpsDocument",
    "FormToken",
    "HelpMessage",
    "HelpRequest",
    "Invite",
    "Judgement",
    "LoginFailure",
    "MasterChange",
    "MasterDraft",
    "MasterTester",
    "MasterText",
    "MasterTrial",
    "MasterTryout",
    "MasterWord",
    "Membership",
    "Outcome",
    "Package",
    "PackageFile",
    "Release",
    "ReleaseMove",
    "RenderJob",
    "RoutineVersion",
    "RowChange",
    "RuleChange",
    "Setting",
    "Supplier",
    "SupplierName",
    "Trial",
    "User",
    "UserSession",
    "new_id",
    "now",
]  # fmt: skip
