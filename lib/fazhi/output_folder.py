"""A folder OUT ↔ its editions: each is prepared separately, and replaces the last one in one step.

OUT/tables, notebooks, figures, site → .fazhi/current/…    what people open
OUT/previous → .fazhi/editions/00000006                    the edition before, for comparison
OUT/.fazhi/current → editions/00000007                     the one link that is switched
OUT/.fazhi/next                                            in preparation, or left by an interrupted run
OUT/.fazhi/lock                                            held by the run that writes
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from fazhi import own_files, store
from fazhi.errors import FazhiError

OWN = ".fazhi"  # marks a folder as ours; its content is never read as a report
PARTS = ("tables", "notebooks", "figures", "site")


@contextmanager
def edition(out: Path) -> Iterator[Path]:
    """Prepare the next edition of OUT: a folder with the current one's files, to be changed freely.

    At the end of the block it replaces the current edition in one step, unless nothing has changed. If the
    block raises an error, or the process is killed, the current edition stays unchanged.

    Parameters
    ----------
    out : Path
        The folder; it is created if necessary.

    Yields
    ------
    Path
        The folder of the next edition. Its files are links to the current one's: replace them, never write into them.

    Raises
    ------
    FazhiError
        If another run is writing to OUT, its path is not valid text, or something else is in the place of a part of
        the edition.
    """
    _refuse_no_text(out)
    own = out / OWN
    own.mkdir(parents=True, exist_ok=True)
    _refuse_what_is_not_ours(out)
    with _lock(out):
        stage = own / "next"
        _remove(stage)
        try:
            _copy_by_links(own / "current", stage)
            yield stage
            if _content(stage) != _content(own / "current"):
                _publish(out, stage)
            else:
                _show_parts(out, own / "current")
        finally:
            shutil.rmtree(stage, ignore_errors=True)  # anything left is removed at the start of the next run
        _remove_former(own, out)


def refuse_each_other(reports: Path, written: Path) -> None:
    """Refuse to write into the folder of reports, or to read reports from the output folder.

    The default OUT, ``build``, may be inside: it is skipped when reports are listed.

    Raises
    ------
    FazhiError
        Naming both folders.
    """
    first, second = reports.resolve(), written.resolve()
    below = first in second.parents and written != Path("build")
    if first == second or below or second in first.parents:
        raise FazhiError(
            f"{written} and the folder of reports {reports} are one inside the other, so "
            "that results would be read as reports: give a folder outside of it"
        )


def refuse_in_corpus(place: Path, tables: Path, files: Iterable[str]) -> None:
    """Refuse to write other files among the tables, or among the reports that they were made from.

    Parameters
    ----------
    place : Path
        The file or folder to be written.
    tables : Path
        The folder of the tables.
    files : iterable of str
        The names of the reports' files, relative to their folder.

    Raises
    ------
    FazhiError
        If the path is the folder of the tables or of the reports, or is inside one of them or an edition; or if it is
        not valid text.
    """
    _refuse_no_text(place)
    whole = place.resolve()
    for folder in (whole, *whole.parents):
        if folder == tables.resolve() or folder.name == OWN:
            raise FazhiError(f"{place} is among the tables, which the next run replaces: give another place")
    for folder in (whole, *whole.parents):
        if os.path.lexists(folder / OWN):
            return
        if any((folder / name).is_file() for name in files):
            raise FazhiError(f"{place} is among the reports, and would be read as one: give another place")


def mirror(figures: Path, target: Path) -> None:
    """Update a folder of the user's with an edition's figures; other files in it are kept.

    Parameters
    ----------
    figures : Path
        An edition's figures.
    target : Path
        The folder for the copies. Its file ``.fazhi`` lists them, so that outdated copies can be removed.

    Raises
    ------
    FazhiError
        If a file in a copy's place was not written by fazhi, or has been changed since; nothing is copied then.
    """
    listed = target / OWN
    wanted = {name: store.file_hash(figures / name) for name in _content(figures)}
    fresh = {name: told for name, told in wanted.items() if store.file_hash(target / name) != told}
    own_files.refuse_others((target / name for name in fresh), listed)
    former = own_files.names(listed) - wanted.keys()
    gone = {name for name in former if own_files.is_own(target / name, listed)}
    target.mkdir(parents=True, exist_ok=True)
    own_files.enlist(listed, fresh)
    for name in fresh:
        _copy(figures / name, target / name)
    for name in gone:
        (target / name).unlink()
        if not any((target / name).parent.glob("*")):
            (target / name).parent.rmdir()
    store.replace(listed, own_files.as_list(wanted))


@contextmanager
def _lock(out: Path) -> Iterator[None]:
    """Lock OUT for this process; the lock ends with it in any case."""
    with (out / OWN / "lock").open("a+", encoding="utf-8", errors="surrogateescape") as file:
        if not _held(file):
            file.seek(0)
            raise FazhiError(f"{out} is being written by {file.read().strip()}; wait for it, or give another --out")
        file.truncate(0)
        command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
        file.write(
            f"process {os.getpid()} on {socket.gethostname()} since {datetime.now():%Y-%m-%d %H:%M:%S} ({command})"
        )
        file.flush()
        yield
        file.truncate(0)


def _held(file) -> bool:
    """Acquire a file's lock, if it is free."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(1 << 30)  # far beyond the text, which others may be reading
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _refuse_no_text(out: Path) -> None:
    """Refuse a path that is not valid text (archives leave names in GBK), since notebooks could not name it."""
    try:
        str(out.absolute()).encode()
    except UnicodeEncodeError as error:
        raise FazhiError(f"the name of {out} is not valid UTF-8; rename it, or give another --out") from error


