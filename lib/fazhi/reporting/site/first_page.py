"""The facts of a run → findings in sentences for the first page, each with a link to the place that shows it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from fazhi import catalog
from fazhi.corpus import Corpus
from fazhi.reporting.site import checks_in_words
from fazhi.reporting.site.facts import Facts

FEW_REPORTS = 30
MOST_THEMES, MOST_CHECKS, MOST_INDICATORS = 4, 6, 8


@dataclass(frozen=True)
class Finding:
    """One sentence of the first page.

    Attributes
    ----------
    kind : str
        The list it belongs to: news, problems, contradictions, stated, comparable or caveats.
    zh, en : str
        The sentence in each language.
    link : str
        The page, and the place on it, that shows what the sentence says; relative to the edition's folder.
    """

    kind: str
    zh: str
    en: str
    link: str

    def said(self, lang: str) -> str:
        """Return the sentence in a language."""
        return self.zh if lang == "zh" else self.en


def findings(facts: Facts) -> list[Finding]:
    """Return the findings: changes, commonest problems, contradictions, what can be compared, and caveats."""
    tables = facts.tables
    return [
        _news(facts),
        *_problems(facts),
        *_contradictions(facts),
        *_stated(facts),
        *_comparable(tables),
        *_caveats(tables),
    ]


def _news(facts: Facts) -> Finding:
    if facts.since is None:
        first = "这是首次生成，没有更早的结果可比。", "This is the first run; there is no earlier one to compare with."
        return Finding("news", *first, "changes.html")
    zh, en = (_counted(facts.since.summary, lang) for lang in catalog.LANGUAGES)
    return Finding(
        "news", f"与上次相比：{zh or '没有变化'}。", f"Since the last report: {en or 'no change'}.", "changes.html"
    )


def _counted(summary: dict[str, dict[str, int]], lang: str) -> str:
    """Return, for each of reports, values and themes, how many are new, changed or gone; zeros are left out."""
    name, listed = catalog.load().name, "、" if lang == "zh" else ", "
    told = {
        table: listed.join(f"{name(f'change.{state}', lang)} {n}" for state, n in states.items() if n)
        for table, states in summary.items()
    }
    return ("；" if lang == "zh" else "; ").join(
        f"{name(f'change.{table}', lang)} {states}" for table, states in told.items() if states
    )


def _problems(facts: Facts) -> list[Finding]:
    if not facts.shares:
        return []
    known = catalog.load()
    shares = facts.shares["all"]
    shares = shares[~shares["theme_id"].isin(["other"])].sort_values(
        ["reports", "statements", "theme_id"], ascending=[False, False, True]
    )
    return [
        Finding(
            "problems",
            f"{row.of_reports}份报告中有{row.reports}份承认“{known.name(row.theme_id, 'zh')}”{_interval(row, 'zh')}。",
            f"{row.reports} of {row.of_reports} reports admit “{known.name(row.theme_id, 'en')}”"
            f"{_interval(row, 'en')}.",
            f"themes/{row.theme_id}.html",
        )
        for row in shares.head(MOST_THEMES).itertuples()
        if row.reports
    ]


def _interval(row, lang: str) -> str:
    low, high = row.reports_low, row.reports_high
    if pd.isna(low) or row.of_reports < 2:
        return "（报告太少，无法估计区间）" if lang == "zh" else " (too few reports for an interval)"
    return f"（95%区间 {low:.0%}–{high:.0%}）" if lang == "zh" else f" (95 % interval {low:.0%}–{high:.0%})"


def _contradictions(facts: Facts) -> list[Finding]:
    """List where reports contradict themselves; cases of several figures for one indicator are only counted."""
    told = list(zip(*(checks_in_words.told(facts, lang) for lang in catalog.LANGUAGES), strict=True))
    checks = [pair for pair in told if not pair[0]["doubt"]]
    doubts = len(told) - len(checks)
    found = [
        Finding(
            "contradictions",
            f"{zh['region']}{zh['year']}：{_named(zh, '：')}{zh['said']}",
            f"{en['region']} {en['year']}: {_named(en, ': ')}{en['said']}",
            f"reports/{zh['report_id']}.html#{next(iter(zh['places']), {}).get('place', '')}",
        )
        for zh, en in checks[:MOST_CHECKS]
    ]
    further = len(checks) - MOST_CHECKS
    more = Finding("contradictions", f"另有{further}处。", f"{further} more.", "checks.html")
    several = Finding(
        "contradictions",
        f"另有{doubts}处同一指标给出几个数，采用了其中一个，不一定矛盾。",
        f"In {doubts} cases a report prints several figures for one indicator and one was used: not always a "
        "contradiction.",
        "checks.html#several",
    )
    return [*found, *([more] if further > 0 else []), *([several] if doubts else [])]


def _named(check: dict, colon: str) -> str:
    return f"{check['indicator']}{colon}" if check["indicator"] else ""


def _stated(facts: Facts) -> list[Finding]:
    """Name the indicators that most regions state: they are the easiest to compare."""
    known = catalog.load()
    plain = facts.values[(facts.values["qualifier"] == "") & facts.values["value"].notna()]
    regions = plain.groupby("indicator_id")["key"].nunique()
    tiers = known.indicators.set_index("id")["tier"]
    most = sorted(regions.items(), key=lambda pair: (-pair[1], str(tiers[pair[0]]), pair[0]))[:MOST_INDICATORS]
    total = facts.reports["key"].nunique()
    return [
        Finding(
            "stated",
            f"{known.name(one, 'zh')}：{total}个地区中有{n}个报告。",
            f"{known.name(one, 'en')}: stated by {n} of {total} regions.",
            f"indicators/{one}.html",
        )
        for one, n in most
    ]


def _comparable(tables: Corpus) -> list[Finding]:
    plain = tables.indicators[tables.indicators["qualifier"] == ""]
    shared = plain.groupby(["indicator_id", "year"])["region_code"].nunique().groupby("indicator_id").max()
    several = int((shared > 1).sum())
    other = int((tables.disclosure["status"] == "other measure").sum())
    return [
        Finding(
            "comparable",
            f"{several}项指标有两个以上地区在同一年报告，可以并列；另有{len(shared) - several}项只有一个地区报告。",
            f"{several} indicators are stated by two or more regions for the same year; {len(shared) - several} by one "
            "region only.",
            "indicators.html",
        ),
        Finding(
            "comparable",
            f"有{other}处只给出其他口径（累计、分项、上级数字等），不与本年总数并列。",
            f"In {other} cases only another measure is stated (a running total, a part, a larger region's figure); "
            "these are not compared.",
            "explorer.html",
        ),
    ]


def _caveats(tables: Corpus) -> list[Finding]:
    reports, excluded = len(tables.reports), int((tables.ledger["status"] == "excluded").sum())
    found = []
    if reports < FEW_REPORTS:
        found.append(
            Finding(
                "caveats",
                f"只有{reports}份报告：演示方法，不足以得出关于政府的结论。",
                f"{reports} reports only: they illustrate the method; draw no conclusions about governments.",
                "methods.html",
            )
        )
    if excluded:
        found.append(
            Finding(
                "caveats",
                f"{excluded}个文件未纳入，原因见台账。",
                f"{excluded} files were left out; the ledger says why.",
                "ledger.html",
            )
        )
    unknown = int((tables.reports["warnings"] != "").sum())
    if unknown:
        found.append(
            Finding(
                "caveats",
                f"{unknown}份报告在读取时有提示，请核对。",
                f"Reports with warnings from reading: {unknown}; please check them.",
                "ledger.html",
            )
        )
    return found
