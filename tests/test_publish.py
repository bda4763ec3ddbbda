# ruff: noqa: E501 - lines of lists are long, and blanks at their ends count
"""Publish: bytes that stay, lines that change, papers that come, lists that changed on both sides."""

from __future__ import annotations

import json

import lists_corpus as corpus
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from published import BOXES, JEKYLL, LISTS, README, TABLE, Desk

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.publish.applying import apply_publish
from stacktui.formats.publish.page import Edit, Page, moved
from stacktui.formats.publish.plan import Wishes
from stacktui.formats.publish.planning import plan_publish
from stacktui.library import Library
from stacktui.model import FreeNote, Link


@pytest.fixture
def desk(tmp_path):
    return lambda data, name="list.md": Desk(tmp_path, data, name)


# -- what is not changed stays -------------------------------------------------------------------------------------

ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "gb18030": lambda text: ("论文列表\n" + text).encode("gb18030"),
    "mixed": lambda text: text.replace("\n", "\r\n", 3).encode(),
    "no end": lambda text: text.rstrip("\n").encode(),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["readme", "jekyll", "table", "boxes", "BLOG", "HEADED", "ORG"])
def test_a_list_without_changes_stays_byte_for_byte(desk, name, encoding):
    data = ENCODINGS[encoding](LISTS[name])
    one = desk(data)
    plan = one.plan()
    assert plan.is_empty and not list(plan.remarks()) and plan.after.encode() == data
    apply_publish(one.library, plan)
    assert one.path.read_bytes() == data


@pytest.mark.skipif(not corpus.SHARED.is_dir(), reason="the real lists are not here")
@pytest.mark.parametrize("name", [name for name in corpus.real_lists() if not name.endswith(".bib")])
def test_the_real_lists_stay_byte_for_byte(desk, name):
    data = (corpus.SHARED / name).read_bytes()
    for changed in (data, data.replace(b"\n", b"\r\n")):
        plan = desk(changed, name.rpartition("/")[2]).plan()
        assert plan.is_empty and plan.after.encode() == changed


@pytest.mark.parametrize("together", [True, False], ids=["in one import", "one after the other"])
def test_lists_that_share_papers_do_not_get_each_others_notes(tmp_path, together):
    pages = {
        "one.md": "# Reading\n\n- [Squeeze-and-Excitation Networks](https://arxiv.org/abs/1709.01507)\n  - attention over channels\n",
        "two.md": "# Vision\n\n* [Squeeze-and-Excitation Networks](https://arxiv.org/abs/1709.01507) [CVPR 2018]\n  * cheap, and helps\n",
        "three.md": "# Old\n\n1. Squeeze-and-Excitation Networks, https://arxiv.org/abs/1709.01507\n   - read it again\n",
    }  # fmt: skip
    library = Library.open(str(tmp_path / "papers.json"))
    documents = []
    for name, text in pages.items():
        (tmp_path / name).write_text(text)
        documents.append(parse_document(text.encode(), str(tmp_path / name)))
    for batch in [documents] if together else [[each] for each in documents]:
        apply_import(library, plan_import(library, batch))
    (paper,) = library.papers.values()
    assert all(line in paper.note_text for line in ("attention over channels", "cheap, and helps", "read it again"))
    for name, text in pages.items():
        plan = plan_publish(library, str(tmp_path / name))
        assert plan.is_empty and plan.after.encode() == text.encode(), name
    again = tuple(line.replace("cheap, and helps", "cheap, and helps a lot") for line in (*paper.note, "- mine"))
    library.update([paper.id], lambda each: each.edit(note=again), "edit")
    one, two = (plan_publish(library, str(tmp_path / name)).after.encode().decode() for name in ("one.md", "two.md"))
    assert "mine" in one and "cheap" not in one and "mine" in two and "cheap, and helps a lot" in two


@pytest.mark.skipif(not corpus.SHARED.is_dir(), reason="the real lists are not here")
def test_all_real_lists_in_one_library_stay_byte_for_byte(tmp_path):
    names = [name for name in corpus.real_lists() if not name.endswith(".bib") and "history" not in name]
    library = Library.open(str(tmp_path / "papers.json"))
    paths = []
    for number, name in enumerate(names):
        if (corpus.SHARED / name).stat().st_size > 60_000:
            continue
        paths.append(tmp_path / f"{number}-{name.rpartition('/')[2]}")
        paths[-1].write_bytes((corpus.SHARED / name).read_bytes())
    documents = [parse_document(path.read_bytes(), str(path)) for path in paths]
    apply_import(library, plan_import(library, documents))
    for path in paths:
        plan = plan_publish(library, str(path))
        assert plan.after.encode() == path.read_bytes(), path.name


