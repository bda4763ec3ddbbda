"""The tree of the stack, with real keys."""

from __future__ import annotations

from dataclasses import replace

from pane_app import lines, running, styles_of

from stacktui.folders import Folder, folders
from stacktui.model import Paper
from stacktui.scopes import ALL, Scope
from stacktui.tui.symbols import ASCII
from stacktui.tui.widgets.stack_tree import StackTree

KEYS = {"space": "toggle_fold", "h": "go_left", "l": "go_right", "enter": "enter"}


def category(path: str) -> Scope:
    return Scope("category", path)


PAPERS = {
    number: Paper(id=number, title="x", categories=(path,), tags=("rl",))
    for number, path in enumerate(("Network/Efficient/Mobile", "Network/Attention", "Pruning"), 1)
}
FOLDERS = folders(PAPERS)


def names(shown: list[str]) -> list[str]:
    """The rows below the heading ``Categories``, with their indentation and without the counts."""
    rows = shown[shown.index(next(line for line in shown if "Categories" in line)) + 1 :]
    rows = rows[: next(at for at, line in enumerate(rows) if "Tags" in line)]
    return [line[1:-1].rstrip(" 0123456789▐") for line in rows]


async def test_the_tree_shows_groups_with_their_folders_and_counts_flush_right() -> None:
    pane = StackTree()
    async with running(pane, (24, 24)) as (app, pilot):
        pane.show(FOLDERS)
        await pilot.pause()
        shown = lines(app)
        assert shown[0] == "▌Stack                3 "
        assert shown[1] == " ○ To read            3 "
        assert names(shown) == ["▾ Network", "    Attention", "  ▸ Efficient", "  Pruning"]
        at = shown.index(" Tags" + " " * 19)
        assert shown[at + 1] == "   #rl                3 "


async def test_the_cursor_skips_headings_and_tells_the_scope() -> None:
    pane = StackTree()
    async with running(pane, (24, 30)) as (app, pilot):
        pane.show(FOLDERS)
        await pilot.press(*"jjjjjjjjjj")
        assert pane.scope == category("Network")
        assert app.sent_of(StackTree.ScopeChosen)[-1].scope == category("Network")
        await pilot.press("k")
        assert pane.scope == Scope("trash")
        await pilot.press("G")
        assert pane.scope == Scope("tag", "rl")
        await pilot.press("g", "k")
        assert pane.scope == ALL


async def test_space_folds_and_unfolds_and_does_nothing_where_there_is_nothing_to_fold() -> None:
    pane = StackTree()
    async with running(pane, (24, 30), KEYS) as (app, pilot):
        pane.show(FOLDERS)
        pane.go_to(category("Network"))
        await pilot.press("space")
        assert names(lines(app)) == ["▸ Network", "  Pruning"]
        await pilot.press("space")
        assert names(lines(app)) == ["▾ Network", "    Attention", "  ▸ Efficient", "  Pruning"]
        pane.go_to(category("Pruning"))
        await pilot.press("space")
        assert len(names(lines(app))) == 4


async def test_h_folds_then_goes_to_the_parent_then_wants_to_leave() -> None:
    pane = StackTree()
    async with running(pane, (24, 30), KEYS) as (app, pilot):
        pane.show(FOLDERS)
        pane.go_to(category("Network/Efficient/Mobile"))
        await pilot.press("h")
        assert pane.scope == category("Network/Efficient")
        await pilot.press("h")
        assert pane.scope == category("Network/Efficient") and "    Mobile" not in "\n".join(lines(app))
        await pilot.press("h", "h")
        assert pane.scope == category("Network") and not app.sent_of(StackTree.Left)
        await pilot.press("h")
        assert len(app.sent_of(StackTree.Left)) == 1


async def test_l_unfolds_then_enters() -> None:
    pane = StackTree()
    async with running(pane, (24, 30), KEYS) as (app, pilot):
        pane.show(FOLDERS)
        pane.go_to(category("Network/Efficient"))
        await pilot.press("l")
        assert "      Mobile" in names(lines(app))
        assert not any(message.entered for message in app.sent_of(StackTree.ScopeChosen))
        pane.go_to(category("Network/Efficient/Mobile"))
        await pilot.press("l")
        entered = [message.scope for message in app.sent_of(StackTree.ScopeChosen) if message.entered]
        assert entered == [category("Network/Efficient/Mobile")]


