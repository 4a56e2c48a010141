"""Processes that work for this one and end with it."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from functools import cache

_EVERY = 0.3  # seconds between two looks at the parent


def obey(function: Callable, *arguments):
    """Call a function in a worker, which from now on ends when the process that started it has ended."""
    end_with_parent()
    return function(*arguments)


@cache
def end_with_parent() -> None:
    """Leave, at once and without a word, when the process that started this worker is gone; on Windows, stay."""
    parent = multiprocessing.parent_process()
    if parent and os.name == "posix":
        threading.Thread(target=_watch, args=(parent.pid,), daemon=True).start()


def shut_down() -> None:
    """End every worker that this process has started, at an interrupt."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True, kill_workers=True)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_EVERY)
    os._exit(1)
