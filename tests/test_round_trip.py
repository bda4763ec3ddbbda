"""What a style holds comes back when its page is read, whatever the titles and notes say.

``ROUND_TRIPS=3000 pytest tests/test_round_trip.py`` tries so many generated libraries a style.
"""

import json
import os
from importlib import resources

import pytest
from exported import FULL, NOTES, PAPERS
from generated import CITED_PAPERS, FREE_NOTES, LIBRARY_PAPERS, LINES, NOTE_LINES, ODD
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stacktui.errors import StackError
from stacktui.formats import FORMATS, parse_document
from stacktui.formats.drafts import draft_notes, draft_papers
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.lists.blocks import is_blank
from stacktui.formats.losses import held_by
from stacktui.formats.markdown_out import NO_CATEGORY, trimmed
from stacktui.formats.names import split_name
from stacktui.identity import arxiv_id
from stacktui.library import Library
from stacktui.model import FreeNote, Paper

TRIES = int(os.environ.get("ROUND_TRIPS", "0"))
"""How many examples of each property to try; 0 for the few of a usual run."""

STYLES = ("blog", "headed", "jekyll", "readme", "table", "checklist", "org", "csv")


def read_back(text, style):
    """The records that an export gives when it is imported, and its free notes."""
    document = parsed(text, style)
    placed = _placed_lines(document)
    assert len(placed) == len(set(placed)) and not document.unknown
    return draft_papers(document), draft_notes(document)


def parsed(text, style):
    """The document of an export; no line is without a place."""
    suffix = (FORMATS[style].suffixes or (".txt" if style == "headed" else ".md",))[0]
    document = parse_document(text.encode(), f"page{suffix}")
    filled = {number for number, line in enumerate(text.split("\n"), 1) if not is_blank(line)}
    assert filled <= set(_placed_lines(document))
    return document


def _placed_lines(document):
    ranges = [span for paper in document.papers for span in (*paper.head_lines, *paper.note_lines)]
    ranges += [span for note in document.notes for span in note.lines]
    ranges += [span for region in document.ignored for span in region.lines]
    lines = [line for first, last in ranges for line in range(first, last + 1)]
    lines += [paper.line for paper in document.papers] + [heading.line for heading in document.headings]
    return lines + [line.line for line in document.unknown]


def held(paper, style):
    """What a style can hold of a paper, blank lines of its note plain."""
    holds = held_by(style)
    fields = {name: getattr(paper, name) for name in holds if hasattr(paper, name)}
    if "categories" in fields and "no-category" not in holds and paper.categories[:1] == (NO_CATEGORY,):
        fields["categories"] = paper.categories[1:]
    if "categories" in fields and "all-categories" not in holds:
        fields["categories"] = fields["categories"][:1] if fields["categories"] == paper.categories else ()
    if "links" in fields:
        fields["links"] = tuple(link for link in paper.links if link.label or link.url)
    if "note" in fields:
        fields["note"] = text_of(paper.note)
    return fields


def text_of(lines):
    return [line if line.strip() else "" for line in trimmed(lines)]


def papers_held(papers, style):
    return sorted((held(paper, style) for paper in papers), key=lambda fields: json.dumps(fields, default=repr))


def assert_comes_back(papers, notes, style):
    text = FORMATS[style].render(papers, notes)
    found, free = read_back(text, style)
    assert papers_held(found, style) == papers_held(papers, style)
    if "notes" in held_by(style):
        assert [(note.title, note.date, text_of(note.text)) for note in free] == [
            (note.title, note.date, text_of(note.text)) for note in notes
        ]
    else:
        assert not free
    if "note-papers" in held_by(style):
        assert [note.papers for note in free] == [note.papers for note in notes]
    assert FORMATS[style].render(found, free) == text


# -- generated libraries -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=TRIES or 15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(papers=LIBRARY_PAPERS, notes=FREE_NOTES)
def test_what_a_style_holds_comes_back(style, papers, notes):
    assert_comes_back(papers, notes, style)


@pytest.mark.parametrize("style", STYLES)
def test_the_papers_of_the_golden_files_come_back(style):
    assert_comes_back(PAPERS, NOTES, style)


@pytest.mark.parametrize("style", STYLES)
def test_the_example_library_comes_back(style):
    papers, notes = example_library()
    assert len(papers) > 60
    assert_comes_back(papers, notes, style)


def example_library():
    tables = json.loads(resources.files("stacktui").joinpath("data/demo.json").read_text("utf-8"))
    papers = [Paper.from_record(record) for record in tables["papers"].values()]
    return papers, [FreeNote.from_record(record) for record in tables["notes"].values()]


# -- whole libraries -----------------------------------------------------------------------------------------------


def imported(text, name, tmp_path):
    library = Library.open(str(tmp_path / "papers.json"))
    apply_import(library, plan_import(library, [parse_document(text.encode(), name)]))
    return library


