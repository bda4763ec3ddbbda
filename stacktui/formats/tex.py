"""TeX in the fields of BibTeX as plain text."""

from __future__ import annotations

import re
import unicodedata

_ACCENT_TABLE = (
    "` 0300 ' 0301 ^ 0302 ~ 0303 = 0304 u 0306 . 0307 \" 0308 r 030a H 030b v 030c c 0327 k 0328 d 0323 b 0331 t 0361"
)
_SIGN_TABLE = r"""
ss ß ae æ AE Æ oe œ OE Œ aa å AA Å o ø O Ø l ł L Ł i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ
textendash – textemdash — textquoteright ’ textquoteleft ‘ textasciitilde ~ textbackslash \ textunderscore _
ldots … dots … copyright © S § P ¶ infty ∞ times × rightarrow → sim ~ ell ℓ
alpha α beta β gamma γ delta δ epsilon ε lambda λ mu μ pi π sigma σ theta θ phi φ omega ω
"""


def _pairs(table: str) -> dict[str, str]:
    parts = table.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))


_ACCENTS = {sign: chr(int(code, 16)) for sign, code in _pairs(_ACCENT_TABLE).items()}
_SIGNS = _pairs(_SIGN_TABLE)
_ACCENT = re.compile(r"\\(?:([`'^~=.\"])\s*|([uvHckrdbt])(?:\s+|(?=\{)))(?:\{\s*(\\?[A-Za-z])\s*\}|(\\?[A-Za-z]))")
_SIGN = re.compile(r"\\([A-Za-z]+)(?:\{\}|\s+|(?![A-Za-z]))")
_STYLE = re.compile(
    r"\\(?:emph|textbf|textit|texttt|textsc|textrm|mathrm|mathcal|mathbf|mathbb|mbox|url|href|text|uppercase|textsuperscript|ensuremath)\s*(?=\{)"
)


_FORMULA = r"\{(?P<formula>\$(?=[^\s$])[^$]*[\\^_][^$]*(?<=\S)\$)\}"
_NAMED = r"\\(?P<name>text(?:backslash|braceleft|braceright|asciitilde|asciicircum))(?:\{\}|\s+|(?![A-Za-z]))"
_LITERAL = re.compile(rf"{_FORMULA}|{_NAMED}|\\(?P<sign>[&%$#_{{}}])|(?<=(?P<twin>[-'`]))\{{\}}(?=(?P=twin))")
"""What stands for itself: a formula in braces, commands for the signs of TeX, signs that are not to become one."""
_NAMES = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}
_KEPT = re.compile("\x00(\\d+)\x00")


def plain_tex(text: str) -> str:
    """A TeX value as plain text: accents and signs as letters, braces and commands for style gone.

    A formula that braces keep together stays as it is: ``{$\\ell_1$}`` is ``$\\ell_1$``.
    """
    kept: list[str] = []
    if "\\" in text or "{" in text or "~" in text or "$" in text:
        text = _LITERAL.sub(lambda found: _keep(found, kept), text.replace("\x00", ""))
        text = _STYLE.sub("", text)
        text = _ACCENT.sub(_accented, text)
        text = _SIGN.sub(
            lambda found: _SIGNS.get(found[1], found[1] if found[1] not in ("relax", "protect", "newblock") else ""),
            text,
        )
        text = re.sub("[{}]", "", text)
        text = re.sub(r"(?<!\\)\$([^$]{1,60})\$", r"\1", text).replace("\\\\", " ").replace("~", " ")
    text = text.replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")
    text = _KEPT.sub(lambda found: kept[int(found[1])], text) if kept else text
    return " ".join(text.split())


def _keep(found: re.Match[str], kept: list[str]) -> str:
    """A mark in place of what is to stay."""
    kept.append(found["formula"] or found["sign"] or _NAMES.get(found["name"] or "", ""))
    return f"\x00{len(kept) - 1}\x00"


def outside_braces(text: str, pattern: str) -> list[str]:
    """The parts of a text between the places where a pattern matches outside of braces."""
    parts, begin, depth = [], 0, 0
    for found in re.finditer(rf"\\.|[{{}}]|(?P<between>{pattern})", text, re.IGNORECASE | re.DOTALL):
        if found["between"] is None:
            depth += (found[0] == "{") - (found[0] == "}")
        elif depth <= 0:
            parts.append(text[begin : found.start()])
            begin = found.end()
    return [*parts, text[begin:]]


def _accented(found: re.Match[str]) -> str:
    accent = _ACCENTS[found[1] or found[2]]
    letter = (found[3] or found[4]).lstrip("\\")
    return unicodedata.normalize("NFC", {"i": "i", "j": "j"}.get(letter, letter) + accent)
