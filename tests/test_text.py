"""Folding: what makes no difference between two spellings goes, whatever the script."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from stacktui.text import fold


def plainly_folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def test_every_combining_mark_of_unicode_is_folded_away() -> None:
    marks = [letter for letter in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(letter)]
    assert len(marks) > 800
    assert [mark for mark in marks if fold(f"中{mark}文") != plainly_folded(f"中{mark}文")] == []


@given(st.text())
def test_folding_is_lower_case_without_compatibility_forms_and_accents(text: str) -> None:
    assert fold(text) == plainly_folded(text)
