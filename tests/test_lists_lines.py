"""No line of a source is lost, whatever is in it; and reading takes no more time than the text is long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lists_corpus import LISTS, SHARED, real_lists

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.lists.blocks import is_blank


def numbers(ranges):
    return [number for first, last in ranges for number in range(first, last + 1)]


def places(document):
    """For each line of a document the parts that it is in; head and note of one paper are one part."""
    found: dict[int, list[str]] = {}
    for at, paper in enumerate(document.papers):
        for number in {paper.line, *numbers(paper.head_lines), *numbers(paper.note_lines)}:
            found.setdefault(number, []).append(f"paper {at}")
    for at, note in enumerate(document.notes):
        for number in numbers(note.lines):
            found.setdefault(number, []).append(f"note {at}")
    for heading in document.headings:
        found.setdefault(heading.line, []).append("heading")
    for region in document.ignored:
        for number in numbers(region.lines):
            found.setdefault(number, []).append("ignored")
    for line in document.unknown:
        found.setdefault(line.line, []).append("unknown")
    return found


def assert_each_line_has_one_place(text, name):
    document = parse_document(text.encode("utf-8", "surrogatepass"), name)
    found = places(document)
    lines = document.text.split("\n")
    for number, line in enumerate(lines, 1):
        if not is_blank(line):
            assert len(found.get(number, ())) == 1, (number, line, found.get(number))
    assert all(1 <= number <= len(lines) for number in found)
    for paper in document.papers:
        assert paper.title
        if paper.line not in numbers(paper.note_lines):
            assert is_part_of_source(paper.note, lines, paper.note_lines)
    return document


def is_part_of_source(note, lines, ranges):
    source = " ".join(" ".join(lines[number - 1].split()) for number in numbers(ranges))
    return all(
        " ".join(line.split()) in source for line in note if not is_blank(line) and "`" not in line and "*" not in line
    )


@pytest.mark.parametrize("style", LISTS)
def test_each_line_has_one_place_in_every_style(style):
    assert_each_line_has_one_place(LISTS[style], "list")


LINES = sorted({line for text in LISTS.values() for line in text.split("\n")})


@given(st.lists(st.sampled_from(LINES), max_size=30), st.sampled_from(["list.md", "list.txt", "list.org", "list.rst"]))
@settings(max_examples=150, deadline=None)
def test_each_line_has_one_place_in_lists_shuffled_together(lines, name):
    assert_each_line_has_one_place("\n".join(lines), name)


@st.composite
def broken_list(draw):
    """A list with pieces cut out, doubled and strewn in."""
    text = draw(st.sampled_from(sorted(LISTS.values())))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        end = draw(st.integers(at, min(len(text), at + 40)))
        junk = draw(st.text(alphabet=st.sampled_from(list('[](){}*_`~<>|#->:=.!"“\\ \t\n\r★①中a1')), max_size=12))
        text = text[:at] + junk + text[end:]
    return text


@given(broken_list(), st.sampled_from(["list.md", "list.txt", "list.org", "list.rst", "list"]))
@settings(max_examples=200, deadline=None)
def test_each_line_has_one_place_in_broken_lists(text, name):
    assert_each_line_has_one_place(text, name)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_to_the_end(text):
    try:
        assert_each_line_has_one_place(text.encode("utf-8", "replace").decode(), "list")
    except StackError as error:
        assert "not a text file" in error.message


@pytest.mark.parametrize(
    "sign", ["[", "](", "**", "```", "<!--", "(", "“", "> ", "- ", "<table><tr>", "![](", "@article{", "* TODO "]
)
def test_things_that_nothing_closes_are_read(sign):
    assert_each_line_has_one_place((sign * 300 + "\n") + (sign + " abc\n") * 300, "list.md")


def test_ten_thousand_bullets_inside_each_other_are_read():
    text = "\n".join("  " * min(at, 400) + f"* deep {at}" for at in range(10_000))
    assert_each_line_has_one_place(text, "list.md")


def test_time_grows_with_the_length_only():
    def seconds(count):
        text = "\n".join(
            f"- [Deep Network Number {at}](https://arxiv.org/abs/1801.{at:05d}), CVPR 2018\n  - a note\n"
            for at in range(count)
        )
        start = time.process_time()
        assert len(parse_document(text.encode(), "list.md").papers) == count
        return time.process_time() - start

    seconds(50)
    assert seconds(1500) < 6 * max(seconds(500), 0.01)


needs_lists = pytest.mark.skipif(not SHARED.is_dir(), reason="the real lists are not here")


@needs_lists
@pytest.mark.parametrize("name", real_lists())
def test_each_line_has_one_place_in_the_real_lists(name):
    assert_each_line_has_one_place((SHARED / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n"), name)


def test_a_heading_inside_an_item_is_a_part_of_its_note():
    text = (
        "# Papers\n\n## Vision\n\n* [Deep Residual Learning](https://arxiv.org/abs/1512.03385)\n\n"
        "  # What I take along\n\n  - shortcuts\n\n* [Momentum Contrast](https://arxiv.org/abs/1911.05722)\n"
    )
    document = parse_document(text.encode(), "x.md")
    assert [paper.categories for paper in document.papers] == [("Vision",), ("Vision",)]
    assert document.papers[0].note == ("# What I take along", "", "- shortcuts")
