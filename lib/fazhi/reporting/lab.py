"""A corpus → a small panel of widgets for JupyterLab that draws indicators and shows the code for each chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt

from fazhi import catalog
from fazhi.corpus import Corpus
from fazhi.reporting import charts, figures

if TYPE_CHECKING:
    import ipywidgets


def snippet(folder: str, regions: list[str], indicator: str, scale: str, lang: str) -> str:
    """Return the code that draws the panel's chart.

    Parameters
    ----------
    folder : str
        The folder of the tables.
    regions : list of str
        Region codes; empty = all.
    indicator : str
        An indicator id of the catalogue.
    scale : {"linear", "log"}
    lang : {"zh", "en"}
    """
    return "\n".join([
        "import fazhi",
        "from fazhi.reporting import charts, figures",
        "",
        f"corpus = fazhi.open({folder!r}).shown(regions={regions!r})",
        f"with figures.style(lang={lang!r}, height=80):",
        f"    ax = charts.indicator_lines(corpus.values({indicator!r}), regions=corpus.region_codes, scale={scale!r}, "
        f"lang={lang!r})",
    ])  # fmt: skip


def explorer(corpus: Corpus, lang: str = "zh") -> ipywidgets.VBox:
    """Return widgets to choose regions, an indicator and a scale; they show the chart and its code.

    Parameters
    ----------
    corpus : Corpus
    lang : {"zh", "en"}
        Language of the names.

    Returns
    -------
    ipywidgets.VBox
        Put it last in a cell to show it. Its last child has the code.
    """
    import ipywidgets

    known, regions = catalog.load().indicators["id"], corpus.reports.drop_duplicates("region_code")
    stated = [identifier for identifier in known if identifier in set(corpus.indicators["indicator_id"])]
    indicator = ipywidgets.Dropdown(options=[(catalog.load().name(i, lang), i) for i in stated])
    chosen = ipywidgets.SelectMultiple(options=list(zip(regions["region"], regions["region_code"], strict=True)))
    scale = ipywidgets.ToggleButtons(options=["linear", "log"])
    code, picture = ipywidgets.Textarea(layout={"width": "100%", "height": "9em"}), ipywidgets.Output()

    def redraw(_change: object = None) -> None:
        code.value = snippet(str(corpus.place), list(chosen.value), indicator.value, scale.value, lang)
        with picture:
            picture.clear_output(wait=True)
            with figures.style(lang=lang, height=80):
                panel = corpus.shown(regions=chosen.value).values(indicator.value, lang=lang)
                charts.indicator_lines(panel, regions=corpus.region_codes, scale=scale.value, lang=lang)
                plt.show()

    for widget in (indicator, chosen, scale):
        widget.observe(redraw, "value")
    redraw()
    return ipywidgets.VBox([ipywidgets.HBox([indicator, chosen, scale]), picture, code])
