# ruff: noqa: E501 - lines of lists are long
"""Publish: papers that come into a list, move in it, or leave it."""

from __future__ import annotations

import pytest
from published import BOXES, JEKYLL, LISTS, MAMBA, README, TABLE, Desk

from stacktui.errors import StackError
from stacktui.formats import parse_document
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.publish.applying import apply_publish
from stacktui.formats.publish.plan import Wishes
from stacktui.model import Paper


@pytest.fixture
def desk(tmp_path):
    return lambda data, name="list.md": Desk(tmp_path, data, name)


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


@pytest.mark.parametrize(("year", "place"), [(2025, 0), (2019, 2), (2001, 6), (2016, 4)])
def test_a_section_that_is_sorted_by_year_stays_sorted(desk, year, place):
    years = (2022, 2020, 2018, 2017, 2015, 2012)
    lines = [f"- **A Study of the Number {n} in Deep Learning** (CVPR {n})\n" for n in years]
    for text in ("".join(lines), "".join(reversed(lines))):
        one = desk(f"# Papers\n\n## Vision\n\n{text}")
        one.library.add(MAMBA.edit(year=year, note=(), rating=None, categories=("Vision",)))
        one.publish()
        titles = [paper.title for paper in one.document().papers]
        assert titles.index(MAMBA.title) == (place if text.startswith("- **A Study of the Number 2022") else 6 - place)
        one.path.unlink()
        (one.path.parent / "papers.json").unlink()


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
    plan = one.plan(Wishes(frozenset([added.id]), section="nas"))
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
