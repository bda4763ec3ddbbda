"""A line below a short name that cites the paper in full."""

from __future__ import annotations

from stacktui.formats.lists.facts import Facts
from stacktui.formats.lists.head import Head, is_alias, merge_facts
from stacktui.formats.lists.heads import read_head
from stacktui.formats.lists.inline import tokenize
from stacktui.formats.lists.titles import is_name, title_likeness
from stacktui.formats.lists.venues import names_a_venue


def cites_paper(head: Head, line: str) -> bool:
    """Take names, title and venue of ``Ada Lovelace, Charles Babbage, A Title, ICML 2012`` below ``MoonNet [pdf]``."""
    if head.authors or head.facts.venue or head.facts.year or head.shape == "link" or not (head.url or head.links):
        return False
    if len(head.title.split()) > 6 or any(token.kind != "text" for token in tokenize(line)):
        return False
    cited = read_head(line)
    if not _is_whole(cited):
        return False
    if is_alias(head.title) and "(" not in head.title and not head.alias:
        head.alias = head.title
    else:
        head.residue.append(head.title)
    head.title, head.authors = cited.title, cited.authors
    merge_facts(head.facts, cited.facts)
    return True


def _is_whole(cited: Head) -> bool:
    names_all = len(cited.authors) > 1 and all(is_name(name) and len(name.split()) > 1 for name in cited.authors)
    has_place = _has_place(cited.facts)
    return names_all and has_place and len(cited.title.split()) >= 4 and title_likeness(cited.title) >= 0.8


def _has_place(facts: Facts) -> bool:
    return bool(facts.arxiv) or names_a_venue(facts)
