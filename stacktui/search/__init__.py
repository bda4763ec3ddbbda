"""Fuzzy search over papers."""

from stacktui.search.index import Index
from stacktui.search.result import Marks, Positions, Result

__all__ = ["Index", "Marks", "Positions", "Result"]
