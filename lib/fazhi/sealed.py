"""A record ↔ a JSON file with its own hash: a damaged file, or one edited by hand, is never taken for what we wrote."""

from __future__ import annotations

import json
from pathlib import Path

from fazhi import store
from fazhi.errors import FazhiError

MANIFEST = "manifest.json"  # beside the tables: what they were made from
_SEAL = "sealed"


def write(file: Path, record: dict) -> None:
    """Write a record in one step; a file that has it already is left as it is."""
    told = json.dumps(record | {_SEAL: store.key(record)}, ensure_ascii=False, indent=1, sort_keys=True)
    content = f"{told}\n".encode()
    if not file.exists() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        store.replace(file, content)


def read(file: Path) -> dict:
    """Read a record.

    Raises
    ------
    FazhiError
        If the file is missing, damaged, changed, or from another version of fazhi.
    """
    try:
        record = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise FazhiError(f"{file} is missing or damaged ({error})") from error
    if not isinstance(record, dict) or record.pop(_SEAL, "") != store.key(record):
        raise FazhiError(f"{file} is from another version of fazhi, or was changed")
    return record
