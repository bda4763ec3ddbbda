"""Exporters: whatever the text, the file is well formed and says what the papers say."""

import csv
import io
import itertools
import json
import re
from collections import Counter

import pytest
from exported import BARE, CHINESE, FULL, HOSTILE, NOTES, PAPERS
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from stacktui.errors import UsageError
from stacktui.formats import FORMATS, writable_formats
from stacktui.formats.bibtex import bibtex_entry, tex, tex_title
from stacktui.formats.csv_ import COLUMNS, join_items, plain_cell, safe_cell, split_items
from stacktui.formats.kinds import Kind, kind_of
from stacktui.formats.losses import held_by, losses
from stacktui.formats.markdown_out import address, inline, stars
from stacktui.formats.names import Name, split_name
from stacktui.formats.obsidian import files
from stacktui.formats.yaml_out import yaml_mapping, yaml_scalar
from stacktui.library import Library
from stacktui.model import FreeNote, Link, Paper
from stacktui.text import clean_line, clean_note_line

SPICY = st.text(st.sampled_from("ab Z1é中*_[]()<>{}|\\`~#&;:\"'=+-@$%^!.,/?\t>·"), max_size=30)
LINES = st.one_of(SPICY, st.text(max_size=20)).map(clean_line)
NOTE_LINES = st.lists(
    st.one_of(SPICY, st.sampled_from(["ER  - ", "TY  - JOUR", "* a", "---", "```"])).map(clean_note_line), max_size=4
)
PAPER = st.builds(
    Paper,
    id=st.just(0),
    key=st.just("key"),
    title=LINES,
    alias=LINES,
    authors=st.lists(LINES.filter(bool), max_size=3).map(tuple),
    venue=LINES,
    year=st.one_of(st.none(), st.integers(1900, 2100)),
    url=LINES,
    links=st.lists(st.builds(Link, LINES, st.one_of(st.none(), LINES.filter(bool))), max_size=2).map(tuple),
    tags=st.lists(LINES.filter(bool), max_size=3).map(tuple),
    note=NOTE_LINES.map(tuple),
)


# -- JSON ----------------------------------------------------------------------------------------------------------


def test_json_is_a_library_with_every_field(tmp_path):
    path = tmp_path / "papers.json"
    path.write_text(FORMATS["json"].render(PAPERS, NOTES), encoding="utf-8")
    library = Library.open(str(path))
    assert list(library.papers.values()) == list(PAPERS)
    assert list(library.notes.values()) == list(NOTES)


def test_drafts_get_free_ids_in_json():
    tables = json.loads(FORMATS["json"].render([Paper(title="A"), BARE.edit(id=1), Paper(title="B")]))
    assert {doc_id: record["title"] for doc_id, record in tables["papers"].items()} == {
        "1": BARE.title,
        "2": "A",
        "3": "B",
    }


@given(st.lists(PAPER, max_size=3))
def test_csl_json_is_json_whatever_the_text(papers):
    items = json.loads(FORMATS["csl-json"].render(papers))
    assert [item.get("title", "") for item in items] == [paper.title for paper in papers]


# -- CSV -----------------------------------------------------------------------------------------------------------


@given(st.lists(PAPER, max_size=3))
def test_csv_cells_come_back_as_they_were(papers):
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"].render(papers), newline="")))
    assert len(rows) == len(papers)
    for row, paper in zip(rows, papers, strict=True):
        assert plain_cell(row["title"]) == paper.title
        assert split_items(plain_cell(row["authors"])) == list(paper.authors)
        assert plain_cell(row["note"]) == paper.note_text