@given(st.lists(st.sampled_from(["a", "", "é", "论文", "  * b"]), max_size=8), st.data())
def test_edits_of_a_page_are_those_of_its_lines_and_keep_all_other_bytes(lines, data):
    ends = [data.draw(st.sampled_from(["\n", "\r\n"])) for _ in lines]
    page = Page.read("".join(map("".join, zip(lines, ends, strict=True))).encode(), "x")
    first = data.draw(st.integers(1, len(page.lines)))
    count = data.draw(st.integers(0, len(page.lines) - first + 1))
    new = tuple(data.draw(st.lists(st.sampled_from(["new", "neu"]), max_size=3)))
    edited = page.edited([Edit(first, count, new)])
    wanted = [*page.lines[: first - 1], *new, *page.lines[first - 1 + count :]]
    assert list(edited.lines) == (wanted or []) and len(edited.ends) == len(edited.lines)
    for at in range(1, first - (1 if not new else 0)):
        assert edited.lines[at - 1] == page.lines[at - 1] and (
            edited.ends[at - 1] == page.ends[at - 1] or at == first - 1
        )
    for at in range(first + count, len(page.lines) + 1):
        place = moved([Edit(first, count, new)], at)
        assert edited.lines[place - 1] == page.lines[at - 1] and edited.ends[place - 1] == page.ends[at - 1]


# -- changed papers ------------------------------------------------------------------------------------------------


def test_a_changed_title_changes_its_line_only(desk):
    one = desk(README)
    one.edit("Squeeze", title="Squeeze-and-Excitation Networks Revisited")
    assert one.publish() == (
        ["- **Squeeze-and-Excitation Networks** <Br>"],
        ["- **Squeeze-and-Excitation Networks Revisited** <Br>"],
    )


@pytest.mark.parametrize(
    ("changes", "line", "becomes"),
    [
        ({"rating": 1.5}, "[**SENet**] [★★★] attention", "[**SENet**] [★☆] attention"),
        ({"rating": None}, "[**SENet**] [★★★] attention", "[**SENet**] attention"),
        ({"alias": "SE"}, "[**SENet**]", "[**SE**]"),
        ({"venue": "ICML", "year": 2019}, "[CVPR 2018]", "[ICML 2019]"),
        ({"note": ("gates over channels",)}, "attention over channels", "gates over channels"),
        ({"authors": ("Jie Hu", "Li Shen", "Gang Sun")}, "(http://example.org/li)", "(http://example.org/li), Gang Sun"),
        ({"authors": ("Jie Hu", "Li-Wei Shen")}, "[Li Shen]", "[Li-Wei Shen]"),
        ({"links": (Link("Code", "https://github.com/me/SENet"),)}, "[[Caffe-Code]", "[[Code]"),
        ({"links": ()}, " [[Caffe-Code](https://github.com/me/SENet)]", ""),
        (
            {"links": (Link("Caffe-Code", "https://github.com/me/SENet"), Link("blog", "https://example.org/b"))},
            "SENet)]",
            "SENet)] [[blog](https://example.org/b)]",
        ),
        ({"url": "https://arxiv.org/abs/1709.01507"}, "**Squeeze-and-Excitation Networks**",
         "**[Squeeze-and-Excitation Networks](https://arxiv.org/abs/1709.01507)**"),
    ],
)  # fmt: skip
def test_a_changed_field_changes_its_words_only(desk, changes, line, becomes):
    one = desk(README)
    one.edit("Squeeze", **changes)
    one.publish()
    assert one.text == README.replace(line, becomes)


def test_a_month_of_arxiv_keeps_its_form(desk):
    one = desk(README)
    one.edit("A guide", year=2017, month=4)
    one.publish()
    assert one.text == README.replace("[arXiv 1603]", "[arXiv 1704]")


def test_a_month_of_arxiv_becomes_a_year_where_the_venue_is_another(desk):
    one = desk(README)
    one.edit("A guide", venue="ICML")
    one.publish()
    assert one.text == README.replace("[arXiv 1603]", "[ICML 2016]")


