"""Files that are either old or new, never half: lock, temporary file, fsync, rename."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from stacktui.errors import LibraryError, ReadOnlyLibrary

Signature = tuple[int, int, int, int]
"""What tells one state of a file from another: inode, size, times of the last change of bytes and of the inode."""

_PARTS_AT_ONCE = 1024  # as many as writev takes on Linux
_LARGE = 500_000  # bytes
_NO_LOCKS = frozenset((errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL))


class FileChanged(Exception):
    """Somebody else wrote the file while we were about to."""


def signature_of(status: os.stat_result) -> Signature:
    """The signature in a stat result."""
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def signature(path: str) -> Signature | None:
    """The signature of the file at ``path``; None where there is none."""
    try:
        return signature_of(os.stat(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unreadable(path, error) from error


def read_file(path: str) -> tuple[bytes, Signature] | None:
    """The bytes of a file with their signature; None where there is no file."""
    try:
        with open(path, "rb") as file:
            data = file.read()
            return data, signature_of(os.fstat(file.fileno()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError as error:
        raise LibraryError(
            f"{path} is a folder", f"name the file in it: {os.path.join(path, 'papers.json')}"
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: str, error: OSError) -> LibraryError:
    """The error for a file that cannot be read."""
    return LibraryError(f"cannot read {path}: {reason(error)}", "check its permissions and those of its folder")


def unwritable(path: str, error: OSError) -> LibraryError:
    """The error for a file that cannot be written; the file is as it was."""
    why = reason(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return LibraryError(f"cannot save {path}: {why}", "make room and save again; the file is as it was")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnlyLibrary(f"cannot save {path}: {why}", "make its folder writable, or copy the library elsewhere")
    return LibraryError(f"cannot save {path}: {why}", "the file is as it was")


def reason(error: OSError) -> str:
    """An operating system's reason, in small letters for the middle of a sentence."""
    return (error.strerror or str(error)).lower()


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock beside a library, held.

    The lock file also says which state of the library our last save left: a file with that signature is canonical and
    need not be looked through again when it is opened.
    """

    handle: int
    works: bool
    """False where the file system knows no locks."""

    def remember(self, written: Signature) -> None:
        """Note the state that a save left."""
        with contextlib.suppress(OSError):  # only speed is lost
            os.pwrite(self.handle, _as_line(written), 0)


@contextlib.contextmanager
def locked(path: str) -> Iterator[Lock]:
    """Hold the lock beside ``path``.

    The lock file stays: removing it would let two processes lock two different files.
    """
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        handle = os.open(_lock_file(path), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        yield Lock(handle, _flock(handle))
    finally:
        os.close(handle)


def left_by_us(path: str, found: Signature) -> bool:
    """Whether the file at ``path``, whose signature is ``found``, is as our last save left it."""
    try:
        with open(_lock_file(path), "rb") as file:
            return file.read() == _as_line(found)
    except OSError:
        return False


def _as_line(found: Signature) -> bytes:
    """A signature as a line that is always equally long: a file that is cut before it is written takes longer."""
    return " ".join(map(str, found)).ljust(99).encode() + b"\n"


def _lock_file(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.lock")


def _flock(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return False
        raise
    return True


def replace_file(
    path: str, parts: Sequence[bytes | memoryview], *, fsync: bool = True, before_rename: Callable[[], None]
) -> Signature:
    """Put ``parts`` in the place of the file at ``path``, whole or not at all; the lock must be held.

    ``before_rename`` is called when the new bytes are safe and the old ones are still in place; it may raise.
    The temporary file has one name, so that one left by a crash is overwritten by the next save.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.tmp")
    try:
        _unlink(temporary)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        target = os.open(temporary, flags, 0o666)
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        write_parts(target, parts)
        _keep_owner_and_mode(path, target)
        if fsync:
            os.fsync(target)
        before_rename()
        with _old_kept_until_done(path):
            os.replace(temporary, path)
            written = signature_of(os.fstat(target))  # after the rename, which touches the inode
            if fsync:
                sync_folder(folder)
    except BaseException as error:
        _unlink(temporary)
        if isinstance(error, OSError):
            raise unwritable(path, error) from error
        raise
    finally:
        os.close(target)
    return written


@contextlib.contextmanager
def _old_kept_until_done(path: str) -> Iterator[None]:
    """Hold on to a large file while it is replaced, and let go of it in a thread.

    Its last owner frees its blocks, and on some disks that takes longer than writing the new file. It need not be the
    rename: nothing depends on when it happens.
    """
    old = None
    with contextlib.suppress(OSError):
        if os.stat(path).st_size > _LARGE:
            old = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield
    finally:
        if old is not None:
            threading.Thread(target=os.close, args=(old,), daemon=True).start()


def write_parts(target: int, parts: Sequence[bytes | memoryview]) -> None:
    """Write many parts to a file descriptor without joining them all."""
    for start in range(0, len(parts), _PARTS_AT_ONCE):
        batch = parts[start : start + _PARTS_AT_ONCE]
        written = os.writev(target, batch)
        rest = memoryview(b"") if written == sum(map(len, batch)) else memoryview(b"".join(batch))[written:]
        while rest:
            rest = rest[os.write(target, rest) :]


def sync_folder(folder: str) -> None:
    """Make a rename in ``folder`` survive a power cut, where the file system lets us."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):  # some network file systems refuse; the file itself is safe
            os.fsync(handle)
    finally:
        os.close(handle)


def why_not_writable(path: str) -> str:
    """Why a library at ``path`` cannot be saved; empty when it can."""
    if os.path.exists(path) and not os.access(path, os.W_OK):
        return f"{path} is write-protected"
    folder = os.path.dirname(path)
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"the folder {folder} is write-protected"


def _keep_owner_and_mode(path: str, target: int) -> None:
    """Give the new file the permissions, and where allowed the owner, of the one that it replaces."""
    with contextlib.suppress(FileNotFoundError):
        old, new = os.stat(path), os.fstat(target)
        if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            with contextlib.suppress(PermissionError):
                os.fchown(target, old.st_uid, old.st_gid)
        os.fchmod(target, stat.S_IMODE(old.st_mode))


def _unlink(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
