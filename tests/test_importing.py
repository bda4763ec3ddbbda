"""Documents into a library: what is new, what is known, what a newer version of a list changes."""

import re
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lists_corpus import BLOG, HEADED, JEKYLL, LISTS, README_COPY, SHARED

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.correcting import Correction, correct
from stacktui.formats.document import Unknown
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.newer import align, with_changes
from stacktui.formats.sameness import compare
from stacktui.library import Library
from stacktui.model import Link, Paper


@pytest.fixture
def library(tmp_path):
    return Library.open(str(tmp_path / "papers.json"))


def document(text, name="/lists/list.md"):
    return parse_document(text.encode(), name)


def bring(library, text, name="/lists/list.md"):
    return apply_import(library, plan_import(library, [document(text, name)]))


def titles(library):
    return [paper.title for paper in library.stack()]


def find(library, title):
    return next(paper for paper in library.papers.values() if paper.title == title)


# -- into an empty library -------------------------------------------------------------------------------------------


def test_the_stack_has_the_order_of_the_list(library):
    bring(library, BLOG)
    assert titles(library) == [
        "Deep Video Inpainting",
        "Unpaired Image-to-Image Translation",
        "AutoML: A Survey of the State-of-the-Art",
    ]


def test_new_lists_come_on_top_of_what_was_there(library):
    library.add(Paper(title="An Older Paper of Mine"))
    bring(library, BLOG)
    assert titles(library)[-1] == "An Older Paper of Mine"


def test_date_becomes_read_and_an_absent_status_to_read(library):
    bring(library, BLOG)
    assert find(library, "Deep Video Inpainting").read == "2019-07-12"
    bring(library, README_COPY, "/lists/readme.txt")
    assert find(library, "Deformable Convolutional Networks").status == "to-read"


def test_sources_tell_list_and_line(library):
    bring(library, BLOG)
    assert [(source.list, source.line) for source in find(library, "Deep Video Inpainting").sources] == [
        ("list.md", 14)
    ]


def test_free_notes_empty_categories_and_unknown_lines_are_kept(library):
    bring(library, README_COPY, "/lists/readme.txt")
    assert len(library.notes) == 2
    assert library.empty_categories == ("Training Tricks",)
    bring(library, JEKYLL, "/lists/stack.md")
    assert "a thought of that day" in {note.title for note in library.notes.values()}
    record = next(record for record in library.lists.values() if record["file"].endswith("stack.md"))
    assert record["text"] == JEKYLL.split("\n")
    assert record["entries"][0]["title"] == "Transfer Learning with Neural AutoML"


def test_an_import_is_one_step_that_can_be_undone(library):
    bring(library, JEKYLL)
    assert library.undo_label == "import list.md"
    library.undo()
    assert (len(library.papers), len(library.notes), len(library.lists)) == (0, 0, 0)
    library.redo()
    assert len(library.papers) == 7


def test_nothing_is_written_by_a_plan(library):
    plan_import(library, [document(BLOG)])
    assert len(library.papers) == 0


def test_an_import_can_be_stopped_and_leaves_nothing(library):
    plan = plan_import(library, [document(BLOG)])
    with pytest.raises(StackError, match="stopped"):
        apply_import(library, plan, lambda done, total: False)
    assert len(library.papers) == 0


def test_a_text_without_papers_does_nothing_and_says_so(library):
    plan = plan_import(library, [document("nothing here\n")])
    assert plan.is_empty
    assert "no papers found" in plan.summary()[0]
    assert not apply_import(library, plan).change


# -- the same again --------------------------------------------------------------------------------------------------


def test_the_same_bytes_again_do_nothing(library):
    bring(library, BLOG)
    plan = plan_import(library, [document(BLOG)])
    assert plan.is_empty
    assert "nothing to do" in plan.summary()[0]
    assert not apply_import(library, plan).change


def test_one_title_in_two_lists_is_one_paper_with_both_notes(library):
    bring(
        library,
        "## [**The Lottery Ticket Hypothesis: Finding Sparse Networks**](https://me.github.io/1)\n\n> one\n",
        "/a.md",
    )
    bring(library, "[2019-ICLR]THE LOTTERY TICKET HYPOTHESIS : FINDING SPARSE NETWORKS\n\ntwo\n", "/b.txt")
    (paper,) = library.papers.values()
    assert paper.note == ("one", "", "two")
    assert (paper.title[:11], paper.venue, paper.year) == ("The Lottery", "ICLR", 2019)
    assert [source.list for source in paper.sources] == ["a.md", "b.txt"]


