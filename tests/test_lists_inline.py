"""A line as tokens."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.formats.lists.inline import strip_marks, tokenize


def kinds(text):
    return [(token.kind, token.text.strip(), token.url) for token in tokenize(text) if token.text.strip() or token.url]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[T](u)", [("link", "T", "u")]),
        ("[T]()", [("link", "T", "")]),
        ("[T]", [("bracket", "T", None)]),
        ("[[pdf]](u)", [("link", "pdf", "u")]),
        ("[[pdf](u)] [[code](v)]", [("link", "pdf", "u"), ("link", "code", "v")]),
        ("[`[pdf]`](u)", [("link", "[pdf]", "u")]),
        ("([Paper](u), [Code](v))", [("link", "Paper", "u"), ("link", "Code", "v")]),
        ("[a](http://x.org/a_(b))", [("link", "a", "http://x.org/a_(b)")]),
        ("[a](http://x.org/a 'title')", [("link", "a", "http://x.org/a")]),
        ("[never closed](http://x.org/a more", [("link", "never closed", "http://x.org/a"), ("text", "more", None)]),
        ("see http://x.org/a.", [("text", "see", None), ("link", "", "http://x.org/a"), ("text", ".", None)]),
        ("<https://x.org>", [("link", "", "https://x.org")]),
        ("`T <u>`_", [("link", "T", "u")]),
        ("[[https://x.org/a][T]]", [("link", "T", "https://x.org/a")]),
        ("[[cite:he16][He 2016]]", [("cite", "He 2016", "he16")]),
        ('<a href="u">T</a>', [("link", "T", "u")]),
        ("[![bilibili](badge)](u)", [("link", "bilibili", "u")]),
        ("【CVPR 2020】T", [("bracket", "CVPR 2020", None), ("text", "T", None)]),
        ("★★☆ good", [("stars", "★★☆", None), ("text", "good", None)]),
        (":star::star: x", [("stars", ":star::star:", None), ("text", "x", None)]),
        ("`ICLR` `2017`", [("code", "ICLR", None), ("code", "2017", None)]),
        ("*A* and **B**", [("text", "A", None), ("text", "and", None), ("text", "B", None)]),
        ("5 * 3 * 2", [("text", "5 * 3 * 2", None)]),
        ("snake_case_name", [("text", "snake_case_name", None)]),
    ],
)
def test_marks_become_tokens(text, expected):
    assert kinds(text) == expected


def test_a_link_whose_bracket_was_forgotten_keeps_its_address():
    assert ("link", "", "https://github.com/a/b") in kinds("[NIPS 2018] [[https://github.com/a/b)]")


def test_bold_text_is_known_as_such():
    assert [token.bold for token in tokenize("**T** x")] == [True, False]


def test_marks_are_stripped_for_reading():
    assert strip_marks("**[T](u)** _and_ `code` &amp; <br>") == "T and code &"


@given(st.text(alphabet=st.sampled_from(list('[](){}*_`~<>!"“”《》【】★:&\\/ab h\n')), max_size=120))
def test_no_line_breaks_the_tokenizer_and_no_letter_is_lost(text):
    seen = "".join(f"{token.text} {token.url or ''}" for token in tokenize(text))
    assert sorted(letter for letter in seen if letter in "ab") == sorted(
        letter for letter in text if letter in "ab"
    ) or ("<" in text or "](" in text or "[[" in text or "&" in text)


@pytest.mark.parametrize("piece", ["[", "(", "**", "`", "<a ", "![", "](", "“", "[[", "★", "http://"])
def test_long_runs_of_marks_take_no_long_time(piece):
    start = time.process_time()
    tokenize(piece * 20000)
    assert time.process_time() - start < 5


def test_an_address_in_angle_brackets_may_hold_blanks_and_parentheses():
    (link,) = tokenize("[notes](<papers/my file (2).pdf>)")
    assert (link.text, link.url) == ("notes", "papers/my file (2).pdf")
    (link,) = tokenize(r'[odd](<https://e.org/\<2\>> "title")')
    assert link.url == "https://e.org/<2>"
