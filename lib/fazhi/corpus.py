"""A folder of tables → those tables, restricted to what charts show and traced to their sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from io import BytesIO
from pathlib import Path

import pandas as pd

from fazhi import catalog, store
from fazhi.errors import FazhiError, UnknownName
from fazhi.schema import COLUMNS, ISSUER_PREFERENCE, ISSUER_TYPES, typed

_BUILD = "fazhi build REPORTS --out DIR"


class Corpus:
    """The tables of a folder, each read when first asked for, e.g. ``tables.reports``.

    A table that has not been made yet, as `topics` before notebook 2 has run, is empty.

    Parameters
    ----------
    folder : Path
        Where ``fazhi build`` wrote them.
    reports : DataFrame, optional
        The rows of `reports` to keep; every table that hangs on a report follows. None = all.
    """

    def __init__(self, folder: Path | str, reports: pd.DataFrame | None = None) -> None:
        self.folder = Path(folder).resolve()  # a run that publishes meanwhile changes nothing here
        if not (self.folder / "reports.parquet").exists():
            raise FazhiError(f"{folder} holds no tables; make them with: fazhi build REPORTS --out DIR")
        if not (self.folder / "manifest.json").exists():
            raise FazhiError(f"{folder} holds an unfinished build (no manifest.json); build again: {_BUILD}")
        if reports is not None:
            self.__dict__["reports"] = reports

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in COLUMNS:
            raise AttributeError(str(UnknownName("table", name, COLUMNS)))
        table = self._kept(self._read(name))
        self.__dict__[name] = table
        return table

    def _read(self, name: str) -> pd.DataFrame:
        """Read a table, as the build that the manifest tells of has written it."""
        file, told = self.folder / f"{name}.parquet", self.manifest.get("tables", {}).get(name)
        if not file.exists() and told is None:
            return typed(name, [])
        content = file.read_bytes() if file.exists() else b""
        if told is not None and hashlib.sha256(content).hexdigest() != told:
            raise FazhiError(f"{file} is not the table that its manifest tells of; build again: {_BUILD}")
        table = pd.read_parquet(BytesIO(content))
        if list(table.columns) != list(COLUMNS[name]):
            raise FazhiError(f"{file} was made by another version of fazhi; build again: {_BUILD}")
        return table

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *COLUMNS]

    @cached_property
    def manifest(self) -> dict:
        """What the tables were made from: version, options, hashes of inputs, catalogue and vocabulary."""
        return json.loads((self.folder / "manifest.json").read_text("utf-8"))

    def write(self, **tables: pd.DataFrame) -> None:
        """Write further tables of the contract, e.g. ``write(topics=…)``, beside those of the build."""
        for name, table in tables.items():
            store.replace(self.folder / f"{name}.parquet", typed(name, table).to_parquet(index=False))

    def provenance(self, **parameters) -> dict:
        """Say what a figure of these tables was made from: the manifest's hashes and the given parameters."""
        kept = ("version", "sample", "reports", "catalogue", "vocabulary")
        origin = {key: self.manifest[key] for key in kept}
        return origin | {"rows": self.slice_hash(self.reports["report_id"]), "parameters": parameters}

    def slice_hash(self, report_ids: Iterable[str]) -> str:
        """Return the hash of all rows that hang on some reports: unchanged as long as none of these rows changes."""
        told = self.manifest["slices"]
        return store.key([[report_id, told.get(report_id, "")] for report_id in sorted(report_ids)])

    def shown(
        self,
        *,
        regions: Sequence[str] = (),
        years: Sequence[int] = (),
        issuer_type: str = "",
        departments: Sequence[str] = (),
    ) -> Corpus:
        """Keep what charts show: one report for each region and year, its `region` named as `region_names` has it.

        A department does not stand for its region: what it reports is named after both, 青屿市司法局.

        Parameters
        ----------
        regions : sequence of str
            Region codes to keep; none = all.
        years : sequence of int
            Reporting years to keep; none = all.
        issuer_type : str
            Keep only reports of this type of issuer; ``""`` = the government's or joint one, else a department's.
        departments : sequence of str
            Keep only the reports of these departments, as the column `department` names them (司法局), one for each
            region, year and department, so that the same department is compared over regions; none = all.

        Raises
        ------
        UnknownName
            For a region code, year, issuer type or department that the tables do not have.
        """
        reports = self.reports
        for kind, given, known in (
            ("region", regions, set(reports["region_code"])),
            ("year", years, set(reports["year"])),
            ("issuer type", [issuer_type] if issuer_type else [], ISSUER_TYPES),
            ("department", departments, set(reports["department"]) - {""}),
        ):
            for name in given:
                if name not in known:
                    raise UnknownName(kind, name, sorted(known))
        keep = reports["region_code"].isin(regions or reports["region_code"])
        keep &= reports["year"].isin(years or reports["year"])
        keep &= reports["issuer_type"].isin([issuer_type] if issuer_type else ISSUER_PREFERENCE)
        keep &= reports["department"].isin(departments or reports["department"])
        ranked = reports.assign(
            region=region_names(reports),
            rank=reports["issuer_type"].map(ISSUER_PREFERENCE.index),
            short=-reports["n_chars"],
        )[keep]
        one = ["region_code", "region", "year", *(["department"] if departments else [])]
        first = ranked.sort_values([*one, "rank", "short", "report_id"]).drop_duplicates(one)
        first["region"] += _department(first)
        return Corpus(self.folder, first.drop(columns=["rank", "short"]).reset_index(drop=True))

    def sentences(self, quantity_ids: Iterable[str]) -> pd.DataFrame:
        """Look up where numbers stand.

        Returns
        -------
        DataFrame [quantity_id, report_id, file, line, raw, sentence]
        """
        found = self.quantities[self.quantities["quantity_id"].isin(list(quantity_ids))]
        found = found.merge(self.segments[["segment_id", "raw", "start"]], on="segment_id", suffixes=("", "_segment"))
        spans = zip(found["raw_segment"], found["start"] - found["start_segment"], strict=True)
        found["sentence"] = [_sentence_at(text, at) for text, at in spans]
        found = found.merge(self.reports[["report_id", "file"]], on="report_id")
        return found[["quantity_id", "report_id", "file", "line", "raw", "sentence"]]

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


