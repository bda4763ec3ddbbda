"""The table of commands: which there are, in which module each lives, and what the overview says of it.

Kept free of imports, because every start reads it.
"""

from __future__ import annotations

GROUPS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "The stack",
        (
            ("add", "adding", "put a paper on the stack: text, link, DOI, arXiv id or BibTeX"),
            ("list", "listing", "list the papers that answer a query"),
            ("show", "reading", "show everything known of a paper"),
            ("note", "reading", "print, edit or extend the note of a paper"),
            ("set", "changing", "change fields of papers"),
            ("remove", "changing", "put papers into the trash"),
            ("restore", "changing", "take papers out of the trash"),
            ("trash", "changing", "list the trash, or empty it"),
        ),
    ),
    (
        "Out and in",
        (
            ("copy", "sharing", "copy the link, or something else of a paper, to the clipboard"),
            ("open", "sharing", "open a link of a paper in the browser"),
            ("import", "importing", "take in the papers of reading lists and bibliographies"),
            ("export", "exporting", "write papers in a format: BibTeX, JSON, Markdown lists and more"),
            ("publish", "publishing", "write changes back into the list they belong to"),
        ),
    ),
    (
        "The library",
        (
            ("check", "upkeep", "look for what is not in form, and repair it"),
            ("duplicates", "duplicates", "find papers that stand in the stack twice, and merge them"),
            ("stats", "upkeep", "figures and plots"),
            ("init", "syncing", "make a library, with --git one that several machines share"),
            ("sync", "syncing", "commit, fetch, merge by record and push"),
            ("resolve", "syncing", "mend a library that git left with conflict markers"),
            ("log", "history", "the history of one paper, from git"),
            ("merge-driver", "syncing", "merge three versions of a library; git calls it"),
        ),
    ),
    (
        "The app",
        (
            ("demo", "screen", "open the app on a throw-away example library"),
            ("keys", "screen", "print the key table as Markdown"),
            ("config", "configuring", "print the settings in force"),
            ("help", "helping", "explain a topic: query, paper, capture, formats, templates, git, exit-codes"),
        ),
    ),
)
"""Heading -> (command, module, summary)."""

MODULES = {name: module for _, commands in GROUPS for name, module, _ in commands}
"""Command -> the module of this package that holds it."""
