"""The way back from :mod:`stacktui.formats.markdown_out`: text, links and lists of items as they were."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|&amp;")
_LABEL = re.compile(r"\[((?:\\.|[^\\\[\]])*)\]")
_TARGET = re.compile(r"<(?:\\.|[^\\<>])*>")
_IN_TARGET = re.compile(r"\\.|[()]|\s")
_CELL = re.compile(r"(?:\\.|[^\\|])*")
_PAIR = re.compile(r"\\(.)")
_ITEM = {sign: re.compile(rf"(?:\\.|[^\\{sign}])+") for sign in ",;"}


def plain(text: str) -> str:
    """The text behind :func:`~stacktui.formats.markdown_out.inline`."""
    return _ESCAPE.sub(lambda found: found[1] or "&", text)


def read_link(text: str, at: int = 0) -> tuple[str, str | None, int] | None:
    """Label, address (None without one) and end of ``[label](address)``, ``[label]`` or ``<address>`` at a place."""
    if text.startswith("<", at):
        target = _TARGET.match(text, at)
        return ("", target[0][1:-1], target.end()) if target else None
    label = _LABEL.match(text, at)
    if not label:
        return None
    if not text.startswith("(", label.end()):
        return plain(label[1]), None, label.end()
    end = _target_end(text, label.end() + 1)
    if end is None:
        return None
    inner = text[label.end() + 1 : end]
    return plain(label[1]), plain(inner[1:-1] if inner.startswith("<") else inner), end + 1


def _target_end(text: str, at: int) -> int | None:
    """Where the parenthesis around a link target is closed."""
    if text.startswith("<", at):
        quoted = _TARGET.match(text, at)
        return quoted.end() if quoted and text.startswith(")", quoted.end()) else None
    depth = 0
    for found in _IN_TARGET.finditer(text, at):
        if found[0].isspace():
            return None
        depth += (found[0] == "(") - (found[0] == ")")
        if depth < 0:
            return found.start()
    return None


def unlisted(text: str) -> list[str]:
    """The items behind :func:`~stacktui.formats.markdown_out.listed`, as they were given to it."""
    items = [item.strip() for item in _ITEM[";"].findall(text)]
    parting = ";" if len(items) > 1 else ","
    items = items if parting == ";" else [item.strip() for item in _ITEM[","].findall(text)]
    return [_PAIR.sub(lambda found: found[1] if found[1] in ",;" else found[0], item) for item in items if item]


def cells(row: str) -> list[str]:
    """The cells of a row of a table, the pipes in them without their backslashes."""
    inner, parts, at = row.strip().removeprefix("|"), [], 0
    while at < len(inner):
        found = _CELL.match(inner, at)
        end = found.end() if found else len(inner)
        parts.append(inner[at:end].strip().replace("\\|", "|"))
        at = end + 1
    return parts
