"""The name of a package of Jupyter's → the package, imported without a grammar that takes most of the time."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

_GRAMMAR = "rfc3987_syntax"  # of addresses in all scripts; jsonschema imports it if it is there


def imported(name: str) -> ModuleType:
    """Import ``papermill``, ``nbformat`` or ``nbconvert``; the metadata of notebooks contain no addresses to check."""
    sys.modules.setdefault(_GRAMMAR, None)
    try:
        return import_module(name)
    finally:
        if sys.modules[_GRAMMAR] is None:
            del sys.modules[_GRAMMAR]
