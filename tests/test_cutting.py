"""Two papers in one line of a list: where it is cut, and that the cut outlives the next import."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.correcting import Correction, correct, cuts_of, likely_cut, line_shapes
from stacktui.formats.document import Document
from stacktui.formats.importing import ImportPlan, apply_import, plan_import
from stacktui.formats.publish.planning import plan_publish
from stacktui.library import Library

LIST = """# Papers

## Tracking

- [A Study of Something Deep](https://arxiv.org/abs/1901.00001), [Another Study of It](https://arxiv.org/abs/1901.00002)
    - both are worth a look
- [Deep Residual Learning](https://arxiv.org/abs/1512.03385), [Wide Residual Networks](https://arxiv.org/abs/1605.07146)
- [Siamese Box Adaptive Network](https://arxiv.org/abs/2003.06761)
"""
FIRST, SECOND = 5, 7


def read(text: str = LIST) -> Document:
    return parse_document(text.encode(), "list.md")


def cut(line: int, *, alike: bool = False, document: Document | None = None) -> Document:
    document = document or read()
    cuts = cuts_of(document.lines[line - 1])
    best = cuts[likely_cut(cuts)]
    return correct(document, Correction("split", line, {"by": best.by, "nth": best.nth}, alike=alike))


@pytest.mark.parametrize(
    ("line", "first", "second"),
    [
        ("- [A b](https://e.org/1); [C d](https://e.org/2)", "- [A b](https://e.org/1)", "[C d](https://e.org/2)"),
        ("- [A b](https://e.org/1) [C d](https://e.org/2)", "- [A b](https://e.org/1)", "[C d](https://e.org/2)"),
        ("* Mask R-CNN and Faster R-CNN", "* Mask R-CNN", "Faster R-CNN"),
        (
            "[2019-ICLR] Paper One Is Here / [2018-CVPR] Paper Two Is There",
            "[2019-ICLR] Paper One Is Here",
            "[2018-CVPR] Paper Two Is There",
        ),
    ],
)
def test_the_likely_place_is_between_the_papers(line: str, first: str, second: str) -> None:
    cuts = cuts_of(line)
    best = cuts[likely_cut(cuts)]
    assert (best.first, best.second) == (first, second)


@given(st.text(alphabet="ab [](){};,/|【】-*.é文 ", max_size=60))
def test_a_cut_loses_no_letter(line: str) -> None:
    letters = "".join(filter(str.isalnum, line))
    for place in cuts_of(line):
        assert "".join(filter(str.isalnum, place.first + place.second)) in (letters, letters.replace("and", ""))


def test_a_line_becomes_two_papers_in_the_same_section() -> None:
    document = cut(FIRST)
    paper = document.papers[0]
    assert [paper.title, *(also.title for also in paper.also)] == ["A Study of Something Deep", "Another Study of It"]
    assert paper.also[0].arxiv == "1901.00002" and paper.also[0].categories == paper.categories == ("Tracking",)
    assert paper.note == ("- both are worth a look",) and not paper.also[0].note
    with pytest.raises(StackError, match="cut already"):
        cut(FIRST, document=document)


def test_all_lines_of_the_shape_are_cut_where_they_have_such_a_place() -> None:
    document = cut(FIRST, alike=True)
    assert [len(paper.also) for paper in document.papers] == [1, 1, 0]


def plan_of(library: Library, document: Document) -> ImportPlan:
    return plan_import(library, [document])


def titles(library: Library) -> list[str]:
    return [paper.title for paper in library.stack()]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(str(tmp_path / "papers.json"))


def test_both_papers_are_imported_one_after_the_other(library: Library) -> None:
    apply_import(library, plan_of(library, cut(FIRST)))
    assert titles(library)[:2] == ["A Study of Something Deep", "Another Study of It"]
    assert len(library.papers) == 4


def test_the_cut_is_made_again_when_the_list_comes_again(library: Library) -> None:
    apply_import(library, plan_of(library, cut(FIRST, alike=True)))
    before = titles(library)
    assert plan_of(library, read()).documents[0].state == "same"
    newer = read(LIST + "- [A New Title of Something](https://arxiv.org/abs/2101.00001)\n")
    plan = plan_of(library, newer)
    assert [entry.action for entry in plan.papers].count("known") == 5 and len(plan.new) == 1
    assert not plan.documents[0].gone
    apply_import(library, plan)
    assert sorted(titles(library)) == sorted([*before, "A New Title of Something"])


def test_a_removed_second_paper_stays_away_and_comes_back_when_asked(library: Library) -> None:
    apply_import(library, plan_of(library, cut(FIRST)))
    gone = next(paper.id for paper in library.papers.values() if paper.title == "Another Study of It")
    library.remove([gone])
    same = plan_of(library, read()).documents[0]
    assert same.state == "same" and same.trashed == 1 and "1 paper of it in the trash" in same.summary()
    plan = plan_import(library, [read()], again=True)
    apply_import(library, plan)
    assert "Another Study of It" in titles(library) and not library.trash


def test_publishing_leaves_a_line_with_two_papers_alone(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text(LIST, encoding="utf-8")
    document = cut(FIRST, document=parse_document(LIST.encode(), str(path)))
    apply_import(library, plan_of(library, document))
    shared = [paper.id for paper in library.papers.values() if paper.title.endswith(("Deep", "Study of It"))]
    library.update(shared, lambda paper: paper.edit(venue="ICLR", year=2020), "edit")
    assert plan_publish(library, str(path)).after.text == LIST


def test_shapes_do_not_mind_a_cut() -> None:
    document = cut(FIRST)
    shapes = line_shapes(document.text, document.format)
    again = correct(document, Correction("ignore", SECOND), shapes)
    assert len(again.papers) == 2 and again.papers[0].also
    assert replace(again, papers=()).ignored
