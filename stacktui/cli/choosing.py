"""Which paper a word of the shell means.

PAPER is a key, an id, or a query that one paper answers best. Best means, in this order: the only one with that title
or short name; the one with that link, arXiv id or DOI; the only one whose key begins so; the only one that the search
finds; the only one among those found that holds every word of the query as written. Anything else is ambiguous.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from stacktui.cli.records import headline
from stacktui.columns import cut
from stacktui.errors import NothingFound, StackError
from stacktui.identity import evidence, find_arxiv_id, find_doi, find_url
from stacktui.model import Paper
from stacktui.text import clean_line, fold, normal_title

if TYPE_CHECKING:
    from stacktui.library import Library

CANDIDATES = 8
"""How many candidates an ambiguous query names."""


class AmbiguousPaper(StackError):
    """A query that several papers answer; the command fails with their names."""


def choose(library: Library, text: str) -> Paper:
    """The paper of the stack that a text means; NothingFound or AmbiguousPaper where there is none or no only one."""
    paper = library.by_key(text)
    return paper if paper is not None else choose_among(library.papers, text)


def choose_all(library: Library, texts: Iterable[str]) -> list[Paper]:
    """The papers that several texts mean, each once."""
    found = [choose(library, text) for text in texts]
    return list({paper.id: paper for paper in found}.values())


def choose_among(papers: Mapping[int, Paper], text: str) -> Paper:
    """Like :func:`choose`, among any papers."""
    wanted = clean_line(text)
    if wanted.isascii() and wanted.isdecimal() and int(wanted) in papers:
        return papers[int(wanted)]
    for candidates in (_named(papers, wanted), _linked(papers, wanted), _keyed(papers, wanted)):
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise _ambiguous(wanted, candidates)
    return _found(papers, wanted)


def _named(papers: Mapping[int, Paper], text: str) -> list[Paper]:
    exactly = [paper for paper in papers.values() if text in (paper.key, paper.title)]
    name = normal_title(text)
    if exactly or not name:
        return exactly
    return [paper for paper in papers.values() if name in (normal_title(paper.title), normal_title(paper.alias))]


def _linked(papers: Mapping[int, Paper], text: str) -> list[Paper]:
    if not (find_url(text) or find_arxiv_id(text) or find_doi(text)):
        return []
    known = _evidence_of_link(text)
    return [paper for paper in papers.values() if known & evidence(paper)]


def _evidence_of_link(text: str) -> frozenset[str]:
    arxiv, doi = find_arxiv_id(text), find_doi(text)
    url = find_url(text) or (f"https://arxiv.org/abs/{arxiv}" if arxiv else f"https://doi.org/{doi}")
    return evidence(Paper(url=url))


def _keyed(papers: Mapping[int, Paper], text: str) -> list[Paper]:
    prefix = text.lower()
    candidates = [paper for paper in papers.values() if prefix and paper.key.startswith(prefix)]
    return candidates if len(candidates) == 1 else []


def _found(papers: Mapping[int, Paper], text: str) -> Paper:
    from stacktui.search import Index

    result = Index(papers, only_for=text).search(text)
    hits = [papers[one] for one in result.ids]
    if not hits:
        raise NothingFound(f"no paper answers `{text}`", "`stacktui list` shows what there is")
    if len(hits) > 1:
        literal = [paper for paper in hits if _holds(paper, text)]
        if len(literal) != 1:
            raise _ambiguous(text, hits)
        hits = literal
    return hits[0]


def _holds(paper: Paper, text: str) -> bool:
    """Whether every word of the text begins a word of the paper's head."""
    year = str(paper.year or "")
    head = fold(" ".join((paper.key, paper.title, paper.alias, *paper.authors, paper.venue, year)))
    starts = tuple(head.replace("-", " ").split())
    return all(any(start.startswith(word) for start in starts) for word in fold(text).replace("-", " ").split())


def _ambiguous(text: str, papers: list[Paper]) -> AmbiguousPaper:
    named = [cut(headline(paper), 100) for paper in papers[:CANDIDATES]]
    more = [f"and {len(papers) - CANDIDATES} more"] if len(papers) > CANDIDATES else []
    return AmbiguousPaper(f"{len(papers)} papers answer `{text}`", "\n".join(["name one by its key:", *named, *more]))
