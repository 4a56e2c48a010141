"""A generator of reports of two years with planted answers to the first year's plans, for tests and benchmarks."""

from __future__ import annotations

import random

import pandas as pd
from planted_reuse import edited

from fazhi import catalog

OUTCOMES = ["reported with a number", "reported", "repeated as plan", "not mentioned"]
PLANS = ["计划举办{}培训{}期以上，", "力争修订{}办法{}部，", "年底前设立{}中心{}个，", "启动{}平台建设，接入单位{}家，",
         "深入开展{}专项行动{}次，"]  # fmt: skip
ACCOUNTS = ["举办{}培训", "新修改的{}办法施行", "建成{}中心", "{}平台上线运行", "开展{}专项行动"]
REGIONS, COMMITMENTS = 6, 24
EXPLAINED = 0.5
"""Share of the answers to problems that take up only what explains the problem."""


def corpus(seed: int, *, most_edits: float = 0.2):
    """Write two reports of each region: plans and problems, and in the next year what was planted for each of them.

    An answer has up to `most_edits` of the object's characters changed, another verb, no planning words, and another
    number. Beside each plan that nothing answers, the account speaks of something that shares one of its two terms.

    Returns
    -------
    segments, quantities, reports, problems : DataFrame
        Tables with the columns that follow-through reads.
    planted : DataFrame [report_id, line, outcome]
    """
    rng = random.Random(seed)
    words = [term for term in catalog.load().terms["term"] if 4 <= len(term) <= 8]
    segments, quantities, reports, problems, planted = [], [], [], [], []
    for region in range(REGIONS):
        first, second = (f"99{region:02d}00-{year}-0000" for year in (2022, 2023))
        for report, year in ((first, 2022), (second, 2023)):
            place = {"report_id": report, "region_code": f"99{region:02d}00", "region": f"r{region}", "year": year}
            reports.append(place | {"n_chars": 1000})
        for line in range(1, COMMITMENTS + 1):
            outcome, kind = rng.choice(OUTCOMES), rng.randrange(len(PLANS))
            object_, number = "".join(rng.sample(words, 2)), rng.randint(3, 60)
            _write(segments, quantities, first, line, "plan", PLANS[kind].format(object_, number), number)
            planted.append((first, line, outcome))
            _answer(rng, words, segments, quantities, second, line, object_, kind, outcome, most_edits)
        for line in range(COMMITMENTS + 1, COMMITMENTS + 9):
            outcome = rng.choice(["reported", "repeated as plan", "not mentioned"])
            object_, cause = ("".join(rng.sample(words, 2)) for _ in range(2))
            text = f"{object_}力度不够，{cause}不到位。"
            _write(segments, quantities, first, line, "problem", text)
            problems.append({"problem_id": f"{first}/p{line}", "report_id": first, "line": line, "start": 0,
                             "end": len(text), "text": text})  # fmt: skip
            planted.append((first, line, outcome))
            changed = edited(object_, rng.uniform(0, most_edits), rng, words)
            if outcome == "reported" and rng.random() < EXPLAINED:
                explained = edited(cause, rng.uniform(0, most_edits), rng, words)
                _write(segments, quantities, second, line, "achievement", f"针对{explained}不到位逐项整改。")
            elif outcome == "reported":
                _write(segments, quantities, second, line, "achievement", f"针对{changed}力度不足逐项整改。")
            elif outcome == "repeated as plan":
                _write(segments, quantities, second, line, "problem", f"{changed}的力度仍然不够。")
            else:
                _write(
                    segments,
                    quantities,
                    second,
                    line,
                    "achievement",
                    f"针对{object_[:4]}和{cause[:4]}{rng.choice(words)}作了整改。",
                )
    frames = [pd.DataFrame(rows) for rows in (segments, quantities, reports, problems)]
    return *frames, pd.DataFrame(planted, columns=["report_id", "line", "outcome"])


def _answer(rng, words, segments, quantities, report, line, object_, kind, outcome, most_edits) -> None:
    """Write into the second report what becomes of a plan."""
    changed, number = edited(object_, rng.uniform(0, most_edits), rng, words), rng.randint(3, 60)
    if outcome == "repeated as plan":
        _write(segments, quantities, report, line, "plan", PLANS[kind].format(changed, number), number)
        return
    shared = f"{object_[:4]}{rng.choice(words)}" if outcome == "not mentioned" else changed
    counted = outcome != "reported"
    text = ACCOUNTS[kind].format(shared) + (f"{number}次，" if counted else "，")
    _write(segments, quantities, report, line, "achievement", text, number if counted else None)


def _write(segments, quantities, report, line, role, text, number=None) -> None:
    segments.append({"segment_id": f"{report}/s{line}.0", "report_id": report, "line": line, "start": 0,
                     "end": len(text), "raw": text, "label": "", "role": role})  # fmt: skip
    if number is not None:
        start = text.rindex(str(number))
        quantities.append({"quantity_id": f"{report}/q{line}.{start}", "report_id": report, "line": line,
                           "start": start, "end": start + len(str(number)), "raw": str(number), "unit": "",
                           "indicator_id": ""})  # fmt: skip


def judged(commitments: pd.DataFrame, mentions: pd.DataFrame, planted: pd.DataFrame) -> dict[str, float]:
    """Return precision and recall of what is said to be answered: reported, with a number or not.

    An answer is right if it was planted and the best clause is the planted one (it has the commitment's line).
    """
    best = mentions[mentions["rank"] == 1].set_index("commitment_id")["line"]
    told = commitments[commitments["next_report_id"] != ""].merge(planted, on=["report_id", "line"],
                                                                 suffixes=("", "_planted"))  # fmt: skip
    told = told[~told["raw"].str.startswith("接入")]  # the second clause of a plan has no answer of its own
    said, meant = (told[column].str.startswith("reported") for column in ("outcome", "outcome_planted"))
    right = said & meant & (told["commitment_id"].map(best) == told["line"])
    same = (told["outcome"] == told["outcome_planted"]).mean()
    return {"precision": right.sum() / said.sum(), "recall": right.sum() / meant.sum(), "same outcome": same}
