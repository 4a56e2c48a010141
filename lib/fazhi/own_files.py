"""Files written next to the user's ↔ a list of them with hashes: a file is replaced only if it is unchanged."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fazhi import store
from fazhi.errors import FazhiError

LIST = ".fazhi-files"  # next to the files, in the format of sha256sum


@contextmanager
def replaced(file: Path) -> Iterator[Path]:
    """Write a file to a temporary path, list it, and move it into place in one step.

    Parameters
    ----------
    file : Path
        Its folder is created if necessary.

    Yields
    ------
    Path
        The temporary path to write to.

    Raises
    ------
    FazhiError
        If the file exists and is another's, or has been changed since fazhi wrote it; nothing is written then.
    """
    refuse_others([file])
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{os.getpid()}.fazhi-aside")
    try:
        yield aside
        # listed before the move, so that an interrupted run leaves no unlisted file
        enlist(file.with_name(LIST), {file.name: store.file_hash(aside)})
        os.replace(aside, file)
    finally:
        aside.unlink(missing_ok=True)


def refuse_others(files: Iterable[Path], listed: Path | None = None) -> None:
    """Refuse to replace files if one of them was not written by fazhi, or has been changed since.

    Parameters
    ----------
    files : iterable of Path
        The files to be written.
    listed : Path, optional
        The list of files written by fazhi; None = the one next to each file.

    Raises
    ------
    FazhiError
        Naming the first such file, or a file in the place of its folder.
    """
    for file in files:
        stand = next(place for place in (file.parent, *file.parent.parents) if os.path.lexists(place))
        if not stand.is_dir():
            raise FazhiError(f"{stand} is a file, not a folder to write to: give another place")
        if os.path.lexists(file) and not is_own(file, listed):
            raise FazhiError(
                f"{file} was not written by fazhi, or was changed since: move it away, or give another place"
            )


def is_own(file: Path, listed: Path | None = None) -> bool:
    """Return whether fazhi wrote a file and it is unchanged since, by the list next to it or another one."""
    known = {told for told, _ in _lines(listed or file.with_name(LIST))}
    return not file.is_symlink() and store.file_hash(file) in known


def names(listed: Path) -> set[str]:
    """Return the names of all files in a list."""
    return {name for _, name in _lines(listed)}


def enlist(listed: Path, files: Mapping[str, str]) -> None:
    """Add files with their hashes to a list."""
    with listed.open("ab") as opened:
        opened.write(as_list(files))


def as_list(files: Mapping[str, str]) -> bytes:
    """Return the content of a list of files with their hashes."""
    return "".join(f"{told}  {name}\n" for name, told in sorted(files.items())).encode("utf-8", "surrogateescape")


def _lines(listed: Path) -> list[tuple[str, str]]:
    """Return hash and name of each file in a list; empty if there is no list."""
    try:
        lines = listed.read_text("utf-8", "surrogateescape").split("\n")
    except OSError:
        return []
    return [(told, name) for told, _, name in (line.partition("  ") for line in lines if line)]
