"""A fuzzy picker: type to narrow, enter to choose; it can check several things and make new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from stacktui.model import Paper
from stacktui.search import Index
from stacktui.tui.panels.base import Panel
from stacktui.tui.widgets.choice_list import Choice, ChoiceList
from stacktui.tui.widgets.line_input import LineInput

KEY_STEPS = {"down": 1, "up": -1, "ctrl+n": 1, "ctrl+p": -1, "pagedown": 10, "pageup": -10}


class Picker(Panel):
    """Chooses one value."""

    FOOT: ClassVar[Sequence[tuple[str, str]]] = (("enter", "choose"), ("esc", "back"))

    def __init__(self, title: str, choices: Sequence[Choice], chosen: Callable[[str], None], hint: str = "") -> None:
        super().__init__()
        self.TITLE = title  # type: ignore[misc]
        self._choices = list(choices)
        self._chosen = chosen
        self._hint = hint
        self._index: Index | None = None
        self._field = LineInput(placeholder=hint or "type to narrow")
        self._list = ChoiceList()

    def body(self) -> ComposeResult:
        """The text field and the choices."""
        yield self._field
        yield self._list

    def first_field(self) -> LineInput:
        """The text field."""
        return self._field

    def on_mount(self) -> None:
        """Show all choices."""
        super().on_mount()
        self._narrow("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(event.value)

    @on(ChoiceList.Picked)
    def _clicked(self, event: ChoiceList.Picked) -> None:
        event.stop()
        self.choose()

    def key(self, key: str) -> bool:
        """Move, choose, close."""
        if key in KEY_STEPS:
            self._list.move(KEY_STEPS[key])
            return True
        if key == "enter":
            self.choose()
            return True
        return super().key(key)

    def choose(self) -> None:
        """Answer with the choice under the cursor."""
        choice = self._list.current
        if choice is not None:
            self.close()
            self._chosen(choice.value)

    def _narrow(self, query: str) -> None:
        self._list.show(self._found(query))

    def _found(self, query: str) -> list[Choice]:
        """The choices that fit, best first, with the letters that matched."""
        if not query.strip():
            return self._choices
        if self._index is None:
            self._index = Index({place: _entry(place, c) for place, c in enumerate(self._choices, 1)})
        plain = query.replace(":", " ").replace('"', " ").replace("#", " ").replace("@", " ").strip()
        if not plain:
            return self._choices
        return [self._lit(place, plain) for place in self._index.search(plain).ids]

    def _lit(self, place: int, query: str) -> Choice:
        choice = self._choices[place - 1]
        assert self._index is not None
        return replace(choice, lit=self._index.marks(query, Paper(id=place, title=choice.label)).title)


def _entry(place: int, choice: Choice) -> Paper:
    """A choice as the index searches it."""
    return Paper(id=place, title=choice.label, alias=choice.also)


class MultiPicker(Picker):
    """Checks any number of values; what was typed and is not there yet can be made."""

    FOOT = (("enter", "toggle and done"), ("tab", "toggle"), ("esc", "done"))

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        done: Callable[[set[str], set[str]], None],
        tidy: Callable[[str], str],
        hint: str = "",
    ) -> None:
        super().__init__(title, choices, lambda _: None, hint)
        self._done = done
        self._tidy = tidy
        self._on: set[str] = set()
        self._off: set[str] = set()

    def key(self, key: str) -> bool:
        """Tab toggles and stays; enter toggles and is done; escape is done."""
        if key == "tab":
            self.toggle()
            return True
        return super().key(key)

    def choose(self) -> None:
        """Toggle what is under the cursor where something was typed, and be done."""
        if self._field.value.strip() or not (self._on or self._off):
            self.toggle()
        self.close()

    def close(self) -> None:
        """Tell what was switched on and off."""
        super().close()
        if self._on or self._off:
            self._done(self._on, self._off)

    def toggle(self) -> None:
        """Switch the value under the cursor."""
        choice = self._list.current
        if choice is None:
            return
        now = not choice.checked
        (self._on if now else self._off).add(choice.value)
        (self._off if now else self._on).discard(choice.value)
        new = replace(choice, checked=now, lit=(), label=choice.value, detail="" if _is_new(choice) else choice.detail)
        if _is_new(choice):
            self._choices.insert(0, new)
        else:
            self._choices[next(i for i, old in enumerate(self._choices) if old.value == new.value)] = new
        self._index = None
        place = self._list.cursor
        if self._field.value:
            self._field.value = ""
            place = 0
        self._list.show(self._found(self._field.value), place)

    def _found(self, query: str) -> list[Choice]:
        found = super()._found(query)
        new = self._tidy(query)
        if new and all(choice.value != new for choice in self._choices):
            return [*found, Choice(new, f"{new}", "new", checked=False)]
        return found


def _is_new(choice: Choice) -> bool:
    return choice.detail == "new"
