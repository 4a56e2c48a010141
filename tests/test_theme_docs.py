"""The page on adding a theme: its rows make a theme, its sentences are coded as they say, its commands exist."""

import re
import shlex
import shutil

import pandas as pd

from fazhi import catalog, paths
from fazhi.cli import main
from fazhi.measuring import themes

PAGE = (paths.ROOT / "docs" / "add_a_theme.md").read_text("utf-8")


def _rows(file):
    (block,) = re.findall(rf"```{re.escape(file)}\n(.*?)```", PAGE, re.DOTALL)
    return block


def _with_the_rows(folder):
    shutil.copytree(paths.CATALOG, folder)
    for file in ("themes.csv", "theme_patterns.csv", "theme_sentences.csv"):
        with (folder / file).open("a", encoding="utf-8") as rows:
            rows.write(_rows(file))
    return folder


def _coded(texts, codebook):
    statements = pd.DataFrame({"problem_id": [str(i) for i in range(len(texts))], "text": list(texts)})
    found = themes.code(statements, codebook)
    return [set(found.loc[found["problem_id"] == i, "theme_id"]) for i in statements["problem_id"]]


def test_its_sentences_are_coded_as_they_say(tmp_path):
    folder = _with_the_rows(tmp_path / "catalog")
    sentences = pd.read_csv(folder / "theme_sentences.csv", dtype=str).query("theme_id == 'archives'")
    found = _coded(sentences["sentence"], catalog.load(folder).themes)
    assert ["archives" in themes for themes in found] == list(sentences["matches"] == "yes")
    counts = sentences["matches"].value_counts()
    assert counts["yes"] >= 5 and counts["no"] >= 3


def test_the_statement_tried_by_hand_has_the_theme_only_with_the_rows(tmp_path):
    (text,) = re.findall(r'echo "(.*?)"', PAGE)
    assert "archives" in _coded([text], catalog.load(_with_the_rows(tmp_path / "catalog")).themes)[0]
    assert "archives" not in _coded([text], catalog.load().themes)[0]


def test_it_explains_every_part():
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == catalog.THEME_PARTS


def test_its_commands_name_files_and_commands_that_exist():
    (block,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    words = [word for line in block.splitlines() for word in shlex.split(line)]
    assert "themes" in main.commands
    files = [word for word in words if word.endswith(".py")]
    assert len(files) == 3 and all((paths.ROOT / file).exists() for file in files)
