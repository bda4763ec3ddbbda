"""Which letters are lit for a match, and what is told where none can show it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stacktui.model import Paper
from stacktui.search import Index, Marks

ATTENTION = Paper(
    id=1,
    key="vaswani2017attention",
    title="Attention Is All You Need",
    alias="Transformer",
    authors=("Ashish Vaswani", "Noam Shazeer", "Niki Parmar", "Jakob Uszkoreit"),
    venue="NeurIPS",
    year=2017,
    tags=("classic",),
    categories=("NLP/Translation",),
    note=("First line.", "", "Positional encodings are added, not concatenated."),
)


def marks(query: str, paper: Paper = ATTENTION) -> Marks:
    """What an index says of one paper."""
    return Index({paper.id: paper}).marks(query, paper)


def bracketed(text: str, positions: tuple[int, ...]) -> str:
    """``text`` with brackets around what is lit."""
    found = set(positions)
    shown = "".join(f"[{letter}]" if at in found else letter for at, letter in enumerate(text))
    return shown.replace("][", "")


def lit(query: str, title: str) -> str:
    """A title with brackets around what a query lights."""
    return bracketed(title, marks(query, Paper(id=1, title=title)).title)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("atten", "[Atten]tion and [atten]tion"),
        ("ATTENTION an", "[Attention] [an]d [attention]"),
        ("a", "[A]ttention [a]nd [a]ttention"),
    ],
)
def test_words_are_lit_from_their_beginning_wherever_they_stand(query: str, shown: str) -> None:
    assert lit(query, "Attention and attention") == shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("atention", "[At]t[ention] and recall"),
        ("trnasformer", "A [tr]a[nsformer]"),
        ("transfro", "[Transf]o[r]mers"),
        ("xttention", "A[ttention]"),
        ("tention", "At[tention]"),
        ("cntrl", "Motor [c]o[ntr]o[l]"),
        ("secoingr", "[SeCo]-[INR]: Conditioned"),
    ],
)
def test_the_letters_that_were_typed_are_lit_in_the_word_that_was_meant(query: str, shown: str) -> None:
    assert lit(query, shown.replace("[", "").replace("]", "")) == shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("nas", "A Survey of [N]eural [A]rchitecture [S]earch"),
        ("gcmo", "[G]lobal [C]olor [M]odel Based [O]bject Matching"),
        ("ctp", "[C]orpora for the [T]ranslation of [P]oems"),
    ],
)
def test_initials_light_the_first_letters_of_words_that_count_and_are_told(query: str, shown: str) -> None:
    title = shown.replace("[", "").replace("]", "")
    found = marks(query, Paper(id=1, title=title))

    assert (bracketed(title, found.title), found.why) == (shown, "initials")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("mobile net", "[MobileNet]: fast"),
        ("key point", "Robust [Keypoint]s"),
        ("keywordspotting", "[Keyword] [Spotting]"),
        ("gpt4", "[GPT]-[4] Report"),
        ("mask", "Siam[Mask]"),
    ],
)
def test_words_joined_or_split_while_typing_light_the_same_letters(query: str, shown: str) -> None:
    assert lit(query, shown.replace("[", "").replace("]", "")) == shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("注意力", "基于[注意力]的机器翻译"),
        ("機器翻譯", "基于[机器翻译]"),
        ("机器翻译", "基於[機器翻譯]"),
        ("深度学习网", "[深度学习]的网络"),
        ("gpt翻译", "用 [ＧＰＴ] 做[翻译]"),
    ],
)
def test_chinese_is_lit_in_either_script_and_where_most_of_it_stands(query: str, shown: str) -> None:
    assert lit(query, shown.replace("[", "").replace("]", "")) == shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("zhuyili", "基于[注意力]的机器翻译"),
        ("zhuy", "基于[注意]力的机器翻译"),
        ("zyl", "基于[注意力]的机器翻译"),
        ("fanyi", "基于注意力的机器[翻译]"),
    ],
)
def test_pinyin_lights_the_characters_spoken_so_and_is_told(query: str, shown: str) -> None:
    title = "基于注意力的机器翻译"
    found = marks(query, Paper(id=1, title=title))

    assert (bracketed(title, found.title), found.why) == (shown, "pinyin")


def test_the_table_of_readings_is_left_alone_where_there_is_no_chinese() -> None:
    from stacktui.search.pinyin import table

    table.cache_clear()
    marks("zhuyili")

    assert table.cache_info().currsize == 0


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ('"neural net"', "[Neural] [net]works, neural kernels, a [neural]-[net]"),
        ("'kern", "Neural networks, neural [kern]els, a neural-net"),
        ("'kernls", "Neural networks, neural kernels, a neural-net"),
    ],
)
def test_phrases_and_exact_words_are_lit_as_they_stand_only(query: str, shown: str) -> None:
    assert lit(query, "Neural networks, neural kernels, a neural-net") == shown


@pytest.mark.parametrize(
    ("title", "query", "shown"),
    [
        ("École normale", "ecole", "[École] normale"),
        ("Straße", "strass", "[Straß]e"),
        ("L'analyse", "analyse", "L'[analyse]"),
        ("e\u0301cole", "ecol", "[e\u0301col]e"),
    ],
)
def test_folded_letters_are_lit_at_their_places_in_the_text(title: str, query: str, shown: str) -> None:
    assert lit(query, title).replace("e]\u0301[", "e\u0301") == shown


def test_every_field_is_lit() -> None:
    found = marks("transl class neur shaz trans pos")

    assert bracketed("Transformer", found.alias) == "[Trans]former"
    assert bracketed("NeurIPS", found.venue) == "[Neur]IPS"
    assert bracketed("classic", found.tags[0]) == "[class]ic"
    assert bracketed("NLP/Translation", found.categories[0]) == "NLP/[Transl]ation"
    assert [bool(author) for author in found.authors] == [False, True, False, False]
    assert found.note == ((2, (0, 1, 2)),)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("parmar", "by Niki Parmar"),
        ("shazer", "by Noam Shazeer"),
        ("vaswani", ""),
        ("2017", "year 2017"),
        ("vaswani2017att", "key vaswani2017attention"),
        ("positional", "note, line 3"),
        ("positional need", ""),
        ("attention", ""),
        ("qqzzj", ""),
    ],
)
def test_what_no_row_shows_is_told_in_words(query: str, why: str) -> None:
    assert marks(query).why == why


def test_filters_light_their_own_field_alone() -> None:
    paper = replace(ATTENTION, title="Parmar on Attention", authors=("Niki Parmar",))

    found = marks("author:parmar", paper)

    assert (found.title, found.authors) == ((), ((5, 6, 7, 8, 9, 10),))
    assert marks("-author:parmar", paper) == Marks()
    assert marks("#class", paper).tags == ((0, 1, 2, 3, 4),)
    assert bracketed(paper.title, marks('title:"on att"', paper).title) == "Parmar [on] [Att]ention"


def test_what_must_be_absent_lights_nothing() -> None:
    assert marks("-attention") == Marks()


def test_one_letter_does_not_light_beginnings_all_over_a_note() -> None:
    paper = Paper(id=1, title="Points", note=("a pose, and p is a number",))

    assert marks("p", paper).note == ((0, (12,)),)


@given(
    st.text("aAbBéß中文國 -'\"🙂\t#:", max_size=24),
    st.text("aAbBéßİ中文國 -/🙂\u0301", max_size=40),
)
def test_positions_are_ascending_and_inside_the_text_whatever_is_typed(query: str, text: str) -> None:
    paper = Paper(id=1, title=text, authors=(text,), tags=(text,), note=(text,))
    found = marks(query, paper)

    for text_of, positions in ((paper.title, found.title), *((text, places) for _, places in found.note)):
        assert list(positions) == sorted(set(positions))
        assert all(0 <= place < len(text_of) for place in positions)


def test_a_row_with_a_long_note_is_marked_in_a_few_milliseconds_at_worst() -> None:
    line = "the quick brown fox considers whether attention is worth its price "
    paper = replace(ATTENTION, note=(line,) * 30)
    index = Index({1: paper})
    times = []
    for query in ("attention", "atention pricee", "lrng symbolic", "zhuyili", "quik brwn"):
        start = time.process_time()
        index.marks(query, paper)
        times.append(time.process_time() - start)

    assert sorted(times)[2] < 0.005
