"""pyproject.toml, requirements.lock and environment.yml name the same packages and versions."""

import re
import tomllib
from itertools import chain

import yaml

from fazhi import paths

PROJECT = tomllib.loads((paths.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (paths.ROOT / "requirements.lock").read_text("utf-8")
LOCKED = dict(re.findall(r"^([a-z0-9._-]+)==([^ \\;\n]+)", LOCK, re.MULTILINE))
ENVIRONMENT = yaml.safe_load((paths.ROOT / "environment.yml").read_text("utf-8"))


def _name(spec: str) -> str:
    return spec.replace("_", "-")


def _wanted() -> set[str]:
    wanted = [*PROJECT["dependencies"], *chain(*PROJECT["optional-dependencies"].values())]
    return {_name(re.split(r"[<>=!\[ ]", spec)[0]) for spec in wanted}


def _in_environment() -> dict[str, str]:
    pip = next(entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict))
    conda = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
    specs = [spec for spec in [*conda, *pip] if "=" in spec and not spec.startswith("python=")]
    named = [re.split("=+", spec, maxsplit=1) for spec in specs]
    return {_name(name): version for name, version in named}


def test_the_lock_holds_what_pyproject_wants():
    assert _wanted() <= set(LOCKED)


def test_the_lock_is_hashed_and_names_no_index():
    assert LOCK.count("--hash=sha256:") >= len(LOCKED)
    assert not re.search(r"https?://|--index|--find-links|file:", LOCK)


def test_the_environment_has_the_same_packages_and_versions():
    assert _in_environment() == {name: LOCKED[name] for name in _wanted()}
    assert ENVIRONMENT["name"] == "fazhi"
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    assert "python=3.11" in ENVIRONMENT["dependencies"]


def test_conda_can_parse_the_environment():
    from rattler import MatchSpec

    for spec in ENVIRONMENT["dependencies"]:
        if isinstance(spec, str):
            assert MatchSpec(spec).name.normalized == re.split("[=<> ]", spec)[0].lower()


def test_the_version_is_one():
    import fazhi

    citation = yaml.safe_load((paths.ROOT / "CITATION.cff").read_text("utf-8"))
    changelog = (paths.ROOT / "CHANGELOG.md").read_text("utf-8")
    assert fazhi.__version__ == PROJECT["version"] == citation["version"]
    assert f"## {PROJECT['version']}" in changelog
