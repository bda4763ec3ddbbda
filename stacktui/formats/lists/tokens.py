"""The pieces of a line, and the state of cutting it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Token:
    """A piece of a line."""

    kind: str
    """text, link, bracket, paren, code, quote, stars, image, mark (emoji or check box), cite."""
    text: str
    url: str | None = None
    """The address of a link; "" where the parentheses were empty; None where it has none."""
    bold: bool = False
    italic: bool = False
    wrapped: bool = False
    """Whether a link stands in brackets of its own, as in ``[[pdf](u)]``."""
    children: tuple[Token, ...] = ()
    """The tokens inside a paren, bracket or quote."""


@dataclass(slots=True)
class Scan:
    """The state of reading one line."""

    text: str
    depth: int
    closer: dict[int, int]
    tokens: list[Token] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    bold: bool = False
    italic: bool = False

    def flush(self) -> None:
        """Make a token of the plain text gathered so far."""
        if self.buffer:
            words = "".join(self.buffer)
            self.buffer.clear()
            if words.strip():
                self.add("text", words)
            elif self.tokens:
                self.tokens[-1].text += " "

    def add(self, kind: str, text: str, url: str | None = None, *, wrapped: bool = False) -> Token:
        """Add a token in the present emphasis."""
        token = Token(kind, text, url, self.bold, self.italic, wrapped)
        self.tokens.append(token)
        return token


_AROUND = {"bracket": "[{}]", "paren": "({})", "quote": '"{}"'}


def plain_text(tokens: Iterable[Token]) -> str:
    """The text of tokens without any marks, blanks collapsed."""
    return " ".join("".join(_texts(tokens)).split())


def _texts(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.kind in _AROUND:
            text = token.text.rstrip()  # a blank at the end stands behind the sign that closes it
            yield _AROUND[token.kind].format(text) + token.text[len(text) :]
        elif token.kind != "image":
            yield token.text
