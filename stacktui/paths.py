"""Where things are: the library, the settings, and the folders for data, caches and state.

The folders are those of the XDG Base Directory Specification, on macOS too; platformdirs is asked only on Windows.
"""

from __future__ import annotations

import os

from stacktui.errors import UsageError
from stacktui.patterns import regex

LIBRARY_VARIABLE = "STACKTUI_LIBRARY"
LIBRARY_NAME = "papers.json"

_HEAD_BYTES = 1 << 16
# How a file of ours begins: with one of our tables, which holds documents under numbers. Conflict markers may stand
# before it, for a library in the middle of a merge is still the library of its folder.
_OURS = regex(rb'\{\s*"(?:papers|notes|trash|categories|searches|lists|meta)"\s*:\s*\{\s*(?:\}|"[0-9]+"\s*:\s*\{)')
_BEGINS_PLAINLY = regex(rb"(?:\xef\xbb\xbf)?\s*(?=\{)")
_BEGINS_IN_CONFLICT = regex(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*)?<<<<<<< ")


def find_library(option: str | None, cwd: str | None = None, configured: str = "") -> str:
    """The absolute path of the library to use, which need not exist.

    The order: ``option`` (``--library``), ``$STACKTUI_LIBRARY``, the nearest ``papers.json`` of ours in ``cwd`` or a
    folder above it, ``configured`` (the settings), ``papers.json`` in the data folder.
    """
    if option is not None and not option.strip():
        raise UsageError("--library is empty", "name a file, such as --library papers.json")
    named = option or os.environ.get(LIBRARY_VARIABLE)
    if named:
        return _absolute(named)
    nearest = nearest_library(cwd)
    if nearest:
        return nearest
    return _absolute(configured) if configured else os.path.join(data_folder(), LIBRARY_NAME)


def nearest_library(cwd: str | None = None) -> str | None:
    """The first ``papers.json`` of ours on the way from ``cwd`` up to the root."""
    try:
        folder = os.path.abspath(cwd or os.getcwd())
    except FileNotFoundError:  # somebody removed the current directory
        return None
    while True:
        path = os.path.join(folder, LIBRARY_NAME)
        if is_ours(path):
            return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def is_ours(path: str) -> bool:
    """Whether a file is, or before some accident was, a library of ours; another program's JSON is not.

    An empty file counts as ours: that is what a lost library looks like, and passing it by would hide the loss.
    """
    try:
        with open(path, "rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    if not head.strip():
        return True
    plain = _BEGINS_PLAINLY.match(head)
    if plain and _OURS.match(head, plain.end()):
        return True
    return bool(_BEGINS_IN_CONFLICT.match(head) and (_OURS.search(head) or b'"papers"' in head))


def config_file() -> str:
    """The path of the settings."""
    return os.path.join(_folder("XDG_CONFIG_HOME", ".config"), "config.toml")


def data_folder() -> str:
    """The folder of the library that is used where no other is named."""
    return _folder("XDG_DATA_HOME", ".local/share")


def cache_folder() -> str:
    """The folder for what can be made again."""
    return _folder("XDG_CACHE_HOME", ".cache")


def state_folder() -> str:
    """The folder for what should outlive a session: drafts, recent searches."""
    return _folder("XDG_STATE_HOME", ".local/state")


def _folder(variable: str, below_home: str) -> str:
    base = os.environ.get(variable, "")
    if not os.path.isabs(base):  # the specification: a relative path is to be ignored
        base = _windows_base(variable) if os.name == "nt" else os.path.join(os.path.expanduser("~"), below_home)
    return os.path.join(base, "stacktui")


def _windows_base(variable: str) -> str:
    import platformdirs

    folders = {
        "XDG_CONFIG_HOME": platformdirs.user_config_dir,
        "XDG_DATA_HOME": platformdirs.user_data_dir,
        "XDG_CACHE_HOME": platformdirs.user_cache_dir,
        "XDG_STATE_HOME": platformdirs.user_state_dir,
    }
    return folders[variable]()


def _absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))
