"""Reports, documents, trials, topics, commitments → caveats that a reviewer would raise, in Chinese and English."""

from __future__ import annotations

import pandas as pd

from fazhi import catalog
from fazhi.modelling.reuse.formulas import FEWEST_PROVINCES
from fazhi.modelling.reuse.origins import without_year_before
from fazhi.modelling.topics.documents import Documents
from fazhi.modelling.topics.fitting import Topics
from fazhi.modelling.topics.selection import equally_good
from fazhi.modelling.topics.stability import ENOUGH_REPORTS as ENOUGH_TO_RESAMPLE
from fazhi.schema import ENOUGH_REPORTS

ENOUGH_DOCUMENTS = 20
FEW_IN_A_GROUP = 10


def said(found: list[dict[str, str]], lang: str) -> str:
    """Return the caveats in one language, one per line."""
    return "\n".join(reservation[lang] for reservation in found)


def of_documents(documents: Documents, k: int) -> list[dict[str, str]]:
    """Return caveats about the size of the corpus, and about segments left out or weighted down.

    Parameters
    ----------
    documents : Documents
    k : int
        The largest number of topics to try.

    Returns
    -------
    list of dict
        One caveat each, ``{"zh": …, "en": …}``; empty if there are none.
    """
    n, reports = len(documents.segment_ids), len(set(documents.report_ids))
    found = _of_number(reports)
    if reports < ENOUGH_TO_RESAMPLE:
        found.append(
            {
                "zh": "报告太少，只能对段落重抽样，区间不含报告之间的差异。",
                "en": "Too few reports to resample: segments are resampled, and the "
                "intervals leave out how reports differ.",
            }
        )
    if n < ENOUGH_DOCUMENTS * k:
        found.append(
            {
                "zh": f"共{n}个段落，K = {k}时平均每个主题不足{ENOUGH_DOCUMENTS}段。",
                "en": f"{n} segments: at K = {k}, fewer than {ENOUGH_DOCUMENTS} per topic on average.",
            }
        )
    if documents.n_copies:
        found.append(
            {
                "zh": f"{documents.n_copies}个段落近乎重复，每组合计只算一段。",
                "en": f"{documents.n_copies} segments are near-duplicates; each group of them counts as one.",
            }
        )
    if documents.too_short:
        found.append(
            {
                "zh": f"{documents.too_short}个段落词数太少，未纳入。",
                "en": f"{documents.too_short} segments have too few words and are left out.",
            }
        )
    return found


def _of_number(reports: int) -> list[dict[str, str]]:
    """Return the caveat about few reports, if they are few."""
    return [{lang: _few(reports, lang) for lang in catalog.LANGUAGES}] if reports < ENOUGH_REPORTS else []


def _few(reports: int, lang: str) -> str:
    """Say, in the words of the captions, that so few reports illustrate the method."""
    named = catalog.load().name
    return named("caption.few", lang).format(count=reports, enough=ENOUGH_REPORTS) + named("caption.stop", lang)


def of_comparison(reports: pd.DataFrame, by: str) -> list[dict[str, str]]:
    """Return caveats about comparing groups of reports: groups too small for an interval, or for a reliable one.

    Parameters
    ----------
    reports : DataFrame
        The table `reports`.
    by : str
        The column of `reports` with the groups.
    """
    sizes = reports[by].value_counts().sort_index()
    if len(sizes) < 2:
        return [{"zh": "只有一组报告，无从比较。", "en": "Only one group of reports: nothing to compare."}]
    said = []
    alone = sizes.index[(sizes == 1) | (len(reports) - sizes == 1)]
    if len(alone):
        listed = ", ".join(map(str, alone))
        said.append(
            {
                "zh": f"{listed}：本组或其余只有一份报告，无法给出区间，只按对数似然取词。",
                "en": f"{listed}: one side has a single report, so no interval is possible; words are "
                f"selected by log-likelihood only.",
            }
        )
    few = sizes.index[(sizes > 1) & (sizes < FEW_IN_A_GROUP)]
    if len(few):
        listed = ", ".join(map(str, few))
        said.append(
            {
                "zh": f"{listed}：不足{FEW_IN_A_GROUP}份报告，区间偏窄。",
                "en": f"{listed}: fewer than {FEW_IN_A_GROUP} reports; the intervals are too narrow.",
            }
        )
    return said


def of_reuse(reports: pd.DataFrame) -> list[dict[str, str]]:
    """Return caveats about shared text: few reports, none for the year before, few provinces.

    Parameters
    ----------
    reports : DataFrame
        The table `reports`.
    """
    found = _of_number(len(reports))
    alone = len(without_year_before(reports))
    if alone == len(reports):
        found.append(
            {
                "zh": "没有一个地区有连续两年的报告：无法知道多少文字来自上年。",
                "en": "No region has reports for two consecutive years: text taken from last year's cannot be "
                "recognised.",
            }
        )
    elif alone:
        found.append(
            {
                "zh": f"{alone}份报告没有上年报告，来自上年的文字无从判断。",
                "en": f"{alone} reports have none for the year before: text taken from last year's cannot be "
                "recognised in them.",
            }
        )
    provinces = reports["region_code"].str[:2].nunique()
    if provinces < FEWEST_PROVINCES:
        found.append(
            {
                "zh": f"只有{provinces}个省份：套话指半数以上地区（至少3个）都有的句子，而不是多数省份都有的。",
                "en": f"Only {provinces} provinces: boilerplate is what most regions (at least three) share, "
                "not what most provinces share.",
            }
        )
    return found


