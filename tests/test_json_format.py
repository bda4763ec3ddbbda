"""JSON: a library goes out and comes back whole; broken or foreign JSON is told."""

import json

import pytest
from exported import NOTES, PAPERS

from stacktui.errors import StackError
from stacktui.formats.json_ import parse, render


def test_everything_comes_back():
    document = parse(render(PAPERS, NOTES))
    assert document.extra["papers"] == PAPERS
    assert document.extra["notes"] == NOTES


def test_every_line_is_in_one_place():
    text = render(PAPERS, NOTES)
    document = parse(text)
    spans = [
        span for paper in document.papers for span in ((paper.line, paper.line), *paper.head_lines, *paper.note_lines)
    ]
    spans += [span for note in document.notes for span in note.lines]
    spans += [span for region in document.ignored for span in region.lines]
    lines = [line for first, last in spans for line in range(first, last + 1)]
    assert sorted(lines) == list(range(1, text.count("\n") + 1))


def test_a_paper_is_found_at_its_title():
    text = render(PAPERS)
    for paper in parse(text).papers:
        assert json.dumps(paper.title, ensure_ascii=False) in text.split("\n")[paper.line - 1]


def test_records_one_a_line_are_read_as_list_prints_them():
    lines = [json.dumps({**paper.to_record(), "id": paper.id, "arxiv": "x", "doi": None}) for paper in PAPERS]
    document = parse("\n".join(lines) + "\n")
    assert document.extra["papers"] == PAPERS
    assert [paper.line for paper in document.papers] == [1, 2, 3, 4, 5]


def test_a_list_of_records_is_read():
    assert [paper.title for paper in parse('[\n {"title": "A"},\n {"title": "B"}\n]').papers] == ["A", "B"]


@pytest.mark.parametrize("text", ["{", '[{"title": "A"},]', '{"title": "A"} x', '{"title": NaN x}', "[" * 100_000])
def test_broken_json_is_told_with_its_line(text):
    with pytest.raises(StackError, match="line 1"):
        parse(text)


@pytest.mark.parametrize("text", ['{"a": 1}', "[1, 2]", '"text"', "3"])
def test_json_that_holds_no_papers_is_told(text):
    with pytest.raises(StackError, match="holds no paper"):
        parse(text)


def test_an_empty_text_holds_nothing():
    assert parse("").papers == ()
