"""Every table's columns, each with its type and meaning: the only place where the contract is written down.

`schema` derives types and checks from it; the exports' codebook and the tables of ``data/README.md`` (`make reference`)
use its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True)
class Column:
    """A column: its type and its meaning. Text is never missing (``""`` = none), nor are whole numbers."""

    kind: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table: what it holds, its columns in order, and further notes."""

    holds: str
    columns: dict[str, Column]
    note: str = ""


text = partial(Column, "str")
whole = partial(Column, "int64")
whole_or_missing = partial(Column, "Int64")
number = partial(Column, "float64")  # NaN = none

REPORT = {"report_id": text("the report, as in `reports`")}
SPAN = {
    "line": whole("line of the report, from 1"),
    "start": whole("first character in the line, from 0"),
    "end": whole("the character behind the last one"),
}
QUANTITY_IDS = text('the numbers it rests on, separated by "|"')

TABLES: dict[str, Table] = {
    "reports": Table(
        "one row for each report that was included",
        {
            "report_id": text(
                "region_code-year-xxxx, the last part from the text's hash: the same whatever else is in the folder"
            ),
            "file": text("the file, relative to the folder read"),
            "format": text("txt, html, docx or pdf"),
            "encoding": text("utf-8, gb18030 …; empty for docx and pdf"),
            "sha256": text("hash of the file's bytes"),
            "title": text("without the blanks of line breaks; empty when the report has none"),
            "region": text("name without its parents (五华区)"),
            "region_code": text("GB/T 2260 code as of the reporting year; townships and zones carry their parent's"),
            "province": text("the province that the region lies in, or is"),
            "prefecture": text(
                "the prefecture; empty for districts of municipalities and counties directly under a province"
            ),
            "county": text("the county or district; empty above that level"),
            "level": text(
                "province, prefecture, county or township: of the region reported on, also when a department reports"
            ),
            "issuer": text(
                "as signed, otherwise as titled, otherwise as the opening, the page or the rules of its own name it; "
                'the region of 县司法局 written out; joint issuers separated by ";"; empty when not told'
            ),
            "issuer_type": text(
                "government, party_and_government, department, township, other (zones, courts …); empty when the text "
                "does not tell: a government is named only on evidence"
            ),
            "department": text(
                "the reporting department without its place, short names spelled out (市监局 → 市场监督管理局); empty "
                "for others"
            ),
            "year": whole("the year reported on"),
            "document_number": text("e.g. 某政〔2024〕1号; empty when there is none"),
            "signed": text("date of the signature, ISO (2024-01-31); empty when there is none"),
            "published": text("date of publication on the page, ISO; empty when there is none"),
            "n_chars": whole("characters of the text without page furniture"),
            "n_segments": whole("its rows in `segments`"),
            "n_quantities": whole("its rows in `quantities`"),
            "n_problems": whole("its rows in `problems`"),
            "warnings": text('what was doubtful in reading, separated by "; "'),
        },
    ),
    "segments": Table(
        "the text in order, every non-empty line covered",
        {
            "segment_id": text("report_id/s line.start"),
            **REPORT,
            **SPAN,
            "raw": text("the exact text"),
            "level": whole("1 = 一、 2 = (一) 3 = 1. 4 = (1) below a 1.; 0 = no heading"),
            "label": text("the enumerator"),
            "heading": text("the heading without the enumerator"),
            "path": text('the headings above it and its own, separated by "/"'),
            "role": text(
                "cruft (page furniture), title, docnumber, addressee, opening, achievement, leadership, problem, plan, "
                "signature"
            ),
            "text": text("what follows the heading"),
        },
    ),
    "words": Table(
        "how often a word occurs in a segment",
        {
            "segment_id": text("as in `segments`"),
            "word": text("without punctuation, numbers and the words of `stopwords.txt`"),
            "count": whole("how often, 1 or more"),
        },
    ),
    "quantities": Table(
        "every number that counts something done, held or observed",
        {
            "quantity_id": text("report_id/q line.start"),
            **REPORT,
            "segment_id": text("the segment that it is in"),
            **SPAN,
            "raw": text("number with unit and words of bound, verbatim"),
            "value": number("万 and 亿 multiplied out, percent in percent points, money in 元"),
            "value_high": number("upper end of a range, else NaN"),
            "unit": text("measure word (件, 人次, %, 元 …), empty when there is none"),
            "bound": text("exact, more_than (余 以上 超过), less_than (以下 不到), about (近 约, ranges)"),
            "subject": text("what is counted"),
            "verb": text("the act or state that is counted"),
            "scope": text("the body or place when it is not the reporting region itself"),
            "qualifier": text(
                "why a number is not the whole of the year: change, cumulative, limit, mean, part, plan, prior, "
                'threshold, joined by "|"'
            ),
            "year": whole_or_missing("the year that the figure is about"),
            "role": text("of the section"),
            "whose": text(
                "own (the region reported on), larger (a region that holds it), part (of it), other body, per unit "
                "(a mean's)"
            ),
            "when": text(
                "year (the report's), cumulative (over several years), prior (an earlier year), part of the year, plan"
            ),
            "kind": text("total, part (of a number before it), mean, subset, change, threshold"),
            "evidence": text('the words that told whose, when and which kind, joined by "|"; empty: all are assumed'),
            "indicator_id": text("the catalogue's indicator, empty where none fits"),
            "also": text('further indicators of the same number (办结率、满意率均达100%), joined by "|"'),
            "rule": text("what made the rule fire; `corrections.csv` if you set it"),
        },
    ),
    "indicators": Table(
        "one value for each report and indicator",
        {
            **REPORT,
            "region_code": text("as in `reports`"),
            "year": whole("as in `reports`"),
            "indicator_id": text("of `catalog/indicators.csv`"),
            "value": number("as in `quantities`; parts are summed only where the catalogue says so"),
            "unit": text("as in `quantities`"),
            "bound": text("as in `quantities`"),
            "qualifier": text(
                "empty for the report's value: the region's own total of the year. Otherwise what sets the row apart, "
                'joined by "|": larger region, part of the region, other body, per unit, cumulative, prior year, part '
                "of the year, plan, mean, subset, other definition (wider or narrower than the catalogue's), doubtful "
                "(a fraction of a person: withheld until corrected); or the unit or the subject. Such a row is never "
                "pooled, differenced or divided with values"
            ),
            "quantity_ids": QUANTITY_IDS,
            "confidence": number(
                "from 0 to 1: of values like this one, the share whose indicator, region and year are right "
                "(docs/confidence.md); 1 where a person has confirmed or corrected it"
            ),
        },
    ),
    "ratios": Table(
        "stated and computed rates, never mixed",
        {
            **REPORT,
            "region_code": text("as in `reports`"),
            "year": whole("as in `reports`"),
            "ratio_id": text("of `catalog/ratios.csv`"),
            "stated": number("as printed (rates in percent points), NaN = not stated"),
            "computed": number(
                "numerator / denominator from exact counts of the same report and scope (rates in percent points, else "
                "a plain quotient), NaN = not both stated, or not exactly"
            ),
            "computed_low": number("the least that the ratio can be by the counts as printed (500余 of 600余)"),
            "computed_high": number("the most that it can be; NaN = nothing says how much at most"),
            "numerator_ids": text('the quantities of the numerator, separated by "|"'),
            "denominator_ids": text('the quantities of the denominator, separated by "|"'),
        },
    ),
    "disclosure": Table(
        "one row for each report and each indicator of the catalogue",
        {
            **REPORT,
            "indicator_id": text("of `catalog/indicators.csv`"),
            "status": text(
                "reported, reported as zero, other measure (e.g. only a rate or a combined figure), not reported"
            ),
        },
    ),
    "problems": Table(
        "one row for each problem statement",
        {
            "problem_id": text("report_id/p n"),
            **REPORT,
            "n": whole("which statement of the report, from 1"),
            **SPAN,
            "text": text("the statement without its enumerator"),
        },
    ),
    "problem_themes": Table(
        "the themes of each statement",
        {
            "problem_id": text("as in `problems`"),
            "theme_id": text("theme of `catalog/themes.csv`, or `other` when none fits"),
            "evidence": text("the words that made the rule fire"),
            "start": whole("their first character in the statement's text, from 0"),
            "end": whole("the character behind their last one"),
        },
    ),
    "checks": Table(
        "where a report disagrees with itself",
        {
            **REPORT,
            "kind": text(
                "sum, ratio, order, repeat, conflict, magnitude, change or candidates (several figures could be the "
                "value)"
            ),
            "stated": number("the printed value"),
            "computed": number("what the other numbers give"),
            "quantity_ids": QUANTITY_IDS,
            "message": text("in words"),
        },
    ),
    "topics": Table(
        "the topics of the whole corpus, written by notebook 2",
        {
            "topic_id": text("the topic"),
            "label": text("its name: yours of `catalog/topics.csv`, else its most telling words"),
            "stability": number("share of refits in which it returns, 0–1"),
            "share": number("of the whole corpus, 0–1"),
        },
    ),
    "topic_words": Table(
        "the words of each topic, written by notebook 2",
        {
            "topic_id": text("the topic"),
            "word": text("the word"),
            "weight": number("the word's probability in the topic, 0–1"),
            "rank": whole("by relevance, from 1"),
        },
    ),
    "topic_shares": Table(
        "the share of each topic in each report, written by notebook 2",
        {
            "topic_id": text("the topic"),
            **REPORT,
            "share": number("of the report, 0–1"),
            "low": number("lower end of its 95 % interval"),
            "high": number("upper end of its 95 % interval"),
        },
    ),
    "metadata_evidence": Table(
        "what told each cell of `reports`",
        {
            **REPORT,
            "field": text("the column of `reports`"),
            "value": text("the cell as text; empty cells have no row"),
            "line": whole(
                "where the words stand that told it; 0 = not in the text: a sidecar says it, or it follows from other "
                "cells"
            ),
            "words": text("the words that told it"),
        },
    ),
    "reuse": Table(
        "sentences that reports share, written by notebook 6",
        {
            **REPORT,
            **SPAN,
            "role": text("the section of the sentence"),
            "kind": text(
                "year on year: the region's report of the year before has it; upper and lower level: a region above or "
                "below; region to region: another one; boilerplate: most provinces of the corpus have it, or, of fewer "
                "than four provinces, most regions (three or more)"
            ),
            "direction": text(
                "source earlier: dates of signing or publication, else the years reported on, say so; shared: they do "
                "not tell"
            ),
            "similarity": number(
                "1 less the characters changed over the longer sentence's length, 0.75–1; NaN for boilerplate"
            ),
            "source_report_id": text(
                "the report of the most alike sentence, of equally alike ones the earliest; empty for boilerplate"
            ),
            "source_line": whole_or_missing("its line there"),
            "source_start": whole_or_missing("its first character in that line"),
            "source_end": whole_or_missing("the character behind its last one"),
            "places": whole("how many regions have the sentence or one that goes over into it"),
        },
        "A row for each sentence (15 characters or more) and kind. A shared sentence is no proof of copying: both may "
        "have a third source.",
    ),
    "boilerplate": Table(
        "what each section of a report is made of, written by notebook 6",
        {
            **REPORT,
            "role": text("the section"),
            "n_chars": whole("characters of the sentences compared, without punctuation"),
            "boilerplate": number("share of sentences that are boilerplate, 0–1"),
            "last_year": number(
                "share of sentences of the year before's report, 0–1; NaN where the region has no such report"
            ),
            "elsewhere": number("share of sentences of other regions' reports, 0–1"),
            "own": number("share of sentences that no other report has, 0–1"),
        },
        "A sentence counts once, under the first of the four shares that holds.",
    ),
    "commitments": Table(
        "what was planned or admitted, and what the next year's report says of it, written by notebook 7",
        {
            "commitment_id": text("report_id/c line.start"),
            **REPORT,
            **SPAN,
            "type": text(
                "meeting, rule, training, institution, platform, campaign, number target; problem for an admitted "
                "problem"
            ),
            "theme_id": text("the first theme of an admitted problem, else empty"),
            "next_report_id": text("the region's report of the year after, empty when there is none"),
            "outcome": text(
                "reported with a number, reported, repeated as plan (of a problem: admitted again), not mentioned, or "
                "no next report; reported is not done"
            ),
            "score": number(
                "of the best candidate, 0–1: the share of the commitment's telling pieces that are found there; NaN "
                "without next report"
            ),
        },
    ),
    "mentions": Table(
        "the sentences of the next report that may answer a commitment, written by notebook 7",
        {
            "commitment_id": text("as in `commitments`"),
            "rank": whole("the candidate's rank, from 1"),
            "report_id": text("the next report, in which the candidate stands"),
            **SPAN,
            "role": text("the section of the candidate"),
            "score": number("as in `commitments`"),
            "quantity_ids": text('the numbers in it, separated by "|"'),
        },
    ),
    "corrections": Table(
        "what you have put right or confirmed by hand, the rows of corrections.csv",
        {
            "report": text("the file, or the report_id"),
            "line": whole("line of the number or of the problem statement, from 1"),
            "start": whole("its first character in the line, from 0"),
            "field": text("the column put right; `confirmed`; `delete`; of a statement: `themes`"),
            "value": text("what is right; empty = none"),
        },
    ),
    "ledger": Table(
        "every file of the folder",
        {
            "file": text("relative to the folder read"),
            "sha256": text("hash of its bytes"),
            "status": text("included or excluded"),
            "reason": text("why it was left out, or that a further report of the region and year is there"),
            "report_id": text("empty when excluded"),
        },
    ),
}

