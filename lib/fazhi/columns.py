"""Nothing → the type and meaning of every column of every table, defined here only.

`schema` derives types and checks from it; exports take their codebook and ``data/README.md`` its tables from here
(`make reference`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True)
class Column:
    """A column: its type and its meaning. Text is never missing (``""`` = none), nor is an int64."""

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

REPORT = {"report_id": text("id of the report, as in `reports`")}
SPAN = {
    "line": whole("line in the report, from 1"),
    "start": whole("position of the first character in the line, from 0"),
    "end": whole("position after the last character in the line"),
}
QUANTITY_IDS = text('ids of the numbers it rests on, joined by "|"')

TABLES: dict[str, Table] = {
    "reports": Table(
        "one row for each included report",
        {
            "report_id": text(
                "id of the report: region_code-year-xxxx, with the start of a hash of its text, so that other files do"
                " not change it"
            ),
            "file": text("path of the file, relative to the folder of reports"),
            "format": text("file format: txt, html, docx or pdf"),
            "encoding": text("encoding of the file: utf-8, gb18030 …; empty for docx and pdf"),
            "sha256": text("SHA-256 of the file, in hex"),
            "title": text("title, with lines joined; empty if the report has none"),
            "region": text("name of the region reported on, without its parents (五华区)"),
            "region_code": text(
                "six-digit GB/T 2260 code as of the reporting year; townships and zones have their parent's"
            ),
            "province": text("province that the region is in, or the region itself"),
            "prefecture": text(
                "prefecture; empty for provinces, districts of municipalities, and counties directly under a province"
            ),
            "county": text("county or district; empty above that level"),
            "level": text(
                "level of the region reported on, also if a department reports: province, prefecture, county or "
                "township"
            ),
            "issuer": text(
                "body that issued the report, from the signature, else the title, the opening or the page; with its "
                'region (县司法局 is completed); joint issuers are joined by ";"; empty if unknown'
            ),
            "issuer_type": text(
                "government, party_and_government, department, township or other (zones, courts …); empty if the text "
                "does not say: a government is never assumed"
            ),
            "department": text(
                "reporting department without its place, short names in full (市监局 → 市场监督管理局); empty for "
                "other issuers"
            ),
            "year": whole("year reported on"),
            "document_number": text("document number (某政〔2024〕1号); empty if there is none"),
            "signed": text("date of the signature, as 2024-01-31; empty if there is none"),
            "published": text("date of publication on the page, as 2024-01-31; empty if there is none"),
            "n_chars": whole("number of characters, without page furniture"),
            "n_segments": whole("number of its rows in `segments`"),
            "n_quantities": whole("number of its rows in `quantities`"),
            "n_problems": whole("number of its rows in `problems`"),
            "warnings": text('what was doubtful when it was read, joined by "; "; empty if nothing was'),
        },
    ),
    "segments": Table(
        "the text of each report in order, in pieces that cover every non-empty line",
        {
            "segment_id": text("id of the segment: report_id/s, line, a dot, and start"),
            **REPORT,
            **SPAN,
            "raw": text("exact text of the segment"),
            "level": whole(
                "level of its heading: 1 = 一、; 2 = (一); 3 = 1.; 4 = (1) below a 1.; 0 = it has no heading"
            ),
            "label": text("enumerator of the heading (一、); empty if there is none"),
            "heading": text("heading without its enumerator; empty if there is none"),
            "path": text('the headings above it and its own, joined by "/"'),
            "role": text(
                "kind of section: cruft (page furniture), title, docnumber, addressee, opening, achievement, "
                "leadership, "
                "problem, plan or signature"
            ),
            "text": text("text after the heading, or all of it if there is no heading"),
        },
    ),
    "words": Table(
        "one row for each word in each segment",
        {
            "segment_id": text("id of the segment, as in `segments`"),
            "word": text("the word; punctuation, numbers and the words of `stopwords.txt` are left out"),
            "count": whole("how often it occurs in the segment, 1 or more"),
        },
    ),
    "quantities": Table(
        "one row for each number that counts something done, held or observed",
        {
            "quantity_id": text("id of the number: report_id/q, line, a dot, and start"),
            **REPORT,
            "segment_id": text("id of the segment it is in"),
            **SPAN,
            "raw": text("the number with its unit and words such as 余 or 约, as printed"),
            "value": number("its value: 万 and 亿 multiplied out, percentages as 0–100, money in yuan"),
            "value_high": number("upper end of a range; NaN if it is no range"),
            "unit": text("measure word or unit (件, 人次, %, 元 …); empty if there is none"),
            "bound": text(
                "how exact it is: exact, more_than (余, 以上, 超过), less_than (以下, 不到) or about (近, 约, ranges)"
            ),
            "subject": text("what is counted; empty if unknown"),
            "verb": text("the act or state that is counted (受理, 办结 …); empty if unknown"),
            "scope": text("the body or place it is about, if that is not the reporting region; else empty"),
            "qualifier": text(
                "why it is not a total of the year: change, cumulative, limit, mean, part, plan, prior or threshold, "
                'joined by "|"; empty if it is'
            ),
            "year": whole_or_missing("the year it is about; missing if unknown"),
            "role": text("kind of section, as in `segments`"),
            "whose": text(
                "whose number it is: own (the region reported on), larger (a region that contains it), part (of the "
                "region), other body, or per unit (a mean)"
            ),
            "when": text(
                "when: year (the year reported on), cumulative (several years), prior (an earlier year), part of the "
                "year, or plan"
            ),
            "kind": text("kind of number: total, part (of a number before it), mean, subset, change or threshold"),
            "evidence": text(
                'the words that decided whose, when and kind, joined by "|"; empty if all three are assumed'
            ),
            "indicator_id": text("id of the indicator it belongs to; empty if none fits"),
            "also": text('further indicators with the same number (办结率、满意率均达100%), joined by "|"'),
            "rule": text("what decided the indicator; `corrections.csv` if you set it"),
        },
    ),
    "indicators": Table(
        "one row for each value of an indicator in a report",
        {
            **REPORT,
            "region_code": text("code of the region, as in `reports`"),
            "year": whole("year reported on"),
            "indicator_id": text("id of the indicator in `catalog/indicators.csv`"),
            "value": number("the value, as in `quantities`; parts are summed only if the catalogue says so"),
            "unit": text("unit, as in `quantities`"),
            "bound": text("how exact it is, as in `quantities`"),
            "qualifier": text(
                "empty for the value of the report: the region's own total for the year. Otherwise how the row differs "
                'from it, joined by "|": larger region, part of the region, other body, per unit, cumulative, prior '
                "year, part of the year, plan, mean, subset, other definition (wider or narrower than the "
                "catalogue's), doubtful (a fraction of a person: withheld until corrected); or its unit or subject. "
                "Such rows are never summed, subtracted or divided with values"
            ),
            "quantity_ids": QUANTITY_IDS,
            "confidence": number(
                "estimated share of values like this one whose indicator, region and year are right, 0–1 "
                "(docs/confidence.md); 1 if a person confirmed or corrected it"
            ),
        },
    ),
    "ratios": Table(
        "one row for each ratio in a report, as printed and as computed, never mixed",
        {
            **REPORT,
            "region_code": text("code of the region, as in `reports`"),
            "year": whole("year reported on"),
            "ratio_id": text("id of the ratio in `catalog/ratios.csv`"),
            "stated": number("as printed, rates in percent; NaN = not stated"),
            "computed": number(
                "numerator / denominator, both exact and from the same report and scope, rates in percent; NaN = not "
                "both are stated, or not exactly"
            ),
            "computed_low": number("lowest value possible for the counts as printed (500余 of 600余); NaN = unknown"),
            "computed_high": number("highest value possible; NaN = no upper limit is stated"),
            "numerator_ids": text('ids of the numbers in the numerator, joined by "|"'),
            "denominator_ids": text('ids of the numbers in the denominator, joined by "|"'),
        },
    ),
    "disclosure": Table(
        "one row for each report and each indicator in the catalogue, stated or not",
        {
            **REPORT,
            "indicator_id": text("id of the indicator in `catalog/indicators.csv`"),
            "status": text(
                "reported, reported as zero, other measure (e.g. only a rate or a combined number), or not reported"
            ),
        },
    ),
    "problems": Table(
        "one row for each problem statement",
        {
            "problem_id": text("id of the statement: report_id/p and n"),
            **REPORT,
            "n": whole("number of the statement in the report, from 1"),
            **SPAN,
            "text": text("the statement, without its enumerator"),
        },
    ),
    "problem_themes": Table(
        "one row for each theme of each problem statement",
        {
            "problem_id": text("id of the statement, as in `problems`"),
            "theme_id": text("id of the theme in `catalog/themes.csv`; `other` if none fits"),
            "evidence": text("the words in the statement that match the theme; for `other`, the whole statement"),
            "start": whole("position of their first character in the text of the statement, from 0"),
            "end": whole("position after their last character"),
        },
    ),
    "checks": Table(
        "one row for each place where a report contradicts itself",
        {
            **REPORT,
            "kind": text(
                "kind of check: sum, ratio, order, repeat, conflict, magnitude, change, or candidates (several numbers "
                "could be the value)"
            ),
            "stated": number("the number as printed"),
            "computed": number("the number it should be, by others in the report, or another number in its place"),
            "quantity_ids": QUANTITY_IDS,
            "message": text("the finding in words, in English"),
        },
    ),
    "topics": Table(
        "one row for each topic, written by notebook 2",
        {
            "topic_id": text("id of the topic"),
            "label": text("its name: yours from `catalog/topics.csv`, else its most relevant words"),
            "stability": number("share of refits in which it recurs, 0–1"),
            "share": number("its share of the corpus, 0–1"),
            "frex": text('the ten words that are most frequent and exclusive at once, separated by "|"'),
            "coherence": number("NPMI of its leading words in unseen reports, -1 to 1, mean over the refits"),
            "coherence_low": number("lower bound of the middle 95 % of the refits, missing with fewer than two"),
            "coherence_high": number("upper bound of the same"),
            "exclusivity": number("share of its leading words' probability that is its own, 0–1, mean over the refits"),
            "exclusivity_low": number("lower bound of the middle 95 % of the refits, missing with fewer than two"),
            "exclusivity_high": number("upper bound of the same"),
        },
    ),
    "topic_words": Table(
        "the leading words of each topic, written by notebook 2",
        {
            "topic_id": text("id of the topic"),
            "word": text("the word"),
            "weight": number("probability of the word in the topic, 0–1"),
            "rank": whole("rank by relevance, from 1"),
        },
    ),
    "topic_shares": Table(
        "the share of each topic in each report, written by notebook 2",
        {
            "topic_id": text("id of the topic"),
            **REPORT,
            "share": number("its share of the report, 0–1"),
            "low": number("lower end of the 95 % interval, 0–1"),
            "high": number("upper end of the 95 % interval, 0–1"),
        },
    ),
    "metadata_evidence": Table(
        "the source of each cell of `reports`",
        {
            **REPORT,
            "field": text("column of `reports`"),
            "value": text("the cell, as text; empty cells have no row"),
            "line": whole(
                "line of the words it was read from; 0 = not from the text, but from a file next to the reports or "
                "from other cells"
            ),
            "words": text("the words it was read from"),
        },
    ),
    "reuse": Table(
        "sentences shared by several reports, written by notebook 6",
        {
            **REPORT,
            **SPAN,
            "role": text("kind of section, as in `segments`"),
            "kind": text(
                "who shares it: year on year (the region's report for the year before), upper and lower level (a "
                "region above or below), region to region (another region), or boilerplate (most provinces in the "
                "corpus; with fewer than four provinces, most regions, at least three)"
            ),
            "direction": text(
                "source earlier, by the dates of signing or publication, else by the years reported on; or shared, if "
                "these do not show which is earlier"
            ),
            "similarity": number(
                "1 minus the share of the longer sentence's characters that differ, 0.75–1; NaN for boilerplate"
            ),
            "source_report_id": text(
                "id of the report with the most similar sentence, the earliest of several; empty for boilerplate"
            ),
            "source_line": whole_or_missing("line of that sentence; missing for boilerplate"),
            "source_start": whole_or_missing("position of its first character; missing for boilerplate"),
            "source_end": whole_or_missing("position after its last character; missing for boilerplate"),
            "places": whole("number of regions that have the sentence, or one linked to it by small changes"),
        },
        "One row for each sentence of 15 characters or more, and kind. A shared sentence does not prove copying: both "
        "reports may have a common source.",
    ),
    "boilerplate": Table(
        "how much of each section of a report is shared, written by notebook 6",
        {
            **REPORT,
            "role": text("kind of section, as in `segments`"),
            "n_chars": whole("number of characters of the sentences compared, without punctuation"),
            "boilerplate": number("share of sentences that are boilerplate, 0–1"),
            "last_year": number(
                "share of sentences that are in the region's report for the year before, 0–1; NaN = no such report"
            ),
            "elsewhere": number("share of sentences that are in other regions' reports, 0–1"),
            "own": number("share of sentences that are in no other report, 0–1"),
        },
        "Each sentence counts once, for the first of the four shares that applies.",
    ),
    "commitments": Table(
        "plans and admitted problems, and what the next year's report says about them, written by notebook 7",
        {
            "commitment_id": text("id of the commitment: report_id/c, line, a dot, and start"),
            **REPORT,
            **SPAN,
            "type": text(
                "meeting, rule, training, institution, platform, campaign, number target, or problem (an admitted "
                "problem)"
            ),
            "theme_id": text("first theme of an admitted problem; empty for plans"),
            "next_report_id": text("id of the region's report for the next year; empty if there is none"),
            "outcome": text(
                "reported with a number, reported, repeated as plan (for a problem: admitted again), not mentioned, or "
                "no next report; reported does not mean done"
            ),
            "score": number(
                "score of the best candidate: the share of the commitment's characteristic parts that it contains, "
                "0–1; NaN = no next report"
            ),
        },
    ),
    "mentions": Table(
        "candidates in the next report for an answer to a commitment, written by notebook 7",
        {
            "commitment_id": text("id of the commitment, as in `commitments`"),
            "rank": whole("rank of the candidate, from 1"),
            "report_id": text("id of the next report, which has the candidate"),
            **SPAN,
            "role": text("kind of section, as in `segments`"),
            "score": number("score of the candidate, 0–1, as in `commitments`"),
            "quantity_ids": text('ids of the numbers in it, joined by "|"; empty if there are none'),
        },
    ),
    "corrections": Table(
        "what you corrected or confirmed by hand: the rows of corrections.csv",
        {
            "report": text("the file or the report_id"),
            "line": whole("line of the number or problem statement, from 1"),
            "start": whole("position of its first character in the line, from 0"),
            "field": text("the column to correct, `confirmed` or `delete`; for a statement, `themes`"),
            "value": text("the right value; empty = none"),
        },
    ),
    "ledger": Table(
        "one row for each file in the folder",
        {
            "file": text("path of the file, relative to the folder of reports"),
            "sha256": text("SHA-256 of the file, in hex"),
            "status": text("included or excluded"),
            "reason": text("why it was excluded, or that the region has another report for the year; else empty"),
            "report_id": text("id of the report; empty if excluded"),
        },
    ),
}

ADDED = Table(
    "columns that `fazhi export` adds in csv and xlsx",
    {
        "name": text("name of the indicator, ratio or theme, in the chosen language"),
        "report_id": text("id of the report that the row is about"),
        "region": text("region of the report, with the region above it if several have that name"),
        "year": whole("year reported on"),
        "file": text("file of the report"),
        "line": text('lines that the value comes from, joined by "|"'),
        "sentence": text('sentences that the value comes from, joined by "|"'),
        "stated_ids": text('ids of the printed rates, joined by "|"'),
        "table": text("in the sheet `codebook`: the table"),
        "column": text("in the sheet `codebook`: the column"),
        "meaning": text("in the sheet `codebook`: what the column means"),
    },
)

SHEETS: dict[str, Table] = {
    "sheet_statements": Table(
        "a sample from `fazhi sample statements`, to code by hand",
        {
            "problem_id": text("id of the statement"),
            **REPORT,
            "region": text("region of the report"),
            "level": text("level of the region"),
            "year": whole("year reported on"),
            "weight": number("number of statements that the row stands for; do not change it"),
            "text": text("the statement"),
            "themes": text(
                'to fill in: ids of the themes in the codebook, joined by "|", or `other` if none fits; empty rows do '
                "not count"
            ),
            "note": text("for your notes"),
        },
        "The sample is stratified, so that it includes rare themes. The rules' codes are not shown.",
    ),
    "sheet_quantities": Table(
        "a sample from `fazhi sample quantities`, to check by hand",
        {
            "quantity_id": text("id of the number"),
            **REPORT,
            "file": text("file of the report"),
            "line": whole("line of the number"),
            "area": text("area of its indicator; `none` if it has no indicator"),
            "weight": number("number of numbers that the row stands for; do not change it"),
            "sentence": text("sentence with the number"),
            "raw": text("the number as printed"),
            "value": number("value, as in `quantities`"),
            "value_high": number("upper end of a range, as in `quantities`"),
            "unit": text("unit, as in `quantities`"),
            "bound": text("how exact it is, as in `quantities`"),
            "subject": text("what is counted, as in `quantities`"),
            "verb": text("act or state, as in `quantities`"),
            "year": whole_or_missing("the year it is about, as in `quantities`"),
            "indicator_id": text("id of the indicator, as in `quantities`"),
            "name": text("name of the indicator"),
            "right": text(
                "to fill in: yes if value, unit, bound and indicator are all right (an empty indicator is right if "
                "none fits), else no; empty rows do not count"
            ),
            "note": text("for your notes"),
        },
        "The sample is stratified, so that it includes every area of the catalogue.",
    ),
    "sheet_reuse": Table(
        "a sample from `fazhi sample reuse`, to check by hand",
        {
            "reuse_id": text("id of the sentence, with its kind"),
            **REPORT,
            "kind": text("who shares it, as in `reuse`"),
            "weight": number("number of sentences that the row stands for; do not change it"),
            "similarity": number("similarity of the two sentences, as in `reuse`"),
            "text": text("the sentence"),
            "source_place": text("report and line of the source"),
            "source_text": text("sentence in the source"),
            "changes": text("[-only in the source-] and {+only in the sentence+}"),
            "right": text(
                "to fill in: yes if one is a copy of the other, edited or not; no if they are merely about the same "
                "thing; empty rows do not count"
            ),
            "note": text("for your notes"),
        },
        "The sample is stratified by kind. Boilerplate has no single source and is not drawn.",
    ),
    "sheet_followthrough": Table(
        "a sample from `fazhi sample followthrough`, to code by hand",
        {
            "commitment_id": text("id of the clause of a plan, or of the admitted problem"),
            **REPORT,
            "region": text("region of the report"),
            "year": whole("year reported on"),
            "weight": number("number of clauses that the row stands for; do not change it"),
            "text": text("the clause or problem"),
            "next_report_id": text("id of the region's report for the next year, in which to look"),
            "mentions": text('its clauses closest in wording, with their lines, joined by "|"; look at others too'),
            "outcome": text(
                "to fill in: reported with a number, reported, repeated as plan, not mentioned, or no commitment (if "
                "nothing could show that it was met); empty rows do not count"
            ),
            "note": text("for your notes"),
        },
        "The sample is stratified by the rules' codes, which are not shown, and includes clauses they skip.",
    ),
}