def region_names(reports: pd.DataFrame) -> pd.Series:
    """Name regions so that no two have one name, e.g. 鼓楼区(南京市) beside 鼓楼区(福州市).

    Parameters
    ----------
    reports : DataFrame [region, region_code, province, prefecture, county, level]
        The table `reports`, or rows of it: only names that two of these regions share grow longer.

    Returns
    -------
    Series of str
        For each report the region's name; where another code has it too, with the region above it in brackets, and
        where that is the same as well, with its code.
    """
    names = reports["region"]
    for further in (_parents(reports), reports["region_code"]):
        shared = reports.groupby(names)["region_code"].transform("nunique") > 1
        names = names.where(~shared, reports["region"] + "(" + further + ")")
    return names


def _parents(reports: pd.DataFrame) -> pd.Series:
    """Return the name of the region right above each report's: a township's county, or a county's prefecture."""
    above = reports["prefecture"].where(reports["prefecture"] != "", reports["province"])
    within_county = (reports["level"] == "township") & (reports["county"] != "")
    return reports["county"].where(within_county, above)


def _department(reports: pd.DataFrame) -> pd.Series:
    """Return which department reports; "" where the whole region does."""
    named = reports["department"].replace("", catalog.load().name("issuer.department", "zh"))
    return named.where(reports["issuer_type"] == "department", "")


def _sentence_at(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。！？!?") + 1
    ends = [end for mark in "。！？!?" if (end := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text)) + 1].strip()
