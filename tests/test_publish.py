# ruff: noqa: E501, W291 - lines of lists are long, and blanks at their ends count
"""Publish: bytes that stay, lines that change, papers that come, lists that changed on both sides."""

from __future__ import annotations

import difflib
import json

import lists_corpus as corpus
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.publish.applying import apply_publish
from stacktui.formats.publish.page import Edit, Page, moved
from stacktui.formats.publish.plan import Wishes
from stacktui.formats.publish.planning import plan_publish
from stacktui.library import Library
from stacktui.model import FreeNote, Link, Paper

README = """\
# Network
- **Densely Connected Convolutional Networks** <Br>
[Gao Huang](http://example.org/~gao/), Zhuang Liu <Br>
[CVPR 2017 Oral] [[Pytorch-Code](https://github.com/me/DenseNet)] <Br>
[**DenseNet**] [★★☆] every layer sees all before it

- **Squeeze-and-Excitation Networks** <Br>
Jie Hu, [Li Shen](http://example.org/li) <Br>
[CVPR 2018] [[Caffe-Code](https://github.com/me/SENet)] <Br>
[**SENet**] [★★★] attention over channels

# Theory
- **A guide to convolution arithmetic for deep learning** <Br>
Vincent Dumoulin, Francesco Visin <Br>
[arXiv 1603] <Br>
[★★] sizes of inputs and outputs
"""
JEKYLL = """\
---
layout: post
title:  Paper Stack
---

# Paper Stack

### NAS

* [Transfer Learning with Neural AutoML](https://arxiv.org/pdf/1803.02780.pdf)
  * trains on many tasks at once
  * only the task embedding changes  

* [Channel Gating Neural Networks](https://papers.nips.cc/paper/8464-channel-gating-neural-networks.pdf)
  * many values are near zero
    * no need to compute them

### Semi-Supervised

* [MixMatch]()
  * rebuilds its input

### 2020-03-20 Deconvolution

* a picture of it
* why it makes squares
"""
TABLE = """\
# Reading

| Title | Venue | Year | Rating | Notes |
| ----- | ----- | ---- | ------ | ----- |
| [Deep Residual Learning for Image Recognition](https://arxiv.org/abs/1512.03385) | CVPR | 2016 | ★★★ | shortcuts |
| [Mask R-CNN](https://arxiv.org/abs/1703.06870) | ICCV | 2017 | ★★ | masks too |
"""
BOXES = """\
# To do

## Vision

1. [x] [Deep Residual Learning for Image Recognition](https://arxiv.org/abs/1512.03385) (CVPR 2016) - shortcuts
2. [ ] [Mask R-CNN](https://arxiv.org/abs/1703.06870) (ICCV 2017)
3. [ ] [Focal Loss for Dense Object Detection](https://arxiv.org/abs/1708.02002) (ICCV 2017)
"""
LISTS = {**{name: text for name, text in vars(corpus).items() if name.isupper() and isinstance(text, str)},
         "readme": README, "jekyll": JEKYLL, "table": TABLE, "boxes": BOXES}  # fmt: skip
MAMBA = Paper(
    title="Mamba: Linear-Time Sequence Modeling with Selective State Spaces",
    url="https://arxiv.org/abs/2312.00752",
    authors=("Albert Gu", "Tri Dao"),
    venue="COLM",
    year=2024,
    rating=4,
    status="read",
    note=("a scan that selects",),
)


class Desk:
    """A list on disk, and the library it was imported into."""

    def __init__(self, folder, data, name="list.md"):
        self.path = folder / name
        self.path.write_bytes(data if isinstance(data, bytes) else data.encode())
        self.library = Library.open(str(folder / "papers.json"))
        self.bring()

    def bring(self):
        document = parse_document(self.path.read_bytes(), str(self.path))
        return apply_import(self.library, plan_import(self.library, [document]))

    def paper(self, start):
        return next(paper for paper in self.library.papers.values() if paper.title.startswith(start))

    def edit(self, start, **changes):
        self.library.update([self.paper(start).id], lambda paper: paper.edit(**changes), "edit")

    def plan(self, wishes=Wishes()):  # noqa: B008 - nothing of it changes
        return plan_publish(self.library, str(self.path), wishes)

    def publish(self):
        """Publish, and return the lines that went and came."""
        before = self.text.split("\n")
        plan = self.plan()
        apply_publish(self.library, plan)
        assert self.plan().is_empty and plan_import(self.library, [self.document()]).is_empty
        lines = [line for line in difflib.ndiff(before, self.text.split("\n")) if line[0] in "+-"]
        return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]

    def document(self):
        return parse_document(self.path.read_bytes(), str(self.path))

    @property
    def text(self):
        return self.path.read_bytes().decode()


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


# -- new papers ----------------------------------------------------------------------------------------------------

