"""The file of a list: which record of the library it belongs to, reading it and writing it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from stacktui.errors import StackError
from stacktui.formats.kept import absolute
from stacktui.library import Library

EDITABLE = ("markdown", "text", "org", "rst", "blog", "headed", "jekyll", "readme", "table", "checklist")
"""Formats of lists that a person writes; the others are written as a whole by ``export``."""


def record_for(library: Library, path: str) -> tuple[int, Mapping[str, Any]]:
    """The record of the list in a file: by its place, else by its name where only one list is called so."""
    place = absolute(path)
    named = []
    for list_id, record in library.lists.items():
        if record.get("file") == place:
            return list_id, record
        if os.path.basename(str(record.get("file", ""))) == os.path.basename(path):
            named.append((list_id, record))
    if len(named) == 1 and os.path.exists(path) and not os.path.exists(str(named[0][1].get("file", ""))):
        return named[0]
    if os.path.isdir(path):
        raise StackError(f"{path} is a folder", "name the file of a list")
    if not os.path.exists(path):
        raise StackError(f"there is no file {path}", _known_lists(library))
    raise StackError(
        f"{path} was never imported", f"`stacktui import {path}` reads it first, then publish can change it"
    )


def _known_lists(library: Library) -> str:
    names = [str(record.get("file")) for record in library.lists.values() if record.get("file")]
    return f"lists that were imported: {', '.join(names)}" if names else "no list was imported yet"


def check_format(record: Mapping[str, Any], path: str) -> None:
    """A StackError where a list is of a kind that is not edited line by line, or was not kept."""
    kind = str(record.get("format"))
    if kind not in EDITABLE:
        raise StackError(
            f"{path} is {kind}, which is not edited line by line", f"`stacktui export --to {kind}` writes it"
        )
    if not isinstance(record.get("text"), list):
        raise StackError(
            f"{path} was too long to be kept when it was imported", "`stacktui export` writes a fresh page"
        )


def read_list(path: str) -> bytes:
    """The bytes of a list."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise StackError(
            f"{path} is gone", "it was imported from there; `stacktui export` writes a fresh page"
        ) from None
    except OSError as error:
        raise StackError(f"cannot read {path}: {error.strerror}") from None


def write_list(path: str, data: bytes) -> None:
    """Write a list in one step, where it is (behind a link too), with the permissions that it has."""
    from stacktui.store.files import replace_file

    target = os.path.realpath(path)
    if not os.access(target, os.W_OK):
        raise StackError(f"{path} cannot be written", "look at its permissions")
    try:
        replace_file(target, [data], fsync=True, before_rename=lambda: None)
    except OSError as error:
        raise StackError(f"cannot write {path}: {error.strerror}", "the list is as it was") from None
