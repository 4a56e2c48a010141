"""Every public function, given what it cannot take → an error that names the argument, or a result."""

import importlib
import inspect
import math
import pkgutil
import warnings

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import fazhi
from fazhi import arguments
from fazhi.corpus import Corpus
from fazhi.errors import FazhiError
from fazhi.modelling import descriptives, keyness
from fazhi.modelling.topics import selection
from fazhi.reporting import charts
from fazhi.reporting.exports.export import export

WRONG = [None, 7, -1, 2.5, "nonsense", "", [], ["nonsense"], [None], {}, object(), pd.DataFrame(), pd.Series([1])]
PACKAGES = ("modelling", "measuring", "reporting.charts", "reporting.exports")


def _public(packages):
    """Return the public functions of packages, by module and name."""
    found = {}
    for module in pkgutil.walk_packages(fazhi.__path__, "fazhi."):
        if module.name.removeprefix("fazhi.").startswith(packages):
            for name, function in vars(importlib.import_module(module.name)).items():
                if inspect.isfunction(function) and function.__module__ == module.name and name[0] != "_":
                    found[f"{module.name}.{name}"] = function
    return found


def _is_made_by(decorator, function):
    return function.__code__ is decorator(len).__code__


EXPLAINED = {name: one for name, one in _public(PACKAGES).items() if _is_made_by(arguments.explained, one)}