def test_twins_in_one_import_become_one_paper(library):
    one = document("- [Deep Sets](https://arxiv.org/abs/1703.06114)\n  - one\n", "/a.md")
    two = document("- [Deep Sets](https://arxiv.org/pdf/1703.06114v2.pdf)\n  - two\n", "/b.md")
    plan = plan_import(library, [one, two])
    assert (len(plan.new), len(plan.changed)) == (1, 1)
    apply_import(library, plan)
    (paper,) = library.papers.values()
    assert paper.note == ("- one", "", "- two")


def test_one_link_on_two_titles_is_asked_and_makes_two_papers(library):
    text = (
        "- [Masked Graph Convolutional Network](https://arxiv.org/abs/1703.06114)\n"
        "- [Learning to Rank with Selection Bias](https://arxiv.org/abs/1703.06114)\n"
    )
    plan = plan_import(library, [document(text)])
    assert len(plan.ask) == 1
    apply_import(library, plan)
    assert len(library.papers) == 2


def test_a_short_title_alone_makes_no_twin():
    book = Paper(title="Deep learning", year=2015, url="http://www.deeplearningbook.org/")
    article = Paper(title="Deep learning", year=2015, url="http://www.cs.toronto.edu/nature.pdf")
    assert compare(book, article)[0] == "ask"


def test_a_long_title_with_years_apart_is_asked():
    one = Paper(title="A Survey on Graph Neural Networks", year=2019)
    assert compare(one, Paper(title="A survey on graph neural networks", year=2020))[0] == "same"
    assert compare(one, Paper(title="A Survey on Graph Neural Networks", year=2023))[0] == "ask"


def test_a_merge_keeps_values_that_differ(library):
    library.add(Paper(title="Deep Sets for All of Us", url="https://arxiv.org/abs/1703.06114", venue="arXiv", rating=4))
    bring(library, "- [NIPS 2017] [Deep Sets for All of Us](https://arxiv.org/abs/1703.06114) ★★\n")
    (paper,) = library.papers.values()
    assert (paper.venue, paper.rating, paper.year) == ("arXiv", 4, 2017)
    assert {(conflict.field, conflict.value) for conflict in paper.conflicts} == {("venue", "NIPS"), ("rating", 2)}


# -- a newer version -------------------------------------------------------------------------------------------------


def newer(text):
    """A blog index with a new entry on top and another word in an old note."""
    entry = "## [**Searching for MobileNetV3**](https://me.github.io/blog/2019/0819)\n\n> fast\n\n---\n\n"
    return text.replace("## [**Deep Video", entry + "## [**Deep Video").replace("速度接近实时", "速度快")


def test_a_newer_version_brings_what_is_new_at_its_place(library):
    bring(library, BLOG)
    plan = plan_import(library, [document(newer(BLOG))])
    assert (len(plan.new), len(plan.changed), len(plan.known)) == (1, 1, 2)
    apply_import(library, plan)
    assert titles(library)[:2] == ["Searching for MobileNetV3", "Deep Video Inpainting"]
    assert find(library, "Deep Video Inpainting").note == ("用编码器和解码器。", "", "速度快。")
    assert len(library.lists) == 1


def test_a_new_entry_between_old_ones_comes_between_them(library):
    bring(library, BLOG)
    entry = "## [**Fast R-CNN**](https://me.github.io/blog/2018/0901)\n\n> heads\n\n---\n\n"
    bring(library, BLOG.replace("## [**AutoML", entry + "## [**AutoML"))
    assert titles(library)[2:] == ["Fast R-CNN", "AutoML: A Survey of the State-of-the-Art"]


def test_own_edits_stay_where_the_list_did_not_change(library):
    bring(library, BLOG)
    paper = find(library, "Deep Video Inpainting")
    library.update([paper.id], lambda old: old.edit(rating=5, note=(*old.note, "mine"), status="reread"), "edit")
    bring(library, newer(BLOG))
    paper = library.papers[paper.id]
    assert (paper.rating, paper.status) == (5, "reread")
    assert "mine" in paper.note


