from __future__ import annotations

import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stacktui.capture import Capture, parse_capture
from stacktui.headline import written_name
from stacktui.model import STATUSES, Link, Paper


def said(text: str) -> dict[str, object]:
    """What a capture changed from the default."""
    paper, plain = parse_capture(text).paper, Paper()
    return {name: value for name, value in vars(paper).items() if value != getattr(plain, name)}


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("Attention Is All You Need", {"title": "Attention Is All You Need"}),
        (
            "[2019-ICLR-oral] The Lottery Ticket",
            {"title": "The Lottery Ticket", "venue": "ICLR", "year": 2019, "presentation": "oral"},
        ),
        (
            "[2019-ICLR-oral]THE LOTTERY",
            {"title": "THE LOTTERY", "venue": "ICLR", "year": 2019, "presentation": "oral"},
        ),
        ("[ICLR 2019] x", {"title": "x", "venue": "ICLR", "year": 2019}),
        ("[ICCV' 19] y", {"title": "y", "venue": "ICCV", "year": 2019}),
        ("[201905-arxiv]EnsembleNet: End", {"title": "EnsembleNet: End", "venue": "arXiv", "year": 2019, "month": 5}),
        ("【NIPS 2017】标题", {"title": "标题", "venue": "NIPS", "year": 2017}),
        ("Title (NIPS 2017).", {"title": "Title", "venue": "NIPS", "year": 2017}),
        ("Title (2017)", {"title": "Title", "year": 2017}),
        ("Title (Hinton 2012)", {"title": "Title (Hinton 2012)"}),
        ("[Cycle GAN] Unpaired [/] [bold]", {"title": "[Cycle GAN] Unpaired [/] [bold]"}),
        ("[PAC] Pixel-Adaptive", {"title": "[PAC] Pixel-Adaptive"}),
    ],
)
def test_brackets_that_say_where_it_came_out_are_understood_and_others_stay(
    line: str, fields: dict[str, object]
) -> None:
    assert said(line) == fields


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        ("https://arxiv.org/abs/1706.03762", "arXiv:1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("1706.03762v3", "arXiv:1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("arXiv:1706.03762v2 [cs.CL]", "arXiv:1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("[1706.03762] Attention", "Attention", "https://arxiv.org/abs/1706.03762"),
        ("T (arXiv preprint arXiv:1706.03762)", "T", "https://arxiv.org/abs/1706.03762"),
        ("读 arXiv：cs/0112017 吧", "读 吧", "https://arxiv.org/abs/cs/0112017"),
        ("10.1145/3292500.3330701", "10.1145/3292500.3330701", "https://doi.org/10.1145/3292500.3330701"),
        ("Title, doi:10.1145/3292500", "Title", "https://doi.org/10.1145/3292500"),
        ("https://e.org/a/b/?utm_source=x#s", "e.org/a/b", "https://e.org/a/b/?utm_source=x#s"),
        ("标题https://e.org/b。", "标题 。", "https://e.org/b"),
        ("Title - https://e.org/x", "Title", "https://e.org/x"),
        ("<https://e.org/x>: Title", "Title", "https://e.org/x"),
        ("- [Title of it](https://e.org/x)", "Title of it", "https://e.org/x"),
        (
            "https://link.zhihu.com/?target=https%3A//arxiv.org/abs/1810.12348",
            "arXiv:1810.12348",
            "https://arxiv.org/abs/1810.12348",
        ),
    ],
)
def test_a_link_or_id_is_found_anywhere_and_titles_a_paper_without_title(line: str, title: str, url: str) -> None:
    assert said(line) == {"title": title, "url": url}


def test_further_links_are_kept_and_code_is_never_the_main_one() -> None:
    paper = parse_capture(
        "Title https://github.com/a/b https://arxiv.org/abs/1810.12348 slides: https://e.org/s.pdf"
    ).paper
    assert paper.url == "https://arxiv.org/abs/1810.12348"
    assert paper.links == (Link("code", "https://github.com/a/b"), Link("slides", "https://e.org/s.pdf"))
    assert paper.title == "Title"


