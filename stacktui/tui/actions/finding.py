"""The search box, the order of the list, and narrowing undone step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.query import complete as completions
from stacktui.scopes import ALL
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def search(screen: MainScreen, chosen: Chosen) -> None:
    """Into the search box."""
    screen.go_to(screen.search_box)
    # what stands there goes with the next letter, and stays for a cursor key
    screen.search_box.select_all()


def look_for(screen: MainScreen, query: str) -> None:
    """Show what a query finds, unless another one stands in the box by now."""
    if query != screen.search_box.value or query == screen.desk.view.query:
        return
    screen.desk.look_at(query=query)
    screen.refresh_list(keep=not query.strip(), note_at_once=False)


def _settle(screen: MainScreen) -> None:
    """Look for what stands in the box now: the latest letter may still be on its way."""
    look_for(screen, screen.search_box.value)


def accept(screen: MainScreen, chosen: Chosen) -> None:
    """To the results; the query is remembered."""
    _settle(screen)
    _remember(screen)
    screen.go_to(screen.list_pane)


def leave(screen: MainScreen, chosen: Chosen) -> None:
    """Clear the query; from an empty box back to the list."""
    if screen.search_box.value:
        _remember(screen)
        clear(screen)
    else:
        screen.go_to(screen.list_pane)


def clear(screen: MainScreen) -> None:
    """Empty the box and show everything again; the cursor stays on its paper."""
    screen.search_box.value = ""
    _settle(screen)


def _remember(screen: MainScreen) -> None:
    screen.searches.add(screen.search_box.value)


def complete(screen: MainScreen, chosen: Chosen) -> None:
    """Complete the field or value before the cursor; where nothing fits, go to the next pane."""
    box = screen.search_box
    found = completions(box.value, box.cursor_position, screen.library.papers)
    if not found:
        screen.go_to(screen.list_pane)
        return
    first = found[0]
    box.value = box.value[: first.start] + first.text + box.value[first.end :]
    box.cursor_position = first.start + len(first.text)
    if len(found) > 1:
        screen.status.set_menu("or", [("", one.text) for one in found[1:8]])


def down(screen: MainScreen, chosen: Chosen) -> None:
    """Down in the results while typing; on a recalled search at the top, the one after it."""
    later = screen.searches.after(screen.search_box.value) if screen.list_pane.cursor == 0 else None
    if later is None:
        screen.list_pane.move(1)
    else:
        _put(screen, later)


def up(screen: MainScreen, chosen: Chosen) -> None:
    """Up in the results; in an empty box, and from a recalled search, the search before."""
    earlier = screen.searches.before(screen.search_box.value) if screen.list_pane.cursor == 0 else None
    if earlier is None:
        screen.list_pane.move(-1)
    else:
        _put(screen, earlier)


def _put(screen: MainScreen, query: str) -> None:
    screen.search_box.value = query
    screen.search_box.cursor_position = len(query)
    _settle(screen)


def page_down(screen: MainScreen, chosen: Chosen) -> None:
    """A page of results down."""
    screen.list_pane.page(1)


def page_up(screen: MainScreen, chosen: Chosen) -> None:
    """A page of results up."""
    screen.list_pane.page(-1)


def save(screen: MainScreen, chosen: Chosen) -> None:
    """Save the query under a name; it stands in the tree then."""
    query = screen.desk.view.query.strip()

    def named(name: str) -> None:
        if name.strip():
            change = screen.library.save_search(name.strip(), query)
            screen.changed(change, f"saved the search {name.strip()}")

    screen.ask("save this search as", query, named, replaced=True)


def back(screen: MainScreen, chosen: Chosen) -> None:
    """Undo one narrowing: the search, then the marks, then zoom."""
    if screen.search_box.value:
        clear(screen)
    elif screen.list_pane.clear_marks():
        screen.show_count()
    elif screen.arrangement.zoomed:
        screen.arrangement.toggle_zoom()
    elif not screen.note_pane.unselect():
        screen.go_to(screen.list_pane)


def sort(screen: MainScreen, chosen: Chosen) -> None:
    """Sort the list; the same order again reverses it."""
    order = chosen.command.id.removeprefix("sort.")
    view = screen.desk.view
    reverse = view.order == order and not view.reverse and order != "stack"
    screen.desk.look_at(order=order, reverse=reverse)
    screen.refresh_list()
    screen.say("the order of the stack" if order == "stack" else f"sorted by {order}{', reversed' if reverse else ''}")


def show_key(screen: MainScreen, key: str) -> None:
    """Go to the paper with this key, widening the view where it is not shown."""
    paper = screen.library.by_key(key)
    if paper is None:
        screen.say(f"no paper has the key {key}", "text--warning")
        return
    if not screen.list_pane.go_to(paper.id):
        screen.search_box.value = ""
        screen.desk.look_at(query="", scope=ALL)
        screen.tree_pane.go_to(ALL)
        screen.refresh_list()
        screen.list_pane.go_to(paper.id)
