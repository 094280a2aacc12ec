"""All tables, one module per noun."""

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
from .packages import AuditEvent, Blob, Package, PackageFile, RenderJob
from .people import Agency, Invite, LoginFailure, Membership, User, UserSession

__all__ = [
    "Admission", "Agency", "Answer", "AnswerChange", "Approval", "AuditEvent", "Base", "Blob", "Competition",
    "Dps", "DpsConfirmation", "DpsCriterion", "FormToken", "Invite", "LoginFailure", "Membership", "Outcome",
    "Package", "PackageFile", "Release", "RenderJob", "Setting", "Supplier", "SupplierName", "User",
    "UserSession", "new_id", "now",
]  # fmt: skip