def _refuse_what_is_not_ours(out: Path) -> None:
    links = [out / name for name in (*PARTS, "previous")] + [out / OWN / "current"]
    others = [link for link in links if os.path.lexists(link) and not link.is_symlink()]
    editions, lock = out / OWN / "editions", out / OWN / "lock"
    others += [editions] if os.path.lexists(editions) and not editions.is_dir() else []
    others += [lock] if lock.is_symlink() or lock.is_dir() else []
    for place in others:
        raise FazhiError(
            f"{place} was not made by this version of fazhi, so it is not overwritten: move it away, or give "
            "another --out"
        )


def _publish(out: Path, stage: Path) -> None:
    """Name the prepared edition, and switch to it."""
    own = out / OWN
    editions = own / "editions"
    editions.mkdir(exist_ok=True)
    former = os.readlink(own / "current") if (own / "current").is_symlink() else ""
    numbers = [int(folder.name) for folder in editions.iterdir() if folder.name.isdecimal()]
    name = f"{max(numbers, default=0) + 1:08}"
    os.rename(stage, editions / name)
    _show_parts(out, editions / name)
    _point(own / "current", f"editions/{name}")
    if former:
        _point(out / "previous", f"{OWN}/{former}")


def _show_parts(out: Path, edition: Path) -> None:
    """Make the links by which people open the parts that an edition has."""
    for part in PARTS:
        if (edition / part).is_dir():
            _point(out / part, f"{OWN}/current/{part}")


def _point(link: Path, target: str) -> None:
    """Change a link's target in one step."""
    if link.is_symlink() and os.readlink(link) == target:
        return
    aside = link.with_name(f".{link.name}.new")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target, target_is_directory=True)
    os.replace(aside, link)


def _remove_former(own: Path, out: Path) -> None:
    """Remove every edition except the current and the previous one, and links to missing parts."""
    links = [link for link in (own / "current", out / "previous") if link.is_symlink()]
    used = {Path(os.readlink(link)).name for link in links}
    for folder in (own / "editions").iterdir() if (own / "editions").is_dir() else ():
        if folder.name not in used:
            _remove(folder)
    for part in PARTS:
        if (out / part).is_symlink() and not (out / part).exists():
            (out / part).unlink()


def _copy_by_links(source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    if source.exists():
        shutil.copytree(source, target, copy_function=_link, dirs_exist_ok=True, ignore=_links)


def _links(folder: str, names: list[str]) -> list[str]:
    """Return which entries of a folder are links: an edition has none, and a link may lead to the user's own files."""
    return [name for name in names if os.path.islink(os.path.join(folder, name))]


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    store.replace(target, source.read_bytes())
    shutil.copystat(source, target)


def _content(folder: Path) -> dict[str, tuple]:
    """Return a stamp of each file below a folder, by its path relative to it."""
    names = [
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_symlink() or not file.is_dir()
    ]
    return {name: _stamp(folder / name) for name in sorted(names)}


def _stamp(file: Path) -> tuple:
    """Return what distinguishes two versions of a file: its size and modification time."""
    try:
        status = file.stat()
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns


def _remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
