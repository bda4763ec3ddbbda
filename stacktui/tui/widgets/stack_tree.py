"""The tree of the stack: smart folders, categories, tags and saved searches with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from stacktui.tui.pieces import clip
from stacktui.tui.symbols import UNICODE, Symbols
from stacktui.tui.widgets.line_pane import LinePane

if TYPE_CHECKING:
    from stacktui.folders import Folder
    from stacktui.scopes import Scope

INDENT = 2
"""The cells that a level of categories is moved in."""


class TreeRow(NamedTuple):
    """A visible line: the heading of a group, or a folder; the parent is the number of its row, -1 for none."""

    heading: str
    folder: Folder | None
    parent: int = -1

    @property
    def is_child(self) -> bool:
        """Whether it stands below a heading."""
        return not self.heading

    @property
    def name(self) -> str:
        """What it is called."""
        if self.heading or self.folder is None:
            return self.heading
        return f"#{self.folder.name}" if self.folder.scope.kind == "tag" else self.folder.name


class StackTree(LinePane):
    """Shows folders, keeps its cursor by scope, and remembers what is folded.

    The folder that shows everything is drawn as the heading of the first group.
    """

    LOOKS: ClassVar[set[str]] = {
        "tree--heading",
        "tree--name",
        "tree--mark",
        "tree--reading",
        "tree--reread",
        "tree--starred",
        "tree--count",
        "tree--bar",
        "tree--current",
    }
    DEFAULT_CSS = """
    StackTree {
        & > .tree--heading { color: $text-muted; text-style: bold; }
        & > .tree--name { color: $foreground; }
        & > .tree--mark { color: $text-muted; }
        & > .tree--reading { color: $text-primary; }
        & > .tree--reread { color: $text-accent; }
        & > .tree--starred { color: $text-accent 70%; }
        & > .tree--count { color: $text-muted; }
        & > .tree--bar { color: $primary; }
        & > .tree--current { color: $foreground; text-style: bold; }
        &:ansi > .tree--heading { text-style: bold dim; }
        &:ansi > .tree--mark, &:ansi > .tree--count { text-style: dim; }
    }
    """

    class ScopeChosen(Message):
        """The cursor came to another folder; with ``entered``, somebody wants to go to its papers."""

        def __init__(self, tree: StackTree, scope: Scope | None, entered: bool = False) -> None:
            super().__init__()
            self.tree, self.scope, self.entered = tree, scope, entered

        @property
        def control(self) -> StackTree:
            """The tree that sent it."""
            return self.tree

        def can_replace(self, message: Message) -> bool:
            """A later folder makes this one stale, unless somebody entered it."""
            return not self.entered and isinstance(message, StackTree.ScopeChosen)

    class Left(Message):
        """Somebody wants to leave the tree to the left, where there is nothing to fold and no parent."""

    class Folded(Message):
        """Something was folded or unfolded."""

    def __init__(self, *, symbols: Symbols = UNICODE, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(symbols=symbols, id=id, classes=classes)
        self._folders: Sequence[Folder] = ()
        self._rows: list[TreeRow] = []
        self._cursor = 0
        self._is_open: dict[Scope, bool] = {}
        self._announced: Scope | None = None

    # Queries

    @property
    def current(self) -> Folder | None:
        """The folder under the cursor."""
        return self._rows[self._cursor].folder if self._cursor < len(self._rows) else None

    @property
    def scope(self) -> Scope | None:
        """The scope of the folder under the cursor; None in an empty tree."""
        return self.current.scope if self.current else None

    @property
    def fold_state(self) -> dict[Scope, bool]:
        """What somebody unfolded (True) or folded (False), by scope; it may be given back to :meth:`set_folds`."""
        return dict(self._is_open)

    def is_open(self, folder: Folder) -> bool:
        """Whether the folder's children are shown: by default only those of the top."""
        return self._is_open.get(folder.scope, folder.depth == 0)

    # Changes

    def show(self, folders: Sequence[Folder]) -> None:
        """Show other folders; the cursor stays on its scope at the same height, else near where it was."""
        self._folders = folders
        self._rebuild()
        self._announce()

    def set_folds(self, folds: dict[Scope, bool]) -> None:
        """Fold and unfold as remembered."""
        self._is_open = dict(folds)
        self._rebuild()

    def go_to(self, scope: Scope) -> bool:
        """Put the cursor on a scope, unfolding what hides it; False where there is none."""
        path = self._path_to(scope)
        if path:
            self._is_open.update({parent.scope: True for parent in path[:-1]})
            self._rebuild()
            self._go_to(self._row_of(scope))
        return bool(path)

    def _path_to(self, scope: Scope | None) -> list[Folder]:
        """The folders from the top of a group down to a scope; none where it does not exist."""
        path: list[Folder] = []
        for folder in self._folders:
            del path[folder.depth :]
            path.append(folder)
            if folder.scope == scope:
                return path
        return []

    def _rebuild(self) -> None:
        """Find the visible rows anew, and put the cursor where it was."""
        scope, height_above = self.scope, self._cursor - self._top
        self._rows = self._visible_rows()
        rows = [self._row_of(folder.scope) for folder in reversed(self._path_to(scope))]
        self._cursor = next((row for row in rows if row >= 0), self._nearest_folder(self._cursor))
        self._top = max(0, min(self._cursor - height_above, self.last_top))
        self.reveal(self._cursor)
        self.redraw()

    def _visible_rows(self) -> list[TreeRow]:
        rows: list[TreeRow] = []
        group, closed_at = "", -1
        parents: list[int] = []
        for folder in self._folders:
            if folder.group != group:
                group, parents, closed_at = folder.group, [], -1
                if not is_everything(folder):
                    rows.append(TreeRow(group, None))
            if 0 <= closed_at < folder.depth:
                continue
            closed_at = folder.depth if folder.has_children and not self.is_open(folder) else -1
            del parents[folder.depth :]
            rows.append(TreeRow(group if is_everything(folder) else "", folder, parents[-1] if parents else -1))
            parents.append(len(rows) - 1)
        return rows

    def _row_of(self, scope: Scope) -> int:
        """The number of the row with that scope, -1 where it is not visible."""
        return next((at for at, row in enumerate(self._rows) if row.folder and row.folder.scope == scope), -1)

    def _nearest_folder(self, row: int) -> int:
        """The folder at or next to a row that may have become a heading."""
        outwards = chain(range(max(0, row), len(self._rows)), range(min(row, len(self._rows) - 1), -1, -1))
        return next((number for number in outwards if self._rows[number].folder), 0)

    # Movement

    def move(self, count: int) -> None:
        """Move the cursor by folders; headings are skipped."""
        step = 1 if count > 0 else -1
        row = self._cursor
        for _ in range(abs(count)):
            following = row + step
            while 0 <= following < len(self._rows) and self._rows[following].folder is None:
                following += step
            if not 0 <= following < len(self._rows):
                break
            row = following
        self._go_to(row)

    def half_page(self, direction: int) -> None:
        """Move by half a page."""
        self.move(direction * max(1, self.size.height // 2))

    def page(self, direction: int) -> None:
        """Move by a page."""
        self.move(direction * max(1, self.size.height - 2))

    def to_top(self) -> None:
        """To the first folder."""
        self._go_to(self._nearest_folder(0))

    def to_bottom(self) -> None:
        """To the last folder."""
        self._go_to(len(self._rows) - 1)

    def _go_to(self, row: int) -> None:
        if not 0 <= row < len(self._rows) or row == self._cursor:
            self.reveal(self._cursor)
            return
        before, self._cursor = self._cursor, row
        self.reveal(row - 1 if row and self._rows[row - 1].folder is None else row)
        self.reveal(row)
        self.refresh_lines(before)
        self.refresh_lines(row)
        self._announce()

    def _announce(self) -> None:
        if self.scope != self._announced:
            self._announced = self.scope
            self.post_message(self.ScopeChosen(self, self.scope))

    # Folding

    def toggle_fold(self) -> None:
        """Fold the folder under the cursor, or unfold it."""
        folder = self.current
        if folder and folder.has_children:
            self._set_open(folder, not self.is_open(folder))

    def go_left(self) -> None:
        """Fold; where nothing is to be folded, go to the parent; where there is none, send :class:`Left`."""
        folder = self.current
        if folder and folder.has_children and self.is_open(folder):
            self._set_open(folder, False)
        elif folder and (parent := self._rows[self._cursor].parent) >= 0:
            self._go_to(parent)
        else:
            self.post_message(self.Left())

    def go_right(self) -> None:
        """Unfold; where nothing is to be unfolded, enter the folder."""
        folder = self.current
        if folder and folder.has_children and not self.is_open(folder):
            self._set_open(folder, True)
        else:
            self.enter()

    def enter(self) -> None:
        """Ask for the papers of the folder under the cursor."""
        if self.current:
            self.post_message(self.ScopeChosen(self, self.scope, entered=True))

    def _set_open(self, folder: Folder, is_open: bool) -> None:
        self._is_open[folder.scope] = is_open
        self._rebuild()
        self.post_message(self.Folded())

    # Drawing

    @property
    def line_count(self) -> int:
        """A line a row."""
        return len(self._rows)

    def draw_line(self, line: int, width: int) -> Strip:
        """A heading or a folder."""
        row = self._rows[line]
        quiet = self.style_of("tree--count")
        parts = [self._bar(line)]
        if row.folder and row.is_child:
            parts.append((self._lead(row.folder), self._mark_style(row.folder)))
        count = f"{row.folder.count:,}" if row.folder and row.folder.count >= 0 else ""
        room = width - sum(cell_len(text) for text, _ in parts) - len(count) - bool(count)
        name = clip(row.name, room, self._symbols.ellipsis)
        parts.append((name, self._name_style(line)))
        parts.append((" " * (room - cell_len(name) + bool(count)) + count, quiet))
        return self.strip(parts, width, quiet)

    def _bar(self, line: int) -> tuple[str, Style]:
        if line != self._cursor or self.current is None:
            return " ", self.style_of("tree--count")
        return self._symbols.bar if self.has_focus else self._symbols.thin_bar, self.style_of("tree--bar")

    def _name_style(self, line: int) -> Style:
        if line == self._cursor and self.has_focus:
            return self.style_of("tree--current")
        return self.style_of("tree--name" if self._rows[line].is_child else "tree--heading")

    def _lead(self, folder: Folder) -> str:
        """Indentation, then a fold mark or the mark of a smart folder."""
        symbols = self._symbols
        if folder.has_children:
            mark = symbols.unfolded if self.is_open(folder) else symbols.folded
        else:
            mark = symbols.status.get(folder.scope.value, " ") if folder.scope.kind == "status" else ""
            mark = mark or symbols.folders.get(folder.scope.kind, " ")
        return f"{' ' * INDENT * folder.depth}{mark} "

    def _mark_style(self, folder: Folder) -> Style:
        """Marks have the colours that they have in the list."""
        name = f"tree--{folder.scope.value if folder.scope.kind == 'status' else folder.scope.kind}"
        return self.style_of(name if name in self.LOOKS else "tree--mark")

    # Events

    def on_resize(self) -> None:
        """A new size: the cursor stays visible."""
        super().on_resize()
        self.reveal(self._cursor)

    def click_line(self, line: int, column: int, times: int) -> None:
        """Choose a folder; a click on its mark, or a second one, folds it."""
        folder = self._rows[line].folder if line < len(self._rows) else None
        if folder is None:
            return
        self._go_to(line)
        if folder.has_children and (times == 2 or column <= INDENT * folder.depth + 2):
            self.toggle_fold()


def is_everything(folder: Folder) -> bool:
    """Whether the folder shows the whole stack."""
    return bool(folder.scope.kind == "all")
