"""The difference between two screens, against the screens themselves, with every kind of text and any history."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from emulated import Cell, Emulated, Spans, as_textual_counts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from stacktui.tui.driver.frames import is_frame
from stacktui.tui.driver.looks import NotUnderstood, change_of_look
from stacktui.tui.driver.shadow import ShadowScreen

FAMILY, HEART, FLAG, KEYCAP = "👨‍👩‍👧", "❤️", "🇨🇳", "1️⃣"
CERTAIN = ["a", "b", " ", " ", " " * 12, "word", "é", "e\u0301", "中", "文字", "★", "─", "[x]"]
DOUBTFUL = ["🚀", FAMILY, HEART, FLAG, KEYCAP, "👍🏽"]
LOOKS = [
    "",
    "1",
    "1;2",
    "4",
    "31",
    "1;38;2;1;2;3;48;2;9;9;9",
    "38;2;1;2;3;48;2;9;9;9",
    "48;2;9;9;9",
    "2;38;5;7;48;5;12",
    "7;32;44",
    "3;9",
]
LINKS = ["", "", "", "https://a.org/x", "https://b.org/?q=1;2"]
SIZES = [(20, 4), (31, 3), (12, 6)]


@dataclass
class Piece:
    """Styled text somewhere on the screen."""

    row: int
    column: int
    parts: list[tuple[str, str, str]]
    """Text, look and link."""

    def fit(self, columns: int, rows: int) -> str:
        """As Textual writes it, cut at the edge of the screen as Textual cuts it."""
        row, column = self.row % rows, self.column % columns
        left, out = columns - column, [f"\x1b[{row + 1};{column + 1}H"]
        for text, look, link in self.parts:
            text = cut(text, left)
            left -= cell_len(text)
            styled = f"\x1b[{look}m{text}\x1b[0m" if look else text
            out.append(f"\x1b]8;id=7;{link}\x1b\\{styled}\x1b]8;;\x1b\\" if link else styled)
        return "".join(out)


def cut(text: str, width: int) -> str:
    kept = ""
    for character, size in as_textual_counts(text):
        if cell_len(kept) + size > width:
            break
        kept += character
    return kept


def pieces(texts: list[str]) -> st.SearchStrategy[Piece]:
    part = st.tuples(
        st.lists(st.sampled_from(texts), max_size=5).map("".join), st.sampled_from(LOOKS), st.sampled_from(LINKS)
    )
    return st.builds(Piece, st.integers(0, 9), st.integers(0, 40), st.lists(part, min_size=1, max_size=4))


def frames(texts: list[str]) -> st.SearchStrategy[tuple[list[Piece], tuple[int, int], str]]:
    happens = st.sampled_from(["draw", "draw", "draw", "wait", "resize", "scribble"])
    cursor = st.tuples(st.integers(0, 2), st.integers(0, 11))
    return st.tuples(st.lists(pieces(texts), max_size=6), cursor, happens)


def blanks_are_equal(cell: Cell) -> Cell:
    """A blank has no colour of its own; what shows on it is its background and lines through it."""
    text, attributes, _, background, link = cell
    if text == " " and not attributes & set("4579"):
        return (" ", frozenset(), "", background, link)
    return cell


def shown(screen: Emulated) -> list[list[Cell]]:
    return [[blanks_are_equal(cell) for cell in line] for line in screen.lines]


def play(history: list[tuple[list[Piece], tuple[int, int], str]], plain: Emulated, sent: Emulated) -> None:
    """Draw the history twice: as Textual sends it, and as the shadow does; the outcome must be the same each time."""
    shadow = ShadowScreen(plain.columns, plain.rows)
    size = 0
    for drawn, cursor, happens in history:
        if happens == "resize":
            size += 1
            plain.resize(*SIZES[size % 3])
            sent.resize(*SIZES[size % 3])
            shadow.resize(*SIZES[size % 3])
        if happens == "scribble":
            sent.scribble()
            shadow.forget()
        whole = [Piece(row, 0, [(" " * 40, "", "")]) for row in range(plain.rows)] if happens == "resize" else []
        for piece in whole:
            frame = piece.fit(plain.columns, plain.rows)
            plain.feed(frame)
            shadow.take(frame)
        frame = "\n".join(piece.fit(plain.columns, plain.rows) for piece in drawn)
        frame += f"\x1b[{cursor[0] + 1};{cursor[1] + 1}H"
        plain.feed(frame.replace("\n", ""))
        shadow.take(frame)
        if happens != "wait":
            sent.feed(shadow.changes())
            compare(plain, sent)
    sent.feed(shadow.changes())
    compare(plain, sent)
    assert shadow.changes() == ""


def compare(plain: Emulated, sent: Emulated) -> None:
    assert shown(sent) == shown(plain)
    assert (sent.row, sent.column) == (plain.row, plain.column)


def one_by_one(text: str) -> list[tuple[str, int]]:
    """No character is joined with its neighbour, except with an accent."""
    return [
        (part, width if is_certain(part) else _alone(part))
        for character, width in as_textual_counts(text)
        for part in ([character] if is_certain(character) else character)
    ]


def _alone(part: str) -> int:
    return 0 if part in "\u200d\ufe0f\u20e3" else 2 if part >= "\U0001f000" else get_character_cell_size(part)


def without_wide_variants(text: str) -> list[tuple[str, int]]:
    return [(character, 1 if "\ufe0f" in character else width) for character, width in as_textual_counts(text)]


def with_narrow_emoji(text: str) -> list[tuple[str, int]]:
    return [(character, 1 if character[0] >= "\U0001f000" else width) for character, width in as_textual_counts(text)]


START = ([Piece(row, 0, [(" " * 40, "", "")]) for row in range(4)], (0, 0), "draw")


@settings(max_examples=120, deadline=None)
@given(st.lists(frames(CERTAIN), max_size=8))
def test_what_is_sent_makes_the_screen_that_was_drawn(history: list[tuple[list[Piece], tuple[int, int], str]]) -> None:
    play([START, *history], Emulated(20, 4), Emulated(20, 4))


@settings(max_examples=120, deadline=None)
@given(st.lists(frames(CERTAIN + DOUBTFUL), max_size=6))
def test_emoji_of_any_make_come_out_as_drawn(history: list[tuple[list[Piece], tuple[int, int], str]]) -> None:
    play([START, *history], Emulated(20, 4), Emulated(20, 4))


@pytest.mark.parametrize("oddity", [one_by_one, without_wide_variants, with_narrow_emoji])
@settings(max_examples=60, deadline=None)
@given(history=st.lists(frames(CERTAIN + DOUBTFUL), max_size=5))
@example(history=[([Piece(0, 0, [("❤️ 🚀", "", "")])], (0, 0), "draw")])
def test_terminals_that_draw_emoji_otherwise_show_the_rest_in_its_place(
    oddity: Spans, history: list[tuple[list[Piece], tuple[int, int], str]]
) -> None:
    plain, sent = Emulated(20, 4), Emulated(20, 4, oddity)
    shadow = ShadowScreen(20, 4)
    for drawn, _, _ in [START, *history]:
        frame = "\n".join(piece.fit(20, 4) for piece in drawn) + "\x1b[1;1H"
        plain.feed(frame.replace("\n", ""))
        shadow.take(frame)
        sent.feed(shadow.changes())
        for line, drawn_line in zip(shown(plain), shown(sent), strict=True):
            for wanted, found in zip(line, drawn_line, strict=True):
                if is_certain(wanted[0]):
                    assert found == wanted, (line, drawn_line)


def is_certain(text: str) -> bool:
    return text != "" and any(text in piece for piece in CERTAIN)


@given(st.sampled_from([None, *LOOKS]), st.sampled_from(LOOKS))
def test_any_look_is_reached_from_any_other(before: str | None, after: str) -> None:
    screen, wanted = Emulated(4, 1), Emulated(4, 1)
    screen.feed(f"\x1b[{'5;35' if before is None else before}m{change_of_look(before, after)}x")
    wanted.feed(f"\x1b[{after}mx")
    assert screen.lines == wanted.lines


def test_a_frame_seen_before_costs_nothing() -> None:
    shadow = ShadowScreen(20, 2)
    frame = "\x1b[1;1H\x1b[31mred\x1b[0m plain\n\x1b[2;1H中文\x1b[1;1H"
    shadow.take(frame)
    assert shadow.changes()
    shadow.take(frame)
    assert shadow.changes() == ""
    shadow.take("\x1b[2;5H")
    assert shadow.changes() == "\x1b[2;5H"


def test_frames_between_two_writes_are_sent_as_one() -> None:
    shadow = ShadowScreen(20, 1)
    shadow.take("\x1b[1;1Hone\x1b[1;1H")
    shadow.changes()
    shadow.take("\x1b[1;1Htwo\x1b[1;1H")
    shadow.take("\x1b[1;1Hone\x1b[1;1H")
    assert shadow.changes() == ""


def test_a_screen_nobody_knows_is_sent_whole() -> None:
    shadow = ShadowScreen(20, 2)
    shadow.take("\x1b[1;1H\x1b[48;5;3mwords and more       \x1b[0m\x1b[1;1H")
    shadow.changes()
    shadow.forget()
    again = shadow.changes()
    assert again.count("\x1b[K") == 2 and "words and more" in again


def test_erasing_waits_for_a_terminal_that_erases_in_colour() -> None:
    blanks = f"\x1b[1;1H\x1b[44mx{' ' * 19}\x1b[0m\x1b[1;1H"
    for erases, expected in ((True, "\x1b[K"), (False, " " * 19)):
        shadow = ShadowScreen(20, 1, erases_with_colour=erases)
        shadow.take("\x1b[1;1H" + "o" * 20 + "\x1b[1;1H")
        shadow.changes()
        shadow.take(blanks)
        assert expected in shadow.changes()


@pytest.mark.parametrize("odd", ["\x1b[5n", "\x07", "a\tb", "\x1b[58;5;1mx\x1b[0m", "\x1b[31mleft red", "one\ntwo"])
def test_what_is_not_understood_is_refused_whole(odd: str) -> None:
    shadow = ShadowScreen(20, 2)
    shadow.take("\x1b[1;1Hhere\x1b[1;1H")
    shadow.changes()
    with pytest.raises(NotUnderstood):
        shadow.take(f"\x1b[1;1Hgone\n\x1b[2;1H{odd}\x1b[1;1H")
    assert shadow.changes() == ""


@pytest.mark.parametrize(
    ("data", "expected"), [("\x1b[1;1Hx", True), ("\x1b[?1049h", False), ("\x1b]52;c;AA==\x07", False), ("", False)]
)
def test_frames_are_told_from_modes(data: str, expected: bool) -> None:
    assert is_frame(data) is expected
