"""A record that was damaged, or edited by hand, is never taken for what we wrote."""

import pytest

from fazhi import sealed
from fazhi.errors import FazhiError

RECORD = {"version": "1", "表": {"a": [1, 2.5, None]}}


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{}", b"{", b"\xff\xfe{}", b'{"version": "1"}'])
def test_anything_else_is_refused_by_name(tmp_path, content):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(FazhiError, match=r"a\.json is "):
        sealed.read(tmp_path / "a.json")


def test_a_record_comes_back_until_a_value_is_changed(tmp_path):
    file = tmp_path / "new" / "a.json"
    sealed.write(file, RECORD)
    assert sealed.read(file) == RECORD
    file.write_text(file.read_text("utf-8").replace("2.5", "3.5"), "utf-8")
    with pytest.raises(FazhiError, match="is from another version of fazhi, or was changed"):
        sealed.read(file)


def test_the_same_record_is_not_written_twice(tmp_path):
    sealed.write(tmp_path / "a.json", RECORD)
    before = (tmp_path / "a.json").stat().st_ino
    sealed.write(tmp_path / "a.json", RECORD)
    assert (tmp_path / "a.json").stat().st_ino == before
