"""The note pane: head, rendered Markdown, links to follow and matches to go through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.worker import get_current_worker

from stacktui.model import FreeNote, Paper
from stacktui.tui.rows import UNICODE, Marks, Symbols
from stacktui.tui.widgets.flow import Line, Run, Target, wrapped
from stacktui.tui.widgets.line_pane import LinePane
from stacktui.tui.widgets.markdown_lines import markdown_lines
from stacktui.tui.widgets.note_head import free_note_head, mention_lines, paper_head
from stacktui.tui.widgets.note_matches import Match, find_matches

SMALL = 3_000
"""Characters of a note that are rendered at once; a longer one goes to a thread, and only its beginning is."""

SETTLE_SECONDS = 0.06
"""A long note must stay under the cursor for so long before a thread starts on it."""

TEXT_WIDTH = 100
"""Lines longer than this are tiring to read."""

KEPT_NOTES = 24
"""Rendered notes that are kept for coming back."""

Hint = str | tuple[str, str]

_ATTRIBUTES = {"strong": Style(bold=True), "emphasis": Style(italic=True), "struck": Style(strike=True)}


class NoteView(LinePane):
    """Shows a paper or a free note; the place is kept when the same one is shown again, changed or not."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "note--title",
        "note--quiet",
        "note--between",
        "note--rule",
        "note--heading",
        "note--subheading",
        "note--marker",
        "note--code",
        "note--link",
        "note--reference",
        "note--number",
        "note--tag",
        "note--stars",
        "note--warning",
        "note--key",
        "note--to-read",
        "note--reading",
        "note--read",
        "note--reread",
        "note--dropped",
        "note--lit",
        "note--match",
        "note--selected",
    }
    DEFAULT_CSS = """
    NoteView {
        & > .note--title { color: $foreground; text-style: bold; }
        & > .note--quiet, & > .note--between { color: $text-muted; }
        & > .note--rule { color: $text-muted 40%; }
        & > .note--heading { color: $primary; text-style: bold; }
        & > .note--subheading { color: $foreground; text-style: bold; }
        & > .note--marker { color: $primary; }
        & > .note--code { color: $success; }
        & > .note--link { color: $primary; text-style: underline; }
        & > .note--reference { color: $primary; }
        & > .note--number { color: $text-muted; text-style: bold; }
        & > .note--tag { color: $text-muted; }
        & > .note--stars { color: $accent 70%; }
        & > .note--warning { color: $warning; }
        & > .note--key { color: $primary; text-style: bold; }
        & > .note--to-read { color: $text-muted; }
        & > .note--reading { color: $primary; }
        & > .note--read { color: $text-muted; }
        & > .note--reread { color: $accent; }
        & > .note--dropped { color: $text-muted; }
        & > .note--lit { color: $accent; text-style: bold underline; }
        & > .note--match { color: $accent; text-style: bold reverse; }
        & > .note--selected { text-style: reverse; }
        &:ansi > .note--quiet, &:ansi > .note--rule, &:ansi > .note--tag { color: $foreground; text-style: dim; }
        &:ansi > .note--stars { color: $accent; }
    }
    """

    class LinkChosen(Message):
        """Somebody wants to follow a link."""

        def __init__(self, url: str, label: str = "") -> None:
            super().__init__()
            self.url, self.label = url, label

    class MentionChosen(Message):
        """Somebody wants to go to the paper with that key."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class TargetSelected(Message):
        """Another link or reference is selected, or none."""

        def __init__(self, target: Target | None) -> None:
            super().__init__()
            self.target = target

    class Rendered(Message, bubble=False):
        """A thread has rendered a long note."""

        def __init__(self, note: Sequence[str], width: int, lines: list[Line]) -> None:
            super().__init__()
            self.note, self.width, self.lines = note, width, lines

    def __init__(self, *, symbols: Symbols = UNICODE, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(symbols=symbols, id=id, classes=classes)
        self._subject: Paper | FreeNote | None = None
        self._marks: Marks | None = None
        self._mentions: tuple[str, ...] = ()
        self._empty_text: tuple[Hint, ...] = ("No note yet.", ("e", "write one here"), ("E", "write it in your editor"))
        self._head: list[Line] = []
        self._body: list[Line] = []
        self._lines: list[Line] = []
        self._rendered: dict[int, tuple[Sequence[str], int, list[Line]]] = {}
        self._matches: list[Match] = []
        self._match = -1
        self._selected: Target | None = None
        self._drawn: dict[int, Strip] = {}
        self._timer: Timer | None = None

    # Queries

    @property
    def subject(self) -> Paper | FreeNote | None:
        """What is shown."""
        return self._subject

    @property
    def selected(self) -> Target | None:
        """The link or reference that ``enter`` follows."""
        return self._selected

    @property
    def match_count(self) -> int:
        """How many places of the note matched."""
        return len(self._matches)

    @property
    def source_line(self) -> int:
        """The line of the note that stands first in view, from 0: where an editor may begin."""
        visible = self._lines[max(self._top, len(self._head)) : self._top + self.size.height]
        return next((line.source for line in visible if line.source >= 0), 0)

    @property
    def empty_text(self) -> tuple[Hint, ...]:
        """What stands in the place of an empty note: lines of words, or pairs of a key and what it does."""
        return self._empty_text

    @empty_text.setter
    def empty_text(self, lines: Sequence[Hint]) -> None:
        self._empty_text = tuple(lines)
        self._lay_out()

    # Changes

    def show(self, subject: Paper | FreeNote | None, marks: Marks | None = None, mentions: Sequence[str] = ()) -> None:
        """Show a paper or free note (None: nothing), where a query matched it, and which papers' notes name it."""
        is_same = _identity(subject) == _identity(self._subject)
        self._subject, self._marks, self._mentions = subject, marks, tuple(mentions)
        if not is_same:
            self._top, self._match, self._selected = 0, -1, None
        self._lay_out()

    @property
    def _note(self) -> tuple[str, ...]:
        if isinstance(self._subject, Paper):
            return self._subject.note
        return self._subject.text if self._subject else ()

    @property
    def _text_width(self) -> int:
        return max(8, min(self.size.width - 2, TEXT_WIDTH))

    def _lay_out(self) -> None:
        """Make all lines anew; a long note comes later."""
        if self._timer:
            self._timer.stop()
        if not self.size.width:
            return
        width = self._text_width
        anchor = self._anchor()
        self._head = self._head_lines(width)
        self._body = self._body_lines(width)
        self._assemble()
        self._restore(anchor)
        self.redraw()

    def _head_lines(self, width: int) -> list[Line]:
        if isinstance(self._subject, Paper):
            return paper_head(self._subject, width, self._symbols, self._marks)
        return free_note_head(self._subject, width, self._symbols) if self._subject else []

    def _body_lines(self, width: int) -> list[Line]:
        """The rendered note, or what can be had of it at once."""
        note = self._note
        if not self._subject or not any(line.strip() for line in note):
            return self._hint_lines(width) if self._subject else []
        kept = self._rendered.get(self._subject.id)
        if kept and kept[0] == note and kept[1] == width:
            return kept[2]
        if sum(map(len, note)) <= SMALL:
            lines = markdown_lines(note, width, self._symbols)
            self._keep(note, width, lines)
            return lines
        self._timer = self.set_timer(SETTLE_SECONDS, partial(self._render_in_thread, note, width))
        if kept and kept[1] == width:
            return kept[2]
        return markdown_lines(_beginning(note), width, self._symbols)

    def _hint_lines(self, width: int) -> list[Line]:
        lines = [Line()]
        for hint in self._empty_text:
            runs = [Run(hint, ("quiet",))] if isinstance(hint, str) else _key_runs(*hint)
            lines += [Line(tuple(line)) for line in wrapped(runs, width)]
        return lines

    def _assemble(self) -> None:
        self._lines = [*self._head, *self._body, *mention_lines(self._mentions, self._text_width)]
        first = len(self._head)
        self._matches = find_matches(self._lines, first, self._note, self._marks.note) if self._marks else []
        self._match = min(self._match, len(self._matches) - 1)

    # Long notes

    def _render_in_thread(self, note: Sequence[str], width: int) -> None:
        self.run_worker(partial(self._render_note, note, width), thread=True, exclusive=True, group="note")

    def _render_note(self, note: Sequence[str], width: int) -> None:
        """In a thread: render, and send the lines if nobody changed their mind meanwhile."""
        worker = get_current_worker()
        lines = markdown_lines(note, width, self._symbols, lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.post_message(self.Rendered(note, width, lines))

    def on_note_view_rendered(self, message: Rendered) -> None:
        """Show a long note, if it still is the one."""
        if message.note is not self._note or message.width != self._text_width:
            return
        self._keep(message.note, message.width, message.lines)
        anchor = self._anchor()
        self._body = message.lines
        self._assemble()
        self._restore(anchor)
        self.redraw()

    def _keep(self, note: Sequence[str], width: int, lines: list[Line]) -> None:
        if self._subject:
            self._rendered.pop(self._subject.id, None)
            self._rendered[self._subject.id] = (note, width, lines)
            if len(self._rendered) > KEPT_NOTES:
                del self._rendered[next(iter(self._rendered))]

    # The place

    def _anchor(self) -> tuple[int, int]:
        """Where the reader is: a line of the source (-1: in the head) and lines from there."""
        for line in range(self._top, len(self._head) - 1, -1):
            if line < len(self._lines) and (source := self._lines[line].source) >= 0:
                return source, self._top - line
        return -1, self._top

    def _restore(self, anchor: tuple[int, int]) -> None:
        source, lines = anchor
        if source < 0:
            line = lines
        else:
            after = (at for at in range(len(self._head), len(self._lines)) if self._lines[at].source >= source)
            line = next(after, len(self._lines)) + lines
        self._top = max(0, min(line, self.last_top))

    # Matches and links

    def next_match(self) -> bool:
        """Go to the next match, after the last one to the first; False where there is none."""
        return self._go_to_match(1)

    def previous_match(self) -> bool:
        """Go to the match before, before the first one to the last; False where there is none."""
        return self._go_to_match(-1)

    def _go_to_match(self, step: int) -> bool:
        if not self._matches:
            return False
        self._match = (self._match + step) % len(self._matches) if self._match >= 0 else (0 if step > 0 else -1)
        self._match %= len(self._matches)
        self.reveal(self._matches[self._match].line)
        self.redraw()
        return True

    def next_link(self) -> bool:
        """Select the next link or reference, from the first one in view; False where there is none."""
        return self._select(1)

    def previous_link(self) -> bool:
        """Select the link or reference before."""
        return self._select(-1)

    def _select(self, step: int) -> bool:
        targets = list(self._targets())
        at = next((at for at, (_, target) in enumerate(targets) if target is self._selected), None)
        if at is None:
            lines = [line for line, _ in targets]
            visible = [at for at, line in enumerate(lines) if self._top <= line < self._top + self.size.height]
            following = (visible or [0])[0 if step > 0 else -1]
        else:
            following = at + step
        if not 0 <= following < len(targets):
            return False
        line, self._selected = targets[following]
        self.reveal(line)
        self.redraw()
        self.post_message(self.TargetSelected(self._selected))
        return True

    def _targets(self) -> Iterator[tuple[int, Target]]:
        """All links and references with their line."""
        last = None
        for number, line in enumerate(self._lines):
            for run in line.runs:
                if run.target is not None and run.target is not last:
                    last = run.target
                    yield number, last

    def unselect(self) -> bool:
        """Select nothing; whether something was selected."""
        had, self._selected = self._selected is not None, None
        if had:
            self.redraw()
            self.post_message(self.TargetSelected(None))
        return had

    def follow(self) -> bool:
        """Follow the selected link; where none is, select the first one in view. False where there is none."""
        if self._selected is None:
            return self.next_link()
        self._choose(self._selected)
        return True

    def _choose(self, target: Target) -> None:
        if target.kind == "key":
            self.post_message(self.MentionChosen(target.value))
        else:
            self.post_message(self.LinkChosen(target.value, target.label))

    # Drawing

    @property
    def line_count(self) -> int:
        """The lines of head, note and mentions."""
        return len(self._lines)

    def forget_drawn(self) -> None:
        """Drop drawn lines."""
        self._drawn.clear()

    def draw_line(self, line: int, width: int) -> Strip:
        """A line with a blank before it."""
        strip = self._drawn.get(line)
        if strip is None:
            parts = [(" ", self.style_of()), *self._parts(line)]
            strip = self._drawn[line] = self.strip(parts, width, self.style_of())
        return strip

    def _parts(self, number: int) -> Iterator[tuple[str, Style]]:
        """The runs of a line, cut where matches begin and end."""
        matches = [match for match in self._matches if match.line == number]
        current = self._matches[self._match] if 0 <= self._match < len(self._matches) else None
        column = 0
        for run in self._lines[number].runs:
            start, end = column, column + len(run.text)
            looks = (*run.looks, "selected") if run.target and run.target is self._selected else run.looks
            for match in matches:
                first, last = max(start, match.start), min(end, match.end)
                if first < last:
                    yield run.text[start - column : first - column], self._look(looks)
                    lit = "match" if match is current else "lit"
                    yield run.text[first - column : last - column], self._look((*looks, lit))
                    start = last
            yield run.text[start - column :], self._look(looks)
            column = end

    def _look(self, looks: tuple[str, ...]) -> Style:
        """Colours of the last look that has one, attributes of all."""
        style = self.style_of()
        for look in looks:
            style += _ATTRIBUTES.get(look) or self.style_of(f"note--{look}")
        return style

    # Events

    def on_resize(self) -> None:
        """Other widths break lines elsewhere."""
        super().on_resize()
        self._lay_out()

    def click_line(self, line: int, column: int, times: int) -> None:
        """Select and follow a link that is clicked on."""
        target = self._target_at(line, column - 1)
        if target:
            self._selected = target
            self.redraw()
            self.post_message(self.TargetSelected(target))
            self._choose(target)

    def _target_at(self, line: int, column: int) -> Target | None:
        if not 0 <= line < len(self._lines):
            return None
        for run in self._lines[line].runs:
            size = cell_len(run.text)
            if column < size:
                return run.target
            column -= size
        return None


def _identity(subject: Paper | FreeNote | None) -> tuple[object, ...]:
    return (type(subject), subject.id, subject.id or id(subject)) if subject else ()


def _beginning(note: Sequence[str]) -> Sequence[str]:
    """The first lines of a long note."""
    room = SMALL
    for number, line in enumerate(note):
        room -= len(line) + 1
        if room < 0:
            return note[:number] or [line[:SMALL]]
    return note


def _key_runs(key: str, words: str) -> list[Run]:
    return [Run(key.ljust(4), ("key",)), Run(words, ("quiet",))]
