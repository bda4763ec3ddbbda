"""Enough YAML to write records: mappings of text, numbers, lists and flat mappings.

Text stands bare only where no YAML reader, old or new, can take it for anything else; otherwise it is a JSON string,
which YAML takes as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_BARE = re.compile(r"[^\W\d_]\w*(?:[ .()/+-]+\w+)*")
_NOT_TEXT = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])


def yaml_mapping(fields: Mapping[str, Any]) -> str:
    """A mapping as block YAML, a field or list item a line; fields that are None or empty are left out."""
    lines: list[str] = []
    for name, value in fields.items():
        if value in (None, "", [], ()):
            continue
        if isinstance(value, (list, tuple)):
            lines += [f"{name}:", *_items(value)]
        else:
            lines.append(f"{name}: {yaml_scalar(value)}")
    return "".join(line + "\n" for line in lines)


def yaml_scalar(value: object) -> str:
    """One value on one line."""
    if not isinstance(value, str):
        return json.dumps(value)
    if _BARE.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)


def _items(values: Sequence[Any]) -> list[str]:
    lines = []
    for value in values:
        if isinstance(value, Mapping):
            pairs = [f"{name}: {yaml_scalar(part)}" for name, part in value.items()]
            lines += [f"  {'- ' if not place else '  '}{pair}" for place, pair in enumerate(pairs)]
        else:
            lines.append(f"  - {yaml_scalar(value)}")
    return lines
