"""What a reader sees of an exported page: Markdown shows every title as it is, in its place, whatever it says."""

import os
import re

import pytest
from generated import FREE_NOTES, LIBRARY_PAPERS
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from stacktui.formats import FORMATS
from stacktui.formats.markdown_out import NO_CATEGORY, by_category

TRIES = int(os.environ.get("ROUND_TRIPS", "0"))
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def shown(token):
    """The text of an inline token as a reader sees it."""
    return "".join(shown(child) if child.children else child.content for child in token.children or ())


def tokens_of(page):
    return MARKDOWN.parse(re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL))


def at_top(tokens, kind, level=0):
    """The inline tokens right behind tokens of a kind at a level."""
    return [tokens[at + 1] for at, token in enumerate(tokens) if token.type == kind and token.level == level]


def firsts_of_items(tokens):
    """The first inline token of each item of a list at the margin."""
    found = []
    for at, token in enumerate(tokens):
        if token.type == "list_item_open" and token.level == 1:
            found.append(next(each for each in tokens[at:] if each.type == "inline"))
    return found


def titles(papers):
    return [paper.title for _, group in by_category(papers) for paper in group]


def blank(text):
    return " ".join(text.split())


CASES = {"suppress_health_check": [HealthCheck.too_slow], "deadline": None, "max_examples": TRIES or 15}


@settings(**CASES)
@given(papers=LIBRARY_PAPERS)
def test_a_blog_shows_a_heading_a_paper(papers):
    headings = at_top(tokens_of(FORMATS["blog"].render(papers)), "heading_open")[1:]
    assert [blank(shown(heading)) for heading in headings] == [blank(paper.title) for paper in papers]


@settings(**CASES)
@given(papers=LIBRARY_PAPERS, notes=FREE_NOTES)
def test_a_jekyll_post_shows_an_item_a_paper_under_its_category(papers, notes):
    tokens = tokens_of(FORMATS["jekyll"].render(papers, notes))
    items = [blank(shown(token)) for token in firsts_of_items(tokens)]
    assert items[: len(papers)] == list(map(blank, titles(papers)))
    assert len(items) == len(papers) + len(notes)
    headings = [blank(shown(token)) for token in at_top(tokens, "heading_open")[1:]]
    assert headings == [blank(name or NO_CATEGORY) for name, _ in by_category(papers)] + ["Notes"] * bool(notes)


@settings(**CASES)
@given(papers=LIBRARY_PAPERS, notes=FREE_NOTES)
def test_a_readme_shows_a_block_a_paper_and_its_contents(papers, notes):
    tokens = tokens_of(FORMATS["readme"].render(papers, notes))
    headings = [blank(shown(token)) for token in at_top(tokens, "heading_open")]
    items = firsts_of_items(tokens)
    contents, entries = items[: len(headings) - 1], items[len(headings) - 1 :]
    assert [blank(shown(token)) for token in contents] == headings[1:]
    assert len(entries) == len(papers) + len(notes)
    for token, title in zip(entries, titles(papers), strict=False):
        begin = [child.type for child in token.children[:3]]
        strong = next(at for at, child in enumerate(token.children) if child.type == "strong_close")
        text = "".join(child.content for child in token.children[:strong])
        assert "strong_open" in begin and blank(text) == blank(title)


@settings(**CASES)
@given(papers=LIBRARY_PAPERS)
def test_a_table_shows_a_row_a_paper(papers):
    tokens = tokens_of(FORMATS["table"].render(papers))
    cells = [tokens[at + 2] for at, token in enumerate(tokens) if token.type == "tr_open"]
    assert [text for cell in cells if (text := blank(shown(cell))) != "Title"] == [
        text for title in titles(papers) if (text := blank(title)) != "Title"
    ]


@settings(**CASES)
@given(papers=LIBRARY_PAPERS)
def test_a_checklist_shows_an_item_a_paper(papers):
    items = firsts_of_items(tokens_of(FORMATS["checklist"].render(papers)))
    for token, title in zip(items, titles(papers), strict=True):
        assert blank(shown(token))[4:].startswith(blank(title))


@pytest.mark.parametrize("style", ["blog", "jekyll", "readme", "table", "checklist"])
def test_no_paper_makes_no_heading_but_the_title(style):
    assert len(at_top(tokens_of(FORMATS[style].render(())), "heading_open")) == 1
