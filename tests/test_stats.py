from datetime import date

from stacktui.columns import width
from stacktui.model import Paper
from stacktui.stats import stack_stats, stats_lines

TODAY = date(2026, 11, 15)
STACK = (
    Paper(status="read", rating=4.5, year=2018, added="2026-11-01T10:00:00+08:00", read="2026-10-02", tags=("a", "b")),
    Paper(
        status="read",
        rating=3,
        year=2020,
        added="2026-02-01T10:00:00+08:00",
        read="2019-07",
        categories=("NAS/X", "NAS/Y"),
    ),
    Paper(
        status="to-read", added="2020-01-01T10:00:00+08:00", venue="ICLR", authors=("Ann",), tags=("b",), note=("n",)
    ),
)


def test_papers_are_counted_by_status_stars_and_year():
    stats = stack_stats(STACK, TODAY)
    assert stats.papers == 3 and stats.with_note == 1 and stats.starred == 2 and stats.mean_rating == 3.75
    assert stats.status == {"to-read": 1, "reading": 0, "read": 2, "reread": 0, "dropped": 0}
    assert list(stats.rating.items()) == [("4.5", 1), ("3", 1)]
    assert stats.year == {"2018": 1, "2019": 0, "2020": 1}


def test_months_go_back_a_year_from_today():
    stats = stack_stats(STACK, TODAY)
    assert [min(stats.added), max(stats.added), len(stats.added)] == ["2025-12", "2026-11", 12]
    assert stats.added["2026-11"] == 1 and stats.added["2026-02"] == 1 and sum(stats.added.values()) == 2
    assert stats.read["2026-10"] == 1 and sum(stats.read.values()) == 1


def test_a_paper_counts_once_in_a_category_above_its_own():
    stats = stack_stats(STACK, TODAY)
    assert stats.categories == {"NAS": 1}
    assert list(stats.tags.items()) == [("b", 2), ("a", 1)]
    assert stats.venues == {"ICLR": 1} and stats.authors == {"Ann": 1}


def test_an_empty_stack_has_figures_too():
    stats = stack_stats((), TODAY)
    assert stats.papers == 0 and stats.mean_rating is None
    assert stats_lines(stats) == ["0 papers, 0 with a note"]


def test_bars_are_as_long_as_their_counts():
    lines = stats_lines(stack_stats(STACK, TODAY), columns=40, ascii_only=True)
    bars = {line.split()[0]: line.count("#") for line in lines if line.startswith("  ")}
    assert bars["read"] == 2 * bars["to-read"] and bars["dropped"] == 0
    assert all(width(line) <= 40 for line in lines) and all(line.isascii() for line in lines)
