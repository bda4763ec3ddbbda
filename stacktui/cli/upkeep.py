"""``check`` and ``stats``: is the library in form, and what is in it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from stacktui.cli.command import Command
from stacktui.cli.output import ascii_only, say, say_aside, say_json, terminal_width
from stacktui.cli.shell import Shell
from stacktui.text import counted

_SHOWN = 200
"""How many findings are shown."""


def _check(shell: Shell, options: Namespace) -> int:
    from dataclasses import replace

    from stacktui.check import inspect_library, repair_library
    from stacktui.repository import clone_findings

    path, backup = shell.library_path, ""
    if options.fix:
        inspection, backup = repair_library(path)
    else:
        inspection = inspect_library(path)
    inspection = replace(inspection, findings=(*inspection.findings, *clone_findings(path, fix=options.fix)))
    left = inspection.left if options.fix else inspection.findings
    if options.json:
        findings = [finding.to_json() for finding in inspection.findings]
        say_json({"file": path, "papers": inspection.papers, "findings": findings, "backup": backup or None})
        return 1 if left else 0
    for finding in inspection.findings[:_SHOWN]:
        done = "repaired: " if options.fix and finding.repairable else ""
        say(f"{done}{finding.place}: {finding.message}")
    if len(inspection.findings) > _SHOWN:
        say(f"and {len(inspection.findings) - _SHOWN:,} more; --json tells all")
    if backup:
        say_aside(f"as it was before: {backup}")
    if left:
        say_aside(_what_is_left(len(left), sum(finding.repairable for finding in left)))
    else:
        say(f"{path}: {counted(inspection.papers, 'paper')}, all in form")
    return 1 if left else 0


def _what_is_left(findings: int, repairable: int) -> str:
    count = counted(findings, "finding")
    if not repairable:
        return f"{count} to be changed by hand, with `stacktui set` or in the file"
    what = f"{repairable:,} of them" if repairable < findings else "them" if findings > 1 else "it"
    return f"{count}; `stacktui check --fix` repairs {what} after a backup"


def _stats(shell: Shell, options: Namespace) -> int:
    from stacktui.stats import stack_stats, stats_lines

    stats = stack_stats(shell.library.papers.values())
    if options.json:
        say_json(stats.to_json())
    else:
        say("\n".join(stats_lines(stats, min(terminal_width(80), 100), ascii_only(shell.settings.symbols))))
    return 0


def _check_options(parser: ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="repair what can be, after a backup beside the file")
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def _stats_options(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as one JSON object")


COMMANDS = {
    "check": Command(
        run=_check,
        options=_check_options,
        help="Look for what is not in form: keys that two papers share, odd dates, ratings, categories and links, a\n"
        "file that another program wrote, a clone whose git does not know how to merge it. Exit code 1 when something\n"
        "is found and not repaired.",
        examples=("check", "check --fix"),
    ),
    "stats": Command(
        run=_stats,
        options=_stats_options,
        help="Figures and plots of the stack: papers by status, stars, year, month, category, tag, venue, author.",
        examples=("stats", "stats --json"),
    ),
}
