"""A folder of tables → each of them on first use, unchanged since the build, with the rows of some or all reports."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pandas as pd

from fazhi import sealed, store
from fazhi.arguments import explained
from fazhi.errors import FazhiError, UnknownName
from fazhi.output_folder import OWN
from fazhi.schema import COLUMNS, typed

COMPUTED_WITH = ["numpy", "scipy", "pandas", "scikit-learn", "statsmodels", "tomotopy", "matplotlib"]
"""Packages that results and figures depend on, in addition to those for reading."""
_BUILD = "fazhi build REPORTS --out DIR"
_RUN = "fazhi run REPORTS --out DIR"


class Tables:
    """The tables in a folder, each read on first use.

    `Corpus`, which combines them, says which tables there are, what the parameters mean, and what is raised.
    """

    def __init__(self, folder: Path | str, reports: pd.DataFrame | None = None) -> None:
        self.folder = _tables_in(Path(folder)).resolve()  # unaffected by a run that publishes meanwhile
        if reports is not None:
            self.__dict__["reports"] = reports

    @property
    def place(self) -> Path:
        """Where to open these tables again: OUT/tables, not the edition that lies there today."""
        parts = self.folder.parts
        return Path(*parts[: parts.index(OWN)], "tables") if OWN in parts else self.folder

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in COLUMNS:
            raise AttributeError(str(UnknownName("table", name, COLUMNS)))
        table = self._kept(self._read(name))
        self.__dict__[name] = table
        return table

    def _read(self, name: str) -> pd.DataFrame:
        """Read a table, checking that it is unchanged since the build in the manifest."""
        file, told = self.folder / f"{name}.parquet", self.manifest.get("tables", {}).get(name)
        if not file.exists() and told is None:
            return typed(name, [])
        content = file.read_bytes() if file.exists() else b""
        if told is not None and hashlib.sha256(content).hexdigest() != told:
            raise FazhiError(
                f"{file} was changed after the build (its hash is not that in manifest.json); build again: {_BUILD}"
            )
        try:
            table = pd.read_parquet(BytesIO(content), filters=self._shown_rows(name))
        except (OSError, ValueError) as error:
            raise FazhiError(f"{file} is damaged ({error}); run again: {_RUN}") from error
        if list(table.columns) != list(COLUMNS[name]):
            raise FazhiError(f"{file} was made by another version of fazhi; build again: {_BUILD}")
        return table

    def _shown_rows(self, name: str) -> list[tuple] | None:
        """Return which rows of a table to read, as a filter; None = all. A region's are a few parts of a large file."""
        ids = list(self.__dict__["reports"]["report_id"]) if "reports" in self.__dict__ else []
        return [("report_id", "in", ids)] if ids and "report_id" in COLUMNS[name] and name != "ledger" else None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *COLUMNS]

    @cached_property
    def manifest(self) -> dict:
        """What the tables were made from: version, options, hashes of inputs, catalogue and vocabulary."""
        try:
            return sealed.read(self.folder / sealed.MANIFEST)
        except FazhiError as error:
            raise FazhiError(f"{error}; build again: {_BUILD}") from error

    @explained
    def write(self, **tables: pd.DataFrame) -> None:
        """Write further tables of the contract, e.g. ``write(topics=…)``, next to those of the build."""
        for name, table in tables.items():
            store.replace(self.folder / f"{name}.parquet", typed(name, table).to_parquet(index=False))

    @cached_property
    def region_codes(self) -> list[str]:
        """The codes of all regions in the folder, shown or not, in order; a region's style in charts depends on it."""
        return sorted(set(self._read("reports")["region_code"]))

    @explained
    def provenance(self, **parameters) -> dict:
        """Describe what a figure was made from: the reports' files with their hashes, versions, parameters."""
        kept = ("version", "sample", "reports", "catalogue", "vocabulary", "sidecars")
        origin = {key: self.manifest.get(key, {}) for key in kept}
        files = self.manifest.get("inputs", {})
        inputs = {file: files[file] for file in sorted(set(self.reports["file"])) if file in files}
        packages = self.manifest.get("packages", {}) | {name: version(name) for name in COMPUTED_WITH}
        rows = self.slice_hash(self.reports["report_id"])
        return origin | {"inputs": inputs, "packages": packages, "rows": rows, "parameters": parameters}

    @explained
    def slice_hash(self, report_ids: Iterable[str]) -> str:
        """Return the hash of all rows that belong to some reports: it changes only if one of these rows does."""
        told = self.manifest["slices"]
        return store.key([[report_id, told.get(report_id, "")] for report_id in sorted(report_ids)])

    def _kept(self, table: pd.DataFrame) -> pd.DataFrame:
        if "reports" not in self.__dict__:
            return table
        if ("report_id" in table and "status" not in table) or "indicator_id" in table:
            return table[table["report_id"].isin(self.reports["report_id"])].reset_index(drop=True)
        if "segment_id" in table:
            return table[table["segment_id"].isin(self.segments["segment_id"])].reset_index(drop=True)
        if "problem_id" in table:
            return table[table["problem_id"].isin(self.problems["problem_id"])].reset_index(drop=True)
        return table


def _tables_in(folder: Path) -> Path:
    """Return the folder of a build's tables: the folder itself, or its subfolder `tables`."""
    places = [folder, folder / "tables"]
    for place in places:
        if (place / "reports.parquet").exists():
            if not (place / sealed.MANIFEST).exists():
                raise FazhiError(f"{place} holds an unfinished build (no manifest.json); build again: {_BUILD}")
            return place
    looked_for = " and ".join(str(place / "reports.parquet") for place in places)
    raise FazhiError(f"{folder} has no tables (looked for {looked_for}); make them with: {_BUILD}")
