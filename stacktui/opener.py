"""Links to the browser: only what is harmless to open, and never through a shell.

Opened are web, FTP and mail addresses, DOIs, and documents below the folder of the library. Everything else is refused
with a word: other schemes, values that a program could take for an option, control characters, programs.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator

from stacktui.errors import StackError
from stacktui.identity import find_url

SCHEMES = ("http", "https", "ftp", "mailto", "doi")
"""The schemes of addresses that are opened."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_DOCUMENTS = frozenset(
    (
        *(".pdf", ".ps", ".eps", ".djvu", ".epub", ".html", ".htm", ".txt", ".md", ".rst", ".org", ".bib", ".tex"),
        *(".csv", ".tsv", ".json", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ipynb"),
        *(".docx", ".pptx", ".xlsx", ".odt", ".odp", ".ods"),
    )
)
_TEXT_BROWSERS = frozenset(("w3m", "lynx", "links", "links2", "elinks", "www-browser", "browsh", "carbonyl"))
_SECONDS = 0.5  # a browser that could not start says so sooner


class UnsafeLink(StackError):
    """The link is not of a kind that is opened."""


class NoBrowser(StackError):
    """There is nothing here to open links with: copy the link instead and show it."""


def open_link(url: str, library_folder: str = "", *, terminal: bool = False) -> str:
    """Open an address or file in the browser and say so: ``opened https://… with firefox``.

    A relative path counts from ``library_folder``. ``terminal`` tells that a browser may take over the terminal, such
    as w3m. UnsafeLink where the link must not be opened, NoBrowser where nothing can open it, as over SSH.
    """
    target = safe_target(url, library_folder)
    failures = []
    for argv in _commands(target, terminal):
        failure = _start(argv, terminal)
        if not failure:
            return f"opened {target} with {os.path.basename(argv[0])}"
        failures.append(failure)
    if failures:
        raise NoBrowser(f"not opened: {', '.join(failures)}", "set $BROWSER to a browser that runs here")
    where = "over SSH" if os.environ.get("SSH_CONNECTION") else "here"
    raise NoBrowser(f"there is no browser {where} to open {target}", "copy the link, or set $BROWSER")


def safe_target(url: str, library_folder: str = "") -> str:
    """What to hand to a browser for a link: an absolute address; UnsafeLink where it must not be opened."""
    if not url or _UNSAFE.search(url):
        raise UnsafeLink("the link holds blanks or control characters", "edit the link first")
    if url.startswith("-"):
        raise UnsafeLink(f"{url[:60]} could be taken for an option", "edit the link first")
    if "://" not in url and find_url(url) == f"https://{url}":
        return f"https://{url}"
    match = _SCHEME.match(url)
    if not match:
        return _file_address(url, library_folder)
    scheme, rest = match[1].lower(), url[match.end() :]
    if scheme == "file":
        return _file_address(_path_of(rest), library_folder)
    if scheme not in SCHEMES:
        raise UnsafeLink(
            f"{scheme}: links are not opened", f"only {', '.join(SCHEMES)} and files beside the library are"
        )
    return _address(scheme, rest)


def _address(scheme: str, rest: str) -> str:
    if scheme == "doi":
        return f"https://doi.org/{rest.lstrip('/')}"
    if scheme == "mailto":
        if re.search(r"[?&]attach", rest, re.IGNORECASE):
            raise UnsafeLink("a mail address that attaches a file is not opened", "edit the link first")
        return f"mailto:{rest}"
    if not re.match(r"//[^/?#-][^/?#]*", rest):
        raise UnsafeLink(f"{scheme}:{rest[:60]} names no host", "edit the link first")
    return f"{scheme}:{rest}"


def _path_of(rest: str) -> str:
    """The path of a ``file:`` address of this machine."""
    from urllib.parse import unquote

    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        if host not in ("", "localhost"):
            raise UnsafeLink(f"file links to {host} are not opened", "edit the link first")
        rest = slash + path
    return unquote(rest.partition("?")[0].partition("#")[0])


def _file_address(path: str, library_folder: str) -> str:
    """The address of a document below the folder of the library, links to elsewhere followed."""
    from urllib.parse import quote

    folder = os.path.realpath(library_folder or ".")
    try:
        real = os.path.realpath(os.path.join(folder, path))
    except ValueError:  # half of a surrogate pair, or a zero
        raise UnsafeLink("the link is no name that a file could have", "edit the link first") from None
    if os.path.commonpath([folder, real]) != folder:
        raise UnsafeLink("only files below the folder of the library are opened", f"{real[:80]} is elsewhere")
    if not os.path.isfile(real):
        raise UnsafeLink(f"there is no file {real[-80:]}", "edit the link, or put the file there")
    if os.path.splitext(real)[1].lower() not in _DOCUMENTS:
        raise UnsafeLink(f"{os.path.basename(real)[-60:]} is no document", "open it with a program of your choice")
    return "file://" + quote(real)


# -- browsers ------------------------------------------------------------------------------------------------------


def _commands(target: str, terminal: bool) -> Iterator[list[str]]:
    """The commands to try: those of ``$BROWSER``, else what the desktop has."""
    for argv in _wanted_browsers(target) if os.environ.get("BROWSER") else _usual_browsers(target):
        if terminal or os.path.basename(argv[0]) not in _TEXT_BROWSERS:
            yield argv


def _wanted_browsers(target: str) -> Iterator[list[str]]:
    """``$BROWSER`` by its convention: commands between colons, ``%s`` for the address, which else comes last."""
    import shlex

    for command in os.environ["BROWSER"].split(os.pathsep):
        try:
            words = shlex.split(command.strip().removesuffix("&"))
        except ValueError as error:
            raise StackError(f"$BROWSER cannot be taken apart: {error}", "quote it as in a shell") from None
        if words:
            yield (
                [word.replace("%s", target) for word in words]
                if any("%s" in word for word in words)
                else [*words, target]
            )


def _usual_browsers(target: str) -> Iterator[list[str]]:
    from shutil import which

    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if os.environ.get("SSH_CONNECTION") and not has_display:
        return
    names: tuple[str, ...] = ("www-browser", "w3m", "lynx", "links2", "elinks")
    if has_display:
        names = ("xdg-open", "x-www-browser", "firefox", "chromium", *names)
    if sys.platform == "darwin":
        names = ("open",)
    if os.environ.get("WSL_DISTRO_NAME"):
        names = ("wslview", *names)
    for name in names:
        if path := which(name):
            yield [path, target]


def _start(argv: list[str], terminal: bool) -> str:
    """Start a browser; why it did not start, empty when it did."""
    import subprocess
    import threading

    name = os.path.basename(argv[0])
    try:
        if terminal and name in _TEXT_BROWSERS:
            return _failure(name, subprocess.run(argv, check=False).returncode)
        browser = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"{name} cannot be run: {error.strerror}"
    try:
        return _failure(name, browser.wait(_SECONDS))
    except subprocess.TimeoutExpired:
        threading.Thread(target=browser.wait, daemon=True).start()  # it runs; its end leaves no zombie
        return ""


def _failure(name: str, code: int) -> str:
    return f"{name} failed with exit code {code}" if code else ""