NEW = {
    "readme": [
        "",
        "- **Mamba: Linear-Time Sequence Modeling with Selective State Spaces** <Br>",
        "Albert Gu, Tri Dao <Br>",
        "[COLM 2024] [[Paper](https://arxiv.org/abs/2312.00752)] <Br>",
        "[★★★★] a scan that selects",
    ],
    "jekyll": [
        "* [Mamba: Linear-Time Sequence Modeling with Selective State Spaces](https://arxiv.org/abs/2312.00752)",
        "  a scan that selects",
        "",
    ],
    "table": [
        "| [Mamba: Linear-Time Sequence Modeling with Selective State Spaces](https://arxiv.org/abs/2312.00752)"
        " | COLM | 2024 | ★★★★ | a scan that selects |"
    ],
    "boxes": [
        "4. [x] [Mamba: Linear-Time Sequence Modeling with Selective State Spaces](https://arxiv.org/abs/2312.00752)"
        " (COLM 2024) - a scan that selects"
    ],
    "BLOG": [
        "## [**Mamba: Linear-Time Sequence Modeling with Selective State Spaces**](https://arxiv.org/abs/2312.00752)",
        "",
        "> a scan that selects",
        "",
        "---",
        "",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "category"), [
    ("readme", "Theory"), ("jekyll", "NAS"), ("table", ""), ("boxes", "Vision"), ("BLOG", "")])  # fmt: skip
def test_a_new_paper_looks_like_the_others_and_is_read_back(desk, name, category):
    one = desk(LISTS[name])
    categories = (category,) if category else tuple(one.paper("").categories)
    one.library.add(MAMBA.edit(categories=categories))
    gone, come = one.publish()
    assert not gone and sorted(come) == sorted(NEW[name])
    read = next(paper for paper in one.document().papers if paper.title == MAMBA.title)
    assert read.note == MAMBA.note
    assert read.url == MAMBA.url
    assert one.paper("Mamba").sources[0].line == read.line


def test_a_new_paper_goes_to_the_end_where_the_list_grows(desk):
    bottom = desk(JEKYLL)
    bottom.library.add(MAMBA.edit(categories=("NAS/Other",)))
    bottom.publish()
    assert [paper.title[:5] for paper in bottom.document().papers] == ["Trans", "Chann", "Mamba", "MixMa"]


def test_a_list_with_dates_that_fall_grows_on_top(desk):
    lines = [f"- [A Study of the Number {month} in Deep Learning](https://arxiv.org/abs/19{month:02}.00001)\n" for month in range(9, 1, -1)]  # fmt: skip
    one = desk("# Papers\n\n" + "".join(lines))
    one.library.add(MAMBA)
    one.publish()
    assert one.document().papers[0].title == MAMBA.title


def test_several_new_papers_are_counted_on(desk):
    one = desk(BOXES)
    for title in ("A First New Paper on Vision", "A Second New Paper on Vision"):
        one.library.add(Paper(title=title, url=f"https://example.org/{title[2]}", categories=("Vision",)))
    one.publish()
    tail = one.text.splitlines()[-2:]
    assert [line[:29] for line in tail] == ["4. [ ] [A First New Paper on ", "5. [ ] [A Second New Paper on"]


def test_a_new_paper_of_no_section_of_the_list_stays_out_and_is_told(desk):
    one = desk(JEKYLL)
    one.library.add(MAMBA.edit(categories=("Reinforcement Learning",)))
    plan = one.plan()
    assert plan.is_empty and [paper.title for paper in plan.unplaced] == [MAMBA.title]
    assert any("no section" in remark for remark in plan.remarks())


def test_a_paper_that_came_from_another_list_is_not_added(desk, tmp_path):
    one = desk(JEKYLL)
    other = tmp_path / "other.md"
    other.write_text("# NAS\n\n- [DARTS: Differentiable Architecture Search](https://arxiv.org/abs/1806.09055)\n" * 2)
    apply_import(one.library, plan_import(one.library, [parse_document(other.read_bytes(), str(other))]))
    assert one.plan().is_empty


# -- papers that change their place --------------------------------------------------------------------------------


def test_an_entry_moves_with_its_note_to_the_section_of_its_new_category(desk):
    one = desk(JEKYLL)
    one.edit("Channel", categories=("Semi-Supervised",), title="Channel Gating of Networks")
    gone, come = one.publish()
    old = next(line for line in JEKYLL.splitlines() if "Channel" in line)
    assert gone == [old, "  * many values are near zero", "    * no need to compute them", ""]
    assert come == ["", old.replace("Gating Neural Networks", "Gating of Networks"), *gone[1:-1]]
    assert [paper.title[:5] for paper in one.document().papers] == ["Trans", "MixMa", "Chann"]
    assert one.document().papers[2].categories == ("Semi-Supervised",)


def test_an_entry_of_a_counted_list_moves_with_the_next_number(desk):
    one = desk(
        BOXES
        + "\n## Speech\n\n7. [ ] [A Study of Speech Recognition](https://arxiv.org/abs/1708.02003) (ICASSP 2017)\n"
    )
    one.edit("Focal", categories=("Speech",))
    one.publish()
    assert one.text.splitlines()[-1].startswith("8. [ ] [Focal Loss")


