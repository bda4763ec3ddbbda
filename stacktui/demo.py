"""A throw-away library of real papers, to try stacktui on.

The file ``data/demo.json`` is a library like any other. Its stamps are moved when it is copied, so that the newest
thing in it happened just now and the views by date (Recent, statistics) have something to show.
"""

from __future__ import annotations

import json
import os
import re
from datetime import datetime, timedelta

from stacktui.errors import LibraryError
from stacktui.store.canonical import Tables, render

_DATES = ("added", "pushed", "deleted", "read", "not_before", "date")
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT.+")


def make_demo_library(folder: str, now: datetime | None = None) -> str:
    """Write the example library into ``folder`` as ``papers.json`` and return its path; a file there is not touched."""
    path = os.path.join(folder, "papers.json")
    tables = _with_stamps_moved(_example(), now or datetime.now().astimezone())
    try:
        with open(path, "xb") as file:
            file.write(render(tables))
    except FileExistsError:
        raise LibraryError(f"{path} is there already", "choose an empty folder for the example library") from None
    except OSError as error:
        raise LibraryError(
            f"The example library cannot be written: {error.strerror}", f"is {folder} writable?"
        ) from None
    return path


def _example() -> Tables:
    with open(os.path.join(os.path.dirname(__file__), "data", "demo.json"), encoding="utf-8") as file:
        tables: Tables = json.load(file)
    return tables


def _with_stamps_moved(tables: Tables, now: datetime) -> Tables:
    """All tables with every full date moved on, so that the newest stamp is ``now``; ``2019-07`` and ``2019`` stay."""
    records = [record for table in tables.values() for record in table.values()]
    stamps = [record[name] for record in records for name in _DATES if _STAMP.fullmatch(record.get(name, ""))]
    now = now.replace(microsecond=0)
    shift = now - max(map(datetime.fromisoformat, stamps), default=now)
    for record in records:
        record.update({name: _moved(record[name], shift, now) for name in _DATES if name in record})
    return tables


def _moved(value: str, shift: timedelta, now: datetime) -> str:
    if _STAMP.fullmatch(value):
        return (datetime.fromisoformat(value) + shift).astimezone(now.tzinfo).isoformat()
    if _FULL_DATE.fullmatch(value):
        return (datetime.fromisoformat(value) + timedelta(days=round(shift / timedelta(days=1)))).date().isoformat()
    return value
