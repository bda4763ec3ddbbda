"""Finding papers: what is found, in which order, and that a changed index is as good as a new one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stacktui.library import Library
from stacktui.model import Paper
from stacktui.query import parse_query
from stacktui.query.plain import words
from stacktui.search import Index
from stacktui.search.wordparts import extra_words

ZOPH = Paper(
    id=1,
    key="zoph2017neural",
    title="Neural Architecture Search with Reinforcement Learning",
    authors=("Barret Zoph", "Quoc V. Le"),
    venue="ICLR",
    year=2017,
    tags=("auto-ml",),
    categories=("NAS/Reinforced",),
    note=("# Idea", "a controller samples lottery children", "注意力 in a note"),
)
SEGMENTATION = Paper(id=2, title="基于注意力机制的图像分割方法", venue="计算机学报")
SURVEY = Paper(id=3, title="NAS 搜索综述")
ATTENTION = Paper(id=4, title="Self-Attention and word2vec in MobileNet", alias="SAM")
LEARNING = Paper(id=5, title="機器學習導論", authors=("張偉",))
DARTS = Paper(id=6, title="DARTS: Differentiable Architecture Search", authors=("Aidan N. Gómez",), year=2018)
TRANSFORMER = Paper(id=7, title="Attention Is All You Need", alias="Transformer", year=2017)
LIBRARY = {paper.id: paper for paper in (ZOPH, SEGMENTATION, SURVEY, ATTENTION, LEARNING, DARTS, TRANSFORMER)}


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(LIBRARY)


def titled(*titles: str) -> dict[int, Paper]:
    """Papers of these titles, with ids from 1."""
    return {number: Paper(id=number, title=title) for number, title in enumerate(titles, 1)}


# -- what is found ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "best"),
    [
        pytest.param("neural architecture search", ZOPH, id="whole words"),
        pytest.param("neur archi", ZOPH, id="beginnings of words"),
        pytest.param("differentiable search", DARTS, id="words that are apart"),
        pytest.param("search neural", ZOPH, id="words in another order"),
        pytest.param("NEURAL", ZOPH, id="capitals"),
        pytest.param("reinforcment", ZOPH, id="a letter left out"),
        pytest.param("reinnforcement", ZOPH, id="a letter too many"),
        pytest.param("reinforcemant", ZOPH, id="a wrong letter"),
        pytest.param("differentibale", DARTS, id="two letters swapped"),
        pytest.param("xeinforcement", ZOPH, id="a wrong first letter"),
        pytest.param("diferentable", DARTS, id="two typing errors"),
        pytest.param("diferen", DARTS, id="an error in an unfinished word"),
        pytest.param("rnfrcmnt", ZOPH, id="no vowels"),
        pytest.param("neural serach lerning", ZOPH, id="errors in two words"),
        pytest.param("nasrl", ZOPH, id="initials"),
        pytest.param("aayn", TRANSFORMER, id="initials that leave small words out"),
        pytest.param("neuralarchitecture", ZOPH, id="two words run together"),
        pytest.param("mobile net", ATTENTION, id="a CamelCase word as two"),
        pytest.param("mobil enet", ATTENTION, id="a word split in the wrong place"),
        pytest.param("archi tecture neural", ZOPH, id="a word split"),
        pytest.param("selfattention", ATTENTION, id="a hyphened word as one"),
        pytest.param("self-attention", ATTENTION, id="a hyphened word"),
        pytest.param("word2vec", ATTENTION, id="a word with a digit"),
        pytest.param("transformer", TRANSFORMER, id="alias"),
        pytest.param("zoph", ZOPH, id="author"),
        pytest.param("quoc le", ZOPH, id="two words of an author"),
        pytest.param("gomez", DARTS, id="author without the accent"),
        pytest.param("Gómez", DARTS, id="author with the accent"),
        pytest.param("gomes", DARTS, id="author with a typing error"),
        pytest.param("iclr", ZOPH, id="venue"),
        pytest.param("2018", DARTS, id="year"),
        pytest.param("zoph 2017", ZOPH, id="author and year"),
        pytest.param("automl", ZOPH, id="tag without its hyphen"),
        pytest.param("reinforced", ZOPH, id="category"),
        pytest.param("zoph2017neural", ZOPH, id="key"),
        pytest.param("lottery", ZOPH, id="note"),
        pytest.param("lott", ZOPH, id="beginning of a word of a note"),
        pytest.param("zoph lottery", ZOPH, id="author and note"),
        pytest.param("图像分割", SEGMENTATION, id="part of a Chinese title"),
        pytest.param("意力机", SEGMENTATION, id="part that is no word"),
        pytest.param("注意力图像", SEGMENTATION, id="parts that are apart"),
        pytest.param("计算机学报", SEGMENTATION, id="Chinese venue"),
        pytest.param("机器学习", LEARNING, id="simplified finds traditional"),
        pytest.param("機器學習", LEARNING, id="traditional finds traditional"),
        pytest.param("圖像分割", SEGMENTATION, id="traditional finds simplified"),
        pytest.param("张伟", LEARNING, id="Chinese author"),
        pytest.param("zhuyili", SEGMENTATION, id="pinyin"),
        pytest.param("zhuyi", SEGMENTATION, id="some syllables"),
        pytest.param("tuxiangfenge", SEGMENTATION, id="pinyin from the middle"),
        pytest.param("zyl", SEGMENTATION, id="initials of pinyin"),
        pytest.param("txfg", SEGMENTATION, id="initials of pinyin from the middle"),
        pytest.param("jiqixuexi", LEARNING, id="pinyin of traditional characters"),
        pytest.param("NAS 搜索", SURVEY, id="two scripts"),
        pytest.param("nas搜索", SURVEY, id="two scripts without a blank"),
        pytest.param("ＮＡＳ　搜索", SURVEY, id="full width"),
        pytest.param("搜索 sousuo zongshu", SURVEY, id="Chinese and its pinyin"),
        pytest.param("neural unknownword learning", ZOPH, id="one word of three that nobody has"),
        pytest.param("architecture search -darts", ZOPH, id="a word that must be absent"),
        pytest.param("architecture year:2018", DARTS, id="a filter"),
        pytest.param("architecture OR attenion year:2018", DARTS, id="alternatives and a filter"),
    ],
)
def test_the_paper_that_is_meant_comes_first(index: Index, query: str, best: Paper) -> None:
    result = index.search(query)
    assert result.ids[:1] == [best.id]
    assert result.query == query


@pytest.mark.parametrize(
    "query",
    ["qqzzxx", "xqzvk wjf", "neural qqzzxx", "龘龘龘", "zzzz搜索", "1234567", "ñandú", "qqzzxx OR wjfxq", "x" * 500],
)
def test_nonsense_finds_nothing(index: Index, query: str) -> None:
    assert index.search(query).ids == []
    assert index.search(query).total == 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("'architecture", {1, 6}),
        ("'archi", {1, 6}),
        ("'architectrue", set()),
        ("'chitecture", set()),
        ('"architecture search"', {1, 6}),
        ('"search architecture"', set()),
        ('"architecture sea"', {1, 6}),
        ('"neural architecture" 2017', {1}),
        ('"controller samples"', {1}),
        ('"controller s"', {1}),
        ('"注意力"', {1, 2}),
        ('"Quoc V. Le"', {1}),
        ("-architecture", {2, 3, 4, 5, 7}),
        ("-architecture -attention", {2, 3, 5}),
        ("architecture -neural", {6}),
        ('architecture -"with reinforcement"', {6}),
        ("-注意力", {3, 4, 5, 6, 7}),
        ("darts OR transformer", {6, 7}),
        ("dartz OR trnsformer", {6, 7}),
        ("darts OR year:2017", {1, 6, 7}),
        ("attention OR darts year:2017", {7}),
        ("darts OR -year:2017", {2, 3, 4, 5, 6}),
        ("NOT darts architecture", {1}),
        ("year:2017", {1, 7}),
        ("year:2017 OR year:2018", {1, 6, 7}),
        ("#auto-ml", {1}),
        ("#aut", {1}),
        ("@NAS", {1}),
        ("", {1, 2, 3, 4, 5, 6, 7}),
    ],
)
def test_exact_words_opposites_and_alternatives_find_exactly_their_papers(
    index: Index, query: str, expected: set[int]
) -> None:
    result = index.search(query)
    assert set(result.ids) == expected
    assert result.total == len(result.ids) == len(expected)


@pytest.mark.parametrize(
    "query",
    [
        " ",
        "!!!",
        "😀",
        "\x00\x07",
        '"',
        "'",
        "-",
        "OR",
        "(a|b)*[",
        "a" * 10_000,
        "图" * 10_000,
        "a b " * 2500,
        "year:abc",
    ],
)
def test_odd_queries_are_answered(index: Index, query: str) -> None:
    result = index.search(query)
    assert len(result.ids) == result.total <= len(LIBRARY)


@given(st.text(st.one_of(st.sampled_from("\"'-#@: ORneuralnas搜索zhuyi2017"), st.characters()), max_size=30))
def test_no_query_makes_the_search_raise(query: str) -> None:
    result = SHARED.search(query)
    assert len(set(result.ids)) == len(result.ids) == result.total


SHARED = Index(LIBRARY)


# -- in which order ---------------------------------------------------------------------------------------------------


def test_the_word_itself_comes_before_words_that_begin_with_it_and_these_before_slips() -> None:
    papers = titled("Grape nets in the wild", "Graphing nets in the wild", "Graph nets in the wild")
    assert Index(papers).search("graph").ids == [3, 2, 1]
    assert Index(papers).search("graph nets").ids[:2] == [3, 2]


def test_a_title_counts_more_than_other_fields_and_these_more_than_a_note() -> None:
    papers = {
        1: Paper(id=1, title="One thing", note=("about pruning",)),
        2: Paper(id=2, title="Two things", venue="Pruning"),
        3: Paper(id=3, title="Pruning thrice"),
    }
    assert Index(papers).search("pruning").ids == [3, 2, 1]


def test_a_title_that_is_the_query_comes_before_longer_ones() -> None:
    papers = titled("Deep Learning for All", "A History of Deep Learning", "Deep Learning", "Learning Deep Things")
    assert Index(papers).search("deep learning").ids == [3, 1, 2, 4]


@pytest.mark.parametrize("paper", [ZOPH, DARTS, TRANSFORMER, ATTENTION], ids=lambda paper: paper.title)
def test_a_longer_query_never_loses_a_perfect_match(index: Index, paper: Paper) -> None:
    for end in range(4, len(paper.title) + 1):
        query = paper.title[:end].replace('"', " ")
        assert paper.id in index.search(query).ids, query
    assert index.search(paper.title).ids[0] == paper.id


def test_a_title_longer_than_all_limits_is_found_by_the_whole_of_it() -> None:
    title = " ".join(f"word{number}" for number in range(40))
    papers = titled("word1 word2", title, "something else")
    for count in range(1, 41):
        assert 2 in Index(papers).search(" ".join(title.split()[:count])).ids


def test_of_equals_those_in_reading_come_first_then_those_to_read_then_the_newest() -> None:
    def paper(ident: int, status: str, day: str) -> Paper:
        return Paper(id=ident, title="Deep nets", status=status, added=f"{day}T00:00:00+00:00" if day else "")

    papers = {
        1: paper(1, "read", "2026-05-01"),
        2: paper(2, "to-read", "2026-04-01"),
        3: paper(3, "dropped", "2026-06-01"),
        4: paper(4, "to-read", "2026-04-02"),
        5: paper(5, "reading", ""),
        6: paper(6, "to-read", ""),
        7: paper(7, "read", "2026-05-01").edit(pushed="2026-07-01T00:00:00+00:00"),
    }
    expected = [5, 4, 2, 6, 7, 3, 1]
    for query in ("deep nets", "deep", "dee", "nets deep", "depe", "'deep", '"deep nets"', "", "deep -zebra"):
        assert Index(papers).search(query).ids == expected, query
    assert Index(dict(reversed(papers.items()))).search("deep nets").ids == expected


# -- limits, totals, among --------------------------------------------------------------------------------------------

MANY = {
    number: Paper(id=number, title=f"{'Deep' if number % 2 else 'Deeper'} nets number{number}", year=2000 + number % 7)
    for number in range(1, 401)
}


@pytest.mark.parametrize(
    "query", ["deep", "nets", "deep nets", "n", "", "year:2003", "deep -year:2003", "deep OR number7"]
)
def test_totals_are_exact_and_a_limit_cuts_the_same_order(query: str) -> None:
    index = Index(MANY)
    whole = index.search(query)
    assert whole.total == len(whole.ids) == len(set(whole.ids))
    assert not whole.about
    for limit in (0, 1, 10, 96, 97, 150, 1000):
        cut = index.search(query, limit)
        assert cut.ids == whole.ids[:limit]
        assert cut.total == whole.total


def test_totals_are_those_of_a_plain_count() -> None:
    index = Index(MANY)
    assert index.search("deep").total == 400
    assert index.search("'deeper").total == 200
    assert index.search("deep -deeper").total == 200
    assert index.search("nets year:2003").total == sum(paper.year == 2003 for paper in MANY.values())


def test_all_that_answer_are_given_the_better_before_the_worse() -> None:
    ids = Index(MANY).search("deep").ids
    assert {number % 2 for number in ids[:200]} == {1}
    assert {number % 2 for number in ids[200:]} == {0}


@pytest.mark.parametrize("query", ["deep", "nets number7", "", "-number7"])
def test_among_keeps_the_others_out_and_the_order(query: str) -> None:
    index = Index(MANY)
    some = frozenset(range(5, 300, 3))
    result = index.search(query, among=some)
    assert result.total == len(result.ids)
    assert set(result.ids) == set(index.search(query).ids) & some
    assert index.search(query, among=frozenset()).ids == []
    assert set(index.search(query).ids) >= set(result.ids)


def test_a_question_does_not_change_the_answer_to_the_next() -> None:
    queries = ["deep", "deep nets", "dep nets", "deep -deeper", "deep OR nets", "year:2003 deep", "-deep", "number1"]
    fresh = {query: Index(MANY).search(query) for query in queries}
    index = Index(MANY)
    for query in queries * 2 + queries[::-1]:
        assert index.search(query, among=frozenset((1, 2))).total <= 2
        assert index.search(query) == fresh[query]


# -- changes ----------------------------------------------------------------------------------------------------------


def test_an_added_paper_is_found_at_once_by_all_its_fields() -> None:
    index = Index(titled("Deep nets"))
    assert index.search("zoph").ids == []
    index.update({1: ZOPH})
    for query in ("zoph", "neural", "lottery", "reinforcment", "nasrl", "2017", "#auto-ml", "zhuyili", "'zoph"):
        assert index.search(query).ids == [1], query
    assert index.search("deep").ids == []


def test_a_changed_paper_is_found_by_what_it_says_now_alone() -> None:
    index = Index({1: ZOPH, 2: SURVEY})
    index.search("neural")
    index.update({1: ZOPH.edit(title="Plain words", key="", authors=(), categories=(), note=(), tags=("fresh",))})
    for gone in ("neural", "zoph", "lottery", "nasrl", "#auto-ml", "zhuyili", '"neural architecture"'):
        assert index.search(gone).ids == [], gone
    assert index.search("plain").ids == [1]
    assert index.search("#fresh").ids == [1]
    assert index.search("").total == 2


def test_a_removed_paper_is_found_no_more_and_may_come_back() -> None:
    index = Index(LIBRARY)
    index.search("neural")
    index.update({1: None})
    assert index.search("neural zoph").ids == []
    assert 1 not in index.search("").ids
    assert 1 not in index.search("-darts").ids
    index.update({1: None, 99: None})
    index.update({1: ZOPH})
    assert index.search("neural zoph").ids == [1]
    assert index.search("").total == len(LIBRARY)


def test_slips_are_forgiven_again_once_the_right_words_are_gone() -> None:
    index = Index(titled(*(["Gripe nets"] * 15), "Grape nets"))
    assert 16 not in index.search("gripe").ids
    index.update(dict.fromkeys(range(1, 16)))
    assert index.search("gripe").ids == [16]


@pytest.mark.parametrize("in_background", [False, True])
def test_updates_before_the_first_question_and_between_slices_are_taken_in(in_background: bool) -> None:
    papers = dict(LIBRARY)
    index = Index(papers, in_background=in_background)
    index.update({1: None, 8: Paper(id=8, title="Late arrival", note=("with glowworms",))})
    index.advance(0)
    index.update({6: DARTS.edit(title="Renamed", note=("about fireflies",)), 3: None})
    while not index.advance(0):
        pass
    assert index.search("glowworms").ids == [8]
    assert index.search("fireflies").ids == [6]
    assert index.search("differentiable").ids == []
    assert set(index.search("").ids) == {2, 4, 5, 6, 7, 8}


def test_in_the_background_titles_come_first_and_slices_bring_the_rest() -> None:
    index = Index({**MANY, 1001: ZOPH.edit(id=1001)}, in_background=True)
    assert index.search("reinforcement").ids == [1001]
    assert index.search("lottery").ids == []
    slices = 1
    while not index.advance(0):
        slices += 1
    assert slices > 5
    assert index.search("lottery").ids == [1001]
    assert index.search("zoph").ids == [1001]
    assert index.advance()


@pytest.mark.parametrize("field", ["authors", "note"])
@pytest.mark.parametrize("count", [20, 100])
def test_each_slice_is_seen_by_the_next_question(field: str, count: int) -> None:
    papers = {ident: MANY[ident].edit(**{field: ("glowworms",)}) for ident in range(1, count + 1)}
    index = Index(papers, in_background=True)
    totals = [index.search("glowworms").total]
    while not index.advance(0):
        totals.append(index.search("glowworms").total)
    assert totals[0] == 0
    assert totals == sorted(totals)
    assert index.search("glowworms").total == count


def test_without_a_background_the_first_question_sees_everything() -> None:
    assert Index(LIBRARY).search("lottery").ids == [1]


def test_an_empty_index_answers_and_grows() -> None:
    index = Index({})
    assert index.search("deep").ids == index.search("").ids == []
    index.update({5: LEARNING})
    assert index.search("xuexi").ids == [5]


def test_a_library_is_searched_by_its_records_as_by_its_papers(library: Library) -> None:
    papers = dict(library.papers)
    for query in (
        "",
        "attention",
        "shazeer",
        "recurrence",
        "zhuyili",
        "#pruning",
        "2018",
        "nas",
        "vaswani2017attention",
    ):
        assert Index(library.papers).search(query) == Index(papers).search(query), query


ODD = [None, 5, "text", ["text", None, 3], [["text"]], {"a": 1}, True, [], "", 2.5]


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_records_of_other_programs_with_odd_values_are_searched(tmp_path: Path, value: object) -> None:
    names = ("alias", "authors", "venue", "year", "status", "categories", "tags", "added", "pushed", "key", "note")
    records = {
        "1": {"title": "Deep nets", **dict.fromkeys(names, value)},
        "2": {"title": value},
        "3": {"title": "Nets"},
    }
    path = tmp_path / "odd.json"
    path.write_text(json.dumps({"papers": records}), encoding="utf-8")
    library = Library.open(str(path))
    index, plain = Index(library.papers), Index(dict(library.papers))
    for query in ("deep", "nets", "text", "", "-text"):
        assert set(index.search(query).ids) == set(plain.search(query).ids)
    assert 1 in index.search("deep").ids


# -- a slow plain reference -------------------------------------------------------------------------------------------
# Words that cannot be taken for each other: a consonant and a vowel of its own, alone or with one of two tails that
# share nothing, and no consonant of the beginnings stands inside a word. So nothing but the documented tiers of whole
# words and beginnings can find them, and a plain scan tells exactly what has to be found.

STEMS = ("ba", "de", "gi", "ko", "pu", "ty")
VOCABULARY = [stem + tail for stem in STEMS for tail in ("", "lelimel", "ronasun")]
YEARS = (1987, 2016)

some_words = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5).map(" ".join)
maybe_words = st.one_of(st.just(""), some_words)
plain_papers = st.builds(
    Paper,
    title=some_words,
    alias=maybe_words,
    authors=st.lists(some_words, max_size=2).map(tuple),
    venue=maybe_words,
    year=st.one_of(st.none(), st.sampled_from(YEARS)),
    tags=st.lists(st.sampled_from(VOCABULARY), max_size=2).map(tuple),
    categories=st.lists(st.sampled_from(["delelimel", "gironasun"]), max_size=1).map(tuple),
    status=st.sampled_from(["to-read", "reading", "read"]),
    note=st.lists(some_words, max_size=2).map(tuple),
)


def numbered(papers: Iterable[Paper]) -> dict[int, Paper]:
    """The papers with ids from 1, and dates that no two share, so that no order is left to chance."""
    return {
        number: paper.edit(id=number, added=f"2026-01-{number:02}T00:00:00+00:00")
        for number, paper in enumerate(papers, 1)
    }


libraries = st.lists(plain_papers, max_size=20).map(numbered)


def begun(word: str) -> st.SearchStrategy[str]:
    """The word or a beginning of it."""
    return st.integers(1, len(word)).map(lambda size: word[:size])


query_words = st.one_of(
    st.sampled_from(VOCABULARY), st.sampled_from(VOCABULARY).flatmap(begun), st.sampled_from(["1987", "2016", "20"])
)
plain_queries = st.lists(query_words, min_size=1, max_size=4)


def fields_of(paper: Paper) -> list[str]:
    """The short fields that words are looked for in."""
    year = str(paper.year or "")
    return [paper.title, paper.alias, *paper.authors, paper.venue, year, *paper.tags, *paper.categories, paper.key]


def has_word(paper: Paper, word: str) -> bool:
    """Whether a word of some field begins with ``word``; notes are asked for whole words, or three letters and more."""
    in_fields = [found for text in fields_of(paper) for found in (*words(text), *extra_words(text))]
    in_note = words(paper.note_text)
    if any(found.startswith(word) for found in in_fields):
        return True
    return any(found == word or (len(word) >= 3 and found.startswith(word)) for found in in_note)


def scanned(papers: Mapping[int, Paper], asked: list[str]) -> set[int]:
    """The rule itself: the papers with every word, else of three words or more those with all but one."""
    having = {ident: sum(has_word(paper, word) for word in asked) for ident, paper in papers.items()}
    found = {ident for ident, count in having.items() if count == len(asked)}
    if not found and len(asked) > 2:
        found = {ident for ident, count in having.items() if count == len(asked) - 1}
    return found


@settings(max_examples=100, deadline=None)
@given(libraries, st.lists(plain_queries, min_size=1, max_size=4))
def test_the_index_finds_exactly_what_a_plain_scan_finds(papers: dict[int, Paper], queries: list[list[str]]) -> None:
    index = Index(papers)
    for asked in queries:
        result = index.search(" ".join(asked))
        assert set(result.ids) == scanned(papers, asked), asked
        assert result.total == len(result.ids)


@settings(max_examples=60, deadline=None)
@given(libraries, query_words, query_words, query_words)
def test_exact_words_opposites_and_alternatives_agree_with_a_plain_scan(
    papers: dict[int, Paper], first: str, second: str, third: str
) -> None:
    index = Index(papers)

    def having(word: str) -> set[int]:
        return scanned(papers, [word])

    def found(query: str) -> set[int]:
        return set(index.search(query).ids)

    assert found(f"'{first} {second}") == having(first) & having(second)
    assert found(f"{first} -{second}") == having(first) - having(second)
    assert found(f"{first} OR {second} {third}") == (having(first) | having(second)) & having(third)
    assert found(f"-{first} OR {second}") == (set(papers) - having(first)) | having(second)
    assert found(f"{first} year:2016") == {ident for ident in having(first) if papers[ident].year == 2016}
    phrase = {
        ident for ident, paper in papers.items() if any(f" {first} {second}" in f" {one}" for one in texts(paper))
    }
    assert found(f'"{first} {second}"') == phrase


def texts(paper: Paper) -> list[str]:
    """All fields, words parted by one blank."""
    return [" ".join(words(text)) for text in (*fields_of(paper), paper.note_text)]


@settings(max_examples=60, deadline=None)
@given(libraries, st.sampled_from(VOCABULARY).flatmap(begun))
def test_papers_whose_titles_have_the_word_come_before_those_where_it_only_begins_one(
    papers: dict[int, Paper], word: str
) -> None:
    bare = {ident: Paper(id=ident, title=paper.title, added=paper.added) for ident, paper in papers.items()}
    ids = Index(bare).search(word).ids
    whole = [word in words(bare[ident].title) for ident in ids]
    assert whole == sorted(whole, reverse=True)


# Words that are easily taken for each other, in two scripts: here a changed index is compared with a new one.
ALIKE = (
    *(
        "deep",
        "depp",
        "deeper",
        "learn",
        "learning",
        "lerning",
        "net",
        "nets",
        "network",
        "GPT-4",
        "MobileNet",
        "mobile",
    ),
    *("neural", "search", "with", "the", "based", "2016", "注意力", "注意力机制", "機制", "搜索", "综述", "NAS"),
)
alike_words = st.lists(st.sampled_from(ALIKE), min_size=1, max_size=5).map(" ".join)
alike_papers = st.builds(
    Paper,
    title=alike_words,
    alias=st.one_of(st.just(""), alike_words),
    authors=st.lists(alike_words, max_size=1).map(tuple),
    year=st.sampled_from([None, *YEARS]),
    tags=st.lists(st.sampled_from(["deep", "net"]), max_size=1).map(tuple),
    status=st.sampled_from(["to-read", "reading", "read"]),
    note=st.lists(alike_words, max_size=2).map(tuple),
)
ALIKE_QUERIES = (
    *(
        "deep",
        "depe",
        "lerning",
        "learnign",
        "nets",
        "netwrok",
        "mobile net",
        "mobilenet",
        "gpt4",
        "dnas",
        "dl",
        "nn",
        "d",
    ),
    *(
        "zhuyili",
        "zyl",
        "jizhi",
        "sou",
        "注意",
        "注意力综述",
        "nas搜索",
        "the deep",
        "deep -net",
        "deep OR nas",
        "#deep",
        "#ne",
    ),
    *("", "-deep", "'deep", '"deep learning"', "deep learning nets zzz", "year:2016 net", "neuralsearch", "2016"),
)


@dataclass(frozen=True)
class Step:
    """A change: the paper of a number comes or becomes another, or goes; ``asked`` before it, so that caches fill."""

    number: int
    paper: Paper | None
    asked: str


steps = st.lists(
    st.builds(Step, st.integers(1, 12), st.one_of(st.none(), alike_papers), st.sampled_from(ALIKE_QUERIES)), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(st.lists(alike_papers, max_size=8).map(numbered), steps, st.booleans())
def test_an_index_that_was_changed_agrees_with_a_new_one(
    papers: dict[int, Paper], changes: list[Step], in_background: bool
) -> None:
    now = dict(papers)
    index = Index(now, in_background=in_background)
    for day, step in enumerate(changes, 1):
        index.search(step.asked)
        index.advance(0)
        changed = step.paper and step.paper.edit(id=step.number, added=f"2026-02-{day:02}T00:00:00+00:00")
        if changed is None:
            now.pop(step.number, None)
        else:
            now[step.number] = changed
        index.update({step.number: changed})
    while not index.advance(0):
        pass
    fresh = Index(dict(now))
    for query in ALIKE_QUERIES:
        assert index.search(query) == fresh.search(query), query


@settings(max_examples=50, deadline=None)
@given(st.lists(alike_papers, min_size=1, max_size=12).map(numbered), st.data())
def test_whatever_is_forgiven_the_papers_with_every_word_are_found(
    papers: dict[int, Paper], data: st.DataObject
) -> None:
    index = Index(papers)
    paper = data.draw(st.sampled_from([*papers.values()]))
    asked = data.draw(st.lists(st.sampled_from(paper.title.split()), min_size=1, max_size=4, unique=True))
    query = " ".join(asked)
    assert paper.id in index.search(query).ids
    assert paper.id in index.search(f"'{query}").ids
    assert set(index.search(f"'{query}").ids) <= set(index.search(query).ids)


@settings(max_examples=50, deadline=None)
@given(st.lists(alike_papers, min_size=1, max_size=12).map(numbered), alike_words)
def test_a_query_gives_the_same_whether_typed_key_by_key_or_at_once(papers: dict[int, Paper], query: str) -> None:
    typed = Index(papers)
    for end in range(1, len(query)):
        typed.search(query[:end], 10)
    assert typed.search(query) == Index(papers).search(query)
    assert typed.search(parse_query(query)) == typed.search(query)


def test_a_change_of_the_state_costs_no_new_row_and_counts_at_once() -> None:
    papers = {number: Paper(id=number, title=f"Graph search {number}", note=("long",)) for number in (1, 2, 3)}
    index = Index(papers)
    assert index.search("graph").ids == [1, 2, 3]
    size = index._corpus.size
    papers[3] = papers[3].edit(status="reading", rating=5.0)
    index.update({3: papers[3]})
    assert index._corpus.size == size
    assert index.search("graph").ids == [3, 1, 2] and index.search("rating:5").ids == [3]
    papers[2] = papers[2].edit(note=("other words",), status="reading")
    index.update({2: papers[2]})
    assert index.search("other").ids == [2] and index.search("long").ids == [3, 1]


def test_papers_that_get_other_tags_and_categories_are_found_as_if_indexed_anew(tmp_path: Path) -> None:
    library = Library.open(str(tmp_path / "papers.json"), autosave=False)
    for number in range(50):
        library.add(
            Paper(title=f"Paper {number}", tags=("old", "zebra"), categories=("NAS",), note=("a word of mine",))
        )
    index = Index(library.papers, in_background=True)
    while not index.advance():
        pass
    changed = library.update(library.papers, lambda paper: paper.edit(tags=("old", "quick"), categories=("图像",)), "")
    more = library.update(list(library.papers)[:20], lambda paper: paper.edit(categories=("Yes/No",)), "")
    index.follow(library.papers, changed.papers | more.papers)
    assert index.search("#quick").total == 50, "filters know at once"
    assert index.search("#zebra").total == 0
    while not index.advance():
        pass
    anew = Index(library.papers)
    for query in (
        "zebra",
        "quick",
        "q",
        "z",
        "y",
        "nas",
        "yes",
        "图像",
        "tuxiang",
        "mine",
        "paper 7",
        "-quick",
        "old x",
    ):
        assert index.search(query).total == anew.search(query).total, query


def test_a_few_changed_papers_are_found_with_the_next_question_and_gone_ones_no_more(tmp_path: Path) -> None:
    library = Library.open(str(tmp_path / "papers.json"), autosave=False)
    first, second = (library.add(Paper(title=title)).paper.id for title in ("Attention", "Graphs"))
    index = Index(library.papers, in_background=True)
    step = library.update([first], lambda paper: paper.edit(note=("about kernels",)), "")
    index.follow(library.papers, step.papers)
    assert index.is_behind
    index.follow(library.papers, library.remove([second]).papers)
    added = library.add(Paper(title="Trees")).change
    index.follow(library.papers, added.papers)
    assert index.search("kernels").ids == [first]
    assert index.search("graphs").total == 0
    assert set(index.search("trees").ids) == added.papers
    while not index.advance():
        pass
    assert (index.search("kernels").ids, index.search("graphs").total, index.search("trees").total) == ([first], 0, 1)
