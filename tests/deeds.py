"""What people do in the app, at random: sequences of keys, pastes, clicks, changes of size, suspensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

ESC = "\x1b"
Step = str | tuple[int, int]
"""Keys to type in one go, or a size for the window."""

MOVES = ["j", "j", "j", "k", "\x04", "\x15", "G", "gg", "\x1b[6~", "\x1b[5~", "\x1b[B", "\x1b[A", "jjjj", "kkk"]
WORDS = [
    "net",
    "attention is",
    "注意力",
    "zhuyili",
    "#",
    "is:starred",
    "year:2019..",
    "zzzz",
    "é",
    '"neural net"',
    "-x a",
]
WORDS += [
    "note:the",
    "status:reading,read",
    "rating:>=4 learning",
    "cat:NAS",
    "OR or OR",
    "year:",
    "dfferentiable archtecture",
]
CHINESE = "一条很长的中文笔记，从注意力、访存和计算量的角度讨论，整句提交。"
TEXTS = [
    "plain words ",
    CHINESE,
    CHINESE * 3,
    "# Heading\r",
    "- item\r- 项目\r",
    "💡 idea ",
    "**bold** `code` ",
    "| a | b |\r|---|---|\r| 中 | c |\r",
]
TEXTS += ["[[vaswani2017attention]] ", "e\u0301te\u0301 ", "👨‍👩‍👧 ", "❤️ ", "1️⃣", "🇨🇳"]
CAPTURES = [
    "A title of a paper #tag @Some/Category ★★★",
    "https://arxiv.org/abs/1901.01234 !reading",
    "[2020-ICML-oral] 中文标题 #中文",
]
PASTES = [
    "one\r\ntwo\nthree",
    f"a log {ESC}[31mred{ESC}[0m d d d q",
    "中文" * 60,
    "x" * 3000,
    "\t tab \x00 nul \x07 bell",
    "💡👨‍👩‍👧",
]
SIZES = [(120, 40), (80, 24), (60, 20), (110, 32), (99, 30), (70, 25), (69, 25), (140, 50), (40, 10), (36, 8)]
TOO_SMALL = (20, 5)


class Deeds:
    """Makes sequences; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._kinds: list[tuple[Callable[[], Iterator[Step]], int]] = [
            (self._move, 8), (self._panes, 5), (self._search, 8), (self._write, 6), (self._capture, 3), (self._file, 6),
            (self._pick, 3), (self._fields, 2), (self._sort, 3), (self._look, 5), (self._mouse, 4), (self._focus, 2),
            (self._resize, 3), (self._suspend, 2), (self._paste, 3), (self._copy, 2), (self._read, 3),
            (self._stumble, 3),
        ]  # fmt: skip

    def sequence(self) -> Iterator[Step]:
        """One to three deeds, and back to the panes."""
        kinds, weights = zip(*self._kinds, strict=True)
        for deed in self._chance.choices(kinds, weights, k=self._chance.randint(1, 3)):
            yield from deed()
        yield ESC
        yield ESC + ESC

    def _one(self, *choices: str) -> str:
        return self._chance.choice(choices)

    def _some(self, choices: list[str], most: int) -> str:
        return "".join(self._chance.choices(choices, k=self._chance.randint(1, most)))

    def _move(self) -> Iterator[Step]:
        for _ in range(self._chance.randint(1, 4)):
            yield self._some(MOVES, 4)

    def _panes(self) -> Iterator[Step]:
        yield self._some(["\t", f"{ESC}[Z", "h", "l", "z", "<", ">", " "], 3)
        yield self._some(MOVES, 3)
        yield self._one("\r", " ", "h", "l", "\t", "z")

    def _search(self) -> Iterator[Step]:
        word = self._chance.choice(WORDS)
        if self._chance.random() < 0.5:
            yield "/"
            yield from word
        else:
            yield f"/{word}"
        yield self._one("\x7f\x7f", f"{ESC}[B", "\t", f"{ESC}[6~", "x")
        yield self._one("\r", ESC, "\rnn", "\r\rn", "\x17")

    def _write(self) -> Iterator[Step]:
        yield self._one("e", "gge", "Ge")
        for _ in range(self._chance.randint(1, 4)):
            yield self._one(*TEXTS, "\r", f"{ESC}[A{ESC}[A", f"{ESC}[H", f"{ESC}[F", "\x7f" * 5, "\x17", "\x1a", "\t")
        yield self._one("\x13", f"{ESC}[200~{self._chance.choice(PASTES)}{ESC}[201~", "\x15")
        yield ESC

    def _capture(self) -> Iterator[Step]:
        yield "a"
        yield self._chance.choice(CAPTURES)
        yield self._one("\r", ESC, f"{ESC}[D{ESC}[D{ESC}[D", "\t")
        yield ESC

    def _file(self) -> Iterator[Step]:
        yield self._one(
            "3", "5", "0", "sr", "sd", "st", "s", "b", "J", "K", " j j", "vjjv", "*", "*3", "d", "jd", "D", "M"
        )
        yield self._one("u", "uu", "\x12", ESC, "u\x12u", "j")

    def _pick(self) -> Iterator[Step]:
        yield self._one("c", "#")
        yield self._one("a", "net", "新的", "\r", f"{ESC}[B{ESC}[B ", " ")
        yield self._one("\r", ESC)

    def _fields(self) -> Iterator[Step]:
        yield "i"
        yield self._one("\t\t", "中文题目", f"{ESC}[B{ESC}[B", "\x15")
        yield self._one(ESC, "\r", "\x13")

    def _sort(self) -> Iterator[Step]:
        yield "S" + self._one("t", "y", "a", "r", "s", "d", "k", "v", "q")

    def _look(self) -> Iterator[Step]:
        yield self._one("?", "%", ":", ":theme\r", ":stat\r", "H", "X", "F", "P", "I", "\x10", "R", "T")
        yield self._one("jjj", "mo", "\x04", "G", "\x1b[6~", f"{ESC}[B")
        yield self._one(ESC, "\x0c", "jj")

    def _mouse(self) -> Iterator[Step]:
        column, row = self._chance.randint(1, 120), self._chance.randint(1, 40)
        wheel = self._one("64", "65")
        yield self._one(
            f"{ESC}[<0;{column};{row}M{ESC}[<0;{column};{row}m",
            f"{ESC}[<{wheel};{column};{row}M" * self._chance.randint(1, 5),
            f"{ESC}[<35;{column};{row}M{ESC}[<35;{column + 1};{row}M",
            f"{ESC}[<0;{column};{row}M{ESC}[<32;{column + 9};{row}M{ESC}[<0;{column + 9};{row}m",
        )

    def _focus(self) -> Iterator[Step]:
        yield f"{ESC}[O"
        yield f"{ESC}[I"

    def _resize(self) -> Iterator[Step]:
        yield self._one("", "/net", "e", "a", "?", "c", "i", "S")
        yield TOO_SMALL if self._chance.random() < 0.1 else self._chance.choice(SIZES)
        yield self._one("x", "j", CHINESE[:4])
        yield self._chance.choice(SIZES)

    def _suspend(self) -> Iterator[Step]:
        yield self._one("\x1a", "E", "\x0c", "jE", "\x1aj")
        yield "j"

    def _paste(self) -> Iterator[Step]:
        yield self._one("", "/", "e", "i", "c", ":")
        yield f"{ESC}[200~{self._chance.choice(PASTES)}{ESC}[201~"
        yield self._one(ESC, "\x7f", "\x0c")

    def _copy(self) -> Iterator[Step]:
        yield "y"
        yield self._one("y", "t", "b", "c", "k", "n", "m", "l", "1", "z")

    def _read(self) -> Iterator[Step]:
        yield "\r"
        yield self._some([*MOVES, "]", "[", "n", "N", "z"], 5)
        yield self._one("h", "\t", "\x0c", ESC)

    def _stumble(self) -> Iterator[Step]:
        """Any keys at all, but those that leave the program."""
        keys = [chr(code) for code in range(33, 127) if chr(code) not in "q"] + [
            "中",
            "\x0c",
            "\x17",
            "\t",
            "\r",
            "\x7f",
        ]
        yield self._some(keys, 6)
        yield ESC