def test_where_both_changed_a_line_mine_stands_and_theirs_is_a_conflict(library):
    bring(library, BLOG)
    paper = find(library, "Deep Video Inpainting")
    library.update([paper.id], lambda old: old.edit(note=("用编码器和解码器。", "", "我的话。")), "edit")
    bring(library, newer(BLOG))
    paper = library.papers[paper.id]
    assert "我的话。" in paper.note
    assert [conflict.field for conflict in paper.conflicts] == ["note"]


def test_what_the_list_has_no_more_is_marked_and_stays(library):
    bring(library, BLOG)
    shorter = re.sub(r"## \[\*\*\[Cycle GAN\].*?---\n\n", "", BLOG, flags=re.DOTALL)
    result = bring(library, shorter)
    assert result.gone == 1
    paper = find(library, "Unpaired Image-to-Image Translation")
    assert [(source.list, source.line) for source in paper.sources] == [("list.md", None)]


def test_a_new_name_at_the_same_place_is_a_rename(library):
    bring(library, JEKYLL)
    before = find(library, "MixMatch")
    renamed = JEKYLL.replace("[MixMatch]()", "[MixMatch: A Holistic Approach](https://arxiv.org/abs/1905.02249)")
    result = bring(library, renamed)
    assert (result.added, result.gone) == ((), 0)
    assert library.papers[before.id].title == "MixMatch: A Holistic Approach"


def test_what_was_thrown_away_does_not_come_back(library):
    bring(library, BLOG)
    library.remove([find(library, "Deep Video Inpainting").id])
    bring(library, newer(BLOG))
    assert "Deep Video Inpainting" not in titles(library)
    assert len(library.papers) == 3


def test_alignment_prefers_the_same_title_over_the_same_place():
    old = [Paper(title="A Paper on Trees"), Paper(title="A Paper on Graphs")]
    new = [Paper(title="A Paper on Graphs"), Paper(title="Something Else"), Paper(title="A Paper on Trees")]
    aligned = align(old, new)
    assert (aligned.pairs, aligned.gone) == ({0: 1, 2: 0}, [])


def test_links_change_as_sets():
    code, page, blog = Link("code", "u"), Link("page", "v"), Link("blog", "w")
    old, new = Paper(links=(code,)), Paper(links=(page,))
    assert with_changes(Paper(links=(code, blog)), old, new).links == (blog, page)


@given(st.sampled_from(sorted(LISTS)))
@settings(max_examples=len(LISTS), deadline=None)
def test_importing_twice_is_importing_once(tmp_path_factory, style):
    library = Library.open(str(tmp_path_factory.mktemp("library") / "papers.json"))
    bring(library, LISTS[style], f"/lists/{style}")
    before = {doc_id: paper.to_record() for doc_id, paper in library.papers.items()}
    bring(library, LISTS[style] + "\n", f"/lists/{style}")
    assert {doc_id: paper.to_record() for doc_id, paper in library.papers.items()} == before


# -- real lists ------------------------------------------------------------------------------------------------------

needs_lists = pytest.mark.skipif(not SHARED.is_dir(), reason="the real lists are not here")


@needs_lists
def test_the_four_seeds_give_98_papers_once(library):
    documents = [parse_document(path.read_bytes(), str(path)) for path in sorted(SHARED.glob("seeds/*"))]
    result = apply_import(library, plan_import(library, documents))
    assert (len(result.added), len(result.merged), len(library.papers)) == (98, 2, 98)
    assert not apply_import(library, plan_import(library, documents)).change
    lottery = next(paper for paper in library.papers.values() if "LOTTERY" in paper.title)
    assert len(lottery.sources) == 2
    assert len(lottery.note) >= 4


def content(library):
    """The stack without what tells the history."""
    kept = []
    for paper in library.stack():
        record = paper.to_record()
        kept.append(
            {name: value for name, value in record.items() if name not in ("added", "key", "sources", "residue")}
        )
    return kept


