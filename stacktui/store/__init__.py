"""The file of a library: canonical bytes, safe saves, TinyDB on top."""

from stacktui.store.canonical import SCHEMA, Record, Table, Tables, render, tidy_record
from stacktui.store.database import Changes, Place, StackDB, StackStorage, copy_record, random_id
from stacktui.store.files import FileChanged, locked, read_file, replace_file, signature, why_not_writable
from stacktui.store.reading import Loaded, load

__all__ = [
    "SCHEMA",
    "Changes",
    "FileChanged",
    "Loaded",
    "Place",
    "Record",
    "StackDB",
    "StackStorage",
    "Table",
    "Tables",
    "copy_record",
    "load",
    "locked",
    "random_id",
    "read_file",
    "render",
    "replace_file",
    "signature",
    "tidy_record",
    "why_not_writable",
]