def test_a_new_category_gets_a_heading_like_the_others(desk):
    one = desk(README)
    one.edit("Squeeze", categories=("Attention",))
    one.publish()
    assert "\n\n# Attention\n- **Squeeze-and-Excitation Networks** <Br>\nJie Hu" in one.text
    assert [paper.categories for paper in one.document().papers] == [("Network",), ("Theory",), ("Attention",)]


def test_without_headings_to_imitate_a_new_category_is_told(desk):
    one = desk(TABLE)
    one.edit("Mask", categories=("Vision",))
    plan = one.plan()
    assert plan.is_empty and plan.unshown == [("Mask R-CNN", "categories")]


def test_a_paper_in_two_categories_stays_where_it_is(desk):
    one = desk(JEKYLL)
    one.edit("Channel", categories=("NAS", "Semi-Supervised"))
    assert one.plan().is_empty


SHELVES = """\
# Papers

## To read

- [A Study of Deep Networks](https://arxiv.org/abs/1512.03385)
- [Another Study of Networks](https://arxiv.org/abs/1512.03386)
- [A Third Study of Networks](https://arxiv.org/abs/1512.03387)

## Read

- [A Fourth Study of Networks](https://arxiv.org/abs/1512.03388)
- [A Fifth Study of Networks](https://arxiv.org/abs/1512.03389)
"""


def test_a_paper_that_was_read_goes_to_the_shelf_of_those_that_are(desk):
    one = desk(SHELVES)
    one.edit("Another", status="read")
    line = "- [Another Study of Networks](https://arxiv.org/abs/1512.03386)"
    assert one.publish() == ([line], [line])
    assert [paper.status for paper in one.document().papers] == ["to-read", "to-read", "read", "read", "read"]


# -- papers that go ------------------------------------------------------------------------------------------------


def test_lines_of_removed_papers_stay_until_one_asks(desk):
    one = desk(JEKYLL)
    one.library.remove([one.paper("Channel").id])
    plan = one.plan()
    assert plan.is_empty and plan.thrown == ["Channel Gating Neural Networks"]
    assert any("--drop-removed" in remark for remark in plan.remarks())
    plan = one.plan(Wishes(drop_removed=True))
    assert plan.dropped == ["Channel Gating Neural Networks"] and not plan.thrown
    apply_publish(one.library, plan)
    start = JEKYLL.index("* [Channel")
    assert one.text == JEKYLL[:start] + JEKYLL[JEKYLL.index("### Semi") :]
    assert one.plan(Wishes(drop_removed=True)).is_empty


@pytest.mark.parametrize("name", ["readme", "jekyll", "table", "boxes", "BLOG", "HEADED", "ORG"])
def test_all_papers_but_one_can_go_and_the_rest_of_the_page_stays(desk, name):
    one = desk(LISTS[name])
    kept, *others = sorted(one.library.papers.values(), key=lambda paper: paper.sources[0].line)
    one.library.remove([paper.id for paper in others])
    plan = one.plan(Wishes(drop_removed=True))
    assert sorted(plan.dropped) == sorted(paper.title for paper in others)
    apply_publish(one.library, plan)
    document = one.document()
    assert [paper.title for paper in document.papers] == [kept.title]
    assert [note.text for note in document.notes] == [note.text for note in one.library.notes.values()]


# -- papers that one asks for --------------------------------------------------------------------------------------


def test_a_paper_comes_into_the_section_that_one_names(desk):
    one = desk(JEKYLL)
    added = one.library.add(MAMBA.edit(categories=("Reinforcement Learning",))).paper
    plan = one.plan(Wishes(frozenset([added.id]), "nas"))
    apply_publish(one.library, plan)
    assert [paper.title[:5] for paper in one.document().papers] == ["Trans", "Chann", "Mamba", "MixMa"]
    assert one.plan().is_empty
    with pytest.raises(StackError, match="already"):
        one.plan(Wishes(frozenset([added.id])))


def test_a_paper_that_one_asks_for_brings_its_heading(desk):
    one = desk(JEKYLL)
    added = one.library.add(MAMBA.edit(categories=("Sequences",))).paper
    apply_publish(one.library, one.plan(Wishes(frozenset([added.id]))))
    assert "\n\n### Sequences\n\n* [Mamba: " in one.text
    assert one.document().papers[-1].categories == ("Sequences",)
    assert one.plan().is_empty


def test_a_paper_of_another_list_comes_when_a_person_gave_it_the_category(desk, tmp_path):
    one = desk(JEKYLL)
    other = tmp_path / "other.md"
    other.write_text(
        "# Vision\n\n- [DARTS: Differentiable Architecture Search](https://arxiv.org/abs/1806.09055)\n" * 2
    )
    apply_import(one.library, plan_import(one.library, [parse_document(other.read_bytes(), str(other))]))
    assert one.plan().is_empty
    one.edit("DARTS", categories=("NAS",))
    assert list(one.plan().added.values()) == [one.paper("DARTS").id]


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


def test_publish_of_what_is_no_list_is_an_error(run, tmp_path):
    for words, code in ((["none.md"], 1), ([], 2), (["a", "b"], 2)):
        done = run("publish", *words)
        assert done.code == code and done.err.startswith("stacktui: ")