def of_shared(boilerplate: pd.DataFrame, reports: pd.DataFrame) -> list[dict[str, str]]:
    """Say whether it is known which sentences the reports share, before these are left out.

    Parameters
    ----------
    boilerplate, reports : DataFrame
        The tables of those names.
    """
    unread = len(set(reports["report_id"]) - set(boilerplate["report_id"]))
    if unread == 0:
        return []
    if unread == len(reports):
        return [
            {
                "zh": "尚不知道哪些句子是共有的，以下没有去掉任何句子；先运行笔记本6：fazhi run --only reuse。",
                "en": "Which sentences are shared is not known, so nothing is left out below; run notebook 6 first: "
                "fazhi run --only reuse.",
            }
        ]
    return [
        {
            "zh": f"{unread}份报告不在笔记本6的比较范围内（或没有十五字以上的句子），其中的句子没有去掉。",
            "en": f"{unread} reports are not among those that notebook 6 compared (or have no sentence of fifteen "
            "characters); nothing of them is left out.",
        }
    ]


def of_changes(boilerplate: pd.DataFrame, reports: pd.DataFrame, changed: pd.Series) -> list[dict[str, str]]:
    """Say how many findings change without the shared sentences, as far as it is known which are shared (`of_shared`).

    Parameters
    ----------
    boilerplate, reports : DataFrame
        The tables of those names.
    changed : Series of bool
        Whether each finding changes.
    """
    found = of_shared(boilerplate, reports)
    if boilerplate.empty or changed.empty:
        return found
    number, of = int(changed.sum()), len(changed)
    return [
        *found,
        {
            "zh": f"不计共有语句，{of}项结论中有{number}项改变。",
            "en": f"Without shared sentences, {number} of {of} findings change.",
        },
    ]


def of_followthrough(commitments: pd.DataFrame, reports: pd.DataFrame) -> list[dict[str, str]]:
    """Return caveats about plans and problems whose outcome is unknown because the next report is missing.

    Parameters
    ----------
    commitments, reports : DataFrame
        The tables of those names.
    """
    found = _of_number(len(reports))
    unknown = int((commitments["next_report_id"] == "").sum())
    if unknown == len(commitments):
        found.append(
            {
                "zh": "没有一个地区有次年报告：计划和问题的下落无从得知。",
                "en": "No region has a report for the following year: what became of plans and problems is unknown.",
            }
        )
    elif unknown:
        found.append(
            {
                "zh": f"{len(commitments)}条中有{unknown}条没有次年报告，下落不明，不计入占比。",
                "en": f"{unknown} of {len(commitments)} have no next report: their outcome is unknown, and shares "
                "do not count them.",
            }
        )
    return found


def of_choice(trials: pd.DataFrame) -> list[dict[str, str]]:
    """Say how the number of topics was chosen, and how clear the choice was.

    Parameters
    ----------
    trials : DataFrame
        As returned by `fazhi.modelling.topics.selection.trials`.
    """
    good = equally_good(trials)
    tried = sorted(trials["k"].unique())
    best = int(trials.groupby("k")["held_out"].mean().idxmax())
    said = [_of_several(best, good) if len(good) > 1 else _of_one(best, good[0])]
    if {good[0], best} & {tried[0], tried[-1]}:
        edge = best if best in (tried[0], tried[-1]) else good[0]
        said.append(
            {
                "zh": f"K = {edge}处于所试范围的边缘，应扩大范围再试。",
                "en": f"K = {edge} is at the edge of the grid: widen it.",
            }
        )
    return said


def _of_several(best: int, good: list[int]) -> dict[str, str]:
    listed = ", ".join(map(str, good))
    return {
        "zh": f"留出似然最高的是K = {best}；再看一致性与稳定性，K = {listed}仍不相上下，取其中最小的{good[0]}。",
        "en": f"K = {best} predicts unseen reports best (held-out likelihood); even with coherence and stability, "
        f"K = {listed} are not distinguishable; the smallest, {good[0]}, is used.",
    }


def _of_one(best: int, taken: int) -> dict[str, str]:
    return {
        "zh": f"留出似然最高的是K = {best}；与它不相上下的取值中，K = {taken}的一致性 + 稳定性明显最高。",
        "en": f"K = {best} predicts unseen reports best (held-out likelihood); among the values not distinguishable "
        f"from it, K = {taken} clearly has the highest coherence + stability.",
    }


def of_topics(found: Topics, topics: pd.DataFrame, named: pd.DataFrame) -> list[dict[str, str]]:
    """Return caveats about unstable topics, segments that fit none, and names in topics.csv without a topic.

    Parameters
    ----------
    found : Topics
    topics, named : DataFrame
        The table returned by `fazhi.modelling.topics.fitting.describe`, and the names it was given.
    """
    said = []
    unstable = topics.loc[~topics["stable"], "label"]
    if len(unstable):
        listed = "；".join(unstable)
        kept = ("仍予比较，因为没有稳定的主题", "still compared, because no topic is stable") \
            if len(unstable) == len(topics) else ("不参与比较", "left out of comparisons")  # fmt: skip
        said.append(
            {
                "zh": f"{len(unstable)}个主题不稳定（{listed}），{kept[0]}。",
                "en": f"Unstable topics, {kept[1]}: {len(unstable)}.",
            }
        )
    homeless = int((found.shares.sum(axis=1) == 0).sum())
    if homeless:
        said.append({"zh": f"{homeless}个段落不属于任何主题。", "en": f"{homeless} segments fit no topic."})
    lost = ", ".join(row.id for row in named.itertuples() if row.id not in set(topics["topic_id"]))
    if lost:
        said.append(
            {
                "zh": f"自定名称没有找到对应主题：{lost}。",
                "en": f"Names in data/catalog/topics.csv without a topic in this fit: {lost}.",
            }
        )
    return said
