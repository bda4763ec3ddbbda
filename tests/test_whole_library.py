"""A library that is exported as JSON and imported elsewhere is the same library."""

import json
import os
from pathlib import Path

import pytest
from generated import FREE_NOTES, LIBRARY_PAPERS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stacktui.errors import LibraryError
from stacktui.formats import parse_document
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.json_ import render_library
from stacktui.library import Library
from stacktui.model import FreeNote, Paper
from stacktui.text import counted

TWO = """\
1. [Mask R-CNN](https://arxiv.org/abs/1703.06870)
2. [U-Net](https://arxiv.org/abs/1505.04597)
   - skips

stray
"""


@pytest.fixture
def full(tmp_path):
    """A library with something in every table, and fields and tables of other programs."""
    library = Library.open(str(tmp_path / "from" / "papers.json"))
    bring(library, TWO, "two.md")
    first = library.insert(Paper(title="A", note=("x", ""), unknown={"colour": {"deep": [1]}})).paper
    library.insert(Paper(title="The same title stands here twice", url="https://e.org/1"))
    library.insert(Paper(title="The same title stands here twice", url="https://e.org/1"))
    gone = library.insert(Paper(title="Gone", key="gone")).paper
    library.remove([gone.id])
    library.bump([first.id])
    library.add_category("Empty/Below")
    library.save_search("mine", "status:reading tag:x")
    library.save_note(FreeNote(title="Day", text=("- a", ""), papers=(first.key,), unknown={"mood": "good"}))
    note = next(iter(library.save_note(FreeNote(title="Old")).notes))
    library.remove_notes([note])
    library.fill({("plans", "7"): {"x": [1, {"y": None}]}, ("meta", "1"): {"owner": "me"}})
    odd = str(first.id)
    library.tables["papers"][odd] = {
        **library.tables["papers"][odd],
        "month": "May",
        "links": [{"label": "a", "url": "b", "n": 1}],
    }
    return library


def bring(library, text, name):
    return apply_import(library, plan_import(library, [parse_document(text.encode(), name)]))


def other(tmp_path, name="to"):
    return Library.open(str(tmp_path / name / "papers.json"))


def test_an_empty_library_becomes_the_same(full, tmp_path):
    library = other(tmp_path)
    result = bring(library, render_library(full.tables), "all.json")
    assert library.tables == full.tables
    assert len(result.added) == 5 and result.notes == 1
    assert render_library(other(tmp_path).tables) == render_library(full.tables)


def test_it_is_one_step_of_undo(full, tmp_path):
    library = other(tmp_path)
    bring(library, render_library(full.tables), "all.json")
    assert library.undo()
    assert not any(table for name, table in library.tables.items() if name != "meta")


def test_importing_it_again_brings_nothing_in(full, tmp_path):
    library = other(tmp_path)
    text = render_library(full.tables)
    bring(library, text, "all.json")
    again = bring(library, text, "all.json")
    assert (again.added, again.merged, again.notes) == ((), (), 0)
    assert {name: table for name, table in library.tables.items() if name != "lists"} == {
        name: table for name, table in full.tables.items() if name != "lists"
    }


def test_what_was_thrown_away_since_stays_away(full, tmp_path):
    library = other(tmp_path)
    text = render_library(full.tables)
    bring(library, text, "all.json")
    library.remove([library.by_key("a").id])
    assert bring(library, text, "all.json").added == () and library.by_key("a") is None


def test_a_library_with_papers_takes_in_the_rest(full, tmp_path):
    library = other(tmp_path)
    library.insert(Paper(title="U-Net", url="https://arxiv.org/abs/1505.04597"))
    library.save_search("mine", "year:2019")
    result = bring(library, render_library(full.tables), "all.json")
    assert len(result.added) == 4 and len(library.papers) == 5
    assert {search.name: search.query for search in library.searches.values()} == {
        "mine": "year:2019",
        "mine 2": "status:reading tag:x",
    }
    assert library.empty_categories == ("Empty/Below",)
    assert {each.paper.title for each in library.trash.values()} == {"Gone", "Old"}
    assert library.tables["plans"] == full.tables["plans"]
    assert library.by_key("a").unknown == {"colour": {"deep": [1]}}