def test_json_brings_everything_into_another_library(tmp_path):
    papers, notes = example_library()
    full = FULL.edit(key="another", title="A title that no other paper has", url="https://e.org/another")
    library = imported(FORMATS["json"].render([*papers, full], notes), "all.json", tmp_path)
    known = {paper.key: paper for paper in (*papers, full)}
    assert len(library.papers) == len(known)
    for paper in library.papers.values():
        assert paper.edit(id=0) == known[paper.key].edit(id=0)
    assert [note.edit(id=0) for note in library.notes.values()] == [note.edit(id=0) for note in notes]


@pytest.mark.parametrize("style", ["csv", "org"])
def test_records_of_other_programs_come_into_another_library(tmp_path, style):
    papers, notes = example_library()
    library = imported(FORMATS[style].render(papers, notes), f"all.{style}", tmp_path)
    assert papers_held(library.papers.values(), style) == papers_held(papers, style)
    if style == "csv":
        assert [paper.key for paper in library.stack()] == [
            paper.key for paper in sorted(papers, key=lambda paper: (-paper.stack_moment, paper.id))
        ]


# -- pages that somebody wrote in ----------------------------------------------------------------------------------

TITLE = "Gradient Surgery for Multi-Task Learning"
ADDED = {
    "blog": f"## [{TITLE}](https://arxiv.org/abs/2001.06782), NeurIPS 2020",
    "jekyll": f"- [{TITLE}](https://arxiv.org/abs/2001.06782)",
    "readme": f"* [{TITLE}](https://arxiv.org/abs/2001.06782). NeurIPS 2020.",
    "table": f"| [{TITLE}](https://arxiv.org/abs/2001.06782) | Tianhe Yu | NeurIPS | 2020 | done |",
    "checklist": f"* [x] [{TITLE}](https://arxiv.org/abs/2001.06782), NeurIPS 2020",
}

BEGINS = {"blog": "---", "jekyll": "* ", "readme": "- ", "table": "| [", "checklist": "- "}
"""How an entry begins."""


@pytest.mark.parametrize("style", ADDED)
def test_an_entry_written_in_by_hand_is_read_and_the_others_stay(style):
    papers, notes = example_library()
    lines = FORMATS[style].render(papers, notes).split("\n")
    at = next(number for number in range(len(lines) // 2, len(lines)) if lines[number].startswith(BEGINS[style]))
    text = "\n".join([*lines[:at], ADDED[style], *([""] if style == "blog" else []), *lines[at:]])
    found = draft_papers(parsed(text, style))
    (new,) = [paper for paper in found if paper.title == TITLE]
    assert new.url == "https://arxiv.org/abs/2001.06782"
    found.remove(new)
    assert papers_held(found, style) == papers_held(papers, style)


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=TRIES or 15, deadline=None)
@given(at=st.integers(0, 200), line=st.one_of(NOTE_LINES, LINES), gone=st.booleans())
def test_no_line_of_a_page_is_lost_when_it_is_edited(style, at, line, gone):
    lines = FORMATS[style].render(PAPERS, NOTES).split("\n")
    if style == "csv":
        at = 0 if at % 2 else len(lines) - 1  # elsewhere a line would stand inside a note
    lines[at % len(lines) : at % len(lines) + gone] = [line]
    parsed("\n".join(lines), style)


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=TRIES or 15, deadline=None)
@given(at=st.integers(0, 3000), length=st.integers(0, 400), text=st.one_of(ODD, st.text(max_size=20)))
def test_a_broken_page_is_read_as_far_as_it_goes(style, at, length, text):
    page = FORMATS[style].render(PAPERS, NOTES)
    broken = page[: at % len(page)] + text + page[at % len(page) + length :]
    try:
        assert parse_document(broken.encode("utf-8", "replace"), "page", style).format
    except StackError as error:
        assert error.message


# -- bibliographies ------------------------------------------------------------------------------------------------


@settings(max_examples=TRIES or 100, deadline=None)
@given(CITED_PAPERS)
def test_what_bibtex_holds_comes_back(papers):
    text = FORMATS["bibtex"].render(papers)
    found = draft_papers(parse_document(text.encode(), "refs.bib", "bibtex"))
    for back, paper in zip(found, papers, strict=True):
        texts = {name: " ".join(getattr(paper, name).split()) for name in ("title", "alias", "venue")}
        once = paper.edit(**texts, tags=tuple(" ".join(tag.split()) for tag in paper.tags))
        once = once.edit(alias="" if once.alias == once.title else once.alias)
        assert cited(back) == cited(once)
    assert FORMATS["bibtex"].render(found) == text


def cited(paper):
    """What BibTeX holds: of names the parts, of a paper with an arXiv id and no venue that it is of arXiv."""
    fields = held(paper, "bibtex")
    venue = paper.venue or ("arXiv" if arxiv_id(paper) else "")
    return fields | {"authors": [split_name(author) for author in paper.authors], "venue": venue}


def test_the_citations_of_the_example_library_come_back():
    papers, _ = example_library()
    found = draft_papers(parse_document(FORMATS["bibtex"].render(papers).encode(), "refs.bib"))
    assert [held(back, "bibtex") for back in found] == [held(paper, "bibtex") for paper in papers]
