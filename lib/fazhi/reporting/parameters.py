"""Parameters from the command line → values for notebooks, or an error that names the valid ones."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import yaml

from fazhi import arguments, catalog
from fazhi.arguments import at_least, out_of_range
from fazhi.errors import FazhiError, UnknownName, shortened
from fazhi.reporting.figures.formats import SUFFIXES
from fazhi.reporting.journals import WIDTHS
from fazhi.schema import COLUMNS, ISSUER_TYPES, ROLES


def _models() -> Iterable[str]:
    from fazhi.modelling.topics.models import MODELS  # late, because it imports two large libraries

    return MODELS


FILES = (".csv", ".xlsx")
OF_THE_RUN = ("tables", "figures")  # paths set by `fazhi run`
RANGES = arguments.RANGES | {"page": at_least(1), "years": at_least(1), "k": at_least(0)}  # k = 0: chosen by the run
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
    """Return the names and values assigned in a notebook's cell tagged `parameters`."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    assigned = [line for source in sources for line in ast.parse(source).body]
    targets = [(getattr(line, "targets", None) or [line.target])[0] for line in assigned]
    return {target.id: ast.literal_eval(line.value) for target, line in zip(targets, assigned, strict=True)}


def literal(name: str, value: str) -> object:
    """Parse a value as YAML. The path of a csv or xlsx is made absolute, as notebooks run in another folder.

    Raises
    ------
    FazhiError
        If it is not valid YAML, or names a file that does not exist.
    """
    try:
        read = yaml.safe_load(value)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that does not exist
        reason = getattr(error, "problem", None) or error
        raise FazhiError(
            f"parameter {name}: {shortened(value)!r} cannot be read ({reason}); write a list as "
            "'[2022, 2023]', and a text with special characters in quotes"
        ) from error
    if not str(read).endswith(FILES):
        return read
    if not Path(read).is_file():
        raise FazhiError(f"parameter {name}: the file {read} does not exist")
    return str(Path(read).resolve())


def checked(name: str, value: object, default: object) -> object:
    """Return a value converted to the type of the default; a single value becomes a list if the default is one.

    Raises
    ------
    UnknownName
        For an invalid word; names the nearest valid ones.
    FazhiError
        For a value of another type, or a number out of range.
    """
    if name in OF_THE_RUN:
        raise FazhiError(f"parameter {name} is set by the run; use --out or --figures instead")
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
        if name in RANGES and (said := out_of_range(one, RANGES[name])):
            raise FazhiError(f"parameter {name} {said}")
    return values if many else values[0]


def _kind(name: str, default: object) -> type:
    """Return the type of a parameter, or of the items of a list, from its default; years are numbers."""
    if not isinstance(default, list):
        return type(default)
    return int if name in ("years", "grid") else type(default[0]) if default else str


def _of_kind(name: str, value: object, kind: type) -> object:
    """Convert a value if nothing is lost: "2023" and 2023.0 → 2023, 530102 → "530102"."""
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
