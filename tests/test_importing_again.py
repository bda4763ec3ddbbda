"""Lists that are imported again: what is kept of them, their free notes, replayed histories."""

from pathlib import Path

import pytest
from lists_corpus import SHARED

from stacktui.formats import parse_document
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.kept import entries_of, notes_of
from stacktui.library import Library

HISTORY = SHARED / "history"

FIRST = """\
# Stack

### NAS

* [DARTS: Differentiable Architecture Search](https://arxiv.org/abs/1806.09055)
  * relaxes the choice of operations
  * cheap

* [Semi-Supervised NAS]
  * a controller that labels

### Meta Learning

* [MAML - Model Agnostic Meta-Learning for Fast Adaptation](https://arxiv.org/abs/1703.03400)
  * learns a start
  * a few steps do

### 2020-03-20 Deconvolution

* a picture of it
* why it makes squares
"""
SECOND = (
    FIRST.replace("  * cheap\n", "  * cheap, one GPU day\n")
    .replace("* [Semi-Supervised NAS]\n", "* [SemiNAS](https://arxiv.org/abs/2002.10389)\n")
    .replace(
        "  * a few steps do\n",
        "  * a few steps do\n\n* [Reptile: On First-Order Meta-Learning Algorithms](https://arxiv.org/abs/1803.02999)\n",
    )
    .replace("* why it makes squares\n", "* why it makes squares\n* resize first\n")
)
FIELDS = (
    "title",
    "alias",
    "authors",
    "venue",
    "year",
    "url",
    "links",
    "status",
    "rating",
    "categories",
    "read",
    "note",
)


@pytest.fixture
def library(tmp_path):
    return Library.open(str(tmp_path / "papers.json"))


def bring(library, text, name="stack.md"):
    data = text if isinstance(text, bytes) else text.encode()
    plan = plan_import(library, [parse_document(data, name)])
    return apply_import(library, plan)


def titled(library, start):
    return next(paper for paper in library.papers.values() if paper.title.startswith(start))


def contents(library):
    """What a library holds, but for what its lists have no more."""
    papers = [paper for paper in library.stack() if all(source.line for source in paper.sources)]
    return [tuple(getattr(paper, name) for name in FIELDS) for paper in papers], {
        (note.title, note.text) for note in library.notes.values()
    }


def test_the_same_bytes_do_nothing(library):
    bring(library, FIRST)
    before = dict(library.papers), dict(library.lists)
    result = bring(library, FIRST)
    assert not result.added and not result.merged and not result.notes
    assert (dict(library.papers), dict(library.lists)) == before


def test_a_newer_version_gives_what_it_would_give_alone(library, tmp_path):
    bring(library, FIRST)
    result = bring(library, SECOND)
    assert [library.papers[doc_id].alias or library.papers[doc_id].title[:7] for doc_id in result.added] == ["Reptile"]
    alone = Library.open(str(tmp_path / "alone.json"))
    bring(alone, SECOND)
    assert contents(library) == contents(alone)


def test_what_was_written_in_the_library_stands_beside_what_the_list_changed(library):
    bring(library, FIRST)
    maml, darts = titled(library, "MAML"), titled(library, "DARTS")
    library.update([maml.id], lambda paper: paper.edit(note=(*paper.note, "* mine"), rating=4), "edit")
    library.update([darts.id], lambda paper: paper.edit(note=("* cheap?",)), "edit")
    note = next(iter(library.notes.values()))
    library.save_note(note.edit(text=("* mine first", *note.text)))
    bring(library, SECOND.replace("  * learns a start\n", "  * learns a start for all tasks\n"))
    assert library.papers[maml.id].note == ("* learns a start for all tasks", "* a few steps do", "* mine")
    assert library.papers[maml.id].rating == 4
    assert library.papers[darts.id].note == ("* cheap?",)
    assert [conflict.field for conflict in library.papers[darts.id].conflicts] == ["note"]
    assert library.notes[note.id].text == ("* mine first", *note.text, "* resize first")


def test_what_a_list_has_no_more_is_marked_and_stays(library):
    bring(library, SECOND)
    reptile, note = titled(library, "Reptile"), next(iter(library.notes.values()))
    result = bring(library, SECOND[: SECOND.index("* [Reptile")])
    assert result.gone == 1
    assert [source.line for source in library.papers[reptile.id].sources] == [None]
    assert library.notes[note.id].unknown["sources"][0]["line"] is None
    (record,) = library.lists.values()
    assert record["gone"] == [reptile.id]


def test_a_list_remembers_where_it_grows(library):
    bring(library, FIRST)
    bring(library, SECOND)
    (record,) = library.lists.values()
    assert record["grows"] == "bottom"


def test_the_record_of_a_list_knows_its_papers_and_notes_and_where_they_say_more(library):
    bring(
        library,
        "- [DARTS: Differentiable Architecture Search](https://arxiv.org/abs/1806.09055) ★★★ mine\n",
        "other.md",
    )
    bring(library, FIRST)
    record = next(record for record in library.lists.values() if record["file"].endswith("stack.md"))
    darts = titled(library, "DARTS")
    entry = next(entry for entry in entries_of(record) if entry["id"] == darts.id)
    assert entry["line"] == 5 and "note" in entry["differs"]
    assert [entry["id"] for entry in notes_of(record)] == list(library.notes)


def test_what_one_list_brings_is_no_edit_that_another_waits_for(library):
    bring(library, FIRST)
    bring(
        library,
        "- [DARTS: Differentiable Architecture Search](https://arxiv.org/abs/1806.09055) [ICLR 2019]\n",
        "other.md",
    )
    record = next(record for record in library.lists.values() if record["file"].endswith("stack.md"))
    darts = titled(library, "DARTS")
    assert darts.venue == "ICLR"
    assert next(entry for entry in entries_of(record) if entry["id"] == darts.id)["differs"]["venue"] == "ICLR"


@pytest.mark.skipif(not HISTORY.is_dir(), reason="the histories are not here")
@pytest.mark.parametrize("seed", ["000", "002"])
def test_a_history_replayed_gives_its_last_version(tmp_path, seed):
    replayed, alone = (Library.open(str(tmp_path / name)) for name in ("replayed.json", "alone.json"))
    versions = [path.read_bytes() for path in sorted(Path(HISTORY / seed).glob("*.md"))]
    for version in versions:
        bring(replayed, version, "list.md")
        again = bring(replayed, version, "list.md")
        assert not again.added and not again.merged
    bring(alone, versions[-1], "list.md")
    assert contents(replayed) == contents(alone)
    assert not any(paper.conflicts for paper in replayed.papers.values())
