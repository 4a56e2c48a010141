"""A function → the same; the error of a wrong call names the unsuitable argument, what it must be, and what it is."""

from __future__ import annotations

import inspect
import math
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


def at_least(least: int) -> pd.Interval:
    """Return the range of the numbers from `least` on."""
    return pd.Interval(least, math.inf, closed="left")


_SHARE, _SHARE_ABOVE_0 = pd.Interval(0, 1, closed="both"), pd.Interval(0, 1, closed="right")
RANGES = (
    dict.fromkeys(("top", "n", "most", "number", "per", "least", "min_words", "draws", "refits", "jobs"), at_least(1))
    | dict.fromkeys(("seed", "width"), at_least(0))
    | dict.fromkeys(("k", "grid"), at_least(2))
    | dict.fromkeys(("confidence", "weight"), _SHARE)
    | dict.fromkeys(("max_share", "likeness", "threshold", "rate"), _SHARE_ABOVE_0)
    | {"level": pd.Interval(0, 1, closed="neither")}
)
"""The numbers that make sense for a parameter, by its name, which means the same in every function."""


class WrongArgument(FazhiError, TypeError):
    """An argument of the wrong type or out of range, or a table without a column; the message says what it must be."""


def in_range(function: Callable) -> Callable:
    """Refuse numbers out of range before a call.

    Raises
    ------
    WrongArgument
        By the returned function, for a number that is not in the parameter's range (`RANGES`).
    """
    ranged = {name: n for n, name in enumerate(inspect.signature(function).parameters) if name in RANGES}

    @wraps(function)
    def call(*args, **kwargs):
        for name, n in ranged.items():
            given = args[n] if n < len(args) else kwargs.get(name)
            if said := out_of_range(given, RANGES[name]):
                raise WrongArgument(f"{function.__name__}: {name} {said}")
        return function(*args, **kwargs)

    return call


def explained(function: Callable) -> Callable:
    """Refuse numbers out of range, and explain the failure of a call by an unsuitable argument.

    Types are checked only after a failure, so that successful calls cost nothing, and anything that behaves like a
    table or a list is accepted.

    Raises
    ------
    WrongArgument
        By the returned function, as by `in_range`, and for an argument that does not fit its annotation, or a table
        that lacks a column; any other error is raised as it is.
    """
    checked = in_range(function)

    @wraps(function)
    def call(*args, **kwargs):
        try:
            return checked(*args, **kwargs)
        except FazhiError:
            raise
        except Exception as error:
            for said in _misfits(function, error, args, kwargs):
                raise WrongArgument(f"{function.__name__}: {said}") from error
            raise

    return call


def out_of_range(given: object, allowed: pd.Interval) -> str:
    """Say which numbers are allowed if a number, or one in a list, is not among them; else return an empty text."""
    numbers = [one for one in (given if isinstance(given, _LISTS) else [given]) if isinstance(one, Real)]
    wrong = [one for one in numbers if one not in allowed]
    if not wrong:
        return ""
    bounds = [f"{'at least' if allowed.closed_left else 'above'} {allowed.left:g}"]
    if allowed.right < math.inf:
        bounds.append(f"{'at most' if allowed.closed_right else 'below'} {allowed.right:g}")
    return f"must be {' and '.join(bounds)}, but is {wrong[0]}"


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
