"""A build that works only what has changed gives the same bytes as one from nothing, and leaves nothing behind."""

import dataclasses
import hashlib
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fazhi
from fazhi import batches, build, catalog, paths, store
from fazhi.reading import folder as reading

NAMES = ["a.txt", "b.txt", "sub/c.txt", "d.txt"]
PLACES = ["青屿市", "砚川市", "蓼川县"]
REGIONS = (paths.SAMPLE / "regions.csv").read_text("utf-8")


def text(place: str, year: int, n: int) -> str:
    return (
        f"{place}{year}年度法治政府建设情况报告\n{year}年，我市推进依法行政。\n一、主要工作\n"
        f"（一）办理行政复议。全年受理行政复议案件{n}件，审结{n // 2}件。开展普法宣传{n + 7}场次。\n"
        f"二、存在的问题\n普法宣传的针对性不强；基层执法力量薄弱{'，个别单位重视不够' * (n % 3)}。\n"
        f"三、下一步工作\n加强培训。\n{place}人民政府\n{year + 1}年1月20日\n"
    )


writes = st.tuples(
    st.just("write"),
    st.sampled_from(NAMES),
    st.builds(text, st.sampled_from(PLACES), st.sampled_from([2022, 2023]), st.sampled_from([11, 30, 48])),
)
steps = st.one_of(
    writes,
    writes,
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(["", "那年冬天，雪下得很早。\n" * 9])),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("catalogue"), st.sampled_from([0, 1, 2]), st.none()),
    st.tuples(st.just("regions.csv"), st.sampled_from([REGIONS, REGIONS.replace("蓼川县", "蓼泉县")]), st.none()),
    st.tuples(
        st.just("reports.csv"), st.sampled_from(["", "file,year\na.txt,2021\n", "file,year\na.txt,\n"]), st.none()
    ),
    st.tuples(
        st.just("corrections.csv"),
        st.sampled_from(["", "report,line,start,field,value\na.txt,4,16,value,7\n"]),
        st.none(),
    ),
)


def _change(folder, step, catalogue):
    what, where, content = step
    if what == "write":
        (folder / where).parent.mkdir(exist_ok=True)
        (folder / where).write_text(content, "utf-8")
    elif what == "remove":
        (folder / where).unlink(missing_ok=True)
    elif what == "catalogue":
        return where
    elif where:
        (folder / what).write_text(where, "utf-8")
    else:
        (folder / what).unlink(missing_ok=True)
    return catalogue


def _hashes(folder):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.lists(steps, min_size=1, max_size=3), min_size=2, max_size=3))
def test_any_series_of_changes_gives_the_bytes_of_a_build_from_nothing(changes, tmp_path_factory):
    place, real = tmp_path_factory.mktemp("series"), catalog.load()
    folder, catalogue = place / "in", 0
    folder.mkdir()
    (folder / "regions.csv").write_text(REGIONS, "utf-8")
    (folder / "a.txt").write_text(text("青屿市", 2023, 20), "utf-8")
    for n, series in enumerate(changes):
        for step in series:
            catalogue = _change(folder, step, catalogue)
        if not any(file.suffix == ".txt" for file in folder.rglob("*.txt")):
            (folder / "a.txt").write_text(text("青屿市", 2022, 9), "utf-8")
        variant = dataclasses.replace(real, themes=real.themes.iloc[catalogue:], hash=f"{real.hash}{catalogue}")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(catalog, "load", lambda variant=variant: variant)
            build.build(folder, place / "out", kept=store.Store(place / "cache"))
            build.build(folder, place / f"new{n}")
        assert _hashes(place / "out") == _hashes(place / f"new{n}")


@pytest.fixture
def folder(tmp_path):
    """Two reports of two regions."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "regions.csv").write_text(REGIONS, "utf-8")
    for n, place in enumerate(PLACES[:2]):
        (tmp_path / "in" / f"{n}.txt").write_text(text(place, 2023, 20 + n), "utf-8")
    return tmp_path / "in"


@pytest.fixture
def worked(monkeypatch):
    """Which files were read and which reports measured, as they are."""
    seen = []
    read, measure = reading._read, batches._measurements
    monkeypatch.setattr(reading, "_read", lambda *args: seen.append(args[1]) or read(*args))
    monkeypatch.setattr(batches, "_measurements", lambda one: seen.append(one.report["report_id"]) or measure(one))
    return seen


def test_only_what_changed_is_worked(folder, tmp_path, worked):
    def again():
        worked.clear()
        build.build(folder, tmp_path / "out", kept=store.Store(tmp_path / "cache"))
        return len(worked)

    assert again() == 4  # both read, both measured
    assert again() == 0
    (folder / "1.txt").write_text(text("砚川市", 2023, 99), "utf-8")
    assert again() == 2
    (folder / "2.txt").write_text(text("蓼川县", 2023, 5), "utf-8")
    assert again() == 2
    (folder / "0.txt").unlink()
    assert again() == 0
    assert set(fazhi.open(tmp_path / "out").reports["file"]) == {"1.txt", "2.txt"}


def test_parts_of_reports_that_are_gone_leave_the_cache(folder, tmp_path):
    kept = tmp_path / "cache"
    build.build(folder, tmp_path / "out", kept=store.Store(kept))
    assert len(list(kept.rglob("*"))) == 4 + len(list(kept.iterdir()))
    (folder / "0.txt").unlink()
    build.build(folder, tmp_path / "out", kept=store.Store(kept))
    assert len([file for file in kept.rglob("*") if file.is_file()]) == 2


@pytest.mark.parametrize("damage", [b"", b"\0" * 4000, "half"])
def test_a_damaged_part_is_made_anew(folder, tmp_path, damage):
    build.build(folder, tmp_path / "out", kept=store.Store(tmp_path / "cache"))
    for file in [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]:
        file.write_bytes(file.read_bytes()[:1000] if damage == "half" else damage)
    build.build(folder, tmp_path / "again", kept=store.Store(tmp_path / "cache"))
    assert _hashes(tmp_path / "again") == _hashes(tmp_path / "out")


def test_a_table_that_was_changed_by_hand_is_made_anew(folder, tmp_path):
    build.build(folder, tmp_path / "out")
    before = _hashes(tmp_path / "out")
    shutil.copy(tmp_path / "out" / "words.parquet", tmp_path / "out" / "reports.parquet")
    build.build(folder, tmp_path / "out")
    assert _hashes(tmp_path / "out") == before


def test_tables_that_a_notebook_made_of_former_tables_are_removed(folder, tmp_path):
    build.build(folder, tmp_path / "out")
    tables = fazhi.open(tmp_path / "out")
    tables.write(topics=tables.topics)
    build.build(folder, tmp_path / "out")
    assert (tmp_path / "out" / "topics.parquet").exists()
    (folder / "0.txt").unlink()
    build.build(folder, tmp_path / "out")
    assert not (tmp_path / "out" / "topics.parquet").exists()


def test_reports_whose_hashes_begin_alike_get_longer_ids():
    shortened = reading._shortened({"a": "1234aaaa", "b": "1234aabb", "c": "9999cccc"})
    assert shortened == {"a": "1234aaa", "b": "1234aab", "c": "9999"}


def test_reading_asks_the_catalogue_for_nothing_that_its_recipe_leaves_out():
    sources = [*(paths.LIBRARY / "reading").rglob("*.py"), paths.LIBRARY / "lexicon.py"]
    assert not [source for source in sources if "catalog.load(" in source.read_text("utf-8")]
