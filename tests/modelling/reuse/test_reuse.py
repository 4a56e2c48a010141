"""Text reuse finds what was planted, says which came first only where dates tell, and sets formulas apart."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted_reuse import corpus, judged

from fazhi.modelling.reuse import formulas, origins, repeats, shared_sentences
from fazhi.modelling.reuse.alignment import edits
from fazhi.schema import recorded, typed

TEXT = "区司法局会同有关部门逐条梳理沿河摊点投诉并逐户上门回访。"
FORMULA = "坚持以新时代法治思想为指导扎实推进依法行政各项工作落地见效。"


def report(code, region, level, year, signed=""):
    return {
        "report_id": f"{code}-{year}-0000", "region_code": code, "region": region, "level": level, "year": year,
        "signed": signed, "published": "",
    }  # fmt: skip


def written(*told):
    """Make tables of (report, sentences) pairs."""
    rows = [
        (f"{one['report_id']}/s{line}.0", one["report_id"], line, 0, len(text), text, "", "achievement")
        for one, texts in told
        for line, text in enumerate(texts, 1)
    ]
    columns = ["segment_id", "report_id", "line", "start", "end", "raw", "label", "role"]
    return pd.DataFrame(rows, columns=columns), pd.DataFrame([one for one, _ in told])


def found(*told):
    segments, reports = written(*told)
    read = formulas.formulas(segments, reports)
    told = typed("reuse", shared_sentences.reuse(read, reports))
    recorded("reuse", told.to_dict("records"))
    return read, told, reports


@pytest.mark.parametrize("seed", [3, 4])
def test_planted_sentences_are_found(seed):
    segments, reports, planted = corpus(seed)
    told = judged(shared_sentences.reuse(formulas.formulas(segments, reports), reports), planted)
    for name, value in told.items():
        assert value >= (0.95 if name.endswith("precision") else 0.90), name


def test_last_year_is_the_year_before_and_no_other():
    county = ("970102", "甲坪区", "county")
    _, told, _ = found((report(*county, 2021), [TEXT]), (report(*county, 2023), [TEXT]))
    assert told.empty
    _, told, _ = found((report(*county, 2022), [TEXT]), (report(*county, 2023), [TEXT]))
    assert list(told["kind"]) == ["year on year"]
    assert (told.loc[0, "report_id"], told.loc[0, "source_report_id"]) == ("970102-2023-0000", "970102-2022-0000")


@pytest.mark.parametrize(
    ("first", "second", "directions"),
    [
        ("2024-01-05", "2024-02-01", ["source earlier"]),
        ("2024-01-05", "2024-01-05", ["shared", "shared"]),
        ("", "2024-02-01", ["shared", "shared"]),
    ],
)
def test_only_dates_tell_who_was_first(first, second, directions):
    _, told, _ = found(
        (report("970102", "甲坪区", "county", 2023, first), [TEXT]),
        (report("980221", "乙川县", "county", 2023, second), [TEXT]),
    )
    assert list(told["kind"].unique()) == ["region to region"]
    assert list(told["direction"]) == directions


def test_a_city_and_its_county_are_upper_and_lower_level():
    _, told, _ = found(
        (report("970100", "甲屿市", "prefecture", 2023, "2024-01-05"), [TEXT]),
        (report("970102", "甲坪区", "county", 2023, "2024-02-05"), [TEXT]),
        (report("980102", "丁坪区", "county", 2023, "2024-03-05"), [TEXT[::-1]]),
    )
    assert told[["kind", "report_id"]].values.tolist() == [["upper and lower level", "970102-2023-0000"]]


def test_what_stands_nearly_everywhere_is_boilerplate_and_has_no_source():
    places = [(f"{n}0100", f"{n}市", "prefecture") for n in (11, 12, 13, 14)]
    read, told, reports = found(*((report(*place, 2023, "2024-01-05"), [FORMULA]) for place in places))
    assert set(told["kind"]) == {"boilerplate"} and len(told) == 4
    assert set(told["source_report_id"]) == {""} and told["source_line"].isna().all()
    shares = origins.origins(read, told, reports)
    assert (shares["boilerplate"] == 1).all()
    assert shares["last_year"].isna().all()


def test_parts_of_a_report_add_up_to_it():
    segments, reports, _ = corpus(5)
    read = formulas.formulas(segments, reports)
    shares = typed("boilerplate", origins.origins(read, shared_sentences.reuse(read, reports), reports))
    assert shares[origins.PARTS].sum(axis=1).tolist() == pytest.approx([1.0] * len(shares))
    first = shares["report_id"].str.contains("-2020-")
    assert shares.loc[first, "last_year"].isna().all() and shares.loc[~first, "last_year"].notna().all()
    recorded("boilerplate", shares.to_dict("records"))


def test_runs_of_sentences_are_passages():
    texts = [TEXT, "新设社区矫正帮扶点并由专人按月走访登记在册对象。", "与邻县共建山林纠纷联合调处机制互派调解员。"]
    county = ("970102", "甲坪区", "county")
    read, told, _ = found((report(*county, 2022), texts), (report(*county, 2023), texts))
    runs = origins.passages(told, read)
    ends = ["970102-2023-0000/L1", "970102-2022-0000/L1"]
    assert runs[["place", "source_place", "sentences"]].values.tolist() == [[*ends, 3]]


def test_both_places_stand_side_by_side():
    county = ("970102", "甲坪区", "county")
    segments, reports = written(
        (report(*county, 2022), [TEXT]), (report(*county, 2023), [TEXT.replace("逐户", "分片")])
    )
    told = shared_sentences.reuse(formulas.formulas(segments, reports), reports)
    (row,) = repeats.side_by_side(told, segments).itertuples()
    assert (row.source_text, row.text) == (TEXT, TEXT.replace("逐户", "分片"))
    assert "[-逐户-]{+分片+}" in row.changes and row.source_place == "970102-2022-0000/L1"


def test_a_problem_is_repeated_word_for_word_edited_new_or_unknown():
    county, other = ("970102", "甲坪区", "county"), "乡镇（街道）承接下放事项的人手和经费长期跟不上。"
    told = [
        (report(*county, 2022), [TEXT, other]),
        (report(*county, 2023), [TEXT, other.replace("长期", "仍然"), FORMULA]),
    ]
    segments, reports = written(*told)
    shared = typed("reuse", shared_sentences.reuse(formulas.formulas(segments, reports), reports))
    problems = segments.rename(columns={"segment_id": "problem_id", "raw": "text"})
    again = repeats.problems_again(shared, problems, reports)
    assert again["repeat"].tolist() == [repeats.REPEATS[3]] * 2 + ["word for word", "edited", "new"]
    assert (again["source_place"] != "").tolist() == [False, False, True, True, False]


def test_sections_add_up_over_reports():
    segments, reports, _ = corpus(5)
    read = formulas.formulas(segments, reports)
    parts = origins.origins(read, shared_sentences.reuse(read, reports), reports)
    told = origins.of_sections(parts)
    assert told["n_chars"].sum() == parts["n_chars"].sum()
    assert told["own"].between(parts["own"].min(), parts["own"].max()).all()


@given(st.text("法治政府建设12，。", max_size=30), st.text("法治政府建设12，。", max_size=30))
@settings(max_examples=50, deadline=None)
def test_edits_hold_both_sentences(source, text):
    import re

    marked = edits(source, text)
    assert re.sub(r"\[-.*?-\]|\{\+|\+\}", "", marked) == text
    assert re.sub(r"\{\+.*?\+\}|\[-|-\]", "", marked) == source


@given(st.text("法治政府建设12，。", max_size=30))
@settings(max_examples=20, deadline=None)
def test_only_what_changed_is_marked(text):
    assert edits(text, text) == text
    assert edits(text, f"{text}件") == f"{text}{{+件+}}" and edits(f"{text}件", text) == f"{text}[-件-]"


def test_one_report_shares_nothing():
    read, told, reports = found((report("970102", "甲坪区", "county", 2023), [TEXT]))
    assert told.empty
    assert origins.origins(read, told, reports)["own"].tolist() == [1.0]
    assert origins.flows(told, reports).empty and origins.passages(told, read).empty


def test_it_makes_no_difference_how_many_sentences_are_compared_at_a_time(monkeypatch):
    """Also for counties under prefectures and a province, some without dates, whose segments come in any order."""
    segments, reports, _ = corpus(7, regions=8, years=2)
    codes = ["530000", "530100", "530102", "530103", "530102", "440000", "440300", "440303"]
    levels = ["province", "prefecture", "county", "county", "township", "province", "prefecture", "county"]
    number = reports["region"].str.removeprefix("region ").astype(int)
    reports = reports.assign(region_code=number.map(codes.__getitem__), level=number.map(levels.__getitem__))
    reports.loc[::3, "signed"] = ""
    whole = shared_sentences.reuse(formulas.formulas(segments, reports), reports)
    assert set(whole["kind"]) == {"year on year", "upper and lower level", "region to region", "boilerplate"}
    monkeypatch.setattr(formulas, "_SEGMENTS", 37)
    monkeypatch.setattr(formulas, "_CHUNK", 11)
    monkeypatch.setattr(shared_sentences, "_SIMILAR", 41)
    mixed = segments.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(shared_sentences.reuse(formulas.formulas(mixed, reports), reports), whole)


def test_regions_above_and_below_are_no_other_regions():
    prefecture, county = ("530100", "甲屿市", "prefecture"), ("530102", "甲坪区", "county")
    town, neighbour = ("530102", "丙口镇", "township"), ("530103", "乙坪区", "county")
    told = [(report(*place, 2023, "2024-01-05"), [TEXT]) for place in (prefecture, county, town, neighbour)]
    told[2][0]["report_id"] = "530102-2023-0001"
    told += [(report(f"{n}0100", f"{n}市", "prefecture", 2023), [TEXT[::-1]]) for n in (11, 12, 13, 14)]
    _, shared, _ = found(*told)
    shared = shared[shared["report_id"].str.startswith("530103") | shared["source_report_id"].str.startswith("530103")]
    ends = {(row.kind, row.report_id[:6], row.source_report_id[:6]) for row in shared.itertuples()}
    assert ("upper and lower level", "530103", "530100") in ends and ("region to region", "530103", "530102") in ends
    assert not {("region to region", "530103", "530100"), ("upper and lower level", "530103", "530102")} & ends


def number(one, line, start, value):
    return {
        "quantity_id": f"{one['report_id']}/q{line}.{start}", "report_id": one["report_id"], "line": line,
        "start": start, "end": start + 2, "indicator_id": "mediation.cases", "unit": "件", "value": value,
    }  # fmt: skip


def test_a_number_is_repeated_only_if_the_source_has_it_in_the_same_sentence():
    county, counted = ("970102", "甲坪区", "county"), "区人民调解委员会全年调解各类矛盾纠纷{}件并逐户上门回访。"
    before, after = report(*county, 2022), report(*county, 2023)
    _, shared, _ = found(
        (before, [counted.format(58), TEXT.replace("逐户", "61件")]),
        (after, [counted.format(58), TEXT.replace("逐户", "63件")]),
    )
    numbers = [number(before, 1, 19, 58.0), number(before, 2, 19, 61.0), number(after, 1, 19, 58.0),
               number(after, 2, 19, 63.0)]  # fmt: skip
    (row,) = repeats.numbers_again(shared, pd.DataFrame(numbers)).itertuples()
    assert (row.quantity_id, row.shared) == ("970102-2023-0000/q1.19", "year on year")
    assert (row.place, row.source_place) == ("970102-2023-0000/L1", "970102-2022-0000/L1")
    elsewhere = [*numbers[1:], number(before, 1, 90, 58.0)]  # the same number, but not in the shared sentence
    assert repeats.numbers_again(shared, pd.DataFrame(elsewhere)).empty


def test_a_number_of_boilerplate_is_repeated_if_another_report_has_it_in_boilerplate():
    places = [report(f"{n}0100", f"{n}市", "prefecture", 2023) for n in (11, 12, 13, 14)]
    _, shared, _ = found(*((one, [FORMULA]) for one in places))
    numbers = [number(one, 1, 8, value) for one, value in zip(places, [5.0, 5.0, 6.0, 7.0], strict=True)]
    again = repeats.numbers_again(shared, pd.DataFrame(numbers))
    assert again["quantity_id"].tolist() == ["110100-2023-0000/q1.8", "120100-2023-0000/q1.8"]
    assert set(again["shared"]) == {"boilerplate"} and set(again["source_place"]) == {""}