def test_a_status_is_a_mark_where_the_list_has_marks(desk):
    one = desk(BOXES)
    one.edit("Mask", status="read", read="2026-01-02")
    one.publish()
    assert one.text == BOXES.replace("2. [ ]", "2. [x]")
    org = desk("* TODO A Study of Something Deep\n* DONE Another Study of Something\n", "list.org")
    org.edit("A Study", status="read")
    org.publish()
    assert org.text == "* DONE A Study of Something Deep\n* DONE Another Study of Something\n"


def test_cells_of_a_table_change_alone(desk):
    one = desk(TABLE)
    one.edit("Mask", rating=3, year=2018, note=("masks and boxes",))
    one.publish()
    assert one.text == TABLE.replace("2017 | ★★ | masks too", "2018 | ★★★ | masks and boxes")


def test_lines_of_a_note_come_go_and_change_with_the_indent_of_the_list(desk):
    one = desk(JEKYLL)
    one.edit(
        "Transfer", note=("* trains on many tasks", "* only the task embedding changes  ", "* cheap", "  * in hours")
    )
    one.edit("Channel", note=("* many values are near zero",))
    assert one.publish() == (
        ["  * trains on many tasks at once", "    * no need to compute them"],
        ["  * trains on many tasks", "  * cheap", "    * in hours"],
    )


def test_a_first_note_stands_where_the_list_has_its_notes(desk):
    one = desk(JEKYLL.replace("  * rebuilds its input\n", ""))
    one.edit("MixMatch", note=("* rebuilds its input",))
    one.publish()
    assert one.text == JEKYLL


def test_a_note_in_a_quote_stays_one(desk):
    one = desk(corpus.BLOG)
    one.edit("Deep Video", note=(*one.paper("Deep Video").note, "and more"))
    gone, come = one.publish()
    assert not gone and come == ["> and more"]


def test_facts_that_a_list_does_not_usually_show_stay_out_of_it(desk):
    more = "".join(f"\n* [A Study of the Number {n} in Networks](https://example.org/{n}.pdf)\n" for n in range(8))
    one = desk(
        JEKYLL.replace("* [MixMatch]()", "* [MixMatch]() by David Berthelot").replace("\n### Semi", more + "\n### Semi")
    )
    one.edit("Channel", authors=("Weizhe Hua", "Yuan Zhou"), venue="NeurIPS", year=2019)
    assert one.plan().is_empty


def test_what_a_list_does_not_show_is_told_and_not_written(desk):
    one = desk(JEKYLL)
    one.edit("Channel", rating=4, tags=("pruning",), status="reread")
    plan = one.plan()
    assert plan.is_empty and {name for _, name in plan.unshown} == {"rating", "tags", "status"}
    assert any("has no place for" in remark for remark in plan.remarks())


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["A Much Better Title for This Work", "Why *Stars* and [Brackets] Break Lists"]),
        "note": st.lists(st.sampled_from(["one thing", "* a point", "  * a point below", "", "最后一点"]), max_size=4).map(tuple),
        "rating": st.sampled_from([None, 1, 2.5, 5]),
        "year": st.sampled_from([None, 1999, 2021]),
        "venue": st.sampled_from(["", "ICML", "Nature"]),
        "url": st.sampled_from(["", "https://example.org/paper.pdf", "https://arxiv.org/abs/2101.00001"]),
    },
)  # fmt: skip


@pytest.mark.parametrize("name", ["readme", "jekyll", "table", "boxes", "BLOG", "HEADED", "ORG"])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=FIELDS, data=st.data())
def test_a_change_touches_the_lines_of_its_entry_only(tmp_path_factory, name, changes, data):
    one = Desk(tmp_path_factory.mktemp("list"), LISTS[name])
    document = one.document()
    at = data.draw(st.integers(0, len(document.papers) - 1))
    source = document.papers[at]
    (record,) = one.library.lists.values()
    doc_id = record["entries"][at]["id"]
    one.library.update([doc_id], lambda paper: paper.edit(**changes), "edit")
    plan = one.plan()
    following = document.papers[at + 1].line if at + 1 < len(document.papers) else len(plan.before.lines) + 1
    assert all(source.line <= edit.first <= following for edit in plan.edits)
    after = parse_document(plan.after.encode(), str(one.path))
    assert len(after.papers) == len(document.papers)
    for place, paper in enumerate(after.papers):
        if place != at:
            assert (paper.title, paper.url, paper.note) == (
                document.papers[place].title, document.papers[place].url, document.papers[place].note
            )  # fmt: skip
    apply_publish(one.library, plan)
    assert one.plan().is_empty


