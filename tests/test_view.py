"""What the list shows for a folder, a query and an order, and the folders of the tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from stacktui.folders import Folder, folders
from stacktui.model import Conflict, Paper
from stacktui.scopes import ALL, DUPLICATES, NO_CATEGORY, NOTES, RECENT, SMART_FOLDERS, STARRED, TRASH, Scope
from stacktui.search import Index
from stacktui.view import ORDERS, PaperView, ViewRows

TODAY = date.today()
YESTERDAY = f"{TODAY - timedelta(days=1)}T10:00:00+00:00"
SOON = str(TODAY + timedelta(days=2))

PAPERS = {
    paper.id: paper
    for paper in (
        Paper(
            id=1,
            key="b2017",
            title="Attention networks",
            authors=("Zoe Adams",),
            venue="NIPS",
            year=2017,
            status="read",
            read="2019-07",
            rating=5,
            categories=("NLP/Translation",),
            tags=("classic", "nets"),
            added="2020-01-01T00:00:00+00:00",
        ),
        Paper(
            id=2,
            key="a2018",
            title="differentiable search",
            authors=("Brown, Ann", "Zoe Adams"),
            venue="iclr",
            year=2018,
            month=5,
            categories=("NAS/Differentiable", "nas-bench"),
            tags=("nets",),
            added="2020-01-02T00:00:00+00:00",
        ),
        Paper(
            id=3, key="c2018", title="Búsqueda of networks", year=2018, month=9, categories=("NAS",), added=YESTERDAY
        ),
        Paper(
            id=4,
            key="d",
            title="Put off networks",
            status="to-read",
            not_before=SOON,
            added="2020-01-04T00:00:00+00:00",
            pushed=f"{TODAY}T00:00:00+00:00",
        ),
        Paper(
            id=5, key="e", title="Half read networks", status="reading", rating=3.5, conflicts=(Conflict("title", "x"),)
        ),
    )
}


@dataclass(frozen=True)
class Search:
    """A saved search as the library keeps it."""

    name: str
    query: str


def shown(view: PaperView, limit: int | None = None) -> ViewRows:
    return view.rows(PAPERS, Index(PAPERS), limit)


def ids(scope: Scope = ALL, query: str = "", order: str = "stack", reverse: bool = False) -> list[int]:
    return [paper.id for paper in shown(PaperView(scope, query, order, reverse)).papers]


def test_the_stack_shows_the_newest_push_on_top_and_undated_papers_last() -> None:
    assert ids() == [4, 3, 2, 1, 5]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (ALL, {1, 2, 3, 4, 5}),
        (Scope("status", "to-read"), {2, 3}),
        (Scope("status", "read"), {1}),
        (Scope("status", "reading"), {5}),
        (Scope("status", "reread"), set()),
        (STARRED, {1, 5}),
        (RECENT, {3}),
        (NO_CATEGORY, {4, 5}),
        (Scope("category", "NAS"), {2, 3}),
        (Scope("category", "NAS/Differentiable"), {2}),
        (Scope("category", "nas-bench"), {2}),
        (Scope("category", "NLP"), {1}),
        (Scope("category", "N"), set()),
        (Scope("tag", "nets"), {1, 2}),
        (Scope("tag", "net"), set()),
        (Scope("saved", "year:2018"), {2, 3}),
        (Scope("saved", "#classic"), {1}),
        (Scope("saved", ""), {1, 2, 3, 4, 5}),
    ],
)
def test_a_folder_shows_its_papers(scope: Scope, expected: set[int]) -> None:
    assert set(ids(scope)) == expected
    assert shown(PaperView(scope)).of == len(expected)


@pytest.mark.parametrize("scope", [STARRED, NO_CATEGORY, Scope("category", "NAS"), Scope("saved", "year:2018"), ALL])
def test_a_query_searches_the_folder_and_tells_how_many_it_holds(scope: Scope) -> None:
    rows = shown(PaperView(scope, "networks"))
    assert {paper.id for paper in rows.papers} == set(ids(scope)) & {1, 3, 4, 5}
    assert rows.total == len(rows.papers)
    assert rows.of == len(ids(scope))


def test_a_paper_that_is_put_off_is_found_everywhere_but_in_to_read() -> None:
    to_read = Scope("status", "to-read")
    assert 4 in ids()
    assert 4 in ids(NO_CATEGORY)
    assert 4 in ids(query="status:to-read")
    assert 4 not in ids(to_read)
    assert 4 not in ids(to_read, "networks")
    due = {4: PAPERS[4].edit(not_before=str(TODAY))}
    assert PaperView(to_read).rows(due, Index(due)).total == 1


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("title", [1, 3, 2, 5, 4]),
        ("author", [1, 2]),
        ("year", [3, 2, 1]),
        ("venue", [2, 1]),
        ("rating", [1, 5]),
        ("added", [3, 4, 2, 1]),
        ("read", [1]),
        ("key", [2, 1, 3, 4, 5]),
    ],
)
def test_an_order_compares_its_field_and_reversed_keeps_those_without_last(order: str, expected: list[int]) -> None:
    lacking = [ident for ident in ids() if ident not in expected]
    assert ids(order=order) == expected + lacking
    assert ids(order=order, reverse=True) == expected[::-1] + lacking


def test_every_order_shows_every_paper() -> None:
    for order in ORDERS:
        assert sorted(ids(order=order)) == [1, 2, 3, 4, 5]


def test_the_stack_can_stand_on_its_head() -> None:
    assert ids(reverse=True) == ids()[::-1]


def test_words_are_ordered_by_how_well_they_match_and_reversed_the_worst_first() -> None:
    best = ids(query="networks")
    assert len(best) > 1
    assert ids(query="networks", reverse=True) == best[::-1]


def test_a_chosen_order_wins_over_the_rank() -> None:
    assert ids(query="networks", order="title") == [1, 3, 5, 4]
    assert ids(Scope("saved", "networks"), order="title", reverse=True) == [4, 5, 3, 1]


def test_filters_alone_leave_the_stack_in_order() -> None:
    assert ids(query="year:>=2017") == [3, 2, 1]
    assert ids(query="year:>=2017", reverse=True) == [1, 2, 3]
    assert ids(Scope("saved", "year:>=2017")) == [3, 2, 1]


@pytest.mark.parametrize("order", ["stack", "title"])
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("query", ["", "networks", "-classic"])
def test_a_limit_shows_the_beginning_and_the_total_stays(query: str, reverse: bool, order: str) -> None:
    view = PaperView(query=query, order=order, reverse=reverse)
    whole, cut = shown(view), shown(view, 2)
    assert [paper.id for paper in cut.papers] == [paper.id for paper in whole.papers][:2]
    assert cut.total == whole.total == len(whole.papers) > 2


def test_a_saved_search_and_a_query_have_both_to_hold() -> None:
    rows = shown(PaperView(Scope("saved", "#nets"), "year:2018"))
    assert [paper.id for paper in rows.papers] == [2]
    assert (rows.total, rows.of) == (1, 2)


def test_mistakes_come_with_the_rows_of_what_was_understood() -> None:
    rows = shown(PaperView(query="networks year:abc"))
    assert {paper.id for paper in rows.papers} == {1, 3, 4, 5}
    assert [error.start for error in rows.errors] == [9]
    saved = shown(PaperView(Scope("saved", "#nets year:abc"), "search"))
    assert [paper.id for paper in saved.papers] == [2]
    assert len(saved.errors) == 1


@pytest.mark.parametrize("query", ["#ghost", "cat:Ghosts", "author:nobody", "networks year:1901", "#ghost OR #spirit"])
def test_an_empty_list_tells_the_filter_that_no_paper_has(query: str) -> None:
    rows = shown(PaperView(query=query))
    assert not rows.papers
    assert rows.remark.startswith("no paper has ")
    assert query.split()[-1].replace("#", "tag:") in rows.remark


@pytest.mark.parametrize(
    "query", ["qqxxyy", "qqxxyy -#ghost", "year:2017 #nets status:reading", "qqxxyy #ghost OR #nets"]
)
def test_a_filter_that_papers_have_is_not_blamed(query: str) -> None:
    rows = shown(PaperView(query=query))
    assert not rows.papers
    assert rows.remark == ""


def test_an_unfinished_tag_shows_what_it_may_become() -> None:
    assert ids(query="#cla") == [1]
    assert set(ids(query="@Diff")) == {2}
    assert ids(query="#nets") == [2, 1]


def test_exact_views_forgive_nothing() -> None:
    assert shown(PaperView(query="atention")).total == 1
    assert shown(PaperView(query="atention", exact=True)).total == 0
    assert shown(PaperView(query="'atention")).total == 0


def test_views_describe_themselves() -> None:
    assert PaperView().description == "All"
    assert PaperView(Scope("status", "to-read"), " deep ", "year").description == "To read; “deep”; by year"
    assert PaperView(Scope("tag", "rl"), reverse=True).description == "#rl; by stack reversed"
    assert PaperView(NO_CATEGORY).description == "No category"
    assert PaperView(Scope("category", "NAS/X")).description == "NAS/X"


def lines(group: str, found: list[Folder]) -> list[tuple[str, int, int, bool]]:
    return [(one.name, one.depth, one.count, one.has_children) for one in found if one.group == group]


def test_the_smart_folders_come_first_with_their_counts() -> None:
    found = folders(PAPERS, notes={7: object()}, trash={8: object(), 9: object()}, duplicates=4)
    assert [one.scope for one in found[: len(SMART_FOLDERS)]] == list(SMART_FOLDERS)
    counts = {one.scope: one.count for one in found}
    assert [counts[scope] for scope in (ALL, STARRED, RECENT, NO_CATEGORY)] == [5, 2, 1, 2]
    assert [counts[Scope("status", one)] for one in ("to-read", "reading", "read", "reread")] == [2, 1, 1, 0]
    assert [counts[scope] for scope in (NOTES, TRASH, DUPLICATES)] == [1, 2, 4]


def test_duplicates_have_a_folder_only_once_they_are_counted() -> None:
    assert DUPLICATES not in {one.scope for one in folders(PAPERS)}


def test_every_folder_counts_what_it_shows() -> None:
    searches = {1: Search("nets", "#nets"), 2: Search("words", "networks")}
    for one in folders(PAPERS, searches=searches, index=Index(PAPERS)):
        if one.scope not in (NOTES, TRASH):
            assert one.count == len(ids(one.scope)), one


def test_categories_nest_and_empty_ones_stand_among_them() -> None:
    found = lines("Categories", folders(PAPERS, empty_categories=("NLP/Parsing/Deep", "Art")))
    assert found == [
        ("Art", 0, 0, False),
        ("NAS", 0, 2, True),
        ("Differentiable", 1, 1, False),
        ("nas-bench", 0, 1, False),
        ("NLP", 0, 1, True),
        ("Parsing", 1, 0, True),
        ("Deep", 2, 0, False),
        ("Translation", 1, 1, False),
    ]


def test_a_paper_in_two_categories_below_one_counts_once_there() -> None:
    papers = {1: Paper(id=1, title="x", categories=("A/b", "A/c"))}
    assert lines("Categories", folders(papers)) == [("A", 0, 1, True), ("b", 1, 1, False), ("c", 1, 1, False)]


def test_tags_come_in_order_with_their_counts() -> None:
    assert lines("Tags", folders(PAPERS)) == [("classic", 0, 1, False), ("nets", 0, 2, False)]


def test_saved_searches_come_by_name_and_are_counted_with_an_index() -> None:
    searches = {1: Search("zebra", "#nets"), 2: Search("Apple", "year:2018 -#nets")}
    assert lines("Searches", folders(PAPERS, searches=searches, index=Index(PAPERS))) == [
        ("Apple", 0, 1, False),
        ("zebra", 0, 2, False),
    ]
    without = folders(PAPERS, searches=searches)
    assert [one.scope for one in without if one.group == "Searches"] == [
        Scope("saved", "year:2018 -#nets"),
        Scope("saved", "#nets"),
    ]


def test_an_empty_library_has_its_smart_folders() -> None:
    assert {one.count for one in folders({})} == {0}
    assert PaperView(query="deep").rows({}, Index({})) == ViewRows([], 0, 0, "All; “deep”")
