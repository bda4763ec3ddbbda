"""Help, palette, theme, suspend, quit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stacktui.errors import StackError
from stacktui.tui.commands import command_keys
from stacktui.tui.keys import Chosen
from stacktui.tui.theme import CYCLE
from stacktui.tui.widgets.choice_list import Choice

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


def show_help(screen: MainScreen, chosen: Chosen) -> None:
    """All keys."""
    from stacktui.tui.panels.help import HelpPanel

    screen.open_panel(HelpPanel(screen.commands))


def palette(screen: MainScreen, chosen: Chosen) -> None:
    """Find a command that works now by its name, and run it."""
    from stacktui.tui.panels.picker import Picker

    place, facts = screen.place, screen.facts
    works = {
        command.id: command for command in screen.commands if command.in_palette and command.is_shown(place, facts)
    }
    choices = [
        Choice(ident, command.help.rstrip("."), command_keys(command), also=f"{ident} {command.label}")
        for ident, command in works.items()
    ]

    def run(ident: str) -> None:
        screen.act(Chosen(works[ident], works[ident].keys[:1] or ("",)))

    screen.open_panel(Picker("Commands", choices, run, "what do you want to do?"))


def statistics(screen: MainScreen, chosen: Chosen) -> None:
    """Figures and plots."""
    from stacktui.stats import stack_stats, stats_lines
    from stacktui.tui.panels.help import ReadingPanel
    from stacktui.tui.symbols import ASCII

    stats = stack_stats(screen.library.papers.values())
    columns = min(92, screen.size.width - 8)
    lines = stats_lines(stats, columns, ascii_only=screen.list_pane.symbols is ASCII)
    screen.open_panel(ReadingPanel("Statistics", [((line, ""),) for line in lines]))


def theme(screen: MainScreen, chosen: Chosen) -> None:
    """The next theme."""
    app = screen.app
    place = CYCLE.index(app.theme) if app.theme in CYCLE else -1
    app.theme = CYCLE[(place + 1) % len(CYCLE)]
    screen.say(f"theme {app.theme.removeprefix('stack-')}; the settings keep it: theme = ...")


def repaint(screen: MainScreen, chosen: Chosen) -> None:
    """Paint everything anew: other programs may have written over it."""
    screen.repaint()


def suspend(screen: MainScreen, chosen: Chosen) -> None:
    """Back to the shell; ``fg`` returns."""
    screen.keep_text()
    if screen.library.unsaved:
        screen.library.save()
    screen.app.action_suspend_process()


async def leave(screen: MainScreen, chosen: Chosen) -> None:
    """Save, commit where the settings say so, and quit; where that fails, ask."""
    screen.keep_text()
    await screen.finish_actions()
    if not await screen.keeper.flush():
        screen.confirm("not saved. Quit all the same? Unsaved changes are kept as a draft", lambda: _leave(screen))
        return
    if screen.settings.commit_on_quit:
        try:
            await screen.syncer.commit()
        except StackError as error:
            screen.confirm(f"saved, not committed: {error.message}. Quit all the same?", lambda: screen.app.exit())
            return
    screen.app.exit()


def _leave(screen: MainScreen) -> None:
    screen.keep_draft(StackError("the library could not be saved"))
    screen.app.exit(return_code=1)
