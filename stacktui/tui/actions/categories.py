"""Making, renaming and removing what the tree shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.model import tidy_category, tidy_tag
from stacktui.scopes import Scope
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def create(screen: MainScreen, chosen: Chosen) -> None:
    """A new category, below the one under the cursor."""
    scope = screen.tree_pane.scope
    parent = f"{scope.value}/" if scope is not None and scope.kind == "category" else ""

    def named(name: str) -> None:
        path = tidy_category(name)
        if path and path != parent.rstrip("/"):
            screen.changed(screen.library.add_category(path), f"new category {path}")
            screen.tree_pane.go_to(Scope("category", path))

    screen.ask("new category", parent, named)


def rename(screen: MainScreen, chosen: Chosen) -> None:
    """Another name for the category, tag or saved search under the cursor."""
    folder = screen.tree_pane.current
    if folder is None:
        return
    scope = folder.scope
    old = folder.name if scope.kind == "saved" else scope.value

    def named(name: str) -> None:
        library = screen.library
        if scope.kind == "category" and (path := tidy_category(name)) and path != old:
            _rename_category(screen, old, path)
        elif scope.kind == "tag" and (tag := tidy_tag(name)) and tag != old:
            change = library.rename_tag(old, tag)
            screen.changed(change, f"#{old} is #{tag} now", lambda: screen.tree_pane.go_to(Scope("tag", tag)))
        elif scope.kind == "saved" and name.strip() and name.strip() != old:
            _rename_search(screen, old, name.strip())

    screen.ask("rename to", old, named)


def _rename_category(screen: MainScreen, old: str, new: str) -> None:
    """Rename a category; where the other one exists, ask before both become one."""

    def rename_it() -> None:
        change = screen.library.rename_category(old, new)
        screen.changed(change, f"{old} is {new} now", lambda: screen.tree_pane.go_to(Scope("category", new)))

    if any(folder.scope == Scope("category", new) for folder in screen.desk.folders):
        screen.confirm(f"{new} is there already: put both together?", rename_it)
    else:
        rename_it()


def _rename_search(screen: MainScreen, old: str, new: str) -> None:
    library = screen.library
    found = next((search for search in library.searches.values() if search.name == old), None)
    if found is not None:
        with library.step("rename a search"):
            library.remove_search(found.id)
            change = library.save_search(new, found.query)
        screen.changed(change, f"{old} is {new} now")


def remove(screen: MainScreen, chosen: Chosen) -> None:
    """Take a category, tag or saved search away; the papers stay."""
    folder = screen.tree_pane.current
    if folder is None:
        return
    scope, library = folder.scope, screen.library

    def agreed() -> None:
        if scope.kind == "category":
            change = library.remove_category(scope.value)
        elif scope.kind == "tag":
            change = library.remove_tag(scope.value)
        else:
            found = next(search for search in library.searches.values() if search.name == folder.name)
            change = library.remove_search(found.id)
        said = f"removed {folder.name}; u brings it back"
        screen.changed(change, said, lambda: screen.show_scope(screen.tree_pane.scope))

    if folder.count and scope.kind != "saved":
        screen.confirm(f"take {scope.value} from {folder.count} paper{'s' * (folder.count > 1)}?", agreed)
    else:
        agreed()