def test_labels_in_markdown_are_labels() -> None:
    paper = parse_capture("Title [[PDF](https://e.org/p.pdf)] [Code](https://github.com/a/b)").paper
    assert (paper.title, paper.url, paper.links) == (
        "Title",
        "https://e.org/p.pdf",
        (Link("Code", "https://github.com/a/b"),),
    )


def test_the_same_paper_named_twice_is_one_link() -> None:
    assert parse_capture("T arXiv:1706.03762 https://arxiv.org/pdf/1706.03762.pdf").paper.links == ()


@pytest.mark.parametrize(
    ("line", "title", "tags", "categories"),
    [
        ("T #rl @NAS/Differentiable", "T", ("rl",), ("NAS/Differentiable",)),
        ("T ＃强化学习 ＠机器学习/图网络", "T", ("强化学习",), ("机器学习/图网络",)),
        ("标题#标签，@分类。", "标题 ， 。", ("标签",), ("分类",)),
        ('T #"two words" @"Two words/and more"', "T", ("two-words",), ("Two words/and more",)),
        ("T #a, #b; (#c)", "T", ("a", "b", "c"), ()),
        ("#C++ #a.b. #a #a", ".", ("C++", "a.b", "a"), ()),
        ("On C# and F# and issue #12", "On C# and F# and issue #12", (), ()),
        ("P@1 and mAP @0.5 of me@e.org", "P@1 and mAP @0.5 of me@e.org", (), ()),
        ("https://e.org/a#b T", "T", (), ()),
        ("# Heading", "Heading", (), ()),
        (r"\#one \@two", "#one @two", (), ()),
    ],
)
def test_tags_and_categories_begin_a_word_and_hold_a_letter(
    line: str, title: str, tags: tuple[str, ...], categories: tuple[str, ...]
) -> None:
    paper = parse_capture(line).paper
    assert (paper.title, paper.tags, paper.categories) == (title, tags, categories)


@pytest.mark.parametrize(
    ("line", "title", "rating"),
    [
        ("T ★★★", "T", 3),
        ("★T", "★T", None),
        ("标题★★½", "标题", 2.5),
        ("[★☆] T", "T", 1.5),
        ("T ★★★☆☆", "T", 3),
        ("⭐️⭐️ T", "T", 2),
        ("A★ search", "A★ search", None),
        ("T ***", "T ***", None),
        (r"T \★★", "T ★★", None),
    ],
)
def test_only_stars_that_stand_alone_rate(line: str, title: str, rating: float | None) -> None:
    paper = parse_capture(line).paper
    assert (paper.title, paper.rating) == (title, rating)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *(("reading", "reading"), ("readi", "reading"), ("READ", "read"), ("t", "to-read"), ("rer", "reread")),
        *(("d", "dropped"), ("done", "read"), ("todo", "to-read"), ("待读", "to-read")),
    ],
)
def test_a_status_may_be_shortened(word: str, status: str) -> None:
    assert parse_capture(f"Title !{word}").paper == Paper(title="Title", status=status)


@pytest.mark.parametrize("text", ["Title !nosuch", "Title !re", "T !read !reading", "★★★★★★ T", "T ★★ and ★★★"])
def test_a_mark_that_is_not_understood_is_a_problem_and_stays(text: str) -> None:
    found = parse_capture(text)
    assert len(found.problems) == 1
    assert found.problems[0].split(":")[0].split()[0] in found.paper.title


def test_an_exclamation_in_a_sentence_is_no_status() -> None:
    assert parse_capture("太棒了！Reading comprehension! wow!read").problems == ()
    assert parse_capture("太棒了！Reading comprehension").paper.title == "太棒了！Reading comprehension"


def test_further_lines_are_the_note() -> None:
    found = parse_capture("\nTitle #a\n\n  - one\n\n  - two\n\n")
    assert found.paper.title == "Title"
    assert found.note == ("  - one", "", "  - two")
    assert ("note", "3 lines") in found.understood


def test_lines_of_links_and_marks_right_below_belong_to_the_head() -> None:
    paper = parse_capture("Title [NIPS 2017]\nhttps://e.org/x ★★\n#tag @c/d !read\nA note.\nhttps://e.org/y").paper
    assert (paper.title, paper.venue, paper.url, paper.rating) == ("Title", "NIPS", "https://e.org/x", 2)
    assert (paper.tags, paper.categories, paper.status) == (("tag",), ("c/d",), "read")
    assert paper.note == ("A note.", "https://e.org/y")


