"""Worker processes for this one, which end with it, here or on a cluster."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from fazhi.errors import FazhiError

_EVERY = 0.3  # seconds between checks of the parent


@contextmanager
def on(cluster: str | None) -> Iterator[None]:
    """Run everything parallel inside the block on the workers of a Dask scheduler.

    Parameters
    ----------
    cluster : str or None
        The scheduler's address, e.g. ``"tcp://10.0.0.1:8786"``; its workers must see the same files under the same
        paths. None = processes on this machine.

    Raises
    ------
    FazhiError
        If the extra ``cluster`` is not installed, or no scheduler answers.
    """
    if not cluster:
        yield
        return
    from joblib import parallel_config

    with _client(cluster), parallel_config(backend="dask"):
        yield


def _client(cluster: str):
    try:
        from distributed import Client
    except ImportError as error:
        raise FazhiError("--cluster needs Dask, which is not installed: pip install 'fazhi[cluster]'") from error
    try:
        return Client(cluster, timeout="20s")
    except (OSError, ValueError) as error:
        raise FazhiError(f"no Dask scheduler answers at {cluster} ({error}); start one: dask scheduler") from error


def obey(function: Callable, *arguments):
    """Call a function in a worker, which from then on ends when the process that started it has ended."""
    end_with_parent()
    return function(*arguments)


@cache
def end_with_parent() -> None:
    """Exit immediately and silently when the process that started this worker is gone; on Windows, do nothing."""
    parent = multiprocessing.parent_process()
    if parent and os.name == "posix":
        threading.Thread(target=_watch, args=(parent.pid,), daemon=True).start()


def shut_down() -> None:
    """End every worker started by this process, after an interrupt."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True, kill_workers=True)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_EVERY)
    os._exit(1)
