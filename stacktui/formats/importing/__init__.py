"""Bring documents into a library: first a plan that can be looked at and changed, then one step that does it.

Nothing is written before :func:`apply_import`. The same bytes again do nothing; a newer version of a list brings only
what is new or changed; what it has no more is marked, never deleted.
"""

from stacktui.formats.importing.again import UNCLEAR
from stacktui.formats.importing.applying import apply_import
from stacktui.formats.importing.plan import (
    BACK,
    CHANGED,
    DOUBTFUL,
    KNOWN,
    NEW,
    SKIP,
    TWIN,
    ImportPlan,
    ImportResult,
    PlannedDocument,
    PlannedPaper,
    Progress,
)
from stacktui.formats.importing.planning import plan_import

__all__ = [
    "BACK",
    "CHANGED",
    "DOUBTFUL",
    "KNOWN",
    "NEW",
    "SKIP",
    "TWIN",
    "UNCLEAR",
    "ImportPlan",
    "ImportResult",
    "PlannedDocument",
    "PlannedPaper",
    "Progress",
    "apply_import",
    "plan_import",
]
