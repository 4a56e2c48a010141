"""Header and footer forms of reports, real places with invented text, are read right; what is no report is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi import errors
from fazhi.reading.metadata import metadata
from fazhi.reading.outline import outline
from fazhi.reading.places import Gazetteer

FIELDS = ["region_code", "region", "level", "issuer", "issuer_type", "document_number", "signed", "published"]
BODY = [
    "一、主要工作和成效",
    "(一)全面履行职能。持续优化营商环境,规范行政执法行为,办理行政复议案件12件,审查规范性文件8件,行政机关负责人出庭应诉率100%。",
    "二、存在的问题",
    "部分执法人员能力有待提升,普法的针对性还不够强,执法监督的机制需要完善。",
    "三、下一步打算",
    "继续完善重大行政决策程序,加强执法监督,提升依法行政的能力和水平,把各项任务落到实处。",
]
EXTRA = pd.DataFrame(
    [("970000", "澜岳省", ""), ("970100", "青屿市", "970000"), ("970102", "望榆区", "970100")],
    columns=["code", "name", "parent"],
)
GAZETTEER = Gazetteer(EXTRA)


def forms() -> list[dict]:
    with (Path(__file__).parent / "metadata_forms.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def lines(form: dict) -> list[str]:
    body = [] if form["error"] == "NotAReport" else BODY
    return [*form["head"].split("¶"), *body, *(form["tail"].split("¶") if form["tail"] else [])]


def read(text: list[str], **sidecar) -> dict:
    return metadata(outline(text), GAZETTEER, sidecar)


@pytest.mark.parametrize("form", forms(), ids=lambda form: form["key"])
def test_forms(form):
    if form["error"]:
        with pytest.raises(getattr(errors, form["error"])):
            read(lines(form))
        return
    found = read(lines(form))
    assert {key: str(found[key]) for key in [*FIELDS, "year"]} == {key: form[key] for key in [*FIELDS, "year"]}