def test_imported_lists_follow_their_papers(full, tmp_path):
    library = other(tmp_path)
    mine = library.insert(Paper(title="U-Net", url="https://arxiv.org/abs/1505.04597")).paper
    bring(library, render_library(full.tables), "all.json")
    (record,) = [record for record in library.lists.values() if record["file"].endswith("two.md")]
    assert mine.id in {entry["id"] for entry in record["entries"]}
    assert {entry["id"] for entry in record["entries"]} <= set(library.papers)
    again = bring(library, TWO, "two.md")
    assert (again.added, again.merged) == ((), ())


def test_the_summary_counts_what_a_library_brings(full, tmp_path):
    text = render_library(full.tables)
    (summary,) = plan_import(other(tmp_path), [parse_document(text.encode(), "all.json")]).summary()
    for part in (
        "1 empty category",
        "1 saved search",
        "2 records in the trash",
        "1 imported list",
        "1 record of plans",
    ):
        assert part in summary


def test_a_library_without_papers_comes_too(tmp_path):
    source = other(tmp_path, "from")
    source.save_search("mine", "tag:x")
    library = other(tmp_path)
    plan = plan_import(library, [parse_document(render_library(source.tables).encode(), "all.json")])
    assert not plan.is_empty
    apply_import(library, plan)
    assert library.tables == source.tables


def test_a_part_holds_the_chosen_papers_as_they_are(full):
    chosen = [doc_id for doc_id in full.papers if full.papers[doc_id].title == "A"]
    tables = json.loads(render_library(full.tables, chosen))
    assert list(tables["papers"].values()) == [full.tables["papers"][str(chosen[0])]]
    assert not any(tables[name] for name in ("notes", "trash", "searches", "lists", "categories"))


def test_a_library_of_a_newer_version_is_refused():
    with pytest.raises(LibraryError, match="newer stacktui"):
        parse_document(b'{"meta": {"1": {"schema": 99}}, "papers": {}}', "all.json")


def test_a_library_of_plain_tinydb_comes_with_its_counted_ids(tmp_path):
    library = other(tmp_path)
    bring(library, '{"papers": {"1": {"title": "One"}, "2": {"title": "Two"}}}', "db.json")
    assert [paper.title for paper in library.papers.values()] == ["One", "Two"]
    bring(library, '{"papers": {"1": {"title": "Another one altogether"}}}', "other.json")
    assert len(library.papers) == 3


def test_export_and_import_in_the_shell_give_the_same_file(run, full, tmp_path):
    whole = tmp_path / "whole.json"
    assert run("export", "--to", "json", "-o", str(whole), library=full.path).code == 0
    target = tmp_path / "new.json"
    done = run("import", str(whole), library=str(target))
    assert done.code == 0 and "5 added" in done.out
    assert target.read_bytes() == Path(full.path).read_bytes() == whole.read_bytes()


def test_counts_are_in_plain_words():
    assert (counted(1, "paper"), counted(2000, "paper"), counted(0, "query", "queries")) == (
        "1 paper",
        "2,000 papers",
        "0 queries",
    )


TEXTS = st.dictionaries(st.sampled_from(["path", "name", "query", "x"]), st.text(max_size=8), max_size=3)
OTHER_TABLES = st.dictionaries(
    st.sampled_from(["categories", "searches", "trash", "lists", "mine"]),
    st.dictionaries(st.integers(1, 10**12 - 1).map(str), TEXTS, max_size=2),
    max_size=3,
)


@settings(
    max_examples=int(os.environ.get("ROUND_TRIPS", "25")), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(papers=LIBRARY_PAPERS, notes=FREE_NOTES, others=OTHER_TABLES, start=st.sampled_from([1, 10**11]))
def test_any_library_comes_back(tmp_path_factory, papers, notes, others, start):
    folder = tmp_path_factory.mktemp("libraries")
    tables = {
        **others,
        "papers": {str(start + at): paper.to_record() for at, paper in enumerate(papers)},
        "notes": {str(start + at): note.to_record() for at, note in enumerate(notes)},
    }
    source = Library.open(str(folder / "from.json"), autosave=False)
    source.fill({(name, doc_id): record for name, table in tables.items() for doc_id, record in table.items()})
    library = Library.open(str(folder / "to.json"), autosave=False)
    text = render_library(source.tables)
    bring(library, text, "all.json")
    assert render_library(library.tables) == text
