"""Random edits of papers that came from a list, and whether publishing writes them back as it should."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stacktui.formats import parse_document
from stacktui.formats.drafts import draft_notes, draft_papers
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.kept import entries_of
from stacktui.formats.publish.page import moved
from stacktui.formats.publish.plan import PublishPlan, Wishes
from stacktui.formats.publish.planning import plan_publish
from stacktui.formats.publish.style import Style
from stacktui.formats.publish.values import FIELDS, differing, value_of
from stacktui.library import Library
from stacktui.library.records import cleaned
from stacktui.model import Link, Paper

WRITTEN, TOLD, SILENT, WRONG = "written", "told", "silent", "wrong"
"""What became of an edit: in the file and read back, not written and said so, not written without a word, or written
so that something else is read."""

TITLES = (
    "A Much Better Title for This Work",
    "Why *Stars* and [Brackets] Break Lists",
    "Learning with snake_case and a|b Pipes",
    "Is Attention < Memory & \\alpha Enough?",
    "Deep Nets (Extended Version)",
    "On Graphs: A Survey (ICML 2019)",
    "深度学习综述",
    "GPT-3",
)
NOTES = (
    ("one short remark",),
    ("a first line", "a second line"),
    ("* a point", "  * a point below", "* another"),
    ("a paragraph", "", "another | one with *stars*"),
    ("最后一点，带标点。",),
)
VALUES: dict[str, tuple[Any, ...]] = {
    "title": TITLES,
    "year": (None, 1999, 2021),
    "venue": ("", "ICML", "Nature"),
    "rating": (None, 1, 2.5, 5),
    "status": ("to-read", "reading", "read", "dropped"),
    "note": ((), *NOTES),
    "url": ("", "https://example.org/paper.pdf", "https://arxiv.org/abs/2101.00001"),
    "links": ((), (Link("code", "https://github.com/me/code"),), (Link("slides", "https://e.org/s"),)),
    "tags": ((), ("vision",), ("vision", "to-do")),
    "authors": (("Ada Lovelace",), ("Ada Lovelace", "Alan Turing", "Grace Hopper"), ()),
    "alias": ("", "NewNet"),
}  # fmt: skip


CONCLUDED = {
    "year": ("month",),
    "note": ("status",),
    "rating": ("status",),
    "url": ("read", "venue", "year", "month", "links"),
}
"""What the reader may conclude from another field: a paper with a note was read, an address has a date."""


@dataclass(frozen=True)
class Fate:
    """What became of an edit."""

    field: str
    value: Any
    what: str
    title: str
    has_place: bool
    """Whether the list shows the field, for this paper or for many."""


@dataclass
class Outcome:
    """What became of the edits of one round, and what else the page says otherwise than before."""

    fates: list[Fate] = field(default_factory=list)
    disturbed: list[str] = field(default_factory=list)
    strayed: list[str] = field(default_factory=list)
    """Lines that were touched and belong to no edited paper."""
    plan: PublishPlan | None = None


class Trial:
    """A list in a file of its own, the library it was imported into, and a source of chance."""

    def __init__(self, folder: Path, data: bytes, name: str, seed: int) -> None:
        self.path = folder / name
        self.path.write_bytes(data)
        self.chance = random.Random(seed)
        self.library = Library.open(str(folder / "papers.json"))
        self.document = parse_document(data, str(self.path))
        apply_import(self.library, plan_import(self.library, [self.document]))
        self.style = Style(self.document, tuple(self.document.lines))
        self.drafts = [cleaned(draft) for draft in draft_papers(self.document)]

    @property
    def ids(self) -> dict[int, int]:
        """The papers of the entries by the places of these; those of several entries are left out."""
        (record,) = self.library.lists.values()
        lines = {paper.line: place for place, paper in enumerate(self.document.papers)}
        counts = Counter(entry["id"] for entry in entries_of(record))
        return {lines[entry["line"]]: entry["id"] for entry in entries_of(record) if counts[entry["id"]] == 1}

    def round(self, size: int, fields: tuple[str, ...] = tuple(VALUES)) -> Outcome:
        """Edit up to ``size`` papers, one field each, and look at what publishing would do; nothing stays changed."""
        ids = self.ids
        places = self.chance.sample(sorted(ids), min(size, len(ids)))
        wanted: dict[int, tuple[str, Any]] = {}
        with self.library.step("edit"):
            for place in places:
                chosen = self._edit(ids[place], fields)
                if chosen:
                    wanted[place] = chosen
        if not wanted:
            return Outcome()
        outcome = self.judged(wanted)
        self.library.undo()
        return outcome

    def _edit(self, doc_id: int, fields: tuple[str, ...]) -> tuple[str, Any] | None:
        paper = self.library.papers[doc_id]
        name = self.chance.choice(fields)
        value = self.chance.choice([value for value in VALUES[name] if value != getattr(paper, name)])
        if name == "note" and value and paper.note and self.chance.random() < 0.5:
            at = self.chance.randrange(len(paper.note) + 1)
            value = (*paper.note[:at], *value, *paper.note[at + self.chance.randrange(2) :])
        self.library.update([doc_id], lambda paper: paper.edit(**{name: value}), "edit")
        changed = self.library.papers[doc_id]
        return (name, value_of(changed, name)) if differing(changed, paper, [name]) else None

    def comings_and_goings(self) -> list[Outcome]:
        """A new paper, one that moves and one that is removed, each published by itself; nothing stays changed."""
        return [outcome for deed in (self._come, self._move, self._go) if (outcome := deed()) is not None]

    def _sections(self) -> list[str]:
        return sorted({paper.categories[0] for paper in self.document.papers if paper.categories})

    def _come(self) -> Outcome:
        chance = self.chance
        paper = Paper(title=chance.choice(TITLES), status=chance.choice(VALUES["status"]))
        for name in ("url", "authors", "venue", "year", "rating", "note", "links", "tags"):
            if chance.random() < 0.5:
                paper = paper.edit(**{name: chance.choice(VALUES[name])})
        section = chance.choice(self._sections() or [""])
        with self.library.step("add"):
            added = self.library.insert(paper.edit(categories=(section,) if section else ())).paper
        plan = plan_publish(self.library, str(self.path), Wishes(add=frozenset([added.id]), section=section))
        self.library.undo()
        found = self._others(plan)
        titles = [each.title for each in found]
        outcome = Outcome(plan=plan)
        fate = WRITTEN if titles == [added.title] else TOLD if plan.unwritten and not titles else WRONG
        outcome.fates.append(Fate("new", added.title, fate, added.title, True))
        outcome.strayed = [f"line {edit.first} is gone" for edit in plan.edits if edit.count]
        self._compare(outcome, {})
        return outcome

    def _move(self) -> Outcome | None:
        ids = self.ids
        places = [place for place in ids if self.document.papers[place].categories]
        if len(self._sections()) < 2 or not places:
            return None
        place = self.chance.choice(places)
        here = self.document.papers[place].categories
        section = self.chance.choice([name for name in self._sections() if name not in here])
        with self.library.step("move"):
            self.library.update([ids[place]], lambda paper: paper.edit(categories=(section,)), "move")
        plan = plan_publish(self.library, str(self.path))
        self.library.undo()
        outcome = Outcome(plan=plan)
        title = self.drafts[place].title
        read = self._read(plan).get(plan.where(self.document.papers[place].line))
        moved = read is not None and section in read.categories and not differing(read, self.drafts[place], _BUT)
        what = WRITTEN if moved else TOLD if (title, "categories") in plan.unshown else WRONG
        outcome.fates.append(Fate("moved", section, what, title, True))
        old, new = (Counter(line for line in page.lines if line.strip()) for page in (plan.before, plan.after))
        if moved and ((old - new).total() > 1 or (new - old).total() > _WITH_HEADING):
            outcome.strayed.append("lines came or went")
        self._compare(outcome, {place})
        return outcome

    def _go(self) -> Outcome | None:
        ids = self.ids
        if len(ids) < 3:
            return None
        place = self.chance.choice(sorted(ids))
        self.library.remove([ids[place]])
        plan = plan_publish(self.library, str(self.path), Wishes(drop_removed=True))
        self.library.undo()
        outcome = Outcome(plan=plan)
        title = self.drafts[place].title
        what = WRITTEN if plan.dropped else TOLD if plan.thrown else SILENT
        outcome.fates.append(Fate("dropped", title, what, title, True))
        outcome.strayed = [f"line {edit.first}: {edit.lines}" for edit in plan.edits if edit.lines]
        self._compare(outcome, {place})
        return outcome

    def _read(self, plan: PublishPlan) -> dict[int, Paper]:
        after = parse_document(plan.after.encode(), str(self.path))
        return dict(zip((paper.line for paper in after.papers), map(cleaned, draft_papers(after)), strict=True))

    def _others(self, plan: PublishPlan) -> list[Paper]:
        """The entries of the new page that the old one had not."""
        known = {plan.where(paper.line) for paper in self.document.papers}
        return [paper for line, paper in self._read(plan).items() if line not in known]

    def _compare(self, outcome: Outcome, but: Collection[int]) -> None:
        """Note every entry, but for some, that reads otherwise than before."""
        plan = outcome.plan
        assert plan is not None
        read = self._read(plan)
        for place, paper in enumerate(self.document.papers):
            if place not in but:
                found = read.get(plan.where(paper.line))
                fields = ["gone"] if found is None else differing(found, self.drafts[place], _SURE)
                outcome.disturbed += [f"{self.drafts[place].title}: {name}" for name in fields]

    def judged(self, wanted: dict[int, tuple[str, Any]]) -> Outcome:
        """What publishing would make of the edits, by the places of their entries."""
        plan = plan_publish(self.library, str(self.path))
        outcome = Outcome(plan=plan)
        after = parse_document(plan.after.encode(), str(self.path))
        read = dict(zip((paper.line for paper in after.papers), map(cleaned, draft_papers(after)), strict=True))
        told = {*plan.unshown, *plan.held}
        for place, source in enumerate(self.document.papers):
            draft, found = self.drafts[place], read.get(moved(plan.edits, source.line))
            name, value = wanted.get(place, ("", None))
            if found is None:
                outcome.disturbed.append(f"{draft.title}: gone")
                continue
            others = [other for other in FIELDS if other != name and other not in CONCLUDED.get(name, ())]
            outcome.disturbed += [f"{draft.title}: {other}" for other in differing(found, draft, others)]
            if name:
                what = _fate(found, draft, name, value, (draft.title, name) in told)
                shown = value_of(draft, name) not in (None, "", []) and name != "status"
                outcome.fates.append(Fate(name, value, what, draft.title, shown or self.style.is_usual(name)))
        if len(after.papers) != len(self.document.papers):
            outcome.disturbed.append(f"{len(after.papers)} papers, not {len(self.document.papers)}")
        if [note.text for note in draft_notes(after)] != [note.text for note in draft_notes(self.document)]:
            outcome.disturbed.append("free notes")
        outcome.strayed = list(self._strayed(plan, wanted))
        return outcome

    def _strayed(self, plan: PublishPlan, wanted: dict[int, tuple[str, Any]]) -> Iterator[str]:
        first = [min([paper.line, *(a for a, _ in paper.head_lines)]) for paper in self.document.papers]
        ends = [*first[1:], len(plan.before.lines) + 1]
        for edit in plan.edits:
            if not any(first[place] <= edit.first <= ends[place] for place in wanted):
                yield f"line {edit.first}: {edit.lines}"


def _fate(found: Paper, draft: Paper, name: str, value: Any, told: bool) -> str:
    here = value_of(found, name)
    if here == value or (name == "note" and _words(here) == _words(value)):
        return WRITTEN
    if not differing(found, draft, [name]):
        return TOLD if told else SILENT
    return WRONG


_SURE = [name for name in FIELDS if name not in ("read", "status")]
"""Fields that are not concluded from what many entries have in common."""
_WITH_HEADING = 3
"""The most lines that are new where an entry moves: its first with another number, a heading, its underline."""
_BUT = [name for name in _SURE if name != "categories"]


def _words(note: list[str]) -> list[str]:
    return [line.strip() for line in note if line.strip()]
