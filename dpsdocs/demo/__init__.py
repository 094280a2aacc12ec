"""`./run --demo`: a database of its own with invented agencies, suppliers and outcomes, all marked EKSEMPEL."""

from .seed import seed

__all__ = ["seed"]
