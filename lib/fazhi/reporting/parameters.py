"""Parameters as written on the command line → values that notebooks take, or an error that says what they can be."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import yaml

from fazhi import catalog
from fazhi.errors import FazhiError, UnknownName, shortened
from fazhi.reporting.figures.formats import SUFFIXES
from fazhi.reporting.style import WIDTHS
from fazhi.schema import COLUMNS, ISSUER_TYPES, ROLES


def _models() -> Iterable[str]:
    from fazhi.modelling.topics.models import MODELS  # and with it two libraries of models

    return MODELS


FILES = (".csv", ".xlsx")
OF_THE_RUN = ("tables", "figures")  # `fazhi run` says where these lie
LEAST = {"page": 1, "per": 1, "jobs": 1, "refits": 1, "k": 0, "seed": 0, "grid": 2, "years": 1}
KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", list: "a list"}
ALLOWED: dict[str, Callable[[], Iterable[str]]] = {
    "lang": lambda: catalog.LANGUAGES,
    "journal": lambda: WIDTHS,
    "formats": lambda: SUFFIXES,
    "issuer_type": lambda: ["", *ISSUER_TYPES],
    "roles": lambda: ROLES,
    "model": _models,
    "compare": lambda: COLUMNS["reports"],
    "indicators": lambda: catalog.load().indicators["id"],
    "ratios": lambda: catalog.load().ratios["id"],
}


def defaults(notebook: Path) -> dict[str, object]:
    """Return the names and values that a notebook's cell tagged `parameters` assigns."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    assigned = [line for source in sources for line in ast.parse(source).body]
    targets = [(getattr(line, "targets", None) or [line.target])[0] for line in assigned]
    return {target.id: ast.literal_eval(line.value) for target, line in zip(targets, assigned, strict=True)}


def literal(name: str, value: str) -> object:
    """Read a value as YAML; a csv or xlsx is looked for from here, as notebooks run in a folder of their own.

    Raises
    ------
    FazhiError
        If it is no YAML, or names a file that is not there.
    """
    try:
        read = yaml.safe_load(value)
    except (yaml.YAMLError, ValueError) as error:  # a number or date that can be none
        reason = getattr(error, "problem", None) or error
        raise FazhiError(
            f"parameter {name}: {shortened(value)!r} cannot be read ({reason}); write a list as "
            "'[2022, 2023]', and a text with special characters in quotes"
        ) from error
    if not str(read).endswith(FILES):
        return read
    if not Path(read).is_file():
        raise FazhiError(f"parameter {name}: there is no file {read}")
    return str(Path(read).resolve())


def checked(name: str, value: object, default: object) -> object:
    """Return a value of the kind that the default has, one of a list as a list.

    Raises
    ------
    UnknownName
        For a word that the parameter cannot be; the nearest valid ones are named.
    FazhiError
        For a value of another kind, or a number that is too small.
    """
    if name in OF_THE_RUN:
        raise FazhiError(f"parameter {name} is set by the run: give --out, or --figures")
    many = isinstance(default, list)
    values = value if isinstance(value, list) else [value]
    if not many and isinstance(value, list | dict):
        raise FazhiError(
            f"parameter {name}: {value!r} is {KINDS.get(type(value), 'a table')}, not {KINDS[type(default)]}"
        )
    kind = _kind(name, default)
    values = [_of_kind(name, one, kind) for one in values if not (many and one is None)]
    for one in values:
        if name in ALLOWED and one not in (known := list(ALLOWED[name]())):
            raise UnknownName(f"value of the parameter {name}:", one, known)
        if name in LEAST and one < LEAST[name]:
            raise FazhiError(f"parameter {name}: {one!r} is less than {LEAST[name]}, the least that it can be")
    return values if many else values[0]


def _kind(name: str, default: object) -> type:
    """Return the kind of a parameter, or of the values of a list: that of the default's, years are numbers."""
    if not isinstance(default, list):
        return type(default)
    return int if name in ("years", "grid") else type(default[0]) if default else str


def _of_kind(name: str, value: object, kind: type) -> object:
    """Return a value as what it is to be, where nothing is lost: 2023 for "2023" or 2023.0, "530102" for 530102."""
    if kind is str and isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    if kind is str and value is None:
        return ""
    try:
        if kind in (int, float) and not isinstance(value, bool) and float(value) == kind(float(value)):
            return kind(float(value))
    except (TypeError, ValueError, OverflowError):
        pass
    if type(value) is kind:
        return value
    raise FazhiError(f"parameter {name}: {value!r} is not {KINDS[kind]}")
