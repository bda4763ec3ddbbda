"""Corrections of what was read: each moves lines, none loses one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lists_corpus import LISTS

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.correcting import ACTIONS, Correction, Pieces, correct, line_shapes, lines_alike, replayed
from stacktui.formats.document import Document, Range
from stacktui.formats.lists.blocks import is_blank
from stacktui.model import Link

LIST = """# Reading

Papers that I read in spring.

## Tracking

- [Fast Online Object Tracking and Segmentation](https://arxiv.org/abs/1812.05050)
    - one branch more for the mask
    - [Siamese Box Adaptive Network](https://arxiv.org/abs/2003.06761)
        - no anchors any more
    - as fast as before
- [Learning Discriminative Model Prediction](https://arxiv.org/abs/1904.07220)
    - an optimiser inside the net

## Thoughts

Why are anchors still used at all?
Because nobody dares.

## Search

- [DARTS: Differentiable Architecture Search](https://arxiv.org/abs/1806.09055) [ICLR 2019]
    - gradients through a choice
- [ENAS: Efficient Neural Architecture Search](https://arxiv.org/abs/1802.03268) [ICML 2018]
    - shared weights
"""


def read(text: str = LIST, name: str = "list.md") -> Document:
    return parse_document(text.encode("utf-8", "surrogatepass"), name)


def line_with(document: Document, words: str) -> int:
    return next(number for number, line in enumerate(document.text.split("\n"), 1) if words in line)


def do(document: Document, action: str, words: str, alike: bool = False, **fields: object) -> Document:
    return correct(document, Correction(action, line_with(document, words), fields, alike))


def titles(document: Document) -> list[str]:
    return [paper.title for paper in document.papers]


def paper(document: Document, words: str):
    return next(paper for paper in document.papers if words in paper.title)


def numbers(ranges: Iterable[Range]) -> list[int]:
    return [number for first, last in ranges for number in range(first, last + 1)]


def places(document: Document) -> dict[int, list[str]]:
    """For each line the parts of the document that it is in."""
    found: dict[int, list[str]] = {}

    def put(lines: Iterable[int], part: str) -> None:
        for number in set(lines):
            found.setdefault(number, []).append(part)

    for at, one in enumerate(document.papers):
        put((one.line, *numbers(one.head_lines), *numbers(one.note_lines)), f"paper {at}")
    for at, note in enumerate(document.notes):
        put(numbers(note.lines), f"note {at}")
    put((heading.line for heading in document.headings), "heading")
    for at, region in enumerate(document.ignored):
        put(numbers(region.lines), f"ignored {at}")
    put((line.line for line in document.unknown), "unknown")
    return found


def assert_each_line_has_one_place(document: Document) -> None:
    found = places(document)
    for number, line in enumerate(document.text.split("\n"), 1):
        if not is_blank(line):
            assert len(found.get(number, ())) == 1, (number, line, found.get(number))
    assert all(one.title for one in document.papers)
    lines = [one.line for one in document.papers]
    assert lines == sorted(lines)


# -- one by one -----------------------------------------------------------------------------------------------------


def test_a_line_of_a_note_becomes_an_entry_with_what_stands_below_it():
    after = do(read(), "entry", "Siamese Box")
    assert titles(after)[:3] == [
        "Fast Online Object Tracking and Segmentation",
        "Siamese Box Adaptive Network",
        "Learning Discriminative Model Prediction",
    ]
    new, above = after.papers[1], after.papers[0]
    assert (new.url, new.arxiv) == ("https://arxiv.org/abs/2003.06761", "2003.06761")
    assert [line.strip(" -") for line in new.note] == ["no anchors any more"]
    assert new.categories == ("Tracking",)
    assert [line.strip(" -") for line in above.note] == ["one branch more for the mask", "as fast as before"]
    assert_each_line_has_one_place(after)


def test_an_entry_in_two_takes_all_lines_below():
    after = do(read(), "split", "Siamese Box")
    assert [line.strip(" -") for line in after.papers[0].note] == ["one branch more for the mask"]
    assert [line.strip(" -") for line in after.papers[1].note] == ["no anchors any more", "as fast as before"]
    assert_each_line_has_one_place(after)


def test_an_entry_joins_the_note_of_the_paper_above_with_its_own_note():
    after = do(read(), "join", "Learning Discriminative")
    assert len(after.papers) == 3
    note = after.papers[0].note
    assert "Learning Discriminative Model Prediction" in note[-2] and "an optimiser inside the net" in note[-1]
    assert_each_line_has_one_place(after)


def test_a_free_note_joins_the_paper_above_and_keeps_its_lines():
    after = do(read(), "join", "Why are anchors")
    assert [note.text for note in after.notes] == [("Because nobody dares.",)]
    assert "Why are anchors still used at all?" in paper(after, "Learning Discriminative").note
    assert_each_line_has_one_place(after)


def test_lines_become_free_notes_and_neighbours_one_note():
    document = read()
    after = do(document, "note", "one branch more")
    after = do(after, "note", "Siamese Box")
    assert len(after.notes) == len(document.notes) + 1
    note = after.notes[0]
    assert note.title.startswith("one branch more")
    assert len(note.text) == 3
    assert note.category == "Tracking"
    assert after.papers[0].note and "as fast as before" in after.papers[0].note[0]
    assert_each_line_has_one_place(after)


def test_a_free_note_is_split_in_two():
    document = read()
    assert len(document.notes) == 1
    after = do(document, "split", "Because nobody")
    assert [note.text for note in after.notes] == [
        ("Why are anchors still used at all?",),
        ("Because nobody dares.",),
    ]
    assert_each_line_has_one_place(after)


def test_an_entry_is_ignored_with_its_note_and_says_why():
    after = do(read(), "ignore", "Fast Online")
    assert "Fast Online Object Tracking and Segmentation" not in titles(after)
    region = next(region for region in after.ignored if "hand" in region.reason)
    assert len(numbers(region.lines)) == 5
    assert_each_line_has_one_place(after)


def test_an_ignored_line_can_be_fetched_back():
    after = do(do(read(), "ignore", "DARTS"), "entry", "DARTS")
    again = paper(after, "DARTS")
    assert (again.venue, again.year, again.categories) == ("ICLR", 2019, ("Search",))
    assert_each_line_has_one_place(after)


def test_fields_are_changed_and_ids_follow_the_links():
    after = do(read(), "fields", "DARTS", url="https://arxiv.org/abs/2001.00001", year=2020, title="Darts")
    changed = paper(after, "Darts")
    assert (changed.url, changed.arxiv, changed.year, changed.venue) == (
        "https://arxiv.org/abs/2001.00001",
        "2001.00001",
        2020,
        "ICLR",
    )
    after = do(after, "fields", "DARTS", links=[{"label": "code", "url": "https://github.com/a/b"}], authors=["A B"])
    assert paper(after, "Darts").links == (Link("code", "https://github.com/a/b"),)
    assert paper(after, "Darts").authors == ("A B",)


def test_a_field_line_that_leaves_a_paper_takes_its_field_along():
    document = read(LIST.replace("    - one branch", "  Ada Lovelace, Alan Turing, Grace Hopper\n    - one branch"))
    assert document.papers[0].authors == ("Ada Lovelace", "Alan Turing", "Grace Hopper")
    after = do(document, "join", "Ada Lovelace")
    assert after.papers[0].authors == ()
    assert after.papers[0].note[0].strip() == "Ada Lovelace, Alan Turing, Grace Hopper"
    assert_each_line_has_one_place(after)


def test_what_makes_no_sense_is_refused_with_a_reason():
    document = read()
    for action, words, reason in (
        ("entry", "DARTS", "entry already"),
        ("join", "# Reading", "no paper above"),
        ("join", "one branch more", "already"),
        ("note", "Why are anchors", "free note already"),
        ("split", "DARTS", "second one begins"),
        ("fields", "Why are anchors", "no paper"),
    ):
        with pytest.raises(StackError, match=reason):
            do(document, action, words)
    with pytest.raises(StackError, match="nothing in this line"):
        correct(document, Correction("ignore", 2))


def test_records_that_are_complete_are_not_corrected():
    document = read('{"title": "A Paper", "url": "https://arxiv.org/abs/1706.03762"}\n', "list.json")
    with pytest.raises(StackError, match="after the import"):
        correct(document, Correction("ignore", 1))


# -- all of the same shape ------------------------------------------------------------------------------------------


def test_a_shape_is_marker_depth_and_first_token():
    document = read()
    shapes = line_shapes(document.text, document.format)
    same = shapes[line_with(document, "one branch")]
    assert shapes[line_with(document, "as fast as")] == same
    assert shapes[line_with(document, "gradients through")] == same
    assert shapes[line_with(document, "Siamese Box")] != same
    assert shapes[line_with(document, "no anchors")] != same


def test_a_correction_is_made_with_all_lines_of_its_shape():
    document = read()
    after = do(document, "ignore", "one branch", alike=True)
    assert all(not paper.note or "Siamese" in paper.note[0] for paper in after.papers)
    assert len(lines_alike(document, line_with(document, "one branch"))) == 5
    assert_each_line_has_one_place(after)


def test_only_lines_in_the_same_place_are_alike():
    document = read()
    free = line_with(document, "Why are anchors")
    assert lines_alike(document, free) == [free]


def test_fields_that_belong_to_one_paper_are_not_given_to_all():
    after = do(read(), "fields", "DARTS", alike=True, status="reading", title="X")
    assert {paper.status for paper in after.papers} == {"reading"}
    assert "X" not in titles(after)
    with pytest.raises(StackError, match="one paper alone"):
        do(read(), "fields", "DARTS", alike=True, title="X")


# -- remembered -----------------------------------------------------------------------------------------------------


def test_corrections_are_made_again_in_a_newer_version_of_the_list():
    first = do(read(), "entry", "Siamese Box")
    first = do(first, "ignore", "Why are anchors")
    first = do(first, "fields", "DARTS", status="reread")
    newer = read("# Reading\n\n- [A New One Here](https://arxiv.org/abs/2101.00001)\n" + LIST)
    again = replayed(newer, first.corrections)
    assert "Siamese Box Adaptive Network" in titles(again)
    assert paper(again, "DARTS").status == "reread"
    assert all("anchors still" not in line for note in again.notes for line in note.text)
    assert again.corrections == first.corrections
    assert_each_line_has_one_place(again)


def test_a_correction_of_a_shape_holds_for_lines_that_came_later():
    first = do(read(), "ignore", "one branch", alike=True)
    newer = read(LIST.replace("    - shared weights\n", "    - shared weights\n    - and a line that is new\n"))
    again = replayed(newer, first.corrections)
    assert "and a line that is new" not in " ".join(" ".join(paper.note) for paper in again.papers)


@pytest.mark.parametrize(
    "note", [{}, {"action": "explode"}, {"action": "ignore", "nth": "x"}, {"action": [], "text": 3}]
)
def test_notes_of_corrections_that_make_no_sense_change_nothing(note):
    document = read()
    assert replayed(document, [note]).papers == document.papers


# -- whatever is done -----------------------------------------------------------------------------------------------

SNIPPETS = st.sampled_from(
    (
        *(f"- [A Study of Number {n} in Networks](https://arxiv.org/abs/20{n:02}.0{n:04})" for n in range(10, 14)),
        *("    - a remark", "        - a remark of a remark", "- a plain item", "  wrapped line", "> quoted words"),
        *("# Heading", "## 2020-03-04 Some day", "Ada Lovelace, Alan Turing, Grace Hopper", "[ICML 2018]", "---", ""),
        *(
            "| title | year |",
            "|---|---|",
            "| Deep Things for Everyone | 2019 |",
            "```",
            "<br>",
            "**Bold Title of it**",
        ),
        *("1. First of the Things that Matter (CVPR 2020)", "※", "\ttabbed", "深度学习的综述与展望", "https://x.org/a"),
    )
)


@st.composite
def corrected_documents(draw: st.DrawFn) -> tuple[Document, Sequence[Correction]]:
    text = "\n".join(
        draw(
            st.lists(
                st.one_of(SNIPPETS, st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)),
                min_size=1,
                max_size=18,
            )
        )
    )
    document = parse_document(
        text.encode("utf-8", "replace"), draw(st.sampled_from(("a.md", "a.txt", "a.org", "a.rst")))
    )
    count = len(document.text.split("\n"))
    corrections = st.builds(
        Correction,
        st.sampled_from(ACTIONS),
        st.integers(1, count),
        st.sampled_from(({}, {"title": "T", "year": 2020}, {"status": "read"})),
        st.booleans(),
    )
    return document, draw(st.lists(corrections, max_size=8))


@settings(max_examples=120, deadline=None)
@given(corrected_documents())
def test_no_correction_loses_a_line_or_puts_it_in_two_places(case):
    document, corrections = case
    assert_each_line_has_one_place(document)
    for correction in corrections:
        try:
            document = correct(document, correction)
        except StackError:
            continue
        assert_each_line_has_one_place(document)
        json_round_trip = document.to_json()
        assert json_round_trip["papers"] == [paper.to_json() for paper in document.papers]


@settings(max_examples=60, deadline=None)
@given(corrected_documents())
def test_corrections_made_again_on_the_same_text_lose_nothing(case):
    document, corrections = case
    corrected = document
    for correction in corrections:
        try:
            corrected = correct(corrected, correction)
        except StackError:
            continue
    again = replayed(document, corrected.corrections)
    assert_each_line_has_one_place(again)


@pytest.mark.parametrize("style", LISTS)
def test_every_line_of_every_style_can_go_everywhere(style):
    document = parse_document(LISTS[style].encode(), f"{style}.md")
    pieces = Pieces(document)
    for line in [number for number in range(1, len(pieces.source) + 1) if pieces.role(number)][:40]:
        for action in ("entry", "join", "note", "ignore", "split"):
            try:
                after = correct(document, Correction(action, line))
            except StackError:
                continue
            assert_each_line_has_one_place(after)