async def test_the_cursor_stays_on_its_scope_when_folders_come_and_go() -> None:
    pane = StackTree()
    async with running(pane, (24, 30)) as (app, pilot):
        pane.show(FOLDERS)
        pane.go_to(category("Pruning"))
        await pilot.pause()
        app.sent.clear()
        pane.show(folders({**PAPERS, 9: Paper(id=9, title="x", categories=("A", "B", "C"))}))
        await pilot.pause()
        assert pane.scope == category("Pruning") and not app.sent_of(StackTree.ScopeChosen)
        pane.show(folders({1: PAPERS[1], 2: PAPERS[2]}))
        await pilot.pause()
        assert pane.scope != category("Pruning") and pane.scope is not None
        assert app.sent_of(StackTree.ScopeChosen)[-1].scope == pane.scope


async def test_folding_around_the_cursor_leaves_it_on_the_parent() -> None:
    pane = StackTree()
    async with running(pane, (24, 30), KEYS) as (_, pilot):
        pane.show(FOLDERS)
        pane.go_to(category("Network/Attention"))
        pane.set_folds({category("Network"): False})
        await pilot.pause()
        assert pane.scope == category("Network")
        assert pane.fold_state == {category("Network"): False}


async def test_long_and_odd_names_are_clipped_and_literal() -> None:
    odd = ["[bold]x[/bold] and more and more", "注意力机制和卷积神经网络的综述", "👨‍👩‍👧" * 20]
    made = [Folder(category(name), name, 0, 12_345, False, "Categories") for name in odd]
    pane = StackTree()
    async with running(pane, (20, 6)) as (app, pilot):
        pane.show(made)
        await pilot.pause()
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {20}
        assert lines(app)[1].startswith("▌  [bold]x") and lines(app)[1].endswith("12,345 ")


async def test_a_click_chooses_and_a_click_on_the_mark_folds() -> None:
    pane = StackTree()
    async with running(pane, (24, 30)) as (app, pilot):
        pane.show(FOLDERS)
        await pilot.pause()
        row = next(y for y, line in enumerate(lines(app)) if "Network" in line)
        await pilot.click(StackTree, offset=(8, row))
        assert pane.scope == category("Network") and len(names(lines(app))) == 4
        await pilot.click(StackTree, offset=(1, row))
        assert len(names(lines(app))) == 2
        await pilot.click(StackTree, offset=(5, row - 1))
        assert pane.scope == category("Network")


async def test_the_cursor_of_a_deep_tree_is_always_visible() -> None:
    deep = folders({number: Paper(id=number, title="x", categories=(f"C{number:03}",)) for number in range(1, 200)})
    pane = StackTree()
    async with running(pane, (24, 10)) as (app, pilot):
        pane.show(deep)
        for _ in range(60):
            await pilot.press("j")
            assert any(line.startswith("▌") for line in lines(app))


async def test_an_empty_tree_bears_every_key() -> None:
    pane = StackTree()
    async with running(pane, (24, 10), KEYS) as (_, pilot):
        await pilot.press("j", "k", "space", "h", "l", "enter", "G", "g")
        assert pane.scope is None and pane.current is None


async def test_the_unfocused_tree_shows_its_cursor_more_quietly() -> None:
    pane = StackTree()
    async with running(pane, (24, 30)) as (app, pilot):
        pane.show(FOLDERS)
        await pilot.press("j")
        assert lines(app)[1].startswith("▌○ To read") and styles_of(app, "To read")[0].bold
        app.set_focus(None)
        await pilot.pause()
        assert lines(app)[1].startswith("▏○ To read") and not styles_of(app, "To read")[0].bold


async def test_ascii_symbols_draw_nothing_else_than_ascii() -> None:
    pane = StackTree(symbols=ASCII)
    async with running(pane, (24, 30)) as (app, pilot):
        pane.show([replace(folder, name=folder.name) for folder in FOLDERS])
        await pilot.pause()
        assert all(line.isascii() for line in lines(app))
