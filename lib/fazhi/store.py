"""Parts of reports, cached in a folder by the hash of their inputs → the same parts, without making them again."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from fazhi import paths, workers

# Packages that decide how a file is read and measured, besides our own code, the catalogue and the sidecars.
ENGINES = [
    "cn2an", "cnloc", "jieba", "lxml", "numpy", "pandas", "pyarrow", "pypdfium2", "rjieba",
    "scikit-learn", "trafilatura",
]  # fmt: skip
_FACTS = b"facts"


@dataclass(frozen=True)
class Parts:
    """The parts of one report: `facts` are JSON values, `tables` have its rows.

    Parts that are not `lasting` may come out differently the next time, and are not cached.
    """

    facts: dict
    tables: dict[str, pa.Table]
    lasting: bool = True


class Store:
    """A folder with one file for each report and step.

    A file is written to a temporary path and moved into place, and contains its own hash: remains of an interrupted
    run or a full disk are never taken for a part.

    Parameters
    ----------
    folder : Path or None
        The folder of the cache, created on first use. None = nothing is cached.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._used: set[Path] = set()

    def get(self, key: str) -> Parts | None:
        """Return the parts cached under a key, None if there are none or they are damaged."""
        file = self._file(key)
        try:
            content = file.read_bytes() if file else b""
        except OSError:
            return None
        told, kept = content[:32], content[32:]
        if not kept or hashlib.sha256(kept).digest() != told:
            return None
        self._used.add(file)
        return _unpacked(kept)

    def has(self, key: str) -> bool:
        """Return whether there is a file under a key, damaged or not."""
        file = self._file(key)
        return file is not None and file.exists()

    def put(self, key: str, parts: Parts) -> None:
        """Cache parts under a key."""
        if not (file := self._file(key)):
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        content = _packed(parts)
        replace(file, hashlib.sha256(content).digest() + content)
        self._used.add(file)

    def tidy(self) -> None:
        """Remove what was neither read nor written through this store: removed reports, outdated recipes."""
        for file in self.folder.glob("*/*") if self.folder else ():
            if file not in self._used:
                file.unlink()

    def _file(self, key: str) -> Path | None:
        return self.folder / key[:2] / key[2:] if self.folder and key else None


NOTHING_KEPT = Store(None)


def remembered(
    store: Store, function: Callable[..., Parts], arguments: Sequence[tuple], keys: Sequence[str], jobs: int
) -> Iterator[Parts]:
    """Yield the result of a function for each tuple of arguments, in order, reusing cached results.

    Parameters
    ----------
    store : Store
        The cache, written as soon as each result is known.
    function : callable
        Makes `Parts` in a worker process; it must depend on nothing but the inputs of its key.
    arguments, keys : sequences
        One of each per result; with the key ``""`` the result is not cached.
    jobs : int
        Number of worker processes.
    """
    there = [store.has(key) for key in keys]
    fresh = in_parallel(function, [args for args, kept in zip(arguments, there, strict=True) if not kept], jobs)
    for key, args, kept in zip(keys, arguments, there, strict=True):
        if kept:
            yield store.get(key) or _kept(store, key, function(*args))  # damaged results are made again
        else:
            yield _kept(store, key, next(fresh))


def _kept(store: Store, key: str, parts: Parts) -> Parts:
    if parts.lasting:
        store.put(key, parts)
    return parts


def in_parallel(function: Callable, arguments: Sequence[tuple], jobs: int) -> Iterator:
    """Call a function for each tuple of arguments, in order, with only as many processes as are worth starting."""
    from joblib import Parallel, delayed

    jobs = max(1, min(jobs, len(arguments) // 4))
    return Parallel(n_jobs=jobs, return_as="generator")(delayed(workers.obey)(function, *args) for args in arguments)


def broken(error: Exception) -> str:
    """Return the ledger's reason for a report on which our own code failed; it is tried again the next time."""
    return f"fazhi itself broke on it ({type(error).__name__}: {error}); please report this, with the file"


def key(*ingredients: object) -> str:
    """Return the hash, in hex, of all inputs of a part: strings, numbers, dicts and lists of them."""
    return hashlib.sha256(json.dumps(ingredients, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@cache
def code_hash(*names: str) -> str:
    """Return the hash of our own source: modules (``"schema.py"``) and packages (``"reading"``) of the library."""
    digest = hashlib.sha256()
    for name in names:
        place = paths.LIBRARY / name
        found = [place] if place.is_file() else [*place.rglob("*.py"), *place.rglob("*.html")]
        for file in sorted(found):
            digest.update(file.relative_to(paths.LIBRARY).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def engines() -> dict[str, str]:
    """Return the versions of Python and of the packages that decide how reports are read."""
    return {"python": platform.python_version()} | {name: version(name) for name in ENGINES}


def file_hash(file: Path) -> str:
    """Return a file's SHA-256 in hex, ``""`` if it cannot be read or is not a file (a pipe, a folder)."""
    try:
        if not file.is_file():
            return ""
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def replace(file: Path, content: bytes) -> None:
    """Write to a temporary path and move the file into place in one step; links to the old one keep its content."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        os.replace(aside, file)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _packed(parts: Parts) -> bytes:
    sink = pa.BufferOutputStream()
    facts = pa.table({"facts": [json.dumps(parts.facts, ensure_ascii=False)]})
    for name, table in {_FACTS.decode(): facts, **parts.tables}.items():
        named = table.replace_schema_metadata({**(table.schema.metadata or {}), b"name": name.encode()})
        with pa.ipc.new_stream(sink, named.schema) as stream:
            stream.write_table(named)
    return sink.getvalue().to_pybytes()


def _unpacked(content: bytes) -> Parts:
    tables = {table.schema.metadata[b"name"]: table for table in _streams(content)}
    facts = json.loads(tables.pop(_FACTS)["facts"][0].as_py())
    return Parts(facts, {name.decode(): table for name, table in tables.items()})


def _streams(content: bytes) -> Iterable[pa.Table]:
    source = pa.BufferReader(content)
    while source.tell() < len(content):
        with pa.ipc.open_stream(source) as stream:
            yield stream.read_all()
