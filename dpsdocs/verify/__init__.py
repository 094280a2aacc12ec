"""Reads a package back and says whether it is what was made."""

from .package import PackageReport, verify_package

__all__ = ["PackageReport", "verify_package"]
