"""The one table of commands: status line, help, palette, key table and the keys themselves are derived from it.

A key is a character as typed (``y``, ``G``, ``/``) or a name (``ctrl+d``, ``tab``, ``escape``, ``enter``, ``space``,
``up``); ``<1-9>`` stands for any digit from 1 to 9. Two keys with a blank between are pressed one after the other. Users
rebind a command by its id, which outlives its keys. This module imports no Textual: the shell prints the table too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from stacktui.errors import StackError

TREE, LIST, NOTE, SEARCH, EDITOR = "tree", "list", "note", "search", "editor"
PANES = frozenset({TREE, LIST, NOTE})
PAPERS = frozenset({LIST, NOTE})
EVERYWHERE = PANES | {SEARCH, EDITOR}

PREFIXES = {"!": "draft", "y": "copy", "y l": "copy link", "s": "status", "S": "sort by", "O": "open", "g": "go"}
"""The first keys of longer commands, and what their menu is called."""

PREFIX_HINTS = {"y": 85, "s": 60}
"""The rank of such a menu among the hints of the status line."""

HINT_NEEDS = {"conflicts": "conflict"}
"""Commands that always work and are worth a hint only where something is true; see ``Command.needs``."""


@dataclass(frozen=True)
class Command:
    """Something that a user can do by name or by key."""

    id: str
    """Stable name for settings, such as ``copy.link``."""
    keys: tuple[str, ...]
    label: str
    """One or two words: in the status line and in the menu of a two-key command."""
    help: str
    """One sentence, for help screen, palette and key table."""
    group: str
    action: str
    """``module.function`` below :mod:`stacktui.tui.actions`."""
    where: frozenset[str] = PANES
    """The places whose focus lets the keys work."""
    needs: frozenset[str] = frozenset()
    """What must be true for it to make sense, such as ``paper``; see ``MainScreen.facts``."""
    hint: int = 0
    """Its rank among the hints of the status line; 0 is not shown there."""
    in_palette: bool = True

    def is_shown(self, place: str, facts: frozenset[str]) -> bool:
        """Whether it works now."""
        return place in self.where and self.needs <= facts


def _command(
    ident: str,
    keys: str,
    label: str,
    sentence: str,
    action: str,
    where: Iterable[str] = PANES,
    needs: str = "",
    hint: int = 0,
    palette: bool = True,
) -> Command:
    """A row of the table; alternative keys and needs are separated by ``|`` and blanks."""
    return Command(
        id=ident,
        keys=tuple(key.strip() for key in keys.split(" | ") if key.strip()),
        label=label,
        help=sentence,
        group="",
        action=action,
        where=frozenset(where),
        needs=frozenset(needs.split()),
        hint=hint,
        in_palette=palette,
    )


_GROUPS: dict[str, tuple[Command, ...]] = {
    "Move": (
        _command("move.down", "j | down", "down", "Down one line.", "moving.down", palette=False),
        _command("move.up", "k | up", "up", "Up one line.", "moving.up", palette=False),
        _command("move.top", "g g | home", "top", "To the first line.", "moving.top", palette=False),
        _command("move.bottom", "G | end", "bottom", "To the last line.", "moving.bottom", palette=False),
        _command("move.half-down", "ctrl+d", "half page down", "Down half a page.", "moving.half_down", palette=False),
        _command("move.half-up", "ctrl+u", "half page up", "Up half a page.", "moving.half_up", palette=False),
        _command("move.page-down", "pagedown", "page down", "Down a page.", "moving.page_down", palette=False),
        _command("move.page-up", "pageup", "page up", "Up a page.", "moving.page_up", palette=False),
        _command("pane.next", "tab", "next pane", "To the next pane.", "panes.following", palette=False),
        _command("pane.previous", "shift+tab", "pane before", "To the pane before.", "panes.preceding", palette=False),
        _command(
            "pane.left", "h | left", "left", "To the pane on the left; fold in the tree.", "panes.left", palette=False
        ),
        _command(
            "pane.right",
            "l | right",
            "right",
            "To the pane on the right; unfold in the tree.",
            "panes.right",
            palette=False,
        ),
        _command("list.open", "enter", "note", "Into the note pane.", "panes.into_note", {LIST}, "entry", palette=False),
        _command(
            "note.follow",
            "enter",
            "follow link",
            "Follow the selected link or reference of the note.",
            "opening.follow",
            {NOTE},
            palette=False,
        ),
        _command("note.next-link", "]", "next link", "Select the next link or reference of the note.", "opening.next_link", {NOTE}, "entry"),
        _command("note.previous-link", "[", "link before", "Select the link or reference before.", "opening.previous_link", {NOTE}, "entry"),
        _command("tree.show", "enter", "show", "Show the papers of this line in the list.", "panes.into_list", {TREE}, hint=12, palette=False),
        _command("tree.fold", "space", "fold", "Fold or unfold this category.", "panes.fold", {TREE}, hint=11, palette=False),
        _command("note.next-match", "n", "next match", "To the next match in the note.", "moving.next_match", {NOTE, LIST}, "matches"),
        _command("note.previous-match", "N", "match before", "To the match before in the note.", "moving.previous_match", {NOTE, LIST}, "matches"),
    ),
    "Find": (
        _command("search", "/", "find", "Search as you type; enter goes to the first result.", "finding.search", hint=90),
        _command("search.accept", "enter", "to the list", "To the results.", "finding.accept", {SEARCH}, hint=90, palette=False),
        _command("search.leave", "escape", "clear", "Clear the search, then leave the box.", "finding.leave", {SEARCH}, hint=80, palette=False),
        _command("search.complete", "tab", "complete", "Complete the word, else go to the next pane.", "finding.complete", {SEARCH}, hint=60, palette=False),
        _command("search.back", "shift+tab", "pane before", "To the pane before.", "panes.preceding", {SEARCH}, palette=False),
        _command("search.down", "down", "down", "Down in the results.", "finding.down", {SEARCH}, palette=False),
        _command("search.up", "up", "up", "Up in the results; in an empty box, the search before.", "finding.up", {SEARCH}, palette=False),
        _command("search.page-down", "pagedown", "page down", "Down a page of results.", "finding.page_down", {SEARCH}, palette=False),
        _command("search.page-up", "pageup", "page up", "Up a page of results.", "finding.page_up", {SEARCH}, palette=False),
        _command("search.save", "F", "save search", "Save this search in the tree.", "finding.save", PANES, "writable query"),
        _command("escape", "escape", "back", "Undo the last narrowing: the search, then the marks.", "finding.back", PANES, palette=False),
    ),
    "Add": (
        _command("capture", "a", "add", "Capture a paper: title, link, arXiv id, DOI, #tag, @category, ★★★, !reading.", "capturing.capture", PANES, "writable", hint=100),
        _command("capture.paste", "A", "add pasted", "Capture what is in the clipboard.", "capturing.capture_clipboard", PANES, "writable"),
        _command("import", "I", "import", "Take in the papers of reading lists and bibliographies, after a preview.", "importing.ask", PANES, "writable"),
        _command("publish", "P", "publish", "Write changes back into a list that was imported, after a look at the diff.", "publishing.ask", PANES, "writable"),
        _command("export", "W", "export", "Write the marked papers, else those shown, into a file in a format.", "exporting.ask", PANES),
    ),
    "Copy and open": (
        _command("copy.link", "y y", "link", "Copy the main link.", "copying.link", PAPERS, "paper"),
        _command("copy.choose", "y l <1-9>", "which link", "Copy a link by its number.", "copying.chosen_link", PAPERS, "links", palette=False),
        _command("copy.title", "y t", "title", "Copy the title.", "copying.title", PAPERS, "entry"),
        _command("copy.markdown", "y m", "markdown", "Copy title and link as a Markdown link.", "copying.markdown", PAPERS, "paper"),
        _command("copy.bibtex", "y b", "bibtex", "Copy a BibTeX entry.", "copying.bibtex", PAPERS, "paper"),
        _command("copy.citation", "y c", "citation", "Copy a citation in one line.", "copying.citation", PAPERS, "paper"),
        _command("copy.key", "y k", "key", "Copy the citekey.", "copying.key", PAPERS, "paper"),
        _command("copy.note", "y n", "note", "Copy the note.", "copying.note", PAPERS, "entry"),
        _command("copy.nth", "y <1-9>", "n-th link", "Copy the n-th link.", "copying.nth_link", PAPERS, "links", palette=False),
        _command("open.link", "o", "open", "Open the main link in the browser.", "opening.main_link", PAPERS, "paper", hint=50),
        _command("open.nth", "O <1-9>", "n-th link", "Open the n-th link.", "opening.nth_link", PAPERS, "links", palette=False),
    ),
    "Write": (
        _command("note.edit", "e", "note", "Edit the note here; it saves by itself.", "editing.edit_note", PAPERS, "writable entry", hint=70),
        _command("note.external", "E", "editor", "Edit the note in your own editor.", "editing.edit_outside", PAPERS, "writable entry"),
        _command("note.save", "ctrl+s", "save", "Save the note now.", "editing.save_now", {EDITOR}, hint=90, palette=False),
        _command("note.leave", "escape", "done", "Save and show the note.", "editing.leave", {EDITOR}, hint=80, palette=False),
        _command("fields.edit", "i", "fields", "Edit title, authors, venue, links and the other fields.", "editing.edit_fields", PAPERS, "writable paper"),
    ),
    "File": (
        _command("status.to-read", "s t", "to read", "Status: to read.", "filing.to_read", PAPERS, "writable paper"),
        _command("status.reading", "s r", "reading", "Status: reading.", "filing.reading", PAPERS, "writable paper"),
        _command("status.read", "s d", "done", "Status: read; fills in today where no date stands.", "filing.read", PAPERS, "writable paper"),
        _command("status.reread", "s e", "reread", "Status: to be read again.", "filing.reread", PAPERS, "writable paper"),
        _command("status.dropped", "s x", "dropped", "Status: dropped.", "filing.dropped", PAPERS, "writable paper"),
        _command("rate", "<0-5>", "stars", "Give 1 to 5 stars, 0 none; the same again takes half a star off.", "filing.rate", PAPERS, "writable paper", palette=False),
        _command("categories", "c", "categories", "Choose or make categories.", "filing.categories", PAPERS, "writable paper", hint=40),
        _command("tags", "#", "tags", "Choose or make tags.", "filing.tags", PAPERS, "writable paper", hint=39),
        _command("mark", "space", "mark", "Mark the paper; every action then works on the marked.", "marking.mark", {LIST}, "paper"),
        _command("mark.range", "v", "mark range", "Mark from here to where v is pressed again.", "marking.mark_range", {LIST}, "paper"),
        _command("mark.all", "*", "mark all", "Mark all papers shown, or unmark them.", "marking.mark_all", {LIST}, "paper"),
        _command("defer", "D", "defer", "Put off until a day; until then it is not in To read.", "filing.defer", PAPERS, "writable paper"),
        _command("bump", "b", "bump", "To the top of the stack.", "stacking.bump", PAPERS, "writable paper"),
        _command("move-paper.down", "J", "move down", "Move the paper down the stack.", "stacking.down", {LIST}, "writable paper"),
        _command("move-paper.up", "K", "move up", "Move the paper up the stack.", "stacking.up", {LIST}, "writable paper"),
        _command("conflicts", "X", "conflicts", "Choose between the values of fields that two machines changed.", "settling.conflicts", PAPERS, "writable paper", hint=97),
        _command("merge", "M", "merge", "Make one paper of the marked ones, or of this one and its twins.", "merging.merge", PAPERS, "writable paper"),
        _command("draft.take", "! t", "take the draft", "Take in work that could not be saved the last time.", "drafting.take", PANES, "writable draft", hint=110),
        _command("draft.aside", "! x", "put it aside", "Put that work aside; it is kept as a file.", "drafting.put_aside", PANES, "draft"),
        _command("remove", "d", "trash", "To the trash.", "filing.remove", PAPERS, "writable entry untrashed"),
        _command("trash.delete", "d", "delete for good", "Delete for good what lies here in the trash.", "filing.delete_for_good", PAPERS, "writable trashed", hint=94),
        _command("trash.empty", "", "empty the trash", "Delete for good all that lies in the trash.", "filing.empty_trash", PANES, "writable trash"),
        _command("restore", "p", "put back", "Put back what lies in the trash.", "filing.restore", PAPERS, "writable trashed", hint=95),
        _command("category.new", "c", "new", "New category below this one.", "categories.create", {TREE}, "writable", hint=40),
        _command("category.rename", "i", "rename", "Rename this category, tag or search.", "categories.rename", {TREE}, "writable named", hint=39),
        _command("category.remove", "d", "remove", "Remove this category, tag or search; the papers stay.", "categories.remove", {TREE}, "writable named", hint=38),
        _command("undo", "u", "undo", "Undo the last change.", "undoing.undo", PANES, "writable undo", hint=30),
        _command("redo", "ctrl+r", "redo", "Do it again.", "undoing.redo", PANES, "writable redo"),
    ),
    "View": (
        _command("sort.stack", "S s", "stack", "Sort by the stack, newest push on top.", "finding.sort"),
        _command("sort.title", "S t", "title", "Sort by title.", "finding.sort"),
        _command("sort.author", "S a", "author", "Sort by first author.", "finding.sort"),
        _command("sort.year", "S y", "year", "Sort by year.", "finding.sort"),
        _command("sort.venue", "S v", "venue", "Sort by venue.", "finding.sort"),
        _command("sort.rating", "S r", "stars", "Sort by stars.", "finding.sort"),
        _command("sort.added", "S d", "date added", "Sort by the date added.", "finding.sort"),
        _command("sort.read", "S e", "date read", "Sort by the date read.", "finding.sort"),
        _command("sort.key", "S k", "key", "Sort by citekey.", "finding.sort"),
        _command("zoom", "z", "zoom", "Give the whole screen to this pane, or back.", "panes.zoom"),
        _command("pane.narrower", "<", "narrower", "Make this pane narrower.", "panes.narrower"),
        _command("pane.wider", ">", "wider", "Make this pane wider.", "panes.wider"),
        _command("repaint", "ctrl+l", "repaint", "Paint the screen anew.", "windows.repaint", EVERYWHERE),
        _command("statistics", "%", "statistics", "Figures and plots of the whole stack.", "windows.statistics"),
        _command("theme", "", "theme", "Change between the dark, the light and the terminal's own colours.", "windows.theme"),
    ),
    "Program": (
        _command("sync", "R", "sync", "Sync with git: commit, fetch, merge by record, push.", "sharing.sync", PANES),
        _command("history", "H", "history", "What happened to this paper, from git.", "sharing.history", PAPERS, "paper"),
        _command("help", "?", "help", "Show all keys.", "windows.show_help", PANES, hint=20),
        _command("palette", ": | ctrl+p", "commands", "Find a command by its name.", "windows.palette", PANES),
        _command("suspend", "ctrl+z", "suspend", "Back to the shell for a while; fg returns.", "windows.suspend", PANES),
        _command("quit", "q | ctrl+q", "quit", "Save and quit.", "windows.leave", EVERYWHERE),
    ),
}  # fmt: skip

COMMANDS: tuple[Command, ...] = tuple(
    replace(command, group=group) for group, commands in _GROUPS.items() for command in commands
)


def rebound(overrides: Mapping[str, str]) -> tuple[Command, ...]:
    """The table with the user's keys: command id to keys, alternatives separated by blanks and ``|``.

    Raises StackError for an id that does not exist.
    """
    known = {command.id for command in COMMANDS}
    for ident in overrides:
        if ident not in known:
            raise StackError(f"the settings bind keys to {ident!r}, which is no command", "see `stacktui keys`")
    return tuple(
        replace(command, keys=tuple(key.strip() for key in overrides[command.id].split("|") if key.strip()))
        if command.id in overrides
        else command
        for command in COMMANDS
    )


_KEY_NAMES = {
    "<0-5>": "0…5",
    "<1-9>": "1…9",
    "escape": "esc",
    "pagedown": "page down",
    "pageup": "page up",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def key_text(keys: str) -> str:
    """Keys as people write them: ``y <1-9>`` is ``y 1…9``."""
    return " ".join(_KEY_NAMES.get(key, key) for key in keys.split())


def command_keys(command: Command) -> str:
    """All keys of a command for people, such as ``j, ↓``."""
    return ", ".join(map(key_text, command.keys))


def grouped(commands: Iterable[Command] = COMMANDS) -> Iterator[tuple[str, list[Command]]]:
    """The commands that have keys by group, in the order of the table."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    yield from groups.items()


_PLACES = {
    SEARCH: "in the search box",
    EDITOR: "in the editor",
    TREE: "in the tree",
    NOTE: "in the note",
    LIST: "in the list",
}


def place_text(command: Command) -> str:
    """Where the keys work, in words; empty where that is all panes or the papers."""
    if command.where >= PAPERS:
        return ""
    return " and ".join(words for place, words in _PLACES.items() if place in command.where)


def key_table_markdown(overrides: Mapping[str, str] | None = None) -> str:
    """The key table as Markdown: what ``stacktui keys`` prints and the README shows."""
    lines = []
    for group, commands in grouped(rebound(overrides or {})):
        lines += [f"### {group}", "", "| keys | does | id |", "|---|---|---|"]
        for command in commands:
            keys = ", ".join(f"`{key}`" for key in command_keys(command).replace("|", "\\|").split(", ") if key) or "–"
            place = place_text(command)
            sentence = command.help + (f" ({place})" if place else "")
            lines.append(f"| {keys} | {sentence} | `{command.id}` |")
        lines.append("")
    return "\n".join(lines)
