"""Corrections of what the reader of a list understood: pure functions from one document to the next.

A correction moves lines from one place of a document to another and never loses one: each line that is not blank stays
in exactly one place. Corrections can be written down with the list, so that its next import needs no questions.
"""

from stacktui.formats.correcting.correction import ACTIONS, Correction, correct, lines_alike, replayed
from stacktui.formats.correcting.cutting import Cut, cuts_of, likely_cut
from stacktui.formats.correcting.pieces import ENTRY, FIELD, FREE, HEADING, IGNORED, NOTE, UNKNOWN, Pieces
from stacktui.formats.correcting.shapes import Shape, line_shapes

__all__ = [
    "ACTIONS",
    "ENTRY",
    "FIELD",
    "FREE",
    "HEADING",
    "IGNORED",
    "NOTE",
    "UNKNOWN",
    "Correction",
    "Cut",
    "Pieces",
    "Shape",
    "correct",
    "cuts_of",
    "likely_cut",
    "line_shapes",
    "lines_alike",
    "replayed",
]
