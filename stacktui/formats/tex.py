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


def plain_tex(text: str) -> str:
    """A TeX value as plain text: accents and signs as letters, braces and commands for style gone."""
    if "\\" in text or "{" in text or "~" in text or "$" in text:
        text = _STYLE.sub("", text)
        text = _ACCENT.sub(_accented, text)
        text = _SIGN.sub(
            lambda found: _SIGNS.get(found[1], found[1] if found[1] not in ("relax", "protect", "newblock") else ""),
            text,
        )
        text = re.sub(r"\\([&%$#_{}])", "\\1\x00", text)
        text = re.sub("(?<!\\\\)[{}](?!\x00)", "", text).replace("\x00", "")
        text = re.sub(r"(?<!\\)\$([^$]{1,60})\$", r"\1", text).replace("\\\\", " ").replace("~", " ")
    text = text.replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")
    return " ".join(text.split())


def _accented(found: re.Match[str]) -> str:
    accent = _ACCENTS[found[1] or found[2]]
    letter = (found[3] or found[4]).lstrip("\\")
    return unicodedata.normalize("NFC", {"i": "i", "j": "j"}.get(letter, letter) + accent)
