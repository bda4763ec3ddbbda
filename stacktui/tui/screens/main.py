"""The main screen: three panes, a search box, a status line; it follows changes of library, view and terminal.

It holds the view (:class:`~stacktui.tui.desk.Desk`) and hands every job to a function in :mod:`stacktui.tui.actions`.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence
from typing import Any

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from stacktui.errors import StackError
from stacktui.library import Change, Library
from stacktui.model import FreeNote, Paper
from stacktui.scopes import DUPLICATES, Scope
from stacktui.settings import Settings
from stacktui.tui import hints
from stacktui.tui.commands import EDITOR, LIST, NOTE, SEARCH, TREE, Command, rebound
from stacktui.tui.desk import Desk
from stacktui.tui.draft_desk import DraftDesk
from stacktui.tui.follower import Follower
from stacktui.tui.keeper import Keeper
from stacktui.tui.keys import Begun
from stacktui.tui.messages import EntryKind
from stacktui.tui.note_desk import NoteDesk
from stacktui.tui.preparing import prepare
from stacktui.tui.screens.arrangement import Arrangement
from stacktui.tui.screens.compositor import PanelCompositor
from stacktui.tui.screens.key_host import KeyHost
from stacktui.tui.search_history import SearchHistory
from stacktui.tui.slices import Slices, Work
from stacktui.tui.symbols import symbols_for
from stacktui.tui.syncer import Syncer
from stacktui.tui.unfinished import UnfinishedCapture
from stacktui.tui.widgets.line_input import LineInput
from stacktui.tui.widgets.line_pane import LinePane
from stacktui.tui.widgets.note_view import NoteView
from stacktui.tui.widgets.paper_list import PaperList
from stacktui.tui.widgets.stack_tree import StackTree
from stacktui.tui.widgets.text_line import TextLine, cells

WHILE_NOTE_WAITS = ("move.", "search.", "pane.")
"""Commands that do not look at the note: it need not be there yet."""


class MainScreen(KeyHost, inherit_bindings=False):
    """See the module."""

    # The focus is drawn by the panes themselves: no repaint of the screen for it.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    AUTO_FOCUS = None

    def __init__(self, library: Library, settings: Settings) -> None:
        super().__init__(rebound(settings.keys))
        self._compositor = PanelCompositor()
        self.library, self.settings = library, settings
        self.desk = Desk(library, settings)
        self.keeper = Keeper(library, self.took_outside, self.saved, self.say_error, self.keep_draft)
        self.note_desk = NoteDesk(self)
        self.draft_desk = DraftDesk(self)
        self.syncer = Syncer(self)
        self.slices = Slices(self)
        self.arrangement = Arrangement(self)
        self.follower = Follower(self, self.refresh_note)
        self.unfinished = UnfinishedCapture(library.path)
        self.import_text = ""
        self.searches = SearchHistory()
        self.is_demo = False
        self._is_shown, self._searches_begin = asyncio.Event(), asyncio.Event()
        self._is_starting = True
        self._entry_in_note: Paper | FreeNote | None = None
        symbols = symbols_for(settings.symbols, sys.stdout.encoding or "ascii", settings.ambiguous_wide)
        self.tree_pane = StackTree(symbols=symbols, id="tree")
        self.list_pane = PaperList(symbols=symbols, id="list")
        self.note_pane = NoteView(symbols=symbols, id="note")
        self.search_box = LineInput(placeholder="search", id="search")
        self.search_mark = TextLine([("/", "text--quiet")], id="search-mark")
        self.count = TextLine(id="count")

    def compose(self) -> ComposeResult:
        """The panes and the status line."""
        with Horizontal(id="panes"):
            with Vertical(id="tree-pane"):
                yield self.tree_pane
            with Vertical(id="list-pane"):
                with Horizontal(id="search-row"):
                    yield self.search_mark
                    yield self.search_box
                    yield self.count
                yield self.list_pane
            with Vertical(id="note-pane"):
                yield self.note_pane
        yield self.status
        yield TextLine(id="small")

    def on_mount(self) -> None:
        """Show the stack and start keeping the file."""
        self.list_pane.empty_text = hints.EMPTY_STACK
        self.arrangement.fit()
        self.call_after_refresh(self._show_first_screen)
        self.refresh_panes()
        self.set_focus(self.list_pane, scroll_visible=False)
        self.show_state()
        self.app.app_resume_signal.subscribe(self, lambda _: self.repaint())
        self.run_worker(self.keeper.run(), group="keeper")
        self.run_worker(prepare(self, self._is_shown, self._searches_begin), group="index")
        if self.library.read_only:
            self.say(f"read only: {self.library.read_only_reason}", "text--warning")
        self.draft_desk.offer()

    def _compositor_refresh(self) -> None:
        """Paint; but while the panes are being laid out for the first time, nobody needs to see it."""
        if not self._is_starting:
            super()._compositor_refresh()

    def _show_first_screen(self) -> None:
        """Everything has its place: paint it, once."""
        self._is_starting = False
        self.refresh()
        self._is_shown.set()

    def on_unmount(self) -> None:
        """The app is being left: wait for no network."""
        self.syncer.stop()

    # -- keys -------------------------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """Where the focus is, as the table of commands calls it."""
        focused = self.focused
        if focused is self.search_box:
            return SEARCH
        if focused is self.tree_pane:
            return TREE
        if focused is self.note_pane:
            return NOTE
        return EDITOR if self.note_desk.is_focused else LIST

    @property
    def facts(self) -> frozenset[str]:
        """What is true now, as the table of commands asks for it."""
        return hints.facts(self)

    @property
    def holds_keys(self) -> bool:
        """Whether keys have to wait."""
        return super().holds_keys or self.slices.is_working

    def is_blind(self) -> bool:
        """Whether the terminal is too small to see what one does."""
        return self.arrangement.is_too_small

    def choices_of(self, begun: Begun) -> list[tuple[str, str]]:
        """The menu of a begun command."""
        return hints.menu(self, begun)

    def reason_against(self, missing: frozenset[str]) -> str:
        """Why a command does nothing now."""
        return hints.why_not(self, missing)

    def before_command(self, command: Command) -> None:
        """Most commands look at the note: it must be there."""
        if self.follower.is_waiting and not command.id.startswith(WHILE_NOTE_WAITS):
            self.follower.catch_up()

    def on_paste(self, event: events.Paste) -> None:
        """A paste where no text field has the focus is something to capture."""
        from stacktui.tui.actions import capturing

        event.stop()
        if self.panel is None and not self.library.read_only:
            capturing.capture_text(self, event.text)

    # -- what is shown ------------------------------------------------------------------------------------------------

    def refresh_panes(self, keep: bool = True) -> None:
        """Show the view again after a change; ``keep`` keeps the cursor on its paper."""
        self.tree_pane.show(self.desk.folders)
        self.refresh_list(keep)

    def refresh_list(self, keep: bool = True, *, note_at_once: bool = True) -> None:
        """Show the rows of the view again; while a query is typed, the note comes after a rest."""
        rows = self.desk.rows
        query = self.desk.view.query
        marks: Callable[[Paper], Any] | None = None
        if query.strip():
            index = self.desk.lit_by
            marks = lambda paper: index.marks(query, paper)  # noqa: E731
        self.list_pane.empty_text = hints.empty_text(self)
        if self.note_pane.empty_text != (lesson := hints.empty_note_text(self)):
            self.note_pane.empty_text = lesson
        self.list_pane.show(rows.papers, marks=marks, keep=keep)
        self.show_count()
        if note_at_once:
            self.refresh_note()
        else:
            self.follower.wait()
        self.refresh_hints()

    def show_count(self) -> None:
        """The count beside the search box, or what is wrong with the query."""
        pieces = hints.count_pieces(self)
        # the query has the first claim on the row
        room = self.list_pane.size.width - cell_len(self.search_box.value) - 6
        self.count.styles.width = max(0, min(cells(pieces), room))
        self.count.show(pieces)

    def refresh_note(self) -> None:
        """Show the entry under the cursor in the note pane."""
        self.follower.forget()
        entry = self._entry_in_note = self.current_entry
        marks = None
        if isinstance(entry, Paper) and self.desk.view.query.strip():
            marks = self.desk.lit_by.marks(self.desk.view.query, entry)
        self.note_pane.show(entry, marks=marks, mentions=hints.mentions(self, entry))

    def refresh_hints(self) -> None:
        """The keys that matter now."""
        self.status.set_hints(hints.status_hints(self))

    def show_state(self) -> None:
        """The library and whether it is saved, on the right of the status line."""
        self.status.set_state(*hints.state(self))

    def repaint(self) -> None:
        """Paint everything anew: another program may have written over it."""
        self.app.send("\x1b[2J")  # type: ignore[attr-defined]  # our driver knows from it that nothing is shown
        self.refresh(layout=True)

    def say_error(self, error: StackError) -> None:
        """Tell what went wrong and what to do."""
        self.say(str(error), "text--error")
        self.show_state()

    # -- entries ------------------------------------------------------------------------------------------------------

    @property
    def current(self) -> Paper | None:
        """The paper under the cursor, where the entry is a paper of the stack."""
        return self.list_pane.current if self.desk.kind is EntryKind.PAPER else None

    @property
    def current_entry(self) -> Paper | FreeNote | None:
        """The entry under the cursor: a paper, a free note, something from the trash."""
        shown = self.list_pane.current
        return self.desk.entry(shown.id) if shown else None

    @property
    def targets(self) -> list[int]:
        """The ids of the marked entries, else of the one under the cursor."""
        return self.list_pane.targets

    def changed(self, change: Change | None, said: str = "", then: Callable[[], object] | None = None) -> None:
        """The library was changed here: follow, save, say so, and ``then`` go on."""
        self.slices.follow(change, said, then)

    def took_outside(self, change: Change) -> None:
        """The library was changed elsewhere: follow without disturbing."""
        self.slices.run(self._taking_outside(change))

    def _taking_outside(self, change: Change) -> Work:
        new = [ident for ident in change.papers if ident in self.library.papers and not self.desk.knows(ident)]
        self.note_desk.take_outside(change)
        yield from self.slices.showing(change)
        if self.status.is_free and (told := hints.changed_elsewhere(self, change, new)):
            self.say(told)

    def keep_text(self) -> None:
        """Bring text that is being edited into the library, or to where it is found again."""
        if self.panel is not None:
            self.panel.keep_typed()
        self.note_desk.store()

    def keep_draft(self, error: StackError) -> None:
        """The library could not be written: put the unsaved work into a draft."""
        self.draft_desk.keep(error)

    def saved(self) -> None:
        """A save has ended."""
        self.draft_desk.saved()
        self.show_state()

    # -- messages of the widgets --------------------------------------------------------------------------------------

    @on(PaperList.Highlighted)
    def _highlighted(self, message: PaperList.Highlighted) -> None:
        self.note_desk.leave_if_other(message.paper.id if message.paper else 0)
        if self.current_entry is not self._entry_in_note:
            self.follower.moved()
        self.refresh_hints()

    @on(PaperList.Opened)
    def _opened(self) -> None:
        self.go_to(self.note_pane)

    @on(PaperList.Marked)
    def _marked(self) -> None:
        self.show_count()

    @on(StackTree.ScopeChosen)
    def _scope_chosen(self, message: StackTree.ScopeChosen) -> None:
        self.show_scope(message.scope)
        if message.entered:
            self.go_to(self.list_pane)

    def on_text_area_changed(self) -> None:
        """Somebody writes in the editor. (Named after the message, whose class is imported late.)"""
        self.note_desk.typed()

    @on(NoteView.LinkChosen)
    def _link_chosen(self, message: NoteView.LinkChosen) -> None:
        from stacktui.tui.actions import opening

        self.start_work(opening.open_url(self, message.url))

    @on(NoteView.TargetSelected)
    def _target_selected(self, message: NoteView.TargetSelected) -> None:
        """The address behind the words of a link is seen nowhere else."""
        if message.target is not None:
            self.say(message.target.value, "text--quiet")

    @on(NoteView.MentionChosen)
    def _mention_chosen(self, message: NoteView.MentionChosen) -> None:
        from stacktui.tui.actions import finding

        finding.show_key(self, message.key)

    @on(Input.Changed, "#search")
    def _query_typed(self, message: Input.Changed) -> None:
        message.stop()
        from stacktui.tui.actions import finding

        self.call_later(finding.look_for, self, message.value)

    def show_scope(self, scope: Scope | None) -> None:
        """Show another folder in the list."""
        if scope is not None and scope != self.desk.view.scope:
            self.desk.show_scope(scope)
            self.list_pane.clear_marks()
            self.refresh_list(keep=False)
            if scope == DUPLICATES:
                from stacktui.tui.actions import merging

                self.run_worker(merging.look_for_twins(self), group="twins", exclusive=True)

    # -- panels and focus ----------------------------------------------------------------------------------------------

    def panel_changed(self) -> None:
        """A panel tells its own keys; what was said before is no longer true."""
        self.status.be_quiet()
        self.refresh_hints()

    def go_to(self, widget: Widget | None) -> None:
        """Give the focus to a pane or field (None: the list) and show it where the layout had hidden it."""
        widget = widget or self.list_pane
        if widget is self.search_box:
            self._searches_begin.set()
        if widget is self.note_pane and self.follower.is_waiting:
            self.follower.catch_up()
        self.arrangement.show(widget)
        # set_focus is at once, where Widget.focus would let the next key arrive before the focus
        self.set_focus(widget, scroll_visible=False)
        self.refresh_hints()

    @property
    def pane(self) -> LinePane:
        """The pane with the focus; the list where it is the search box."""
        focused = self.focused
        return focused if isinstance(focused, LinePane) else self.list_pane

    @property
    def visible_panes(self) -> Sequence[LinePane]:
        """The panes from left to right that can be gone to; where one shows at a time, all."""
        panes = (self.tree_pane, self.list_pane, self.note_pane)
        shown = self.arrangement.visible()
        return panes if len(shown) == 1 else [pane for pane in panes if f"{pane.id}-pane" in shown]

    def on_descendant_focus(self) -> None:
        """The heading in the accent colour, the keys of the place."""
        self.arrangement.show(self.focused)
        self.show_count()
        self.refresh_hints()

    def on_resize(self) -> None:
        """Fit the panes to the terminal."""
        self.arrangement.fit()
        self.refresh_hints()
