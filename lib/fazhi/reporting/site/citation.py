"""The facts of a run → a methods paragraph in each language, and how to cite fazhi in BibTeX and CSL, to copy."""

from __future__ import annotations

import ast
import json
from functools import cache

import yaml

from fazhi import paths
from fazhi.reporting.site.facts import Facts

KEPT = ("seed", "model", "k", "refits", "roles", "lang", "journal", "issuer_type", "years", "regions")
"""Notebook parameters that a methods section mentions."""


def told(facts: Facts, chapters: list[dict], counts: dict[str, int]) -> dict:
    """Describe the methods of a run.

    Returns
    -------
    dict
        zh, en : str, the paragraph in each language; parameters : list of (notebook, name, value); bibtex, csl : str.
    """
    return {
        "zh": _chinese(facts, counts),
        "en": _english(facts, counts),
        "parameters": [(chapter["name"], *pair) for chapter in chapters for pair in chapter["parameters"]],
        "bibtex": bibtex(facts.tables.manifest["version"]),
        "csl": json.dumps([csl(facts.tables.manifest["version"])], ensure_ascii=False, indent=1),
    }


def bibtex(version: str) -> str:
    """Return a BibTeX entry for the software, from CITATION.cff."""
    cited = _cff()
    fields = {"title": cited["title"], "author": " and ".join(one["name"] for one in cited["authors"]),
              "version": version, "year": str(cited["date-released"])[:4], "license": cited["license"]}  # fmt: skip
    return "@software{fazhi,\n" + ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items()) + "\n}"


def csl(version: str) -> dict:
    """Return a CSL-JSON entry for the software, which Zotero can import."""
    cited = _cff()
    return {
        "id": "fazhi",
        "type": "software",
        "title": cited["title"],
        "author": [{"literal": one["name"]} for one in cited["authors"]],
        "version": version,
        "issued": {"date-parts": [[int(part) for part in str(cited["date-released"]).split("-")]]},
    }


def parameters_of(notebook) -> list[tuple[str, str]]:
    """Return name and value of the parameters in `KEPT` that a notebook ran with and that are not empty."""
    found = {}
    for cell in notebook.cells:
        if {"parameters", "injected-parameters"} & set(cell.metadata.get("tags", [])):
            for line in ast.parse(cell.source).body:
                target = getattr(line, "target", None) or getattr(line, "targets", [None])[0]
                if getattr(target, "id", None) in KEPT:
                    found[target.id] = ast.unparse(line.value)
    return sorted((name, value) for name, value in found.items() if value not in ("''", "[]", "None"))


def _chinese(facts: Facts, counts: dict[str, int]) -> str:
    made = facts.tables.manifest
    return (
        f"我们用 fazhi {made['version']} 分析了{len(facts.reports)}份法治政府建设年度报告"
        f"（{facts.reports['key'].nunique()}个地区，{_years(facts)}年度；另有{_excluded(facts)}个文件未纳入）。"
        f"数字、指标和问题主题由规则从原文读出（数字{counts['quantities']:,}个，指标值{counts['indicators']:,}个，"
        f"问题表述{counts['problems']:,}条）；分词用jieba（rjieba {made['packages'].get('rjieba', '')}）和领域词表。"
        f"{_topics(facts, 'zh')}"
        f"指标目录版本{made['catalogue'][:12]}，词表版本{made['vocabulary'][:12]}，程序版本{made['code'][:12]}。"
        "主题占比的区间为95%Wilson区间，按报告聚类；报告太少时不给区间。规则的参考标注由语言模型完成，不是人工标注；"
        "引用前请抽样人工核对并报告一致性。"
    )


def _english(facts: Facts, counts: dict[str, int]) -> str:
    made = facts.tables.manifest
    return (
        f"We analysed {len(facts.reports)} annual rule-of-law reports of {facts.reports['key'].nunique()} regions "
        f"({_years(facts)}; {_excluded(facts)} further files were left out) with fazhi {made['version']}. Numbers, "
        f"indicators and problem themes were read from the text by rules ({counts['quantities']:,} numbers, "
        f"{counts['indicators']:,} indicator values, {counts['problems']:,} problem statements); text was segmented by "
        f"jieba (rjieba {made['packages'].get('rjieba', '')}) and a vocabulary of the field. {_topics(facts, 'en')}"
        f"Catalogue {made['catalogue'][:12]}, vocabulary {made['vocabulary'][:12]}, code {made['code'][:12]}. "
        "Intervals of shares are 95 % Wilson intervals, clustered by report, and are not given where there are too few "
        "reports. The rules' reference labels were made by language models, not by people: check a sample by hand and "
        "report the agreement before quoting."
    )


def _topics(facts: Facts, lang: str) -> str:
    topics = facts.tables.topics
    if not len(topics):
        return ""
    stable = topics["stability"].median()
    if lang == "zh":
        return f"主题模型有{len(topics)}个主题，重抽样并重新拟合的稳定性中位数{stable:.2f}（0–1）。"
    return f"The topic model has {len(topics)} topics; their median stability over refits is {stable:.2f} (0–1). "


def _years(facts: Facts) -> str:
    reports = facts.reports
    return "–".join(dict.fromkeys([str(reports["year"].min()), str(reports["year"].max())]))


def _excluded(facts: Facts) -> int:
    return int((facts.tables.ledger["status"] == "excluded").sum())


@cache
def _cff() -> dict:
    return yaml.safe_load((paths.ROOT / "CITATION.cff").read_text("utf-8"))