# -- free notes ----------------------------------------------------------------------------------------------------


def test_a_changed_free_note_goes_back_to_its_place(desk):
    one = desk(JEKYLL)
    note = next(note for note in one.library.notes.values() if "squares" in " ".join(note.text))
    one.library.save_note(
        note.edit(text=("* a picture of it", "* why it makes squares, and how not to", "* resize first"))
    )
    assert one.publish() == (["* why it makes squares"], ["* why it makes squares, and how not to", "* resize first"])
    one.library.save_note(FreeNote(title="Another", text=("not of this list",)))
    assert one.plan().is_empty


def test_a_free_note_gets_another_title_and_date(desk):
    one = desk(JEKYLL)
    note = next(note for note in one.library.notes.values() if note.title == "Deconvolution")
    one.library.save_note(note.edit(title="Checkerboards", date="2020-03-21"))
    assert one.publish() == (["### 2020-03-20 Deconvolution"], ["### 2020-03-21 Checkerboards"])


@pytest.mark.parametrize("more", ["", "\n### 2020-03-19 Attention\n\n* why it attends\n"])
def test_a_new_free_note_comes_when_one_asks(desk, more):
    one = desk(JEKYLL + more)
    note = FreeNote(title="Pooling", date="2020-03-25", text=("* what it keeps", "* what it loses"))
    one.library.save_note(note)
    assert one.plan().is_empty
    doc_id = next(each.id for each in one.library.notes.values() if each.title == "Pooling")
    plan = one.plan(Wishes(notes=frozenset([doc_id])))
    apply_publish(one.library, plan)
    lines = ["### 2020-03-25 Pooling", "", "* what it keeps", "* what it loses"]
    assert ("\n".join(lines) + "\n") in one.text
    assert one.text.index("Pooling") < one.text.index("Deconvolution") or not more
    assert [note.title for note in one.document().notes].count("Pooling") == 1
    assert one.plan().is_empty and plan_import(one.library, [one.document()]).is_empty
    (record,) = one.library.lists.values()
    assert doc_id in [entry["id"] for entry in record["notes"]]


def test_a_list_without_free_notes_has_no_model_for_one(desk):
    one = desk(TABLE)
    one.library.save_note(FreeNote(title="Pooling", text=("what it keeps",)))
    (doc_id,) = one.library.notes
    plan = one.plan(Wishes(notes=frozenset([doc_id])))
    assert plan.is_empty and plan.unwritten == ["Pooling"]


# -- both sides ----------------------------------------------------------------------------------------------------


def test_what_changed_on_both_sides_comes_together(desk):
    one = desk(JEKYLL)
    one.edit("Transfer", note=("* trains on many tasks at once", "* mine", "* only the task embedding changes  "))
    one.path.write_text(
        JEKYLL.replace("near zero\n", "near zero, most of them\n").replace(
            "* [MixMatch]()", "* [FixMatch](https://arxiv.org/abs/2001.07685)\n\n* [MixMatch]()"
        )
    )
    gone, come = one.publish()
    assert (gone, come) == ([], ["  * mine"])
    assert one.paper("FixMatch").url == "https://arxiv.org/abs/2001.07685"
    assert one.paper("Channel").note[0] == "* many values are near zero, most of them"


def test_what_both_sides_changed_otherwise_is_told_and_neither_is_lost(desk):
    one = desk(README)
    one.edit("Squeeze", rating=2, title="Squeeze and Excite")
    theirs = README.replace("[**SENet**] [★★★]", "[**SENet**] [★]")
    one.path.write_text(theirs)
    plan = one.plan()
    assert plan.held == [("Squeeze-and-Excitation Networks", "rating")]
    apply_publish(one.library, plan)
    assert one.text == theirs.replace("Squeeze-and-Excitation Networks", "Squeeze and Excite")
    paper = one.paper("Squeeze")
    assert paper.rating == 2 and [(each.field, each.value) for each in paper.conflicts] == [("rating", 1)]
    assert one.plan().is_empty
    one.library.update([paper.id], lambda paper: paper.edit(conflicts=()), "settle")
    one.publish()
    assert "[**SENet**] [★★] attention" in one.text


def test_undo_of_a_publish_leaves_a_library_that_can_publish_again(desk):
    one = desk(README)
    one.edit("Squeeze", rating=2)
    one.publish()
    one.library.undo()
    assert one.plan().is_empty


