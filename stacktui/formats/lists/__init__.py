"""The reader of reading lists: Markdown, plain text, org, reStructuredText and tables of them.

Five passes, each in its modules: decoding (``formats.decode``), format (``formats.detect``) and blocks (``blocks``,
``org``, ``rst``, ``html``), regions without papers (``regions``), the pattern of entries (``units``, ``pattern``,
``tables``), fields (``inline``, ``head``, ``fields``, ``venues``, ``titles``, ``sections``), and what the whole
document tells (``assemble``, ``finish``). Word lists are in ``data`` (``words``). A page that one of our exporters
wrote needs none of this: it is read as it was written (``formats.pages``).
"""

from __future__ import annotations

from stacktui.formats.document import Document


def parse_markdown(text: str) -> Document:
    """Read a list in Markdown."""
    from stacktui.formats.lists.addresses import with_addresses
    from stacktui.formats.lists.assemble import assemble
    from stacktui.formats.lists.blocks import cut_blocks
    from stacktui.formats.pages import read_page

    def read(lines: list[str]) -> Document:
        return assemble(lines, lambda part: cut_blocks(part, markdown=True), "markdown", with_addresses(lines))

    lines = text.split("\n")
    del text  # a big one is not needed twice
    return read_page(lines, "markdown", read)


def parse_text(text: str) -> Document:
    """Read a list in plain text, such as a page copied from a browser."""
    from stacktui.formats.lists.assemble import assemble
    from stacktui.formats.lists.blocks import cut_blocks
    from stacktui.formats.pages import read_page

    lines = text.split("\n")
    del text
    return read_page(
        lines, "text", lambda lines: assemble(lines, lambda part: cut_blocks(part, markdown=False), "text")
    )


def parse_org(text: str) -> Document:
    """Read a list in Org: TODO words are statuses, CLOSED is the date."""
    from stacktui.formats.lists.assemble import assemble
    from stacktui.formats.lists.org import cut_org_blocks, with_markdown_emphasis
    from stacktui.formats.pages import read_page

    lines = text.split("\n")
    del text
    return read_page(lines, "org", lambda lines: assemble(lines, cut_org_blocks, "org", with_markdown_emphasis(lines)))


def parse_rst(text: str) -> Document:
    """Read a list in reStructuredText."""
    from stacktui.formats.lists.assemble import assemble
    from stacktui.formats.lists.rst import read_rst_blocks

    return assemble(text.split("\n"), lambda _: read_rst_blocks(text), "rst")


def parse_csv(text: str) -> Document:
    """Read a table with a head row, separated by commas, tabs or semicolons."""
    from dataclasses import replace

    from stacktui.formats.csv_ import read_own
    from stacktui.formats.lists.csvs import read_csv

    own = read_own(text)
    return replace(own, lines=text.split("\n")) if own else read_csv(text)
