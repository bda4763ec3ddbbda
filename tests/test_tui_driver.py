"""The driver: a paste is text, whatever it holds and however it is cut."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from stacktui.text import clean
from stacktui.tui.driver import PasteParser

START, END, ANSWER = "\x1b[200~", "\x1b[201~", "\x1b[0n"


def fed(chunks: Sequence[str]) -> list[object]:
    parser = PasteParser()
    return [message for chunk in chunks for message in parser.feed(chunk)]


def cut(text: str, places: Sequence[int]) -> list[str]:
    ends = sorted({place % (len(text) + 1) for place in places} | {0, len(text)})
    return [text[a:b] for a, b in pairwise(ends) if text[a:b]]


def test_an_escape_inside_a_paste_leaks_no_keys() -> None:
    (message,) = fed([f"{START}one\x1b[31m d u q\x1b{END}"])
    assert isinstance(message, events.Paste)
    assert message.text == "one[31m d u q"


def test_keys_before_and_after_a_paste_keep_their_places() -> None:
    kinds = fed([f"a{START}text{END}b"])
    assert [type(message).__name__ for message in kinds] == ["Key", "Paste", "Key"]


def test_a_paste_of_a_megabyte_arrives_whole_with_one_kind_of_line_end() -> None:
    text = "line of text\r\n" * 80_000
    (message,) = fed(cut(START + text + END, range(0, 1_200_000, 4096)))
    assert isinstance(message, events.Paste)
    assert message.text == text.replace("\r\n", "\n")


def names(chunks: Sequence[str]) -> list[str]:
    return [message.key for message in fed(chunks) if isinstance(message, events.Key)]


def test_an_escape_typed_just_before_another_key_is_not_lost() -> None:
    assert names(["\x1bS"]) == names(["\x1b", "S"]) == ["escape", "S"]
    assert names(["\x1b\x1bj"]) == ["escape", "escape", "j"]
    assert names(["\x1b", "\x1b[A"]) == ["escape", "up"]
    assert names(["\x1b[", "A", "\x1bOB", "你"]) == ["up", "down", "你"]


def test_an_escape_alone_is_a_key_as_soon_as_nothing_follows() -> None:
    parser = PasteParser()
    assert list(parser.feed("\x1b")) == []
    assert parser.patience <= 0.03
    found: list[object] = []
    while not found:
        found = list(parser.tick())
    assert isinstance(found[0], events.Key) and found[0].key == "escape"
    assert list(parser.tick()) == []


def test_answers_of_the_terminal_are_no_keys_wherever_they_come() -> None:
    heard: list[None] = []
    parser = PasteParser(answered=lambda: heard.append(None))
    chunks = [f"a{ANSWER}b", "\x1b", "[0nc", "\x1b[", f"0n{START}x", ANSWER, "\x1b[0", f"ny{END}", "\x1b[", "A"]
    messages = [message for chunk in chunks for message in parser.feed(chunk)]
    found = [message.key if isinstance(message, events.Key) else message.text for message in messages]  # type: ignore[attr-defined]
    assert found == ["a", "b", "c", "xy", "up"]
    assert len(heard) == 5


def test_what_was_only_the_beginning_of_an_answer_is_handed_on() -> None:
    parser = PasteParser()
    assert list(parser.feed("\x1b[")) == [] and parser.patience <= 0.03
    while parser.patience < 0.1:
        list(parser.tick())
    assert [message.key for message in parser.feed("B") if isinstance(message, events.Key)] == ["down"]


@given(st.text(max_size=60).filter(lambda text: END not in text), st.lists(st.integers(0, 80), max_size=5))
def test_any_paste_cut_anywhere_is_one_paste_of_its_clean_text(text: str, places: list[int]) -> None:
    whole = START + text + END
    messages = fed(cut(whole, places))
    if END in (text + END)[:-1]:
        return
    assert len(messages) == 1
    assert isinstance(messages[0], events.Paste)
    assert messages[0].text == clean(text)