def test_what_a_terminal_could_obey_does_not_come_in() -> None:
    assert parse_capture("A\x1b[31mB\u202e\x07\r\nnote\x00").paper == Paper(title="A[31mB", note=("note",))


@pytest.mark.parametrize("text", ["", " \n\t", "#only", "!read"])
def test_a_text_without_title_and_link_is_empty(text: str) -> None:
    assert parse_capture(text).is_empty


def test_the_preview_begins_with_the_title_and_names_all() -> None:
    found = parse_capture("[2019-ICLR-oral] The Ticket https://e.org/x #tag @cat ★★ !reading\nnote")
    assert found.understood == (
        ("title", "The Ticket"),
        ("link", "https://e.org/x"),
        ("tag", "#tag"),
        ("category", "@cat"),
        ("status", "reading"),
        ("stars", "★★"),
        ("venue", "ICLR"),
        ("year", "2019"),
        ("presented", "oral"),
        ("note", "1 line"),
    )


BIBTEX = """@inproceedings{vaswani2017attention,
  title = {Attention Is All You {N}eed},
  author = {Vaswani, Ashish and Shazeer, Noam},
  booktitle = "NIPS",
  eprint = {1706.03762}, archivePrefix = {arXiv},
  year = 2017
}"""


def test_a_bibtex_entry_becomes_a_draft() -> None:
    assert parse_capture("\n" + BIBTEX).paper == Paper(
        title="Attention Is All You Need",
        authors=("Ashish Vaswani", "Noam Shazeer"),
        venue="NIPS",
        year=2017,
        url="https://arxiv.org/abs/1706.03762",
    )


def test_marks_and_text_after_an_entry_are_not_lost() -> None:
    found = parse_capture(BIBTEX + " #nlp ★★\n@NLP/Translation !reading\nTo be read again.\n")
    assert (found.paper.tags, found.paper.categories, found.paper.rating) == (("nlp",), ("NLP/Translation",), 2)
    assert (found.paper.status, found.note) == ("reading", ("To be read again.",))
    assert {("tag", "#nlp"), ("status", "reading"), ("note", "1 line")} < set(found.understood)


def test_of_several_entries_the_first_is_taken_and_the_others_are_told() -> None:
    found = parse_capture(BIBTEX + "\n@article{b, title={Other}}")
    assert found.paper.title == "Attention Is All You Need"
    assert found.problems == ("1 more of the entries left out; `stacktui import -` takes them all",)


@pytest.mark.parametrize("text", ["@misc{a, broken", "@misc{a,\n no = title}"])
def test_what_only_looks_like_bibtex_is_a_title(text: str) -> None:
    assert parse_capture(text).paper == Paper(title=" ".join(text.split()))


MARKS = (
    "# @ ! ★ ★★ ☆ ½ #a #标签 @b/c @分类/子 !read !nosuch ＃ ＠ ！ [ ] ( ) 【 】 [2019-ICLR-oral] 2017) [x] [PAC] <b>"
)
IDS = "1706.03762 arXiv:1706.03762v2 https://e.org/a https://github.com/a/b 10.1145/3292500 www.e.org/x [t](https://e.org/p)"
TEXTS = 'code: - , . : \\ " “ ” (NIPS Deep Learning 深度学习 C# P@1 naïve * ` ~ |'
PIECES = st.sampled_from([*MARKS.split(), *IDS.split(), *TEXTS.split(), "\u3000"])
LINES = st.lists(PIECES | st.text(st.characters(exclude_categories=("Cs",)), max_size=4), max_size=12).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda blank: blank.join(pieces))
)


def shown_text(found: Capture) -> str:
    paper = found.paper
    stars = "".join(text for field, text in found.understood if field == "stars")
    fields = [
        paper.title,
        paper.url,
        paper.venue,
        str(paper.year),
        str(paper.month),
        paper.presentation,
        paper.status,
        stars,
    ]
    links = [f"{link.label} {link.url}" for link in paper.links]
    return " ".join([*fields, *links, *paper.tags, *paper.categories, *paper.note])