ADDED = Table(
    "what `fazhi export` adds to the tables in csv and xlsx",
    {
        "name": text("of the indicator, ratio or theme, in the language asked for"),
        "report_id": text("the report that the row is about"),
        "region": text("its region; where another one has that name too, with the region above it"),
        "year": whole("its year"),
        "file": text("its file"),
        "line": text('where the value stands; several separated by "|"'),
        "sentence": text('in which words; several separated by "|"'),
        "stated_ids": text('the quantities of the printed rate, separated by "|"'),
        "table": text("in the sheet `codebook`: a table"),
        "column": text("in the sheet `codebook`: its column"),
        "meaning": text("in the sheet `codebook`: what the column means"),
    },
)

SHEETS: dict[str, Table] = {
    "sheet_statements": Table(
        "what `fazhi sample statements` draws, to be coded by hand",
        {
            "problem_id": text("the statement"),
            **REPORT,
            "region": text("its region"),
            "level": text("the region's level"),
            "year": whole("its year"),
            "weight": number("how many statements the row stands for; leave it as it is"),
            "text": text("the statement"),
            "themes": text(
                'for you to fill: ids of the codebook\'s themes with "|" between, `other` where none fits; rows left '
                "empty do not count"
            ),
            "note": text("for you"),
        },
        "Drawn by strata, so that rare themes are among them. What the rules found is not shown.",
    ),
    "sheet_quantities": Table(
        "what `fazhi sample quantities` draws, to be checked by hand",
        {
            "quantity_id": text("the number"),
            **REPORT,
            "file": text("its file"),
            "line": whole("the line that it is in"),
            "area": text("of its indicator; `none` without one"),
            "weight": number("how many numbers the row stands for; leave it as it is"),
            "sentence": text("the sentence"),
            "raw": text("the number in it"),
            "value": number("as read"),
            "value_high": number("as read"),
            "unit": text("as read"),
            "bound": text("as read"),
            "subject": text("as read"),
            "verb": text("as read"),
            "year": whole_or_missing("as read"),
            "indicator_id": text("as read"),
            "name": text("of the indicator"),
            "right": text(
                "for you to fill: yes if value, unit, bound and indicator are all right (no indicator is right where "
                "none fits), else no; rows left empty do not count"
            ),
            "note": text("for you"),
        },
        "Drawn by strata, so that every area of the catalogue is among them.",
    ),
    "sheet_reuse": Table(
        "what `fazhi sample reuse` draws, to be checked by hand",
        {
            "reuse_id": text("the sentence and the kind of sharing"),
            **REPORT,
            "kind": text("as in `reuse`"),
            "weight": number("how many sentences the row stands for; leave it as it is"),
            "similarity": number("as in `reuse`"),
            "text": text("the sentence"),
            "source_place": text("report and line of its source"),
            "source_text": text("the source"),
            "changes": text("[-what the source has more-] and {+what it has not+}"),
            "right": text(
                "for you to fill: yes if the two are one text, edited or not, no if they only speak of the same; rows "
                "left empty do not count"
            ),
            "note": text("for you"),
        },
        "Drawn by kind. Boilerplate names no source and is not drawn.",
    ),
    "sheet_followthrough": Table(
        "what `fazhi sample followthrough` draws, to be coded by hand",
        {
            "commitment_id": text("the clause of the plan, or the admitted problem"),
            **REPORT,
            "region": text("its region"),
            "year": whole("its year"),
            "weight": number("how many clauses the row stands for; leave it as it is"),
            "text": text("the clause"),
            "next_report_id": text("the region's report of the year after, in which to look"),
            "mentions": text('its clauses that are nearest in wording, with their lines, "|" between; look further'),
            "outcome": text(
                "for you to fill: reported with a number, reported, repeated as plan, not mentioned, or no commitment "
                "where nothing would show that it is met; rows left empty do not count"
            ),
            "note": text("for you"),
        },
        "Drawn by what the rules found, clauses that they pass over included, which is not shown.",
    ),
}
