"""Status, stars, categories, tags, trash: everything that works on the marked papers at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from stacktui.fields import parse_change, with_status
from stacktui.model import Paper, tidy_category, tidy_rating, tidy_tag
from stacktui.tui.keys import Chosen
from stacktui.tui.messages import EntryKind
from stacktui.tui.widgets.choice_list import Choice

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def _count(screen: MainScreen, idents: Collection[int]) -> str:
    """Of how many papers a message speaks; nothing for one."""
    return f" ({len(idents)} papers)" if len(idents) > 1 else ""


def _update(screen: MainScreen, edit: Callable[[Paper], Paper], label: str) -> None:
    idents = [ident for ident in screen.targets if ident in screen.library.papers]
    screen.slices.update(idents, edit, label, label + _count(screen, idents))


def _status(screen: MainScreen, status: str) -> None:
    _update(screen, lambda paper: with_status(paper, status), f"status {status}")


def to_read(screen: MainScreen, chosen: Chosen) -> None:
    """To be read."""
    _status(screen, "to-read")


def reading(screen: MainScreen, chosen: Chosen) -> None:
    """Being read."""
    _status(screen, "reading")


def read(screen: MainScreen, chosen: Chosen) -> None:
    """Read, today where no date stands."""
    _status(screen, "read")


def reread(screen: MainScreen, chosen: Chosen) -> None:
    """To be read again."""
    _status(screen, "reread")


def dropped(screen: MainScreen, chosen: Chosen) -> None:
    """Not worth it."""
    _status(screen, "dropped")


def defer(screen: MainScreen, chosen: Chosen) -> None:
    """Put off until a day; an empty answer takes it back."""
    paper = screen.current
    idents = [ident for ident in screen.targets if ident in screen.library.papers]

    def answered(text: str) -> None:
        change = parse_change(f"not_before={text.strip()}")
        day = change.apply(Paper()).not_before
        label = f"not before {day}" if day else "not put off any more"
        screen.slices.update(idents, change.apply, label, label + _count(screen, idents))

    screen.ask("not before (tomorrow, +2w, 2026-12-24)", paper.not_before if paper else "", answered)


def rate(screen: MainScreen, chosen: Chosen) -> None:
    """Stars; the same number again takes half a star off."""
    stars = chosen.digit
    paper = screen.current
    is_again = paper is not None and stars and paper.rating == stars
    rating = tidy_rating(stars - 0.5 if is_again else stars)
    _update(screen, lambda old: old.edit(rating=rating), f"{rating:g} stars" if rating else "no stars")


def remove(screen: MainScreen, chosen: Chosen) -> None:
    """To the trash."""
    idents = screen.targets
    if screen.desk.kind is EntryKind.NOTE:
        change = screen.library.remove_notes(idents)
        screen.changed(change, "removed the note; u brings it back")
        return
    title = screen.current_entry.title if screen.current_entry else ""
    change = screen.library.remove(idents)
    screen.list_pane.clear_marks()
    what = _count(screen, idents) or f": {title}"
    screen.changed(change, f"to the trash (u brings it back){what}")


def restore(screen: MainScreen, chosen: Chosen) -> None:
    """Out of the trash."""
    idents = screen.targets
    change = screen.library.restore(idents)
    screen.list_pane.clear_marks()
    screen.changed(change, f"put back{_count(screen, idents)}")


def delete_for_good(screen: MainScreen, chosen: Chosen) -> None:
    """Out of the trash and of the library."""
    _delete(screen, screen.targets)


def empty_trash(screen: MainScreen, chosen: Chosen) -> None:
    """All that lies in the trash."""
    _delete(screen, list(screen.library.trash))


def _delete(screen: MainScreen, idents: Sequence[int]) -> None:
    trash = screen.library.trash
    titles = [trash[ident].paper.title for ident in idents if ident in trash]
    what = f"“{titles[0]}”" if len(titles) == 1 else f"{len(titles)} entries, “{titles[0]}” among them,"

    def agreed() -> None:
        change = screen.library.empty_trash([ident for ident in idents if ident in screen.library.trash])
        screen.list_pane.clear_marks()
        screen.changed(change, f"deleted {what.rstrip(',')}; u brings it back until you quit")

    screen.confirm(f"delete {what} for good?", agreed)


def categories(screen: MainScreen, chosen: Chosen) -> None:
    """Choose categories; new ones can be made, with slashes for levels."""
    library = screen.library
    names = [*library.empty_categories]
    _pick(screen, "Categories", "categories", tidy_category, names, "type to narrow, or a new Category/Sub")


def tags(screen: MainScreen, chosen: Chosen) -> None:
    """Choose tags; new ones can be made."""
    _pick(screen, "Tags", "tags", tidy_tag, [], "type to narrow, or a new tag")


def _pick(
    screen: MainScreen, title: str, field: str, tidy: Callable[[str], str], more: Collection[str], hint: str
) -> None:
    from stacktui.tui.panels.picker import MultiPicker

    idents = [ident for ident in screen.targets if ident in screen.library.papers]
    chosen_papers = [screen.library.papers[ident] for ident in idents]
    used = Counter(name for paper in screen.library.papers.values() for name in getattr(paper, field))
    used.update(dict.fromkeys(more, 0))

    def is_on(name: str) -> bool:
        return all(name in getattr(paper, field) for paper in chosen_papers)

    choices = [
        Choice(name, name, f"{used[name]}", checked=is_on(name))
        for name in sorted(used, key=lambda name: (not is_on(name), -used[name] if field == "tags" else 0, name))
    ]

    def done(on: set[str], off: set[str]) -> None:
        def edit(paper: Paper) -> Paper:
            kept = [name for name in getattr(paper, field) if name not in off]
            return paper.edit(**{field: tuple(kept + sorted(on.difference(kept)))})

        said = ", ".join([*sorted(on), *(f"not {name}" for name in sorted(off))])
        screen.slices.update(idents, edit, f"change {field}", f"{field}: {said}{_count(screen, idents)}")

    screen.open_panel(MultiPicker(title, choices, done, tidy, hint))
