"""Files that exports write: whole or not at all, and never over something that only stands there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping

from stacktui.errors import StackError


def write_file(path: str, text: str) -> None:
    """Write a text file whole or not at all; what is no regular file (a pipe, a device) is simply written to."""
    target = os.path.realpath(path)
    data = text.encode("utf-8", "replace")
    if os.path.isdir(target):
        raise StackError(f"{path} is a folder", "name a file in it")
    folder = os.path.dirname(target)
    if not os.path.isdir(folder):
        named = os.path.dirname(path) or folder
        raise StackError(f"cannot write {path}: there is no folder {named}", f"`mkdir -p {named}` makes it")
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb") as stream:
                stream.write(data)
            return
        _replace(target, data)
    except OSError as error:
        raise StackError(f"cannot write {path}: {error.strerror}", "choose another place") from None


def write_files(folder: str, texts: Mapping[str, str]) -> None:
    """Write files by their names into a folder, which is made where there is none."""
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise StackError(f"cannot make the folder {folder}: {error.strerror}", "choose another") from None
    for name, text in texts.items():
        write_file(os.path.join(folder, name), text)


def differing_files(folder: str, texts: Mapping[str, str]) -> list[str]:
    """The names of files that are in a folder already and say something else."""
    return [name for name, text in texts.items() if _says_else(os.path.join(folder, name), text)]


def same_file(path: str, others: Iterable[str]) -> bool:
    """Whether a path is one of some files, whatever it is called."""
    try:
        return any(os.path.exists(other) and os.path.samefile(path, other) for other in others)
    except OSError:
        return False


def _says_else(path: str, text: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read() != text.encode("utf-8", "replace")
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _replace(target: str, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".stacktui-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), _mode_of(target))
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode_of(target: str) -> int:
    """The permissions of the file that is there, else those that a new file gets."""
    try:
        return os.stat(target).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
