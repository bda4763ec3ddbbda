"""Rows of the list as pieces of text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from stacktui.model import STATUSES, Paper
from stacktui.search.result import Marks
from stacktui.tui.pieces import Piece, cells, clip, fitted, lit
from stacktui.tui.rows import excerpt, family_name, paper_lines, short_authors, stars
from stacktui.tui.symbols import ASCII, NARROW, UNICODE, Symbols, symbols_for

SHUFFLENET = Paper(
    id=1,
    title="ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design",
    authors=("Ningning Ma", "Xiangyu Zhang", "Jian Sun"),
    venue="ECCV",
    year=2018,
    rating=3,
    categories=("Network/Efficient",),
    tags=("efficient",),
)


def text(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def test_a_row_is_title_and_stars_above_authors_venue_category_and_tags() -> None:
    first, second = paper_lines(SHUFFLENET, 44)
    assert text(first) == "ShuffleNet V2: Practical Guidelines for… ★★★"
    assert text(second) == "Ma et al. · ECCV 2018 · Network/Efficient ·…"
    assert text(paper_lines(SHUFFLENET, 80)[1]).rstrip() == "Ma et al. · ECCV 2018 · Network/Efficient · #efficient"


def test_an_alias_is_told_unless_the_title_begins_with_it() -> None:
    assert text(paper_lines(SHUFFLENET.edit(alias="ShuffleNet V2"), 80)[1]).startswith("Ma et al.")
    assert text(paper_lines(SHUFFLENET.edit(alias="SNv2"), 80)[1]).startswith("SNv2 · Ma et al.")


def test_a_paper_of_which_nothing_is_known_has_a_row() -> None:
    first, second = paper_lines(Paper(), 20)
    assert text(first).strip() == "(no title)" and text(second) == " " * 20


@given(
    st.text(max_size=40),
    st.lists(st.text(max_size=20), max_size=3),
    st.integers(1, 60),
    st.sampled_from([UNICODE, ASCII, NARROW]),
)
def test_both_lines_are_exactly_as_wide_as_asked(title: str, authors: list[str], width: int, symbols: Symbols) -> None:
    paper = Paper.from_record(
        {"title": title, "authors": authors, "venue": title, "rating": 4.5, "tags": authors, "note": [title]}
    )
    for marks in (None, Marks(title=(0, 3)), Marks(note=((0, (0, len(title) // 2)),))):
        for line in paper_lines(paper, width, symbols, marks):
            assert cells(line) == width


@given(st.text(), st.integers(-1, 30))
def test_clipped_text_fits_and_is_the_beginning(original: str, width: int) -> None:
    clipped = clip(original, width)
    assert cell_len(clipped) <= max(0, width)
    assert clipped == original or original.startswith(clipped[:-1])


@pytest.mark.parametrize(
    ("whole", "width", "cut"),
    [("注意力机制", 6, "注意…"), ("注意力机制", 7, "注意力…"), ("a👨‍👩‍👧b c", 3, "a…"), ("ok", 2, "ok")],
)
def test_clipping_never_halves_a_character(whole: str, width: int, cut: str) -> None:
    assert clip(whole, width) == cut


def test_pieces_are_cut_where_the_line_ends() -> None:
    pieces = [Piece("Ma et al.", "detail"), Piece(" · ", "detail"), Piece("ECCV", "detail")]
    assert text(fitted(pieces, 12)) == "Ma et al. ·…"
    assert text(fitted(pieces, 16)) == "Ma et al. · ECCV"
    assert fitted(pieces, 0) == []


@given(st.text(max_size=30), st.lists(st.integers(0, 40)))
def test_lighting_changes_no_text(original: str, positions: list[int]) -> None:
    assert text(lit(original, positions, "title")) == original


def test_lit_characters_are_those_at_the_positions_and_clusters_stay_whole() -> None:
    assert lit("abcd", (1, 2), "title") == [Piece("a", "title"), Piece("bc", "title", True), Piece("d", "title")]
    assert lit("👩‍🔬x", (2,), "title")[0] == Piece("👩‍🔬", "title", True)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Ningning Ma", "Ma"),
        ("Laurens van der Maaten", "van der Maaten"),
        ("He, Kaiming", "He"),
        ("何恺明", "何恺明"),
        ("Martin Luther King Jr.", "King"),
        ("Plato", "Plato"),
        ("Van Gogh", "Gogh"),
        ("", ""),
    ],
)
def test_papers_are_cited_by_the_family_name(name: str, family: str) -> None:
    assert family_name(name) == family


def test_one_two_or_many_authors() -> None:
    assert short_authors(()) == ""
    assert short_authors(("A B",)) == "B"
    assert short_authors(("A B", "C D")) == "B & D"
    assert short_authors(("A B", "C D", "E F")) == "B et al."


def lit_of(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.lit]


def test_the_author_the_category_and_the_tags_that_matched_are_named_and_lit() -> None:
    paper = SHUFFLENET.edit(categories=("Network", "Speed"), tags=("mobile", "cnn"))
    marks = Marks(authors=((), (), (5, 6, 7)), categories=((), (0, 1)), tags=((), (0, 1, 2)))
    _, second = paper_lines(paper, 80, marks=marks)
    assert text(second).rstrip() == "Ma … Sun · ECCV 2018 · Speed · #cnn #mobile"
    assert lit_of(second) == ["Sun", "Sp", "cnn"]
    _, second = paper_lines(paper, 80, marks=Marks(authors=((0, 1), (), ())))
    assert text(second).startswith("Ningning Ma et al.") and lit_of(second) == ["Ni"]


def test_the_reason_stands_on_the_right_where_no_letter_explains_the_match() -> None:
    assert text(paper_lines(SHUFFLENET, 50, marks=Marks(why="pinyin"))[1]).endswith(" pinyin")


def test_the_line_of_the_note_is_shown_only_where_it_tells_more_than_the_other_fields() -> None:
    paper = SHUFFLENET.edit(note=("about shufflenet", "memory and shufflenet"))
    title, note = tuple(range(7)), tuple(range(11, 18))
    assert text(paper_lines(paper, 60, marks=Marks(title=title, note=((0, tuple(range(6, 13))),)))[1]).startswith(
        "Ma et al."
    )
    _, second = paper_lines(paper, 60, marks=Marks(title=title, note=((0, ()), (1, (*range(6), *note)))))
    assert text(second).rstrip() == "Ma 2018 › memory and shufflenet"
    assert lit_of(second) == ["memory", "shuffle"]


def test_half_stars() -> None:
    assert [stars(rating, UNICODE) for rating in (None, 0.5, 3, 4.5)] == ["", "½", "★★★", "★★★★½"]


def test_an_excerpt_begins_shortly_before_its_match() -> None:
    line = "- " + "long words before it " * 5 + "the needle and more"
    start = line.index("needle")
    pieces = excerpt(line, tuple(range(start, start + 6)), 30)
    assert text(pieces) == "…it the needle and more"
    assert Piece("needle", "note", True) in pieces and pieces[0].text == "…" and cells(pieces) <= 30
    assert text(excerpt("  - a needle", (6, 7), 30)) == "a needle"


@pytest.mark.parametrize("symbols", [UNICODE, NARROW, ASCII])
def test_every_mark_is_one_cell(symbols: Symbols) -> None:
    marks = [
        *symbols.status.values(),
        *symbols.folders.values(),
        symbols.star,
        symbols.half,
        symbols.bar,
        symbols.check,
    ]
    assert set(symbols.status) == set(STATUSES)
    assert all(cell_len(mark) == 1 for mark in marks)
    assert len(set(symbols.status.values())) == len(STATUSES)


def test_no_narrow_mark_is_of_ambiguous_width() -> None:
    marks = "".join(value if isinstance(value, str) else "".join(value.values()) for value in vars(NARROW).values())
    assert not [mark for mark in marks if unicodedata.east_asian_width(mark) == "A"]


def test_symbols_follow_the_setting_then_the_locale() -> None:
    assert symbols_for("ascii") is ASCII
    assert symbols_for("auto", "ANSI_X3.4-1968") is ASCII
    assert symbols_for("auto", "UTF-8") is UNICODE
    assert symbols_for("unicode", "ascii") is UNICODE
    assert symbols_for("auto", "utf8", ambiguous_wide=True) is NARROW
