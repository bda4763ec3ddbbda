"""An export: some papers, or all that a library holds, in a format, as a text or as a file."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from stacktui.errors import StackError, UsageError
from stacktui.formats import Format, writable_formats
from stacktui.formats.files import differing_files, same_file, write_file, write_files
from stacktui.library import Library
from stacktui.model import FreeNote, Paper
from stacktui.text import counted


@dataclass(frozen=True)
class Export:
    """A format and what is to be written in it."""

    kind: Format
    papers: Sequence[Paper]
    notes: Sequence[FreeNote] = ()
    is_part: bool = False
    """Whether papers were chosen; else it is all that the library holds."""

    @property
    def amount(self) -> str:
        """``12 papers and 1 free note as org``; free notes that have no place there do not count."""
        from stacktui.formats.losses import held_by

        has_notes = self.notes and "notes" in held_by(self.kind.name)
        notes = f" and {counted(len(self.notes), 'free note')}" if has_notes else ""
        return f"{counted(len(self.papers), 'paper')}{notes} as {self.kind.name}"

    @property
    def losses(self) -> list[str]:
        """What the format has no place for, in a sentence or two."""
        from stacktui.formats.losses import losses

        return losses(self.papers, self.notes, self.kind.name)

    def text(self, library: Library) -> str:
        """What is to be written."""
        if self.kind.name == "json":
            from stacktui.formats.json_ import render_library

            return render_library(library.tables, [paper.id for paper in self.papers] if self.is_part else None)
        render = self.kind.render
        if render is None:
            raise not_written(self.kind)
        return render(self.papers, self.notes)

    def write(self, library: Library, output: str, text: str, *, force: bool = False) -> str:
        """Write a file with the text, or for Obsidian a folder of files; what is to be told of it."""
        if self.kind.name == "obsidian" and (output.endswith(os.sep) or os.path.isdir(output)):
            return f"wrote {self.amount} into {output}: {self._write_folder(output, force)}"
        _refuse_own_files(library, output, force)
        replaced = ", in place of what was there" if os.path.isfile(output) else ""
        write_file(output, text)
        return f"wrote {self.amount} to {output}{replaced}"

    def _write_folder(self, folder: str, force: bool) -> str:
        """A file a paper, as Obsidian has them; how many."""
        from stacktui.formats.obsidian import files

        texts = files(self.papers, self.notes)
        differing = differing_files(folder, texts)
        if differing and not force:
            more = f" and {len(differing) - 1:,} more" if len(differing) > 1 else ""
            raise StackError(
                f"{differing[0]}{more} in {folder} would be replaced", "nothing was written; --force does it"
            )
        write_files(folder, texts)
        return counted(len(texts), "file")


def export_of(library: Library, kind: Format, papers: Collection[int] | None = None) -> Export:
    """An export of some papers, by their ids, in the order of the stack; of all, with the free notes, without any."""
    if papers is None:
        return Export(kind, library.stack(), _in_order(library.notes.values()))
    wanted = frozenset(papers)
    return Export(kind, [paper for paper in library.stack() if paper.id in wanted], is_part=True)


def not_written(kind: Format) -> UsageError:
    """The error of a format that can only be read."""
    return UsageError(f"{kind.name} can be read but not written", f"choose with --to: {' '.join(writable_formats())}")


def _refuse_own_files(library: Library, output: str, force: bool) -> None:
    """An export is no library, and a list that somebody writes by hand says more than an export of it."""
    if same_file(output, [library.path]):
        raise UsageError(f"{output} is the library itself", "choose another file")
    lists = (record.get("file") for record in library.lists.values())
    if not force and same_file(output, [file for file in lists if isinstance(file, str) and file]):
        hint = f"`stacktui publish {output}` writes into it what changed; --force replaces it"
        raise UsageError(f"{output} is a list that was imported; an export would replace all of it", hint)


def _in_order(notes: Iterable[FreeNote]) -> tuple[FreeNote, ...]:
    """Free notes: the newest first, those without a date last, and of one day as they stood in their list."""
    as_listed = sorted(notes, key=lambda note: (*_place_in_list(note), note.id))
    return tuple(sorted(as_listed, key=lambda note: note.date, reverse=True))


def _place_in_list(note: FreeNote) -> tuple[str, int]:
    sources = note.unknown.get("sources")
    first = sources[0] if isinstance(sources, list) and sources and isinstance(sources[0], dict) else {}
    name, line = first.get("list"), first.get("line")
    return name if isinstance(name, str) else "", line if isinstance(line, int) else 0