# -- what cannot be done -------------------------------------------------------------------------------------------


def test_what_cannot_be_published_says_why_and_what_to_do(desk, tmp_path):
    one = desk(README)
    stranger = tmp_path / "stranger.md"
    stranger.write_text(README)
    bib = tmp_path / "refs.bib"
    bib.write_text("@misc{a, title = {A Title of a Work}, year = {2020}}\n")
    apply_import(one.library, plan_import(one.library, [parse_document(bib.read_bytes(), str(bib))]))
    for path, words in (
        (stranger, "never imported"),
        (tmp_path, "folder"),
        (tmp_path / "none.md", "no file"),
        (bib, "not edited"),
    ):
        with pytest.raises(StackError, match=words) as error:
            plan_publish(one.library, str(path))
        assert error.value.hint
    one.path.unlink()
    with pytest.raises(StackError, match="gone"):
        one.plan()


def test_a_file_that_changes_while_one_looks_at_the_diff_is_left_alone(desk):
    one = desk(README)
    one.edit("Squeeze", rating=2)
    plan = one.plan()
    one.path.write_text(README + "\nmore\n")
    with pytest.raises(StackError, match="meanwhile"):
        apply_publish(one.library, plan)
    assert one.text == README + "\nmore\n"


# -- the shell -----------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(run, tmp_path):
    path = tmp_path / "list.md"
    path.write_text(README)
    assert run("import", str(path)).code == 0
    key = next(record["key"] for record in run("list", "--json").json if record["alias"] == "SENet")
    assert run("set", key, "rating=2").code == 0
    return path


def test_publish_shows_the_diff_and_needs_a_yes(run, listed):
    shown = run("publish", str(listed), "--dry-run")
    assert shown.code == 0 and "-[**SENet**] [★★★] attention" in shown.out and listed.read_text() == README
    refused = run("publish", str(listed))
    assert refused.code == 1 and "--yes" in refused.err and listed.read_text() == README
    done = run("publish", str(listed), "--yes")
    assert done.code == 0 and "1 paper changed" in done.out
    assert listed.read_text() == README.replace("[**SENet**] [★★★]", "[**SENet**] [★★]")
    again = run("publish", str(listed), "--yes")
    assert again.code == 0 and "nothing to publish" in again.out
    assert json.loads(run("list", "--json").out.splitlines()[0])["key"]


def test_on_a_terminal_publish_asks(run_on_terminal, listed):
    left = run_on_terminal("publish", str(listed), typed="n\n")
    assert left.code == 0 and "[y/N]" in left.out and "left as it was" in left.out and listed.read_text() == README
    done = run_on_terminal("publish", str(listed), typed="y\n")
    assert done.code == 0 and "[★★] attention" in listed.read_text()


def test_papers_and_notes_go_in_and_out_from_the_shell(run, tmp_path):
    path = tmp_path / "stack.md"
    path.write_text(page := JEKYLL.replace("### NAS", "### Search"))
    assert run("import", str(path)).code == 0
    assert run("add", "Mamba: Linear-Time Sequence Modeling https://arxiv.org/abs/2312.00752 @Sequences").code == 0
    shown = run("publish", str(path), "--dry-run")
    assert "no section of the list" in shown.err and "sections of the list: Search" in shown.err
    key = next(
        record["key"]
        for record in map(json.loads, run("list", "--json").out.splitlines())
        if "Mamba" in record["title"]
    )
    assert run("publish", str(path), "--section", "Search").code == 2
    done = run("publish", str(path), "--add", key, "--section", "search", "--yes")
    assert done.code == 0 and "1 paper added" in done.out
    assert path.read_text().index("Mamba") < path.read_text().index("### Semi-Supervised")
    assert run("publish", str(path), "--add", key).code == 1
    assert run("remove", key).code == 0
    assert "--drop-removed" in run("publish", str(path), "--yes").err
    assert run("publish", str(path), "--drop-removed", "--yes").code == 0
    assert path.read_text() == page
    lost = run("publish", str(path), "--add-note", "Nothing")
    assert lost.code == 1 and "no free note is called Nothing" in lost.err


def test_publish_of_what_is_no_list_is_an_error(run, tmp_path):
    for words, code in ((["none.md"], 1), ([], 2), (["a", "b"], 2)):
        done = run("publish", *words)
        assert done.code == code and done.err.startswith("stacktui: ")