@given(st.lists(PAPER, max_size=3))
def test_no_csv_cell_begins_like_a_formula(papers):
    for row in csv.reader(io.StringIO(FORMATS["csv"].render(papers), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)


@given(st.text())
def test_a_guarded_cell_comes_back(text):
    assert plain_cell(safe_cell(text)) == text


@given(st.lists(LINES.filter(bool)))
def test_items_of_a_cell_come_back(items):
    assert split_items(join_items(items)) == items


def test_the_head_row_names_the_columns():
    assert FORMATS["csv"].render(()) == ",".join(COLUMNS) + "\n"


# -- BibTeX --------------------------------------------------------------------------------------------------------


@given(PAPER)
def test_braces_of_a_bibtex_entry_pair_whatever_the_text(paper):
    depth = 0
    for letter in bibtex_entry(paper):
        depth += (letter == "{") - (letter == "}")
        assert depth >= 0
    assert depth == 0


@given(LINES)
def test_tex_leaves_nothing_that_tex_would_act_on(text):
    commands = re.sub(r"\\(?:text[a-z]+\{\}|[&%$#_])|(?<=[-'`])\{\}", "", tex(text))
    assert not re.search(r"[\\{}~^&%$#_]", commands)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("NAS-Bench-101: Towards X-Rays of GNNs", "{NAS}-Bench-101: Towards {X}-Rays of {GNNs}"),
        ("Mastering the game of Go without human knowledge", "Mastering the game of {Go} without human knowledge"),
        ("High-Resolution Image Synthesis", "High-Resolution Image Synthesis"),
        ("MIXED PRECISION TRAINING", "MIXED PRECISION TRAINING"),
        ("On $\\ell_1$ & $5", "On {$\\ell_1$} \\& \\$5"),
    ],
)
def test_braces_keep_the_capitals_that_count(title, written):
    assert tex_title(title) == written


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("NeurIPS", Kind.CONFERENCE),
        ("USENIX ATC", Kind.CONFERENCE),
        ("ICLR Workshop", Kind.CONFERENCE),
        ("Communications of the ACM", Kind.JOURNAL),
        ("Nature", Kind.JOURNAL),
        ("计算机学报", Kind.JOURNAL),
        ("arXiv", Kind.PREPRINT),
        ("Blog", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_the_venue_tells_the_kind(venue, kind):
    assert kind_of(Paper(title="T", venue=venue)) is kind


def test_an_arxiv_link_alone_makes_a_preprint():
    assert kind_of(Paper(title="T", url="https://arxiv.org/abs/1706.03762")) is Kind.PREPRINT


def test_papers_without_a_key_get_different_ones():
    text = FORMATS["bibtex"].render([Paper(title="Same words"), Paper(title="Same words")])
    assert re.findall(r"@misc\{(.*),", text) == ["same-words", "same-words-2"]


# -- RIS -----------------------------------------------------------------------------------------------------------


@given(st.lists(PAPER, max_size=3))
def test_no_note_forges_a_tag_of_ris(papers):
    lines = FORMATS["ris"].render(papers).split("\n")
    assert sum(line.startswith("ER  -") for line in lines) == len(papers)
    assert sum(line.startswith("TY  -") for line in lines) == len(papers)


# -- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ada Lovelace", Name("Lovelace", "Ada")),
        ("Lovelace, Ada", Name("Lovelace", "Ada")),
        ("Laurens van der Maaten", Name("van der Maaten", "Laurens")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", "Jr.")),
        ("King, Jr., Martin", Name("King", "Martin", "Jr.")),
        ("周飞燕", Name("周飞燕")),
        ("OpenAI", Name("OpenAI")),
        ("Smith and Sons", Name("Smith and Sons")),
    ],
)
def test_names_are_parted(author, name):
    assert split_name(author) == name


# -- Markdown ------------------------------------------------------------------------------------------------------


@given(LINES)
def test_inline_text_is_shown_as_it_is(text):
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("strikethrough").parseInline(inline(f"x {text} x"))[0].children
    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert "".join(token.content for token in tokens) == f"x {text} x"


@given(LINES.filter(bool))
def test_any_address_makes_one_link(url):
    from markdown_it import MarkdownIt

    tokens = (
        MarkdownIt("commonmark", {"validateLink": None}).parseInline(f"[t]({address('https://h/' + url)})")[0].children
    )
    assert [token.type for token in tokens] == ["link_open", "text", "link_close"]


@given(st.lists(PAPER, min_size=1, max_size=3))
def test_a_table_row_has_as_many_cells_as_its_head(papers):
    rows = [line for line in FORMATS["table"].render(papers).split("\n") if line.startswith("|")]
    pipes = [len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in rows]
    assert pipes == [rows[0].count("|")] * (2 + len(papers))


def test_stars_show_halves():
    assert [stars(rating) for rating in (None, 0.5, 3, 4.5)] == ["", "½", "★★★", "★★★★½"]


def test_a_quote_in_a_note_stays_a_quote():
    assert "> > 入门综述" in FORMATS["blog"].render([CHINESE])


def test_text_that_jekyll_would_run_is_kept_from_it():
    assert "render_with_liquid: false" in FORMATS["jekyll"].render([HOSTILE])
    assert "liquid" not in FORMATS["jekyll"].render([FULL])


def test_equal_headings_get_different_anchors():
    text = FORMATS["readme"].render([FULL.edit(categories=("A/B",)), BARE.edit(categories=("AB",))])
    assert "(#ab)" in text and "(#ab-1)" in text


def test_the_contents_lead_to_the_headings_that_github_makes():
    papers = [
        FULL.edit(categories=("NAS",), note=("## Theory", "", "text", "", "中文综述", "====")),
        BARE.edit(
            categories=("Table of Contents",),
            note=(
                "```",
                "# no heading",
                "```",
                "> # Notes",
            ),
        ),
        BARE.edit(categories=("Theory",)),
        BARE.edit(categories=("中文综述",)),
        BARE.edit(categories=("C++ & 数据（上），½ e\u0301 🤗: a_b-c",)),
    ]
    page = FORMATS["readme"].render(papers, NOTES)
    tokens = MarkdownIt("commonmark").parse(page)
    used: Counter[str] = Counter()
    anchors = {}
    for token, below in itertools.pairwise(tokens):
        if token.type == "heading_open":
            text = "".join(each.content for each in below.children)
            plain = "".join(
                each for each in text.lower() if each in "-_ e\u0301" or (each.isalpha() or each.isdecimal())
            )
            name = plain.replace(" ", "-")
            anchors[name + (f"-{used[name]}" if used[name] else "")] = text
            used[name] += 1
    linked = dict(re.findall(r"^- \[(.*)\]\(#(.*)\)$", page, re.MULTILINE))
    assert {inline(anchors[anchor]): anchor for anchor in linked.values()} == linked
    assert linked["Theory"] == "theory-1" and linked["中文综述"] == "中文综述-1" and linked["Notes"] == "notes-1"
    assert linked["Table of Contents"] == "table-of-contents-1"


