"""A function → the same; if a call fails, its error names the unsuitable argument, what it must be, and what it is."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Iterator
from functools import wraps
from numbers import Integral, Real

import pandas as pd

from fazhi.errors import FazhiError, shortened
from fazhi.schema import COLUMNS

_ALSO = {int: Integral, float: Real}  # NumPy's numbers are numbers
_LISTS = (list, tuple, set, pd.Series, pd.Index)


class WrongArgument(FazhiError, TypeError):
    """An argument of the wrong type, or a table without a column; the message names it and what it must be."""


def explained(function: Callable) -> Callable:
    """Explain the failure of a call by an unsuitable argument.

    Arguments are checked only after a failure, so that successful calls cost nothing, and anything that behaves like a
    table or a list is accepted.

    Raises
    ------
    WrongArgument
        By the returned function, for an argument that does not fit its annotation, or a table that lacks a column; any
        other error is raised as it is.
    """

    @wraps(function)
    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except FazhiError:
            raise
        except Exception as error:
            for said in _misfits(function, error, args, kwargs):
                raise WrongArgument(f"{function.__name__}: {said}") from error
            raise

    return call


def _misfits(function: Callable, error: Exception, args: tuple, kwargs: dict) -> Iterator[str]:
    """Yield a sentence for each argument that may be why a call failed, wrong types first."""
    signature = inspect.signature(function)
    try:
        given = signature.bind(*args, **kwargs).arguments
    except TypeError:  # Python itself says which argument is missing or too many
        return
    for name, value in given.items():
        wanted = signature.parameters[name].annotation
        if not _fits(value, _type(wanted, function)):
            yield f"{name} must be {wanted}, but is {_told(value)}"
    tables = {name: value for name, value in given.items() if isinstance(value, pd.DataFrame)}
    for name, table in tables.items():
        if missing := [column for column in COLUMNS.get(name, []) if column not in table]:
            yield f"{name} must be rows of the table {name!r}, but has no column {missing[0]!r}"
    if isinstance(error, KeyError) and tables:
        there = "; ".join(f"{name} has {', '.join(map(str, table))}" for name, table in tables.items())
        yield f"none of the given tables has {shortened(str(error))}; {there}"


def _type(annotation: object, function: Callable) -> object:
    """Return the type that an annotation names, ``object`` for one that is imported only for type checkers."""
    if annotation is inspect.Parameter.empty:
        return object
    try:
        return eval(annotation, inspect.unwrap(function).__globals__) if isinstance(annotation, str) else annotation
    except (NameError, AttributeError):
        return object


def _fits(value: object, wanted: object) -> bool:
    """Return whether a value is of a type, and so are the elements of a list."""
    if typing.get_origin(wanted) in (types.UnionType, typing.Union):
        return any(_fits(value, one) for one in typing.get_args(wanted))
    kind, inner = typing.get_origin(wanted) or wanted, typing.get_args(wanted)
    kind = types.NoneType if kind is None else kind
    if isinstance(kind, type) and not isinstance(value, (kind, _ALSO.get(kind, kind))):
        return False
    if inner and isinstance(value, str):  # a list of letters is not meant
        return False
    return len(inner) != 1 or not isinstance(value, _LISTS) or all(_fits(one, inner[0]) for one in value)


def _told(value: object) -> str:
    """Describe a value: a table by its columns, anything else by itself."""
    if isinstance(value, pd.DataFrame):
        return f"a table of {', '.join(map(str, value)) or 'no columns'}"
    return f"{shortened(repr(value))} ({type(value).__name__})"
