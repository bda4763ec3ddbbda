"""The settings: what there is, what it means, which values it takes.

They are read from a TOML file (:func:`stacktui.paths.config_file`); a missing file means all defaults. The sentences
below are the reference text: ``stacktui config`` prints them with the values in force.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

from stacktui.errors import StackError
from stacktui.paths import config_file


def _text(default: str, meaning: str, *choices: str) -> Any:
    return field(default=default, metadata={"meaning": meaning, "choices": choices})


def _switch(default: bool, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning, "choices": ()})


@dataclass(frozen=True)
class Settings:
    """Every setting with its default; the names are those of the file."""

    library: str = _text("", "The library to use where none is named and no papers.json is near; `~` is your home.")
    theme: str = _text(
        "", "The name of a theme of the app; empty: light or dark as COLORFGBG says, or the terminal's 16 colours."
    )
    clipboard: str = _text(
        "auto",
        "The way to the clipboard; `auto` tries what fits and says what it used.",
        "auto",
        "osc52",
        "tmux",
        "native",
        "command",
    )
    clipboard_command: str = _text(
        "", "The command that takes the text on its standard input where clipboard is `command`."
    )
    paste_command: str = _text("", "The command whose output is pasted where clipboard is `command`.")
    mouse: bool = _switch(True, "Whether the app listens to the mouse; off leaves selecting text to the terminal.")
    symbols: str = _text(
        "auto", "How status and stars are drawn; `auto` asks the locale and the terminal.", "auto", "unicode", "ascii"
    )
    ambiguous_wide: bool = _switch(False, "Whether the terminal draws ★ and other ambiguous characters two cells wide.")
    driver_plain: bool = _switch(False, "Whether the app sends whole screens instead of changed cells only.")
    exact_search: bool = _switch(False, "Whether words in a search must be found as typed, without typos.")
    commit_on_quit: bool = _switch(
        False, "Whether the app commits a library in git when it closes; sync (R) commits anyway."
    )
    keys: Mapping[str, str] = field(
        default_factory=dict,
        metadata={
            "meaning": 'Other keys for commands, by id (see `stacktui keys`), such as "copy.link" = "y y | Y".',
            "choices": (),
        },
    )


def load_settings(path: str | None = None) -> Settings:
    """The settings of a file, by default the user's own; StackError names file, line and field of a mistake.

    A relative ``library`` counts from the folder of the file.
    """
    path = path or config_file()
    source = _read(path)
    if source is None:
        return Settings()
    values = {name: _checked(name, value, path, source) for name, value in _parse(source, path).items()}
    if values.get("library"):
        values["library"] = os.path.join(os.path.dirname(path), os.path.expanduser(values["library"]))
    return Settings(**values)


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        raise StackError(f"the settings {path} are not UTF-8 text", "save the file as UTF-8") from None
    except OSError as error:
        raise StackError(f"the settings {path} cannot be read: {error.strerror}", "check its permissions") from None


def _parse(source: str, path: str) -> dict[str, Any]:
    if not source.strip():
        return {}
    import tomllib

    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at ")
        last_line = f"line {source.rstrip().count(chr(10)) + 1}"
        where = place.rstrip(")") if place.startswith("line") else last_line
        raise StackError(
            f"the settings {path} are no TOML: {what}, {where}", "a line is NAME = VALUE, text in quotes"
        ) from None


def _checked(name: str, value: Any, path: str, source: str) -> Any:
    """The value of a field, if there is such a field and it takes the value."""
    known = {each.name: each for each in fields(Settings)}
    where = f"the settings {path}, line {_line_of(name, source)}"
    if name not in known:
        raise StackError(f"{where}: there is no setting {name!r}", _nearest(name, known))
    if name == "keys":
        return _checked_keys(value, path, source)
    default: Any = known[name].default
    choices = known[name].metadata["choices"]
    if type(value) is not type(default):
        kind = "true or false" if isinstance(default, bool) else "text in quotes"
        raise StackError(f"{where}: {name} = {value!r} should be {kind}", f"the default is {_as_toml(default)}")
    if choices and value not in choices:
        raise StackError(f"{where}: {name} cannot be {value!r}", "it takes " + ", ".join(choices))
    return value


def _checked_keys(value: Any, path: str, source: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise StackError(f"the settings {path}, line {_line_of('keys', source)}: keys should be a table", _KEYS_HINT)
    bindings = dict(_flat(value))
    for ident, keys in bindings.items():
        if not isinstance(keys, str):
            where = f"the settings {path}, line {_line_of(ident, source)}"
            raise StackError(f"{where}: the keys of {ident} should be text in quotes, not {keys!r}", _KEYS_HINT)
    return bindings


_KEYS_HINT = 'below a line [keys] a binding is "copy.link" = "y y"'


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """``copy.link = "y"`` without quotes is a table in a table for TOML; here both ways of writing are one."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _line_of(name: str, source: str) -> int:
    """The line where a field is set, as near as a look at the text can tell."""
    quoted = re.escape(name)
    match = re.search(rf"^[ \t]*(?:\[[ \t]*{quoted}|[\"']?{quoted}[\"']?[ \t]*[.=])", source, re.MULTILINE)
    return source.count("\n", 0, match.start()) + 1 if match else 1


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    return f"did you mean {near[0]}?" if near else "there are " + ", ".join(known)


def settings_as_text(settings: Settings) -> str:
    """The settings as TOML with the meaning of each above it; :func:`load_settings` reads it back."""
    return "\n".join(_paragraph(each, getattr(settings, each.name)) for each in fields(Settings))


def _paragraph(each: Field[Any], value: Any) -> str:
    choices = each.metadata["choices"]
    comment = f"# {each.metadata['meaning']}" + (f" One of: {', '.join(choices)}." if choices else "")
    if each.name == "keys":
        lines = [f"{_as_toml(ident)} = {_as_toml(keys)}" for ident, keys in sorted(value.items())]
        return "\n".join([comment, "[keys]", *lines]) + "\n"
    return f"{comment}\n{each.name} = {_as_toml(value)}\n"


def _as_toml(value: str | bool) -> str:
    """A TOML value: JSON's spelling of text is one of TOML's, but for DEL, which TOML wants escaped."""
    import json

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
