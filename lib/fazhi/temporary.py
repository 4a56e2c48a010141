"""A process → a folder for its temporary files; what killed processes left there is removed. On Linux."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from multiprocessing import util
from pathlib import Path

_OURS = "fazhi-run-"
_AFTER_ITS_CONTENT = -200  # the exit priority of multiprocessing's own folder, which is inside, is -100
_SOCKET = len("/pymp-12345678/listener-12345678")
_MOST = 108  # bytes of a socket's path on Linux


@cache
def folder() -> Path:
    """Return the folder, made at the first call and removed when the process ends.

    A process that is killed cannot remove its folder, so the next one does: the folder of a living process is locked.
    """
    top = Path(tempfile.gettempdir())
    for former in top.glob(f"{_OURS}*"):
        if (lock := _lock(former)) is not None:
            shutil.rmtree(former, ignore_errors=True)
            os.close(lock)
    new = Path(tempfile.mkdtemp(prefix=f".{_OURS}"))  # gets its name once it is locked
    _lock(new)
    own = new.rename(new.with_name(new.name[1:]))
    util.Finalize(None, shutil.rmtree, (own,), {"ignore_errors": True}, exitpriority=_AFTER_ITS_CONTENT)
    return own


def takes_sockets() -> bool:
    """Return whether the folder's path leaves room for the names of sockets in it."""
    return len(os.fsencode(folder())) + _SOCKET < _MOST


def place_sockets() -> None:
    """Let multiprocessing keep its sockets in the folder, if it has not made a folder of its own yet."""
    usual, tempfile.tempdir = tempfile.tempdir, str(folder())
    try:
        util.get_temp_dir()
    finally:
        tempfile.tempdir = usual


def _lock(place: Path) -> int | None:
    """Lock a folder until the result is closed or this process ends; None if another process has it."""
    import fcntl

    try:
        opened = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        return None
    return opened
