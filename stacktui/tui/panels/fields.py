"""Edit the fields of a paper: one line a field, links by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from stacktui.errors import StackError
from stacktui.fields import change_paper, parse_change, parse_url
from stacktui.model import Link, Paper, tidy_rating
from stacktui.tui.panels.base import Panel
from stacktui.tui.widgets.line_input import LineInput
from stacktui.tui.widgets.text_line import TextLine

ROWS = (
    ("title", "title"),
    ("alias", "short name"),
    ("authors", "authors"),
    ("venue", "venue"),
    ("year", "year"),
    ("month", "month"),
    ("presentation", "presentation"),
    ("url", "main link"),
    ("status", "status"),
    ("rating", "stars"),
    ("categories", "categories"),
    ("tags", "tags"),
    ("read", "read on"),
    ("not_before", "not before"),
    ("key", "citekey"),
)
"""The fields with their names on the screen; the links follow the main link."""

PLACEHOLDERS = {
    "authors": "e.g. Ada Lovelace, Alan Turing",
    "year": "e.g. 2019",
    "month": "1 to 12",
    "presentation": "e.g. oral, spotlight",
    "url": "https://…, an arXiv id or a DOI",
    "status": "to-read, reading, read, reread, dropped",
    "rating": "0.5 to 5",
    "categories": "e.g. Vision/Tracking, NAS",
    "tags": "e.g. survey, baseline",
    "read": "e.g. 2019-07-04, 2019-07, 2019 or today",
    "not_before": "e.g. 2026-12-24, tomorrow or +2w",
}


class FieldsPanel(Panel):
    """A form; enter saves all of it."""

    TITLE = "Fields"
    FOOT = (("enter", "save"), ("↑ ↓", "field"), ("esc", "leave as it was"))
    DEFAULT_CSS = """
    FieldsPanel {
        VerticalScroll { height: auto; max-height: 24; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; }
        .field--row { height: 1; }
        .field--name { width: 16; padding-right: 1; }
    }
    """

    def __init__(self, paper: Paper, done: Callable[[Paper], None]) -> None:
        super().__init__()
        self._paper, self._done = paper, done
        self._fields = {
            name: LineInput(field_text(paper, name), placeholder=PLACEHOLDERS.get(name, "")) for name, _ in ROWS
        }
        self._links = [LineInput(link.url or "", placeholder="the address was lost") for link in paper.links]
        self._new_link = LineInput(placeholder="e.g. code=https://…")

    def body(self) -> ComposeResult:
        """A row a field."""
        with VerticalScroll(can_focus=False):
            for name, label in ROWS:
                yield from self._row(label, self._fields[name])
                if name == "url":
                    first = 2 if self._paper.url else 1
                    for number, (link, box) in enumerate(zip(self._paper.links, self._links, strict=True), first):
                        yield from self._row(f"{number} {link.label}", box)
                    yield from self._row("another link", self._new_link)

    def _row(self, label: str, box: LineInput) -> ComposeResult:
        with Horizontal(classes="field--row"):
            name = TextLine([(label, "text--quiet")])
            name.add_class("field--name")
            yield name
            yield box

    def first_field(self) -> LineInput:
        """The title."""
        return self._fields["title"]

    def on_mount(self) -> None:
        """In a low terminal the rows scroll, so that the keys below them stay in view."""
        super().on_mount()
        self.query_one(VerticalScroll).styles.max_height = max(3, min(24, self.screen.size.height - 6))

    def _boxes(self) -> list[LineInput]:
        return list(self.query(LineInput))

    def key(self, key: str) -> bool:
        """Up and down walk the fields, enter saves."""
        if key in ("down", "tab", "up", "shift+tab"):
            boxes = self._boxes()
            here = next((place for place, box in enumerate(boxes) if box.has_focus), 0)
            following = boxes[(here + (1 if key in ("down", "tab") else -1)) % len(boxes)]
            self.screen.set_focus(following)  # at once: the next key may come before Widget.focus has done it
            return True
        if key == "enter":
            self._save()
            return True
        return super().key(key)

    def _save(self) -> None:
        try:
            edited = self._edited()
        except StackError as error:
            self.heading((f"  {error}", "text--error"))
            return
        self.close()
        if self.differing(self._paper, edited):
            self._done(edited)

    def _edited(self) -> Paper:
        changes = [
            parse_change(f"{name}={_no_breaks(box.value)}")
            for name, box in self._fields.items()
            if box.value.strip() != field_text(self._paper, name)
        ]
        paper = change_paper(self._paper, changes)
        return paper.edit(links=tuple(self._edited_links()))

    def _edited_links(self) -> Iterable[Link]:
        for link, box in zip(self._paper.links, self._links, strict=True):
            value = box.value.strip()
            if value == (link.url or ""):
                yield link
            elif value:
                yield Link(link.label, parse_url(value))
        if self._new_link.value.strip():
            added = parse_change(f"links={self._new_link.value.strip()}").apply(Paper())
            yield from added.links

    @staticmethod
    def differing(old: Paper, new: Paper) -> list[str]:
        """The fields in which two papers differ."""
        return [name for name in (*(name for name, _ in ROWS), "links") if getattr(old, name) != getattr(new, name)]


def field_text(paper: Paper, name: str) -> str:
    """A field as it is typed."""
    value = getattr(paper, name)
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{tidy_rating(value):g}" if name == "rating" else str(value)


def _no_breaks(text: str) -> str:
    return " ".join(text.split("\n"))
