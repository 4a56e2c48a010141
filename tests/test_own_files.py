"""A file is written in the place of one that fazhi left there, and of no other, by whatever command."""

import pandas as pd
import pytest
from click.testing import CliRunner

from fazhi import own_files
from fazhi.cli import main
from fazhi.errors import FazhiError
from fazhi.reporting import review
from fazhi.reporting.exports import export, stata, workbook

TABLE = pd.DataFrame({"a": ["甲"]})
WRITERS = {
    "a.csv": lambda file, _: export.write_csv(file, TABLE),
    "a.xlsx": lambda file, _: workbook.write(file, {"a": TABLE}),
    "a.dta": lambda file, sample: stata.write(file, sample, "zh"),
    "a.html": lambda file, sample: review.write(sample, file.with_suffix(""), "zh"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_only_what_is_as_fazhi_left_it_is_replaced(sample, tmp_path, name):
    file, write = tmp_path / name, WRITERS[name]
    write(file, sample)
    first = file.read_bytes()
    write(file, sample)
    assert file.read_bytes() == first
    file.write_bytes(first + b"mine")
    with pytest.raises(FazhiError, match=f"{name} was not written by fazhi, or was changed since"):
        write(file, sample)
    assert file.read_bytes() == first + b"mine"
    assert not list(tmp_path.glob("*aside*"))


def test_a_link_of_the_users_is_not_replaced(tmp_path):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "a.csv").symlink_to("mine")
    with pytest.raises(FazhiError, match="not written by fazhi, or was changed since"):
        export.write_csv(tmp_path / "a.csv", TABLE)


def test_a_file_where_a_folder_should_be_is_named(tmp_path):
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(FazhiError, match="mine is a file, not a folder"):
        export.write_csv(tmp_path / "mine" / "a" / "b.csv", TABLE)


def test_what_breaks_off_leaves_the_former_file(tmp_path):
    export.write_csv(tmp_path / "a.csv", TABLE)
    before = (tmp_path / "a.csv").read_bytes()
    with pytest.raises(OSError, match="full"), own_files.replaced(tmp_path / "a.csv") as aside:
        aside.write_text("half")
        raise OSError("full")
    assert (tmp_path / "a.csv").read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"a.csv", own_files.LIST}


@pytest.mark.parametrize(
    "command",
    [["export", "--format", "dta"], ["export", "--format", "crate"], ["sample", "statements"], ["review"]],
)
def test_no_command_writes_among_the_tables(built, command):
    before = sorted(built.iterdir())
    done = CliRunner().invoke(main, [*command, "--tables", str(built), "--out", str(built / "x")])
    assert done.exit_code == 2 and "is among the tables" in done.output
    assert sorted(built.iterdir()) == before
