"""Tables piece by piece → Parquet files, with only one piece in memory at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from fazhi.schema import arrow_schema


class TableFiles:
    """The tables of a build while being written: in temporary files, piece by piece, moved into place at the end.

    Parameters
    ----------
    out : Path
        The folder of the tables; it is created if necessary.
    names : iterable of str
        The tables' names; a table without rows is written empty.
    """

    def __init__(self, out: Path, names: list[str]) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self._files = {name: out / f"{name}.parquet" for name in names}
        self._asides = {name: out / f".{name}.{os.getpid()}" for name in names}
        self._writers: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> TableFiles:
        try:
            for name, aside in self._asides.items():
                self._writers[name] = pq.ParquetWriter(aside, arrow_schema(name))
        except BaseException:
            self._leave()
            raise
        return self

    def add(self, tables: dict[str, pa.Table]) -> None:
        """Append rows to some tables, as returned by `schema.recorded`, in the order of the keys."""
        for name, table in tables.items():
            if len(table):
                self._writers[name].write_table(table.combine_chunks())

    def __exit__(self, kind: type | None, *_) -> None:
        """Move the files into place, unless there was an error."""
        try:
            for writer in self._writers.values():
                writer.close()
            if kind is None:
                for name, aside in self._asides.items():
                    os.replace(aside, self._files[name])
        finally:
            self._leave()

    def _leave(self) -> None:
        for writer in self._writers.values():
            writer.is_open = False  # so that a writer with a full disk does not fail again when it is deleted
        for aside in self._asides.values():
            aside.unlink(missing_ok=True)
