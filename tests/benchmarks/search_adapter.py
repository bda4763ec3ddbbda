"""Our search for scoring harnesses: ``Engine(documents)`` with ``search(query, limit) -> rows`` and ``reset()``.

A document has the attributes id, title, alias, authors (by ``;`` or ``,``), venue, year, note and tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from stacktui.model import Paper
from stacktui.search import Index


class Engine:
    """The index of the app over the documents of a harness; rows are their ids."""

    def __init__(self, documents: Iterable[Any]) -> None:
        papers = {}
        self._ids: dict[int, Any] = {}
        for number, document in enumerate(documents, 1):
            papers[number] = paper_of(document, number)
            self._ids[number] = document.id
        self.index = Index(papers)
        self.index.search("warm")

    def search(self, query: str, limit: int = 10) -> list[Any]:
        """The ids of the best documents."""
        return [self._ids[number] for number in self.index.search(query, limit).ids]

    def reset(self) -> None:
        """A new query begins: nothing that was typed before may help."""
        self.index.forget()


def paper_of(document: Any, number: int) -> Paper:
    """A document as a paper."""
    year = str(document.year)
    return Paper(
        id=number,
        title=document.title,
        alias=document.alias or "",
        authors=tuple(filter(None, (name.strip() for name in re.split("[;,]", document.authors or "")))),
        venue=document.venue or "",
        year=int(year) if year.isdigit() else None,
        tags=tuple((document.tags or "").split()),
        note=tuple((document.note or "").split("\n")) if document.note else (),
        status="read",
    )
