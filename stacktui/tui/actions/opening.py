"""Opening links: in the browser here, or as a copied link over SSH."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from stacktui import opener
from stacktui.errors import StackError
from stacktui.tui.actions.copying import copy_text, numbered_link
from stacktui.tui.keys import Chosen

if TYPE_CHECKING:
    from stacktui.tui.screens.main import MainScreen


async def open_url(screen: MainScreen, url: str) -> None:
    """Open an address, or copy it where no browser can be reached."""
    try:
        said = await asyncio.to_thread(opener.open_link, url, os.path.dirname(screen.library.path))
    except opener.NoBrowser:
        # the message is a hyperlink: the terminal on the other side may open it
        await copy_text(screen, url, f"{url}, as no browser is near,", link=url)
    else:
        screen.say(said)


async def main_link(screen: MainScreen, chosen: Chosen) -> None:
    """The main link, or the first that has an address."""
    paper = screen.current
    if paper is None:
        return
    url = paper.url or next((link.url for link in paper.links if link.url), "")
    if not url:
        raise StackError("this paper has no link", "i adds one")
    await open_url(screen, url)


async def nth_link(screen: MainScreen, chosen: Chosen) -> None:
    """The link with the number that was pressed."""
    if screen.current is not None:
        await open_url(screen, numbered_link(screen.current, chosen.digit)[1])


def follow(screen: MainScreen, chosen: Chosen) -> None:
    """The selected link of the note."""
    if not screen.note_pane.follow():
        screen.say("the note has no link")


def next_link(screen: MainScreen, chosen: Chosen) -> None:
    """Select the next link of the note."""
    if not screen.note_pane.next_link():
        screen.say("the note has no link")


def previous_link(screen: MainScreen, chosen: Chosen) -> None:
    """Select the link before."""
    if not screen.note_pane.previous_link():
        screen.say("the note has no link")