def letters(text: str) -> set[str]:
    """The words of a text that the grammar can't turn into others: CJK and letters beyond those of marks and labels."""
    return {letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalpha()}


@given(LINES)
def test_no_letter_of_a_line_is_ever_lost(line: str) -> None:
    found = parse_capture(line)
    marks = letters("arxiv doi preprint code pdf paper todo v http www")  # they name what became a field
    assert letters(line.split("\n")[0]) - letters(shown_text(found)) <= marks


@given(st.lists(LINES, min_size=1, max_size=4))
@example(["www.a.b\xa0"])
@example(["https://a.org/b\u2003c"])
def test_any_text_at_all_gives_a_clean_draft(lines: list[str]) -> None:
    paper = parse_capture("\n".join(lines)).paper
    assert Paper.from_record(paper.to_record()) == paper


WORDS = st.lists(
    st.sampled_from(["Deep", "学习", "for", "GAN", "β-VAE", "#12", "C#", "[Cycle", "GAN]:", "(BERT)", "x!", "@0.5"]),
    min_size=1,
    max_size=6,
)
NAMES = st.lists(st.sampled_from(["rl", "C++", "强化学习", "a.b", "3D", "v2-x"]), unique=True, max_size=3).map(tuple)
PATHS = st.lists(
    st.sampled_from(["NAS", "NAS/Differentiable", "机器学习/图 网络", "a/b c/d"]), unique=True, max_size=2
).map(tuple)
PLACES = st.sampled_from(
    [("", None, ""), ("ICLR", 2019, "oral"), ("NeurIPS", 2018, ""), ("", 2001, ""), ("arXiv", 2020, "")]
)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    venue, year, presentation = draw(PLACES)
    return Paper(
        title="A " + " ".join(draw(WORDS)) + " z",
        venue=venue,
        year=year,
        presentation=presentation,
        url=draw(st.sampled_from(["", "https://arxiv.org/abs/1706.03762", "https://e.org/a_(b)?c=d&e=#/f"])),
        tags=draw(NAMES),
        categories=draw(PATHS),
        rating=draw(st.sampled_from([None, 0.5, 1, 2.5, 5])),
        status=draw(st.sampled_from(STATUSES)),
    )


def as_line(paper: Paper, order: list[int]) -> str:
    """A paper in the grammar, its parts after the title in some order."""
    bracket = "-".join(str(part) for part in (paper.year, paper.venue, paper.presentation) if part)
    full, half = divmod(paper.rating or 0, 1)
    title = paper.title.replace("[Cycle", r"\[Cycle").replace("@0", r"\@0").replace("#1", r"\#1")
    marks = [written_name("#", tag) for tag in paper.tags] + [written_name("@", path) for path in paper.categories]
    stars = "★" * int(full) + "½" * bool(half) if full else ""
    parts = [" ".join(marks), stars, f"!{paper.status}", paper.url]
    lead = f"[{bracket}] " if bracket else ""
    return lead + " ".join([title, *(parts[at] for at in order if parts[at])])


@given(papers(), st.permutations(range(4)))
def test_a_paper_written_as_a_line_is_read_back_the_same(paper: Paper, order: list[int]) -> None:
    expected = paper if (paper.rating or 1) >= 1 else paper.edit(rating=None)
    assert parse_capture(as_line(paper, order)).paper == expected


@pytest.mark.parametrize(
    "line",
    [
        " " * 9000 + "x",
        "(" * 9000,
        "[" * 9000 + "]",
        "https://a.b " * 800,
        ",;:" * 3000 + "#tag " + ",;:" * 300,
        '#"' * 4000,
        "1706.03762 " * 900,
        "(#a " * 2400,
        "10.1234/" * 1200,
        "x" * 3_000_000,
    ],
)
def test_an_odd_line_does_not_take_long(line: str) -> None:
    start = time.process_time()
    parse_capture(line)
    assert time.process_time() - start < 0.5


def test_a_plain_line_loads_no_word_lists() -> None:
    script = (
        "import sys; from stacktui.capture import parse_capture; parse_capture('Title https://e.org/x #tag !reading');"
        "print([name for name in sys.modules if name.startswith('stacktui.formats')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
