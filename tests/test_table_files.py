"""Tables written piece by piece: the same rows as in one piece; nothing is put in place when something goes wrong."""

import itertools

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.schema import ContractBroken, recorded, typed
from fazhi.table_files import TableFiles

ROWS = [{"segment_id": f"s{n // 3}", "word": f"词{n % 3}", "count": n + 1} for n in range(9)]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.sets(st.integers(0, 9)))
def test_pieces_hold_the_rows_of_the_whole(cuts, tmp_path):
    bounds = [0, *sorted(cuts), 9]
    with TableFiles(tmp_path, ["words"]) as files:
        for start, end in itertools.pairwise(bounds):
            files.add({"words": recorded("words", ROWS[start:end])})
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "words.parquet"), typed("words", ROWS))


def test_a_table_without_rows_has_its_columns_and_types(tmp_path):
    with TableFiles(tmp_path, ["words", "checks"]):
        pass
    for name in ("words", "checks"):
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / f"{name}.parquet"), typed(name, []))


def test_what_goes_wrong_leaves_the_former_tables_and_nothing_aside(tmp_path):
    (tmp_path / "words.parquet").write_bytes(b"former")
    with pytest.raises(ContractBroken, match="unique"), TableFiles(tmp_path, ["words"]) as files:
        files.add({"words": recorded("words", ROWS)})
        files.add({"words": recorded("words", [ROWS[0], ROWS[0]])})
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("words.parquet", b"former")]
