"""Tender documents for mini-competitions under Oslo kommune's dynamic purchasing systems."""

__version__ = "0.1.0"
