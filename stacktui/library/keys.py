"""Which paper has which key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stacktui.store import Record, Table


class KeyIndex(Mapping[str, int]):
    """Ids of papers by key, kept up to date; where a file gives two papers one key, one of them is found."""

    def __init__(self, papers: Table) -> None:
        self._ids: dict[str, int] = {}
        self._shared: set[str] = set()
        for doc_id, record in papers.items():
            key = record.get("key")
            if key.__class__ is not str or key in self._ids:
                self._add(key_of(record), int(doc_id))
            elif key:
                self._ids[key] = int(doc_id)

    def __getitem__(self, key: str) -> int:
        return self._ids[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, key: object) -> bool:
        return key in self._ids

    def change(self, papers: Table, changes: list[tuple[int, Record | None, Record | None]]) -> None:
        """Papers change, each from one record to another; ``papers`` is the table before or after that."""
        ids = {doc_id for doc_id, _, _ in changes}
        for doc_id, before, after in changes:
            key = key_of(before)
            if self._ids.get(key) == doc_id and key_of(after) != key:
                del self._ids[key]
                self._find_other(key, papers, ids)
        for doc_id, _, after in changes:
            self._add(key_of(after), doc_id)

    def hand_over(self, key: str, doc_id: int) -> None:
        """Of two papers with one key, let another one be found."""
        self._ids[key] = doc_id

    def _add(self, key: str, doc_id: int) -> None:
        if key and self._ids.setdefault(key, doc_id) != doc_id:
            self._shared.add(key)

    def _find_other(self, key: str, papers: Table, but: set[int]) -> None:
        """Look for another paper that has a key which several had."""
        if key in self._shared:
            for doc_id, record in papers.items():
                if key_of(record) == key and int(doc_id) not in but:
                    self._ids[key] = int(doc_id)
                    return


@dataclass(frozen=True)
class OtherKeys:
    """The keys that a paper cannot have: those of the index and those given just now, but for its own."""

    index: KeyIndex
    given: Mapping[str, int]
    own: str = ""

    def __contains__(self, key: object) -> bool:
        return key in self.given or (key in self.index and key != self.own)


def key_of(record: Mapping[str, Any] | None) -> str:
    """The key in a record; empty where there is none."""
    key = record.get("key") if record is not None else None
    return key if isinstance(key, str) else ""
