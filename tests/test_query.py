"""The query language: every field and form, what is wrong with a query, and what could come next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.model import STATUSES, Conflict, Link, Paper
from stacktui.query import Filter, Query, Word, complete, parse_query
from stacktui.query.filters import FIELDS, POSSESSIONS, STATES
from stacktui.query.parse import MAX_LENGTH, MOST_TERMS

TODAY = date.today()


def day(back: int) -> str:
    """The ISO date of so many days ago."""
    return (TODAY - timedelta(days=back)).isoformat()


TRANSFORMER = Paper(
    id=1,
    key="vaswani2017attention",
    title="Attention Is All You Need",
    alias="Transformer",
    authors=("Ashish Vaswani", "Łukasz Kaiser", "Aidan Gómez"),
    venue="NIPS",
    year=2017,
    url="https://arxiv.org/pdf/1706.03762",
    links=(Link("code", "https://github.com/tensorflow/tensor2tensor"),),
    status="read",
    categories=("NLP/Translation",),
    rating=5,
    tags=("classic",),
    added="2026-01-05T10:00:00+00:00",
    read="2019-07",
    note=("# Idea", "attention alone, no recurrence"),
)
DARTS = Paper(
    id=2,
    key="liu2018darts",
    title="DARTS: Differentiable Architecture Search",
    authors=("Hanxiao Liu",),
    venue="ICLR Workshop",
    year=2018,
    status="to-read",
    categories=("NAS/Differentiable",),
    rating=3.5,
    tags=("rl", "auto-ml"),
    added=f"{day(3)}T10:00:00+00:00",
    not_before=day(-30),
)
BARE = Paper(id=3, title="機器學習導論", status="reading", conflicts=(Conflict("title", "x"),))
LIBRARY = (TRANSFORMER, DARTS, BARE)


def found(query: str) -> set[int]:
    """The ids that a query without fuzzy words accepts; it must be understood."""
    parsed = parse_query(query)
    assert not parsed.errors, parsed.errors
    assert len(parsed.filter_clauses) == len(parsed.clauses)
    return {paper.id for paper in LIBRARY if parsed.matches(paper)}


def shape(query: Query) -> list[list[str]]:
    """The clauses as text: fuzzy words bare, exact ones in quotes, filters with their field, opposites with ``-``."""

    def show(atom: Word | Filter) -> str:
        if isinstance(atom, Filter):
            return f"{atom.field}:{atom.value}"
        return f'"{atom.text}"' if atom.exact else atom.text

    return [["-" * term.negated + show(term.atom) for term in clause] for clause in query.clauses]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title:attention", {1}),
        ("title:transformer", {1}),
        ("title:atten", {1}),
        ("title:tention", set()),
        ('title:"all you need"', {1}),
        ("title:机器", {3}),
        ("author:vaswani", {1}),
        ("author:gomez", {1}),
        ('author:"ashish vaswani"', {1}),
        ("author:liu,vaswani", {1, 2}),
        ("venue:nips", {1}),
        ("venue:workshop", {2}),
        ("year:2017", {1}),
        ("year:2017,2018", {1, 2}),
        ("year:201", {1, 2}),
        ("year:2018..2020", {2}),
        ("year:..2017", {1}),
        ("year:2018..", {2}),
        ("year:>=2018", {2}),
        ("year:>2017", {2}),
        ("year:<=2017", {1}),
        ("year:<2018", {1}),
        ("year:=2018", {2}),
        ("status:to-read,reading", {2, 3}),
        ("status:read", {1}),
        ("status:TO-READ", {2}),
        ("cat:NAS", {2}),
        ("cat:nas/differentiable", {2}),
        ("cat:Differentiable", {2}),
        ("cat:NA", set()),
        ("cat:Translation,NAS", {1, 2}),
        ("@NLP", {1}),
        ("@NAS/", {2}),
        ("tag:rl", {2}),
        ("tag:r", set()),
        ("#classic", {1}),
        ("#rl,classic", {1, 2}),
        ("#auto-ml", {2}),
        ("rating:5", {1}),
        ("rating:3.5", {2}),
        ("rating:>=3", {1, 2}),
        ("rating:<4", {2}),
        ("rating:3..4", {2}),
        ("note:recurrence", {1}),
        ('note:"no recurrence"', {1}),
        ("link:github", {1}),
        ("link:code", {1}),
        ("added:7d", {2}),
        ("added:2026-01", {1}),
        ("added:2026-01-05", {1}),
        ("added:<2026-01-06", {1}),
        ("read:2019", {1}),
        ("read:2019-01..2019-12", {1}),
        ("read:>=2019-08", set()),
        ("read:>2019", set()),
        ("key:vaswani2017", {1}),
        ("key:2018", {2}),
        ("is:starred", {1, 2}),
        ("is:recent", {2}),
        ("is:deferred", {2}),
        ("is:conflicted", {3}),
        ("is:read", {1}),
        ("is:reading,to-read", {2, 3}),
        ("has:note", {1}),
        ("has:link", {1}),
        ("has:code", {1}),
        ("has:pdf", set()),
        ("has:conflict", {3}),
        ("no:link", {2, 3}),
        ("no:rating", {3}),
        ("no:year", {3}),
        ("has:alias", {1}),
        ("has:read", {1}),
        ("-is:starred", {3}),
        ("NOT is:starred", {3}),
        ("-#rl -@NLP", {3}),
        ("is:starred -#rl", {1}),
        ("is:conflicted OR #rl", {2, 3}),
        ("#rl OR -is:starred year:>=2018", {2}),
        ('"attention is"', {1}),
        ('"is attention"', set()),
        ('-"attention is"', {2, 3}),
        ("-attention", {2, 3}),
        ("'need", {1}),
        ("'eed", set()),
    ],
)
def test_each_filter_accepts_the_papers_that_it_names(query: str, expected: set[int]) -> None:
    assert found(query) == expected


@pytest.mark.parametrize("name", [*STATES])
def test_each_state_takes_the_papers_that_are_in_it(name: str) -> None:
    assert found(f"is:{name}") == {paper.id for paper in LIBRARY if STATES[name](paper)}


@pytest.mark.parametrize("name", [*POSSESSIONS])
def test_no_is_the_opposite_of_has(name: str) -> None:
    assert found(f"has:{name}") ^ found(f"no:{name}") == {1, 2, 3}


def test_a_bare_page_of_words_reads_as_fuzzy_clauses() -> None:
    assert shape(parse_query("Neural  Archi-tecture")) == [["neural"], ["archi tecture"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a OR b", [["a", "b"]]),
        ("a OR b OR c d", [["a", "b", "c"], ["d"]]),
        ("a OR OR b", [["a", "b"]]),
        ("OR a", [["a"]]),
        ("a OR", [["a"]]),
        ("a or b", [["a"], ["or"], ["b"]]),
        ("a OR -b", [["a", "-b"]]),
        ("NOT a b", [["-a"], ["b"]]),
        ("self-attention", [["self attention"]]),
        ("a - b", [["a"], ["b"]]),
        ('"a b" c', [['"a b"'], ["c"]]),
        ("'a b", [['"a"'], ['"b"']]),
        ("  'a", [['"a"']]),
        ("l'analyse", [["l analyse"]]),
        ("foo:bar", [["foo bar"]]),
        ("DARTS: Differentiable", [["darts"], ["differentiable"]]),
        ("Title: the story", [["title"], ["the"], ["story"]]),
        ("C# code", [["c"], ["code"]]),
        ("C++", [["c"]]),
        ("a@b", [["a b"]]),
        ("# heading", [["heading"]]),
        ('#"machine learning"', [["tag:machine learning"]]),
        ('tag:"a b",c', [["tag:a b,c"]]),
        ("TAG:x", [["tag:x"]]),
        ("tag:,x,", [["tag:x"]]),
        ("year：2019", [["year:2019"]]),
        ("year:２０１９", [["year:2019"]]),
        ("＃rl ＠NAS", [["tag:rl"], ["cat:NAS"]]),
        ("“deep nets”", [['"deep nets"']]),
        ("－deep", [["-deep"]]),
        ("ＮＡＳ　搜索", [["nas"], ["搜索"]]),
        ("Müller", [["muller"]]),
        ("機器", [["机器"]]),
        ("^a.*b$", [["a b"]]),
        ("[a-z]+( \\d{2,}", [["a z"], ["d 2"]]),
        ("wow 😀", [["wow"]]),
        ("a\x00\x07b", [["a b"]]),
        ("a\tb\nc", [["a"], ["b"], ["c"]]),
        ("", []),
        ("   ", []),
    ],
)
def test_text_is_read_as_clauses(query: str, expected: list[list[str]]) -> None:
    parsed = parse_query(query)
    assert shape(parsed) == expected
    assert not parsed.errors
    assert parsed.is_empty == (not expected)


def test_exact_mode_takes_every_word_at_its_letters() -> None:
    assert shape(parse_query("deep nets #rl", exact=True)) == [['"deep"'], ['"nets"'], ["tag:rl"]]


@pytest.mark.parametrize(
    ("query", "place", "message", "hint"),
    [
        ("year:abc", "year:abc", "“abc” is not a year", "2018..2020"),
        ("deep year:abc nets", "year:abc", "“abc” is not a year", ">=2019"),
        ("-year:abc", "year:abc", "“abc” is not a year", ">=2019"),
        ("year:2019,abc", "year:2019,abc", "“abc” is not a year", "2019"),
        ("year:..", "year:..", "is not a year", "2019"),
        ("year:", "year:", "needs a value", "year:2019"),
        ("rating:good", "rating:good", "“good” is not a rating", ">=3.5"),
        ("added:2024-13", "added:2024-13", "is not a date", "2019-07"),
        ("added:soon", "added:soon", "is not a date", "7d"),
        ("read:..", "read:..", "is not a date", "7d"),
        ("status:finished", "status:finished", "there is no status “finished”", "dropped"),
        ("is:nice", "is:nice", "“is:nice” is not known", "starred"),
        ("has:money", "has:money", "“has:money” is not known", "note"),
        ("no:money", "no:money", "“no:money” is not known", "link"),
        ("deep #", "#", "needs a value", "#rl"),
        ("@", "@", "needs a value", "cat:NAS"),
        ("title:!!", "title:!!", "no letters", "type a word"),
        ('deep "nets of', '"nets of', "not closed", '"'),
        ("!!! ...", "!!! ...", "nothing to search for", "letters"),
        ("  😀", "😀", "nothing to search for", "letters"),
        ("\x00\x07", "\x00\x07", "nothing to search for", "letters"),
        ("--", "--", "nothing to search for", "letters"),
    ],
)
def test_a_mistake_tells_its_place_and_the_way_to_mend_it(query: str, place: str, message: str, hint: str) -> None:
    (error,) = parse_query(query).errors
    assert query[error.start : error.end] == place
    assert message in error.message
    assert hint in error.hint
    assert str(error) == f"{error.message} ({error.hint})"


def test_what_is_understood_beside_a_mistake_is_kept() -> None:
    assert shape(parse_query("deep year:abc #rl")) == [["deep"], ["tag:rl"]]
    assert shape(parse_query('nets "deep le')) == [["nets"], ['"deep le"']]


def test_a_pasted_page_is_cut_with_a_word() -> None:
    parsed = parse_query("word " * 2000)
    assert len(parsed.clauses) == MOST_TERMS
    error, too_many = parsed.errors
    assert (error.start, error.end) == (MAX_LENGTH, 10_000)
    assert (too_many.start, too_many.message) == (MOST_TERMS * 5, "only the first 40 words are read")
    assert "first 2000" in error.message


@pytest.mark.parametrize("query", ["added:9999y", "added:9999w", "added:0d", "read:1y"])
def test_spans_of_any_length_are_dates(query: str) -> None:
    parsed = parse_query(query)
    assert not parsed.errors
    assert parsed.matches(DARTS) == (query in ("added:9999y", "added:9999w"))


def test_today_and_yesterday_are_dates() -> None:
    paper = Paper(added=f"{day(0)}T00:00:00+00:00", read=day(1))
    assert parse_query("added:today read:yesterday").matches(paper)
    assert not parse_query("added:yesterday").matches(paper)


def test_an_unfinished_tag_category_or_status_is_read_loosely() -> None:
    (tag,) = parse_query("#cla").filters
    (category,) = parse_query("@Transl").filters
    assert tag.loosely is not None
    assert category.loosely is not None
    assert not tag.accepts(TRANSFORMER)
    assert tag.loosely(TRANSFORMER)
    assert not category.accepts(TRANSFORMER)
    assert category.loosely(TRANSFORMER)
    assert found("status:to") == {2}


def test_words_and_filters_are_given_in_the_order_typed() -> None:
    parsed = parse_query('b -year:2019 "a c" OR #x -gone')
    assert [word.text for word in parsed.words] == ["b", "a c"]
    assert [one.field for one in parsed.filters] == ["year", "tag"]
    assert [parsed.text[word.start : word.end] for word in parsed.words] == ["b", '"a c"']


tricky_query = st.text(
    st.one_of(st.sampled_from("\"'-#@:,.<>=… 　OR NTyearaddis2019.dwmy/()[]*\\：＃“”注意😀\x00\n"), st.characters()),
    max_size=60,
)
filter_query = st.builds("{}:{}".format, st.sampled_from([*FIELDS]), tricky_query)


@given(st.one_of(tricky_query, filter_query))
def test_no_text_makes_the_parser_raise_or_point_outside_it(text: str) -> None:
    parsed = parse_query(text)
    for paper in LIBRARY:
        parsed.matches(paper)
    for error in parsed.errors:
        assert 0 <= error.start < error.end <= len(text)
        assert error.message
        assert error.hint
    for word in parsed.words:
        assert word.text
        assert text[word.start : word.end].strip()
    assert not (text.strip().strip(" '＇\t\n") and parsed.is_empty) or parsed.errors or not text.strip("' \n\t＇\u3000")


@given(st.one_of(tricky_query, filter_query), st.integers(0, 60))
def test_completions_replace_the_end_of_what_was_typed(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    for completion in complete(text, cursor, {paper.id: paper for paper in LIBRARY}):
        assert 0 <= completion.start <= completion.end == cursor
        assert completion.text


def completed(text: str) -> list[str]:
    """The whole texts that completion at the end offers."""
    found = complete(text, len(text), {paper.id: paper for paper in LIBRARY})
    return [text[: one.start] + one.text + text[one.end :] for one in found]


def test_field_names_are_completed() -> None:
    assert completed("ye") == ["year:"]
    assert completed("deep -sta") == ["deep -status:"]
    assert completed("r") == ["rating:", "read:"]
    assert completed("deep") == []
    assert completed("") == []


def test_values_are_completed_from_the_library_the_most_used_first() -> None:
    assert completed("#") == ["#auto-ml", "#classic", "#rl"]
    assert completed("#cl") == ["#classic"]
    assert completed("#ml") == ["#auto-ml"]
    assert completed("x cat:na") == ["x cat:NAS", "x cat:NAS/Differentiable"]
    assert completed("@differ") == ["@NAS/Differentiable"]
    assert completed("venue:w") == ['venue:"ICLR Workshop"']
    assert completed("author:kais") == ['author:"Łukasz Kaiser"']
    assert completed("year:201") == ["year:2017", "year:2018"]
    assert completed("key:liu") == ["key:liu2018darts"]
    assert completed("nonsense:x") == []


def test_the_values_with_most_papers_come_first_with_their_count() -> None:
    papers = {number: Paper(id=number, tags=("b", "a") if number == 1 else ("b",)) for number in (1, 2)}
    assert [(one.text, one.detail) for one in complete("tag:", 4, papers)] == [("b", "2 papers"), ("a", "1 paper")]


def test_fixed_values_are_completed_with_their_count() -> None:
    papers = {paper.id: paper for paper in LIBRARY}
    assert [one.text for one in complete("status:", 7, papers)][:3] == ["read", "reading", "to-read"]
    assert {one.text for one in complete("status:", 7, papers)} == set(STATUSES)
    assert completed("is:st") == ["is:starred"]
    assert completed("has:no") == ["has:note"]
    assert completed("no:no") == ["no:note"]


def test_completion_goes_on_behind_a_comma_and_inside_quotes() -> None:
    assert completed("#rl,cl") == ["#rl,classic"]
    assert completed('author:"ash') == ['author:"Ashish Vaswani"']


def test_completion_at_the_cursor_leaves_what_follows_alone() -> None:
    (completion,) = complete("#cl deep", 3, {1: TRANSFORMER})
    assert (completion.start, completion.end, completion.text) == (1, 3, "classic")


@pytest.mark.parametrize("text", ["author:", "#", "@", "venue:", "status:", "is:", "year:"])
def test_every_completion_reads_back_as_a_filter_that_finds_something(text: str) -> None:
    counted = complete(text, len(text), {paper.id: paper for paper in LIBRARY})
    assert counted
    for one in counted:
        if not one.detail.startswith("0 "):
            assert found(text + one.text)