def test_a_table_has_no_column_that_is_empty_everywhere():
    page = FORMATS["table"].render([BARE, FULL.edit(authors=(), rating=None, categories=(), tags=(), links=())])
    assert page.split("\n")[6] == "| Title | Venue | Year | Status |"
    assert FORMATS["table"].render(()) == "<!-- generator: stacktui table -->\n\n# Papers\n"


# -- Org -----------------------------------------------------------------------------------------------------------


@given(st.lists(PAPER, max_size=3))
def test_no_note_makes_a_headline_of_org(papers):
    text = FORMATS["org"].render(papers)
    assert len(re.findall(r"^\*\* ", text, re.MULTILINE)) == len(papers)


# -- YAML ----------------------------------------------------------------------------------------------------------


@given(st.one_of(SPICY, st.text()))
def test_yaml_text_is_bare_only_where_it_is_harmless(text):
    written = yaml_scalar(clean_line(text))
    if written.startswith('"'):
        assert json.loads(written) == clean_line(text)
    else:
        assert written == clean_line(text)
        assert not re.search(r"[:#,\[\]{}&*!|>'\"%@`]|^[\d?-]|\s$", written)


@pytest.mark.parametrize(
    "text", ["yes", "No", "null", "~", "1706.03762", "2019-07-01", "", "on", "1e3", "a: b", "- a", "a #b"]
)
def test_text_that_yaml_takes_for_something_else_is_quoted(text):
    assert yaml_scalar(text) == f'"{text}"'


def test_empty_fields_are_left_out_of_yaml():
    assert yaml_mapping({"a": None, "b": "", "c": [], "d": 0, "e": False}) == "d: 0\ne: false\n"


# -- Obsidian ------------------------------------------------------------------------------------------------------


def test_a_file_a_paper_is_named_by_its_key():
    assert list(files([FULL, CHINESE], NOTES)) == [
        "vaswani2017attention.md",
        "zhou2017juanji.md",
        "2026-11-19 Day log.md",
        "Why does it work.md",
    ]


def test_file_names_never_clash_nor_leave_the_folder():
    notes = [FreeNote(title=title) for title in ("../A", "../a", "..", "", "x" * 400)]
    names = list(files((), notes))
    assert len({name.lower() for name in names}) == len(notes)
    assert not any("/" in name or name.startswith(".") or len(name) > 130 for name in names)


# -- losses --------------------------------------------------------------------------------------------------------


def test_what_is_left_out_is_counted():
    assert losses(PAPERS, NOTES, "csv")[0].startswith("csv leaves out 2 free notes, ")
    for style, loss in (
        ("blog", "4 venues"),
        ("readme", "1 further category"),
        ("ris", "3 link labels"),
        ("org", "1 field of another program"),
        ("bibtex", "4 notes"),
    ):
        assert re.search(rf"(out|,|and) {loss}(,| and|$)", losses(PAPERS, NOTES, style)[0])


def test_what_only_the_library_uses_is_told_aside():
    assert (
        losses(PAPERS, NOTES, "org")[1]
        == "org leaves out what only the library uses: 1 place in the stack and 1 source"
    )
    assert losses([BARE], (), "blog") == ["blog leaves out what only the library uses: 1 key"]


def test_words_of_a_list_that_fit_no_field_are_no_field_of_another_program():
    paper = BARE.edit(unknown={"residue": ["(soon)", "tba"], "colour": "red"})
    note = FreeNote(title="Log", unknown={"sources": [], "category": "NAS", "mood": "good"})
    told = losses([paper], [note], "org")
    assert told == ["org leaves out 2 remarks that fit no field and 2 fields of other programs"]


def test_a_category_called_like_the_heading_over_papers_without_one_is_told():
    paper = BARE.edit(categories=("No category",))
    assert losses([paper], (), "table")[0] == "table leaves out 1 category called “No category”"
    assert losses([paper], (), "csv") == []


def test_json_leaves_nothing_out():
    assert losses(PAPERS, NOTES, "json") == []


def test_a_paper_of_a_title_alone_loses_nothing_but_its_key():
    lost = {name: losses([BARE], (), name) for name in writable_formats()}
    assert all(
        sentences in ([], [f"{name} leaves out what only the library uses: 1 key"]) for name, sentences in lost.items()
    )


def test_every_exporter_says_what_it_holds():
    for name in writable_formats():
        assert "title" in held_by(name)


def test_a_format_that_is_only_read_loses_everything():
    with pytest.raises(UsageError, match="not written"):
        losses(PAPERS, NOTES, "rst")
