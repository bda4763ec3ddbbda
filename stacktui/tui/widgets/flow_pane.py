"""A pane of flowing text: its looks, the links that can be selected, the matches that are lit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from stacktui.tui.symbols import UNICODE, Symbols
from stacktui.tui.widgets.flow import Line, Target
from stacktui.tui.widgets.line_pane import LinePane
from stacktui.tui.widgets.note_matches import Match

_ATTRIBUTES = {"strong": Style(bold=True), "emphasis": Style(italic=True), "struck": Style(strike=True)}


class FlowPane(LinePane):
    """Draws lines of runs. One link at a time is selected; matches are lit, and one of them is the current one."""

    LOOKS: ClassVar[set[str]] = {
        "note--bar",
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
    FlowPane {
        & > .note--bar { color: $primary; }
        & > .note--title { color: $foreground; text-style: bold; }
        & > .note--quiet, & > .note--between { color: $text-muted; }
        & > .note--rule { color: $text-muted 40%; }
        & > .note--heading { color: $text-primary; text-style: bold; }
        & > .note--subheading { color: $foreground; text-style: bold; }
        & > .note--marker { color: $text-primary; }
        & > .note--code { color: $text-success; }
        & > .note--link { color: $text-primary; text-style: underline; }
        & > .note--reference { color: $text-primary; }
        & > .note--number { color: $text-muted; text-style: bold; }
        & > .note--tag { color: $text-muted; }
        & > .note--stars { color: $text-accent 70%; }
        & > .note--warning { color: $text-warning; }
        & > .note--key { color: $text-primary; text-style: bold; }
        & > .note--to-read { color: $text-muted; }
        & > .note--reading { color: $text-primary; }
        & > .note--read { color: $text-muted; }
        & > .note--reread { color: $text-accent; }
        & > .note--dropped { color: $text-muted; }
        & > .note--lit { color: $text-accent; text-style: bold underline; }
        & > .note--match { color: $text-accent; text-style: bold reverse; }
        & > .note--selected { text-style: reverse; }
        &:ansi > .note--quiet, &:ansi > .note--rule, &:ansi > .note--tag { color: $foreground; text-style: dim; }
        &:ansi > .note--stars { color: $text-accent; }
    }
    """

    class LinkChosen(Message, namespace="note_view"):
        """Somebody wants to follow a link."""

        def __init__(self, url: str, label: str = "") -> None:
            super().__init__()
            self.url, self.label = url, label

    class MentionChosen(Message, namespace="note_view"):
        """Somebody wants to go to the paper with that key."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class TargetSelected(Message, namespace="note_view"):
        """Another link or reference is selected, or none."""

        def __init__(self, target: Target | None) -> None:
            super().__init__()
            self.target = target

    def __init__(self, *, symbols: Symbols = UNICODE, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(symbols=symbols, id=id, classes=classes)
        self._lines: list[Line] = []
        self._matches: Sequence[Match] = ()
        self._matches_by_line: dict[int, list[Match]] = {}
        self._match = -1
        self._selected: Target | None = None
        self._drawn: dict[int, Strip] = {}

    @property
    def selected(self) -> Target | None:
        """The link or reference that ``enter`` follows."""
        return self._selected

    @property
    def match_count(self) -> int:
        """How many places matched."""
        return len(self._matches)

    def show_lines(self, lines: list[Line], matches: Sequence[Match] = ()) -> None:
        """Show other lines; the number of the current match stays, and a selected link while it is there."""
        self._lines, self._matches = lines, matches
        self._matches_by_line = {}
        for match in matches:
            self._matches_by_line.setdefault(match.line, []).append(match)
        self._match = min(self._match, len(matches) - 1)
        self._selected = self._again(self._selected)
        self.redraw()

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

    def _again(self, target: Target | None) -> Target | None:
        """The target in these lines that stands for one of the lines before."""
        if target is None:
            return None
        same = [found for _, found in self._targets() if (found.kind, found.value) == (target.kind, target.value)]
        return target if target in same else next(iter(same), None)

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
        """A line after its margin."""
        strip = self._drawn.get(line)
        if strip is None:
            parts = [self._margin(line), *self._parts(line)]
            strip = self._drawn[line] = self.strip(parts, width, self.style_of())
        return strip

    def _margin(self, number: int) -> tuple[str, Style]:
        """The blank before a line; the bar of the focused pane beside its title."""
        runs = self._lines[number].runs
        if self.has_focus and runs and "title" in runs[0].looks:
            return self._symbols.bar, self.style_of("note--bar")
        return " ", self.style_of()

    def _parts(self, number: int) -> Iterator[tuple[str, Style]]:
        """The runs of a line, cut where matches begin and end."""
        matches = self._matches_by_line.get(number, ())
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
