"""``help``: what holds for several commands, topic by topic, and the help of each command."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from stacktui.cli.command import Command
from stacktui.cli.commands import MODULES
from stacktui.cli.output import say
from stacktui.cli.shell import Shell
from stacktui.errors import UsageError

_PAPER = """\
PAPER in the help of a command is one of these, the first that fits:

  vaswani2017attention       a key, as `stacktui list` shows it, or its beginning if only one key begins so
  483920112233               an id, as `list --json` shows it
  attention is all you need  a title or short name; case, accents and punctuation do not count
  https://arxiv.org/…        a link; an arXiv id or a DOI too
  lottery tiket              a query that one paper answers, or of whose answers only one holds every word

Where several papers answer, the command names them and fails with exit code 1; where none does, with 3."""

_CAPTURE = """\
`stacktui add` takes a line with these parts, all optional and in any order; the rest is the title:

  https://…                the main link; a second one is another link, labelled by `code: https://…`
  1706.03762, 10.1145/…    an arXiv id or a DOI, anywhere
  [2019-ICLR-oral]         year, venue, month, presentation; (NIPS 2017) too
  #tag   @category/sub     #"two words" and @"with blanks" too
  ★★★½                     stars
  !reading                 a status: to-read reading read reread dropped, or its beginning

Further lines are the note. A BibTeX entry is read as such. Quote the text: # and ! belong to the shell."""

_GIT = """\
A library is made for git: a change is a few lines of the file, and two machines' work is merged paper by paper.

  stacktui init . --git      once: library, repository, .gitattributes, .gitignore, and this clone's merge driver
  git remote add origin URL  once: where it is shared (a bare or hosted repository)
  stacktui sync              commit what changed, fetch, merge, push; R in the app
  git clone URL              on another machine; `stacktui check --fix` there lets plain `git pull` merge by record
  stacktui log PAPER         what happened to a paper; H in the app
  stacktui resolve           mends a library in which git left conflict markers

Tags, categories, links and lines of notes of both sides are united. Where both changed the same field, one value
stands and the other is kept: `stacktui list is:conflicted` finds such papers, X in the app chooses. Where both rewrote
the same lines of a note, both stand between markers. A paper edited here and removed there stays, and says so.
Only the library is committed; nothing is asked on the terminal, so ssh keys or a credential helper must be set up."""

_EXIT_CODES = """\
  0  done; also when the paper was known already, or a list held no paper
  1  an error, told on stderr with what to do; also an ambiguous PAPER, a `check` with findings, and a `copy`
     that reached no clipboard
  2  called wrongly: an unknown command, option, field, format or value
  3  nothing found"""


_TEMPLATES = """\
A Jinja2 template makes a page of your own style. `talk.j2` in the folder

  {folder}

is what `stacktui export --to talk` writes; names of formats that there are already do not count. It sees:

  papers       each with every field, id, arxiv, doi; note is a list of lines, note_text one text
  categories   each with name and papers; papers without a category last, under the name ""
  notes        the free notes: title, date, text (lines), papers (keys)
  filters      those of Jinja2, and: md and tex make text safe for Markdown and TeX, stars draws a rating

Values that are not known are empty, numbers none. A template runs in a sandbox: it sees these values and the other
templates of the folder, no files and no network. A mistake is told with its file and line. One to begin with:

{example}
{own}"""


_WORDS = """\
The reader of lists knows venues, labels of links, words for states and the like from word lists. A file of the same
name in the folder

  {folder}

adds to a list, and wins where both say something of a word: one word a line, `word = value` where it stands for
something else, `[part]` before the words of a part, `#` before a remark. It counts from the next start on.

{lists}

For example, a venue of your own and a word of your own for a state:

  mkdir -p {folder}
  echo 'TideConf' >> {folder}/venues.txt
  echo 'someday = to-read' >> {folder}/statuses.txt

{own}"""


def _words() -> str:
    from pathlib import Path
    from textwrap import wrap

    from stacktui.formats.lists.words import user_folder, word_lists

    rows = []
    for name, (purpose, parts) in word_lists().items():
        rows.append(f"  {name + '.txt':<19}{purpose}")
        rows += [f"  {'':<19}{line}" for line in wrap(" ".join(f"[{part}]" for part in parts), 90)]
    folder = Path(user_folder())
    mine = sorted(path.name for path in folder.glob("*.txt")) if folder.is_dir() else []
    own = f"Your files: {' '.join(mine)}" if mine else "You have none yet."
    return _WORDS.format(folder=folder, lists="\n".join(rows), own=own)


def _templates() -> str:
    from stacktui.formats.templates import EXAMPLE, template_folder, template_names

    names = template_names()
    own = f"Your templates: {' '.join(names)}" if names else "You have none yet."
    example = "".join(f"  {line}\n" for line in EXAMPLE.splitlines())
    return _TEMPLATES.format(folder=template_folder(), example=example, own=own)


def _query() -> str:
    from stacktui.query.filters import FIELDS

    return "\n".join(
        [
            "A query is words and filters; all have to hold. It is the same here, in the app and in saved searches.",
            "",
            "  attention                fuzzy: typing errors, parts of words, any order, pinyin",
            '  "attention is all"       exactly these words',
            "  NOT x, -x                without what answers x; -x needs `--` before it in the shell",
            "  a OR b                   one of the two",
            "  'word                    a ' in front of all: no word is fuzzy",
            "  #tag   @category         the same as tag: and cat:",
            "",
            *(f"  {name + ':':<11}{example}" for name, (_, example) in FIELDS.items()),
        ]
    )


def _formats() -> str:
    from stacktui.formats import FORMATS, Format
    from stacktui.formats.templates import template_names

    rows = [
        (kind.name, "/".join(filter(None, ("in" if kind.parser else "", "out" if kind.renderer else ""))), kind)
        for kind in FORMATS.values()
    ]
    rows += [(name, "out", Format(name, (), "your template")) for name in template_names() if name not in FORMATS]
    lines = (f"  {name:<10} {ways:<7} {kind.description} {' '.join(kind.suffixes)}" for name, ways, kind in rows)
    return "\n".join(map(str.rstrip, lines))


TOPICS: dict[str, tuple[str, Callable[[], str]]] = {
    "query": ("words and filters of a search", _query),
    "paper": ("how a command knows which paper is meant", lambda: _PAPER),
    "capture": ("what a line for `add` may hold", lambda: _CAPTURE),
    "formats": ("what can be imported and exported", _formats),
    "templates": ("pages of your own style", _templates),
    "words": ("venues, labels and states that the reader of lists should know", _words),
    "git": ("a library on several machines", lambda: _GIT),
    "exit-codes": ("what the exit code of a command says", lambda: _EXIT_CODES),
}
"""Topic -> a summary and the function that makes its text."""


def _help(shell: Shell, options: Namespace) -> int:
    from stacktui.cli.parser import find_command, overview, parser_of

    name = options.words[0] if options.words else ""
    if not name:
        say(overview())
    elif name in TOPICS:
        say(TOPICS[name][1]())
    elif name in MODULES:
        say(parser_of(name, find_command(name)).format_help().rstrip("\n"))
    else:
        raise UsageError(f"there is no help on `{name}`", f"topics: {', '.join(TOPICS)}; and every command")
    return 0


COMMANDS = {
    "help": Command(
        run=_help,
        words="[TOPIC]",
        most=1,
        help="Explain a topic or a command.\n\ntopics:\n"
        + "\n".join(f"  {name:<12}{summary}" for name, (summary, _) in TOPICS.items()),
        examples=("help query", "help capture", "help set"),
    ),
}