def _refused_or_done(function, *args, **kwargs):
    """Call a function; an error has to be ours, or Python's own about a missing or unknown argument."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function(*args, **kwargs)
    except FazhiError as refused:
        assert str(refused)
    finally:
        plt.close("all")
    return None


@pytest.mark.parametrize("name", EXPLAINED)
def test_what_cannot_be_meant_is_refused_by_name(name):
    function = EXPLAINED[name]
    needed = [one.name for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    for wrong in WRONG:
        _refused_or_done(function, **dict.fromkeys(needed, wrong))


def _just_outside(allowed):
    """Return numbers that are no longer in a range, and what is no number at all."""
    above = [] if allowed.right == math.inf else [math.nextafter(1, 2), 95]
    return [-1, math.nan, -math.inf, *above, allowed.left - (0 if allowed.open_left else 1)]


def _ranged():
    """Return the functions that check ranges, by their names and those of the parameters."""
    public = _public(("modelling", "measuring", "reporting", "reading", "build"))
    public |= {f"Corpus.{name}": one for name, one in vars(Corpus).items() if inspect.isfunction(one)}
    checked = [
        one for one in public if any(_is_made_by(way, public[one]) for way in (arguments.in_range, arguments.explained))
    ]
    taken = [(name, one) for name in checked for one in inspect.signature(public[name]).parameters]
    return [(public[name], name, one) for name, one in taken if one in arguments.RANGES]


@pytest.mark.parametrize(("function", "name", "parameter"), _ranged())
def test_a_number_out_of_range_is_refused_before_anything_is_done(function, name, parameter):
    place = list(inspect.signature(function).parameters).index(parameter)
    for wrong in _just_outside(arguments.RANGES[parameter]):
        with pytest.raises(FazhiError, match=rf"{parameter} must be (at least|above) \d.*, but is {wrong}$"):
            function(**{parameter: wrong})
        with pytest.raises(FazhiError, match=f"{parameter} must be"):
            function(*[None] * place, wrong)


METHODS = [name for name, one in vars(Corpus).items() if inspect.isfunction(one) and name[0] != "_" and name != "write"]


@pytest.mark.parametrize("name", METHODS)
def test_a_corpus_refuses_what_cannot_be_meant(sample, name):
    valid = {"region": "青屿市", "quantity_ids": [], "report_ids": [], "kinds": [], "places": sample.problems}
    _each_wrong(getattr(sample.shown(regions="970100"), name), valid)


CHARTS = {
    "coverage": lambda corpus: corpus.coverage(),
    "indicator_dots": lambda corpus: corpus.values("mediation.cases"),
    "indicator_multiples": lambda corpus: corpus.values("mediation.cases"),
    "recurrence": lambda corpus: corpus.recurrence(),
    "stated_computed": lambda corpus: corpus.rates("mediation.success_ratio"),
    "theme_bars": lambda corpus: corpus.theme_frequencies(by="all"),
    "theme_heatmap": lambda corpus: corpus.theme_frequencies(),
    "theme_intervals": lambda corpus: corpus.theme_frequencies(by="year"),
}


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_refuses_what_cannot_be_meant(sample, chart):
    drawn = getattr(charts, chart)
    _each_wrong(drawn, {"data": CHARTS[chart](sample.shown(regions="970100"))})


def _each_wrong(function, valid):
    """Call a function with one wrong argument at a time, the others as they should be."""
    parameters = inspect.signature(function).parameters.values()
    taken = [one for one in parameters if one.kind is not one.VAR_KEYWORD]
    needed = {one.name: valid[one.name] for one in taken if one.default is one.empty}
    assert _refused_or_done(function, **needed) is not None
    for one in taken:
        for wrong in WRONG:
            _refused_or_done(function, **{**needed, one.name: wrong})


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda corpus: corpus.values(5), r"values: indicators must be str \| Iterable\[str\], but is 5 \(int\)"),
        (lambda corpus: corpus.sentences([None]), r"quantity_ids must be .*, but is \[None\] \(list\)"),
        (
            lambda corpus: corpus.without(corpus.reports),
            "without: none of the given tables has.*places has report_id",
        ),
        (lambda corpus: charts.coverage(None), r"coverage: data must be pd.DataFrame, but is None"),
        (
            lambda corpus: descriptives.candour(corpus.segments, corpus.problems, corpus.problems),
            "reports must be rows",
        ),
        (lambda corpus: keyness.kwic(corpus.segments, "复议", width="5"), "width must be int, but is '5'"),
        (lambda corpus: corpus.keyness(top=-1), "keyness: top must be at least 1, but is -1"),
        (lambda corpus: selection.trials(None, [4, 1]), "trials: grid must be at least 2, but is 1"),
    ],
)
def test_the_argument_that_does_not_fit_is_named(sample, call, said):
    with pytest.raises(FazhiError, match=said):
        call(sample)


def test_other_errors_stay_as_they_are(sample):
    with pytest.raises(FazhiError, match="no word to search for"):
        keyness.kwic(sample.segments, "")
    with pytest.raises(ValueError, match="has no words"):
        keyness.keyness(sample.words.iloc[:0], sample.words)
    with pytest.raises(TypeError, match="missing 1 required"):
        charts.coverage()


def test_a_choice_without_a_report_says_which_reports_there_are(sample):
    years, regions = (sorted(set(sample.reports[name])) for name in ("year", "region_code"))
    left = Corpus(sample.folder, sample.reports.query("region_code != @regions[0] or year != @years[0]"))
    with pytest.warns(UserWarning, match=rf"no report has all of .*years={years[0]}.*there are: .*市 \d{{4}} \("):
        assert left.shown(regions=regions[0], years=years[0]).reports.empty


def test_words_of_a_single_group_are_compared_with_none_and_that_is_said(sample):
    with pytest.warns(UserWarning, match=r"all reports have the same year, .*2023.*: nothing to compare"):
        assert sample.shown(years=2023).keyness().empty


@pytest.mark.parametrize(("form", "name"), [("csv", "a.csv"), ("csv", "a.XLSX"), ("xlsx", "a.csv"), ("dta", "a.xlsx")])
def test_a_file_is_not_made_a_folder(sample, tmp_path, form, name):
    with pytest.raises(
        FazhiError, match=rf"{form} writes a file .*, but .*{name} is not a folder: give one, e\.g\. .*a$"
    ):
        export(sample, form, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_bars_of_several_groups_are_refused(sample):
    with pytest.raises(FazhiError, match=r"give theme_frequencies\(by='all'\)"):
        charts.theme_bars(sample.theme_frequencies(by="year"))
