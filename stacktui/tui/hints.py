"""What the screen says about itself: facts for the table of commands, menus, hints, counts, lessons."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.cells import cell_len

from stacktui.library import Change
from stacktui.model import FreeNote, Paper
from stacktui.tui.commands import HINT_NEEDS, LIST, NOTE, PREFIX_HINTS, PREFIXES, SEARCH, Command, key_text
from stacktui.tui.keys import Begun
from stacktui.tui.messages import EntryKind, Layout
from stacktui.tui.widgets.status_line import menu_width
from stacktui.tui.widgets.text_line import Piece

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen

EMPTY_STACK = (
    "Nothing on the stack yet. Three ways in:",
    "",
    ("a", "type or paste a title, a link, an arXiv id, a DOI"),
    ("$", "stacktui add 'Attention Is All You Need #nlp'"),
    ("I", "import a reading list, a BibTeX file or a folder of them"),
)
"""What an empty library shows."""

_NAMED_SCOPES = frozenset({"category", "tag", "saved"})


def facts(screen: MainScreen) -> frozenset[str]:
    """What is true now; the words are those of ``Command.needs``."""
    library, kind = screen.library, screen.desk.kind
    found = set()
    if not library.read_only:
        found.add("writable")
    shown = screen.list_pane.current
    if shown is not None:
        found.add("entry")
        found.add("trashed" if kind is EntryKind.TRASHED else "untrashed")
        if kind is EntryKind.PAPER:
            found.add("paper")
            if shown.url or shown.links:
                found.add("links")
            if shown.conflicts:
                found.add("conflict")
    if screen.desk.view.query.strip():
        found |= {"query", "matches"}
    if library.undo_label:
        found.add("undo")
    if library.redo_label:
        found.add("redo")
    if library.trash:
        found.add("trash")
    if screen.draft_desk.waiting:
        found.add("draft")
    scope = screen.tree_pane.scope
    if scope is not None and scope.kind in _NAMED_SCOPES:
        found.add("named")
    return frozenset(found)


def why_not(screen: MainScreen, missing: frozenset[str]) -> str:
    """Why a command does nothing now; empty where that is plain to see."""
    if "writable" in missing:
        return f"read only: {screen.library.read_only_reason}"
    return next((reason for need, reason in _REASONS.items() if need in missing), "")


_REASONS = {
    "undo": "nothing to undo",
    "redo": "nothing to redo",
    "query": "there is no search",
    "matches": "there is no search",
    "links": "this paper has no link",
    "untrashed": "this lies in the trash already; p puts it back",
    "paper": "this is for papers",
    "named": "this is for categories, tags and saved searches",
}


def menu(screen: MainScreen, begun: Begun) -> list[tuple[str, str]]:
    """The choices of a begun command: next key and what it does; links by their numbers."""
    choices: dict[str, str] = {}
    depth = len(begun.keys)
    for command in begun.choices:
        for keys in command.keys:
            steps = keys.split()
            if len(steps) > depth and tuple(steps[:depth]) == begun.keys:
                choices.update(_choice(screen, command, steps, depth))
    return list(choices.items())


def _choice(screen: MainScreen, command: Command, steps: list[str], depth: int) -> dict[str, str]:
    if steps[depth].startswith("<"):
        if depth == 1 and command.id == "copy.nth":
            return {"1…9": "n-th link"}
        return link_choices(screen.current)
    if len(steps) > depth + 1:
        prefix = " ".join(steps[: depth + 1])
        return {
            key_text(steps[depth]): PREFIXES.get(prefix, command.label)
            .removeprefix("copy ")
            .replace("link", "which link")
        }
    return {key_text(steps[depth]): command.label}


def link_choices(paper: Paper | None) -> dict[str, str]:
    """The numbered links of a paper; those whose address was lost say so."""
    links = paper.all_links if paper else ()
    return {str(number): link.label if link.url else f"{link.label} (lost)" for number, link in enumerate(links[:9], 1)}


def status_hints(screen: MainScreen) -> list[tuple[str, str]]:
    """The keys that matter now, the most useful first, as many as fit; a panel tells its own."""
    if screen.panel is not None:
        return []
    place, now = screen.place, facts(screen)
    ranked: list[tuple[int, str, str]] = []
    for command in screen.commands:
        is_wanted = HINT_NEEDS.get(command.id) in (None, *now)
        if command.hint and is_wanted and command.keys and command.is_shown(place, now):
            ranked.append((command.hint, key_text(command.keys[0]), command.label))
    if place in (LIST, NOTE) and "paper" in now:
        ranked += [(rank, prefix, PREFIXES[prefix]) for prefix, rank in PREFIX_HINTS.items()]
    ranked.sort(key=lambda row: -row[0])
    hints = [(key, label) for _, key, label in ranked]
    room = screen.size.width - cell_len(state(screen)[0]) - 3
    while hints and menu_width(hints) > room:
        # help stays to the last: it leads to all the others
        hints.pop(-2 if len(hints) > 1 and hints[-1][0] == "?" else -1)
    return hints


def state(screen: MainScreen) -> tuple[str, str]:
    """Library, whether it is saved, and the style of that."""
    library = screen.library
    name = "example library" if screen.is_demo else os.path.basename(library.path)
    if library.read_only:
        return f"{name} · read only", "text--warning"
    if library.unsaved and screen.keeper.has_failed:
        return f"{name} · NOT SAVED", "text--error"
    if screen.syncer.is_running:
        return f"{name} · {screen.syncer.step}", "text--accent"
    saving = library.unsaved or screen.note_desk.is_dirty
    if screen.arrangement.layout is Layout.NARROW:
        return ("saving" if saving else "saved"), "text--quiet"
    return f"{name} · {'saving' if saving else 'saved'}", "text--quiet"


def changed_elsewhere(screen: MainScreen, change: Change, new: list[int]) -> str:
    """What came in from outside, in words."""
    if len(new) == 1:
        return f"added elsewhere: {screen.library.papers[new[0]].title}"
    if new:
        return f"{len(new)} papers added elsewhere"
    count = len(change.papers) + len(change.notes)
    return f"{count} changed elsewhere" if count > 1 else "one changed elsewhere" if count else ""


def count_pieces(screen: MainScreen) -> list[Piece]:
    """``37 of 1,204`` and the order, or what is wrong with the query; the marked first."""
    rows, view = screen.desk.rows, screen.desk.view
    if rows.errors:
        error = rows.errors[0]
        return [(f" {error.message}", "text--error"), (f" · {error.hint}" if error.hint else "", "text--quiet")]
    pieces: list[Piece] = []
    marked = screen.list_pane.marked
    if marked:
        pieces.append((f" {len(marked)} marked ·", "text--accent"))
    found = f"{rows.total:,} of {rows.of:,}" if view.query.strip() else f"{rows.total:,}"
    order = view.order if view.order != "stack" else ""
    if order:
        found += f" · by {order}{' reversed' if view.reverse else ''}"
    style = "text--accent" if screen.place in (LIST, SEARCH) else "text--quiet"
    if view.scope.kind != "all" or screen.arrangement.layout is not Layout.WIDE:
        pieces += [(f" {view.scope.title}", style), (f" {found}", "text--quiet")]
    else:
        pieces.append((f" {found}", style))
    return pieces


def mentions(screen: MainScreen, entry: Paper | FreeNote | None) -> tuple[str, ...]:
    """The keys of the papers whose notes mention this one."""
    if not isinstance(entry, Paper) or not entry.key:
        return ()
    papers = screen.library.papers
    found = [papers[ident] for ident in screen.desk.mentions.of(entry.key) if ident != entry.id and ident in papers]
    return tuple(paper.key for paper in sorted(found, key=lambda paper: -paper.stack_moment))


def empty_note_text(screen: MainScreen) -> tuple[str | tuple[str, str], ...]:
    """What an empty note teaches."""
    if screen.library.read_only or screen.desk.kind is EntryKind.TRASHED:
        return ("No note.",)
    return ("No note yet.", "", ("e", "write one here"), ("E", "write it in your editor"))


def _where(screen: MainScreen) -> str:
    scope = screen.desk.view.scope
    return "" if scope.kind == "all" else f"in {scope.title} "


def empty_text(screen: MainScreen) -> tuple[str | tuple[str, str], ...]:
    """What an empty list teaches."""
    desk = screen.desk
    if desk.view.query.strip():
        return (
            f"Nothing{'' if desk.view.scope.kind == 'all' else ' in ' + desk.view.scope.title} matches."
            + (f" {desk.rows.remark}" if desk.rows.remark else ""),
            "",
            ("esc", "clear the search"),
            "Fewer letters find more; typos are forgiven,",
            "but every word has to be somewhere.",
            "cat: status: tag: year: author: narrow by field.",
        )
    if not desk.library.papers and desk.kind is EntryKind.PAPER:
        return EMPTY_STACK
    lessons: dict[str, tuple[str | tuple[str, str], ...]] = {
        "notes": ("No free notes yet.", "", "Day logs and questions of imported lists stand here."),
        "trash": ("The trash is empty.",),
        "duplicates": _no_twins(desk.found_twins is None),
        "category": ("No papers here yet.", "", ("c", "on a paper puts it into categories")),
        "tag": ("No papers here yet.", "", ("#", "on a paper tags it")),
    }
    return lessons.get(desk.view.scope.kind, ("No papers here.",))


def _no_twins(is_looking: bool) -> tuple[str | tuple[str, str], ...]:
    if is_looking:
        return ("Looking for papers that stand in the stack twice …",)
    lesson = ("M", "makes one of several marked papers all the same")
    return ("No paper stands in the stack twice.", "", lesson)
