"""Links of Markdown whose addresses stand elsewhere in the document."""

from __future__ import annotations

import re

DEFINITION = re.compile(
    r" {0,3}\[(?!\^)([^\[\]]{1,80})\]:\s*"
    r"<?((?:https?:|ftp:|mailto:|[#./\w])[^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+[\"'(].*)?\s*$"
)
_NAMED_LINK = re.compile(r"\[([^\[\]]+)\](?: ?\[([^\[\]]*)\])?(?![(:\[])")


def with_addresses(lines: list[str]) -> list[str]:
    """Lines with the addresses of ``[text][name]`` written in, where the document defines the names."""
    found = (DEFINITION.match(line) for line in lines if line.lstrip()[:1] == "[" and "]:" in line)
    addresses = {match[1].casefold(): match[2] for match in found if match}
    if not addresses:
        return lines

    def written(link: re.Match[str]) -> str:
        address = addresses.get((link[2] or link[1]).casefold())
        return f"[{link[1]}]({address})" if address else link[0]

    return [line if DEFINITION.match(line) else _NAMED_LINK.sub(written, line) for line in lines]
