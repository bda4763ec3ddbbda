from hypothesis import given
from hypothesis import strategies as st

from stacktui.columns import cut, fit, width


def test_width_counts_cells_of_a_terminal():
    assert width("abc") == 3
    assert width("注意力") == 6
    assert width("e\u0301") == 1
    assert width("★½") == 2


def test_a_cut_line_says_that_it_is_cut():
    assert cut("abcdef", 4) == "abc…"
    assert cut("注意力机制", 6) == "注意…"
    assert cut("ab cdef", 4) == "ab…"
    assert cut("abc", 0) == ""


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"])), st.integers(0, 30))
def test_a_line_never_takes_more_than_its_room(text, room):
    assert width(cut(text, room)) <= room
    assert width(fit(text, room)) == room
