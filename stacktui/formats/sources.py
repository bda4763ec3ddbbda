"""Which files a person means: paths as they are typed, completed, and folders that are searched."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator

from stacktui.errors import StackError
from stacktui.formats import FORMATS

_PARTS = re.compile(r"""(?:"[^"]*"?|'[^']*'?|\\[ "'\\]|[^\s"'])+""")
_QUOTED = re.compile(r"""\\([ "'\\])|"([^"]*)"?|'([^']*)'?""")
_LIST_SUFFIXES = tuple(
    suffix for kind in FORMATS.values() if kind.parser and kind.name != "json" for suffix in kind.suffixes
)
"""What is read of a folder; a JSON file there may be anything."""


def split_paths(text: str) -> list[str]:
    """Paths typed in one line: blanks separate them unless quoted or after a backslash; ``~`` is the home folder.

    A text that is a path as a whole is one, whatever blanks it holds.
    """
    whole = os.path.expanduser(text.strip())
    if whole and os.path.exists(whole):
        return [whole]
    return [os.path.expanduser(_unquoted(part)) for part in _PARTS.findall(text)]


def _unquoted(part: str) -> str:
    return _QUOTED.sub(lambda found: found[1] or found[2] or found[3] or "", part)


def find_sources(paths: Iterable[str]) -> list[str]:
    """The files that paths mean: files as they are, patterns such as ``*.md``, and the lists in folders.

    Of a folder, files below it count whose name ends like a list or bibliography; hidden ones do not. StackError where
    a path leads nowhere or a folder holds no list.
    """
    found: dict[str, None] = {}
    for path in paths:
        if os.path.isdir(path):
            inside = list(_files_below(path))
            if not inside:
                raise StackError(f"no list in {path}", "looked for " + " ".join(_LIST_SUFFIXES))
            found.update(dict.fromkeys(inside))
        elif os.path.exists(path):
            found[path] = None
        elif matching := sorted(file for file in glob.glob(path, recursive=True) if os.path.isfile(file)):
            found.update(dict.fromkeys(matching))
        else:
            raise StackError(f"there is no {path}", "tab completes names")
    if not found:
        raise StackError("no file named", "type a path; tab completes it")
    return list(found)


def _files_below(folder: str) -> Iterator[str]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(_LIST_SUFFIXES):
                yield os.path.join(where, name)


def complete_path(text: str) -> tuple[str, list[str]]:
    """The line with its last path completed as far as that is sure, and the names that fit it.

    Folders end with a slash. Where one name is left, it is complete.
    """
    parts = list(_PARTS.finditer(text))
    begun = parts[-1] if parts and parts[-1].end() == len(text) else None
    typed = _unquoted(begun[0]) if begun else ""
    before = text[: begun.start()] if begun else text
    folder, start = os.path.split(typed)
    if typed == "~":
        return before + "~" + os.sep, []
    names = _names_in(os.path.expanduser(folder) or ".", start)
    if not names:
        return text, []
    sure = names[0] if len(names) == 1 else _common_start(names, start)
    return before + _quoted(os.path.join(folder, sure)), names


def _names_in(folder: str, start: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [
                entry.name + (os.sep if entry.is_dir() else "")
                for entry in entries
                if entry.name.lower().startswith(start.lower()) and (start.startswith(".") or entry.name[0] != ".")
            ]
    except OSError:
        return []
    exact = [name for name in names if name.startswith(start)]
    return sorted(exact or names)


def _common_start(names: list[str], start: str) -> str:
    first, last = min(names), max(names)
    same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:same] if same >= len(start) else start


def _quoted(path: str) -> str:
    return re.sub(r"""([ "'])""", r"\\\1", path)
