"""Copying: the words that tell are true, whatever way was used."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from stacktui import clipboard
from stacktui.copying import text_to_copy
from stacktui.errors import StackError
from stacktui.model import FreeNote, Paper
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


async def copy_text(screen: MainScreen, text: str, noun: str, link: str = "") -> None:
    """Put text on the user's clipboard and say by which way; where none leads there, show the text to be selected."""
    settings = screen.settings
    app = screen.app
    try:
        report = await asyncio.to_thread(
            clipboard.copy,
            text,
            terminal=lambda sequence: app.call_from_thread(app.send, sequence),  # type: ignore[attr-defined]
            setting=settings.clipboard,
            command=settings.clipboard_command,
        )
    except StackError as error:
        from stacktui.tui.panels.show_text import TextPanel

        screen.open_panel(TextPanel(text, error.message))
    else:
        screen.say(f"copied {noun} {report.message}", link=link)


async def _copy(screen: MainScreen, kind: str) -> None:
    papers = [screen.library.papers[ident] for ident in screen.targets if ident in screen.library.papers]
    if not papers:
        return
    texts = [text_to_copy(paper, kind) for paper in papers]
    between = "\n\n" if kind in ("bibtex", "note") else "\n"
    noun = kind if len(texts) == 1 else f"{len(texts)} {kind}s"
    await copy_text(screen, between.join(texts), noun)


async def link(screen: MainScreen, chosen: Chosen) -> None:
    """The main link."""
    await _copy(screen, "link")


async def title(screen: MainScreen, chosen: Chosen) -> None:
    """The title."""
    entry = screen.current_entry
    if entry is not None and screen.current is None:
        await copy_text(screen, entry.title, "title")
    else:
        await _copy(screen, "title")


async def markdown(screen: MainScreen, chosen: Chosen) -> None:
    """Title and link in Markdown."""
    await _copy(screen, "markdown")


async def bibtex(screen: MainScreen, chosen: Chosen) -> None:
    """A BibTeX entry."""
    await _copy(screen, "bibtex")


async def citation(screen: MainScreen, chosen: Chosen) -> None:
    """A citation in one line."""
    await _copy(screen, "citation")


async def key(screen: MainScreen, chosen: Chosen) -> None:
    """The citekey."""
    await _copy(screen, "key")


async def note(screen: MainScreen, chosen: Chosen) -> None:
    """The note."""
    entry = screen.current_entry
    if isinstance(entry, FreeNote):
        await copy_text(screen, "\n".join(entry.text), "note")
    elif isinstance(entry, Paper) and not any(line.strip() for line in entry.note):
        raise StackError("this paper has no note yet", "e writes one")
    elif isinstance(entry, Paper) and screen.current is None:
        await copy_text(screen, entry.note_text, "note")
    else:
        await _copy(screen, "note")


async def nth_link(screen: MainScreen, chosen: Chosen) -> None:
    """The link with the number that was pressed."""
    if screen.current is not None:
        chosen_link = numbered_link(screen.current, chosen.digit)
        await copy_text(screen, chosen_link[1], f"link {chosen.digit} ({chosen_link[0]})")


chosen_link = nth_link


def numbered_link(paper: Paper, number: int) -> tuple[str, str]:
    """Label and address of the n-th link; StackError where there is none."""
    links = paper.all_links
    if not 1 <= number <= len(links):
        count = f"it has {len(links)}" if links else "it has none"
        raise StackError(f"this paper has no link {number}", count)
    found = links[number - 1]
    if not found.url:
        raise StackError(f"the address of {found.label} was lost in the list it came from", "i adds it")
    return found.label, found.url