@needs_lists
@pytest.mark.parametrize("history", ["000", "002"])
def test_version_by_version_is_the_last_version(tmp_path, history):
    versions = sorted((SHARED / "history" / history).glob("*.md"))
    library = Library.open(str(tmp_path / "one.json"))
    for path in versions:
        apply_import(library, plan_import(library, [parse_document(path.read_bytes(), "/lists/list.md")]))
    last = Library.open(str(tmp_path / "two.json"))
    apply_import(last, plan_import(last, [parse_document(versions[-1].read_bytes(), "/lists/list.md")]))
    assert content(library) == content(last)


@needs_lists
def test_the_histories_have_as_many_entries_as_counted_by_hand():
    import json

    expected = json.loads((SHARED / "history" / "expected.json").read_text(encoding="utf-8"))
    for name in ("000", "002"):
        for version in expected[name]:
            read = parse_document((SHARED / "history" / version["file"]).read_bytes(), version["file"])
            assert len(read.papers) == version["entries"], version["file"]


def test_text_copied_from_a_page_and_its_statuses(library):
    bring(library, HEADED, "/lists/page.txt")
    assert [(paper.title.split()[0], paper.status) for paper in library.stack()] == [
        ("Secure", "to-read"),
        ("Batch", "to-read"),
        ("Object", "to-read"),
        ("THE", "read"),
        ("Interpretable", "reread"),
    ]


# -- lines that were not understood ---------------------------------------------------------------------------------


def with_unclear_lines(*lines):
    read = document(BLOG)
    first = len(read.lines) + 1
    unknown = tuple(Unknown(first + at, line) for at, line in enumerate(lines))
    longer = replace(read, unknown=unknown, lines=[*read.lines, *lines])
    return replace(longer, sha256=sha256(longer.text.encode()).hexdigest())


def unclear_note(library):
    found = [note for note in library.notes.values() if note.title.startswith("Not understood")]
    assert len(found) <= 1
    return found[0] if found else None


def bring_unclear(library, *lines):
    return apply_import(library, plan_import(library, [with_unclear_lines(*lines)]))


def test_lines_that_were_not_understood_become_a_free_note(library):
    result = bring_unclear(library, "see arXiv maybe", "  what is this")
    assert result.unknown == 2
    assert unclear_note(library).text == ("see arXiv maybe", "what is this")
    bring_unclear(library, "see arXiv maybe", "  what is this")
    assert unclear_note(library).text == ("see arXiv maybe", "what is this")
    library.undo()
    assert unclear_note(library) is None


def test_that_note_follows_the_list_until_somebody_writes_in_it(library):
    bring_unclear(library, "one", "two")
    bring_unclear(library, "two", "three")
    assert unclear_note(library).text == ("two", "three")
    library.save_note(unclear_note(library).edit(text=("two", "three", "mine")))
    bring_unclear(library, "three", "four")
    assert unclear_note(library).text == ("two", "three", "mine", "four")


def test_that_note_stays_away_when_it_was_thrown_away_until_there_are_new_lines(library):
    bring_unclear(library, "one", "two")
    library.remove_notes([unclear_note(library).id])
    bring_unclear(library, "two")
    assert unclear_note(library) is None
    bring_unclear(library, "two", "three")
    assert unclear_note(library).text == ("three",)


# -- corrections ----------------------------------------------------------------------------------------------------


def test_corrections_are_kept_with_the_list_and_made_again_in_its_next_version(library):
    read = document(BLOG)
    wrong = read.papers[0]
    corrected = correct(read, Correction("ignore", wrong.line))
    apply_import(library, plan_import(library, [corrected]))
    assert wrong.title not in {paper.title for paper in library.papers.values()}
    assert plan_import(library, [document(BLOG)]).documents[0].state == "same"
    newer = plan_import(library, [document(BLOG + "\n")])
    assert newer.documents[0].state == "newer"
    assert not newer.new
    apply_import(library, newer)
    assert wrong.title not in {paper.title for paper in library.papers.values()}
    assert not any(source.line is None for paper in library.papers.values() for source in paper.sources)


def test_the_same_bytes_can_be_imported_again_with_other_corrections(library):
    bring(library, BLOG)
    read = document(BLOG)
    corrected = correct(read, Correction("fields", read.papers[0].line, {"status": "reread"}))
    plan = plan_import(library, [corrected])
    assert plan.documents[0].state == "newer"
    assert len(plan.changed) == 1
    apply_import(library, plan)
    assert find(library, read.papers[0].title).status == "reread"
