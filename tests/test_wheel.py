"""The wheel holds what the commands need: installed elsewhere, it builds the sample from an empty folder."""

import os
import shutil
import subprocess
import sys

import pytest

from fazhi import paths


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the library as a wheel installs it."""
    place = tmp_path_factory.mktemp("wheel")
    for name in ("lib", "data/catalog", "data/sample", "notebooks"):
        ignored = shutil.ignore_patterns("*.egg-info", "__pycache__")
        shutil.copytree(paths.ROOT / name, place / "source" / name, ignore=ignored)
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(paths.ROOT / name, place / "source")
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(place)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=place / "source", check=True, capture_output=True)
    (wheel,) = place.glob("fazhi-*.whl")
    shutil.unpack_archive(wheel, place / "site", "zip")  # which is all that installing a wheel of plain Python does
    return place / "site"


def test_catalogue_notebooks_templates_and_sample_travel_in_the_wheel(installed):
    for folder, ending in (("data/catalog", "*"), ("notebooks", "*"), ("data/sample", "*")):
        there = {file.name for file in (installed / "fazhi" / "shipped" / folder).glob(ending)}
        assert {file.name for file in (paths.ROOT / folder).glob(ending) if file.is_file()} <= there
    for kind in ("*.html", "*.css", "*.js", "*.py"):
        ours = {file.relative_to(paths.LIBRARY) for file in paths.LIBRARY.rglob(kind)}
        assert ours <= {file.relative_to(installed / "fazhi") for file in (installed / "fazhi").rglob(kind)}


def test_the_installed_library_builds_the_sample_from_an_empty_folder(installed, tmp_path):
    call = [sys.executable, "-m", "fazhi", "build", "--out", "out", "--jobs", "1"]
    ran = subprocess.run(
        call, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(installed)}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "out" / "tables" / "manifest.json").exists()
    where = [sys.executable, "-c", "import fazhi; print(fazhi.__file__)"]
    told = subprocess.run(
        where, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(installed)}, capture_output=True, text=True, check=True
    )
    assert str(installed) in told.stdout
