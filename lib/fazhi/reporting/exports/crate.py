"""A run's tables, figures and notebooks → an RO-Crate that describes each file, to deposit with a paper."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pandas as pd

from fazhi import paths, sealed, store
from fazhi.arguments import explained
from fazhi.columns import TABLES
from fazhi.corpus import Corpus
from fazhi.errors import FazhiError
from fazhi.reporting.exports.codebook import codebook
from fazhi.reporting.exports.without_text import HASHES, restore, without_text

WITHOUT_TEXT = (
    " The text of the reports is left out and replaced by hashes; whoever has the reports can restore it with "
    "fazhi.reporting.exports.crate.put_back(fazhi.open('tables'), Path('REPORTS'))."
)
LICENSE = "https://spdx.org/licenses/MIT"
KINDS = {".pdf": "application/pdf", ".svg": "image/svg+xml", ".png": "image/png", ".tif": "image/tiff",
         ".eps": "application/postscript", ".csv": "text/csv", ".txt": "text/plain", ".json": "application/json",
         ".ipynb": "application/x-ipynb+json", ".parquet": "application/vnd.apache.parquet"}  # fmt: skip


@explained
def write(tables: Corpus, out: Path, *, text: bool = True) -> Path:
    """Write the crate.

    Parameters
    ----------
    tables : Corpus
        The tables of a run; figures are copied from the folder ``figures`` beside them, if there is one.
    out : Path
        The crate's folder; it must be empty or not exist yet.
    text : bool
        Whether to include the text of the reports. Without it the tables keep ids, counts and offsets, and
        ``text_hashes.parquet`` holds the hash of every segment; with these and the reports, `put_back` restores the
        text.

    Returns
    -------
    Path
        The crate's ``ro-crate-metadata.json``.

    Raises
    ------
    FazhiError
        If `out` is not empty.

    References
    ----------
    Soiland-Reyes et al. (2022), Packaging research artefacts with RO-Crate, Data Science 5(2): 97–138.
    """
    from rocrate.rocrate import ROCrate

    if out.exists() and any(out.iterdir()):
        raise FazhiError(f"{out} is not empty; a crate needs a folder of its own: give another --out, or remove it")
    described = {
        **_lay_tables(tables, out / "tables", text),
        **_lay_figures(tables.folder.parent / "figures", out / "figures"),
        **_lay_notebooks(out / "notebooks"),
    }
    crate = ROCrate()
    crate.name = f"fazhi {tables.manifest['version']}: {len(tables.reports)} annual rule-of-law reports"
    crate.description = _told(tables, text)
    crate.license = LICENSE
    crate.datePublished = _latest(tables)
    for file, description in sorted(described.items()):
        crate.add_file(out / file, file, properties=_properties(out / file, description))
    crate.metadata.write(out)
    return out / "ro-crate-metadata.json"


@explained
def put_back(tables: Corpus, reports: Path) -> Corpus:
    """Restore the text of the segments in a crate written without text; raises as `without_text.restore`.

    If interrupted at any moment, the tables still open, and the text can be restored again.
    """
    segments = restore(tables, reports)
    others = {name: told for name, told in tables.manifest["tables"].items() if name != "segments"}
    unsealed = tables.manifest | {"tables": others}  # for a moment, segments may be with text or without
    sealed.write(tables.folder / sealed.MANIFEST, unsealed)
    _write_tables({"segments": segments}, tables.folder, tables.manifest | {"tables": others | {"segments": ""}})
    return Corpus(tables.folder)


def _lay_tables(tables: Corpus, folder: Path, text: bool) -> dict[str, str]:
    """Write the tables, their codebook and their manifest; return a description of each file."""
    folder.mkdir(parents=True)
    held = {name: getattr(tables, name) for name in TABLES if (tables.folder / f"{name}.parquet").exists()}
    _write_tables(held if text else without_text(held), folder, tables.manifest | {"text": text})
    codebook(held).to_csv(folder / "codebook.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
    told = {f"tables/{name}.parquet": TABLES[name].holds for name in held}
    told |= {"tables/codebook.csv": "what each column means", "tables/manifest.json": "version, options and hashes"}
    return told | ({} if text else {f"tables/{HASHES}.parquet": "the hash of every segment's text"})


def _write_tables(tables: dict[str, pd.DataFrame], folder: Path, origin: dict) -> None:
    """Write tables, and record hashes for those the build had hashed; notebooks may write theirs again."""
    hashes = dict(origin.get("tables", {}))
    for name, table in tables.items():
        store.replace(folder / f"{name}.parquet", table.to_parquet(index=False))
        if name in hashes:
            hashes[name] = store.file_hash(folder / f"{name}.parquet")
    sealed.write(folder / sealed.MANIFEST, origin | {"tables": hashes})


def _lay_figures(drawn: Path, folder: Path) -> dict[str, str]:
    """Copy figures with their data, captions and provenance; return a description of each file."""
    if not drawn.is_dir():
        return {}
    shutil.copytree(drawn, folder)
    told = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        origin = file.with_name(file.name.partition(".")[0] + ".json")
        caption = json.loads(origin.read_text("utf-8")).get("caption", {}).get("en", "") if origin.exists() else ""
        told[f"figures/{file.relative_to(folder).as_posix()}"] = caption or file.stem
    return told


def _lay_notebooks(folder: Path) -> dict[str, str]:
    """Copy the notebooks, set up to run on the crate's tables; return the title of each."""
    folder.mkdir(parents=True)
    told = {}
    for source in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
        opened = nbformat.read(source, as_version=4)
        cell = next((one for one in opened.cells if "parameters" in one.metadata.get("tags", [])), None)
        if cell:
            cell.source += '\ntables = "../tables"\nfigures = "../redrawn"'
        nbformat.write(opened, folder / source.name)
        title = next((line for line in opened.cells[0].source.splitlines() if line.startswith("#")), source.stem)
        told[f"notebooks/{source.name}"] = title.lstrip("# ")
    return told


def _properties(file: Path, description: str) -> dict:
    return {
        "name": file.name,
        "description": description,
        "encodingFormat": KINDS.get(file.suffix, "application/octet-stream"),
        "contentSize": str(file.stat().st_size),
        "sha256": store.file_hash(file),
    }


def _told(tables: Corpus, text: bool) -> str:
    years = tables.reports["year"]
    sample = " The reports are invented." if tables.manifest["sample"] else ""
    words = "" if text else WITHOUT_TEXT
    return (
        f"Tables, figures and notebooks made by fazhi {tables.manifest['version']} from {len(tables.reports)} annual "
        f"reports on rule-of-law government, {years.min()}–{years.max()}.{sample}{words}"
    )


def _latest(tables: Corpus) -> str:
    """Return the latest date in the reports: unlike today's, it gives the same crate for the same tables."""
    days = [day for day in (*tables.reports["published"], *tables.reports["signed"]) if day]
    return max(days, default=f"{tables.reports['year'].max()}-12-31")
