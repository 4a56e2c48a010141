import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pypdfium2
import pytest
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from PIL import Image
from pypdfium2 import raw

from fazhi.errors import FazhiError, UnknownName
from fazhi.reporting import charts, figures, fonts, style
from fazhi.reporting.figures import contract

WIDTHS = [width for journal in figures.WIDTHS.values() for width in journal.values()]
DRAWN = """
import sys
from fazhi.reporting import figures
import matplotlib.pyplot as plt
import pandas as pd
def draw(folder, **options):
    with figures.style(lang="zh", width="single", height=50):
        ax = plt.gca()
        ax.plot([-1, 0, 2], [3.5, -1, 0])
        ax.set(title="行政复议案件数 (件)", xlabel="年份 Year")
        provenance = {"sample": True, "lang": "zh", "version": "0.1.0", "parameters": {"years": [2023]}}
        data = pd.DataFrame({"地区": ["甲县"]})
        return figures.save(ax.figure, "one", folder=folder, data=data, provenance=provenance, **options)
"""


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    space = {}
    exec(DRAWN, space)
    return space["draw"](tmp_path_factory.mktemp("figures"))


def bytes_of(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_save_writes_every_format_and_returns_the_pdf(saved):
    assert saved.name == "one.pdf"
    assert {file.name for file in saved.parent.iterdir()} == {
        f"one.{suffix}" for suffix in ("pdf", "svg", "png", "csv", "json", "txt")
    }


def test_pdf_has_the_width_and_text_that_can_be_found(saved):
    page = pypdfium2.PdfDocument(saved)[0]
    text = page.get_textpage().get_text_range()
    assert page.get_width() / 72 * 25.4 == pytest.approx(80, abs=0.1)
    for words in ("行政复议案件数 (件)", "年份 Year", "虚构样本数据", "−1"):
        assert words in text
    assert text.index("年份") > text.index("−1")


def test_pdf_embeds_truetype_and_nothing_else(saved):
    raw = saved.read_bytes()
    assert b"/FontFile2" in raw
    assert b"/Type3" not in raw


def test_png_and_svg(saved):
    picture = Image.open(saved.with_suffix(".png"))
    assert picture.width / picture.info["dpi"][0] * 25.4 == pytest.approx(80, abs=0.1)
    assert json.loads(picture.info["Description"])["version"] == "0.1.0"
    drawing = saved.with_suffix(".svg").read_text("utf-8")
    assert "行政复议案件数 (件)" in drawing
    assert fonts.FAMILY in drawing


def test_data_and_origin_stand_beside(saved):
    assert saved.with_suffix(".csv").read_bytes() == "\ufeff地区\n甲县\n".encode()
    origin = json.loads(saved.with_suffix(".json").read_text("utf-8"))
    assert origin["parameters"] == {"years": [2023]}
    assert (origin["figure"], origin["width_mm"], origin["height_mm"]) == ("one", 80, 50)
    assert json.loads(pypdfium2.PdfDocument(saved).get_metadata_dict()["Subject"]) == origin


def test_same_bytes_in_another_process_without_a_font_cache(saved, tmp_path):
    environment = os.environ | {"PYTHONHASHSEED": "7", "MPLCONFIGDIR": str(tmp_path / "cache"), "MPLBACKEND": "agg"}
    program = DRAWN + "draw(sys.argv[1])"
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "out")], env=environment, check=True)
    assert bytes_of(tmp_path / "out") == bytes_of(saved.parent)


def test_the_noise_of_the_layout_engine_does_not_reach_the_file(tmp_path):
    for folder, noise in (("a", 0.0), ("b", 3e-13)):
        with figures.style(height=40):
            fig = plt.figure(layout="none")
            axes = fig.add_axes([0.1 + noise, 0.2 - noise, 0.6, 0.5 + noise])
            axes.plot([1, 2], [3, 4])
            assert axes.get_in_layout()
            figures.save(fig, "line", folder=tmp_path / folder, formats=["pdf", "svg"])
            assert axes.get_in_layout()
    assert "clipPath id=" in (tmp_path / "a" / "line.svg").read_text("utf-8")
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")


def test_nor_does_its_noise_in_the_places_of_subfigures(tmp_path):
    for folder, noise in (("a", 0.0), ("b", -1e-17), ("c", 3e-13)):
        with figures.style(height=40):
            fig = plt.figure(layout="none")
            upper, lower = fig.subfigures(2)
            lower.bbox_relative.p0, lower.bbox_relative.p1 = (noise, noise), (1 - noise, 0.5 + noise)
            inner = lower.subfigures(1, 2)[1]
            inner.bbox_relative.p0 = (0.5 + noise, noise)
            for part in (upper, inner):
                part.set_facecolor("0.9")
                part.add_axes([0.3, 0.3, 0.5, 0.5]).plot([1, 2], [3, 4])
            figures.save(fig, "line", folder=tmp_path / folder, formats=["pdf", "svg"])
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b") == bytes_of(tmp_path / "c")


def test_same_bytes_where_no_font_is_installed(saved, tmp_path):
    """The machine's fonts are taken out of matplotlib's list before anything is drawn."""
    hide = """
from matplotlib import font_manager, get_data_path
fonts = font_manager.fontManager
fonts.ttflist[:] = [font for font in fonts.ttflist if font.fname.startswith(get_data_path())]
"""
    environment = os.environ | {"MPLCONFIGDIR": str(tmp_path / "cache"), "MPLBACKEND": "agg", "HOME": str(tmp_path)}
    program = hide + DRAWN + "draw(sys.argv[1])"
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "out")], env=environment, check=True)
    assert bytes_of(tmp_path / "out") == bytes_of(saved.parent)


@pytest.fixture(scope="module")
def on_request(tmp_path_factory):
    """A figure in the formats that are made on request, twice."""
    if shutil.which("pdftops") is None:
        pytest.skip("EPS needs pdftops, of the package poppler-utils")
    folders = []
    for _ in range(2):
        space = {}
        exec(DRAWN, space)
        folders.append(tmp_path_factory.mktemp("request"))
        space["draw"](folders[-1], formats=["tiff", "eps", "svg-paths"], dpi=600)
    return folders


def test_formats_on_request_are_the_same_twice_and_no_others_are_written(on_request):
    one, other = map(bytes_of, on_request)
    assert one == other
    assert set(one) == {"one.tif", "one.eps", "one.paths.svg", "one.csv", "one.json", "one.txt"}


def test_tiff_is_packed_rgb_and_knows_its_origin(on_request, saved):
    picture = Image.open(on_request[0] / "one.tif")
    assert (picture.mode, picture.info["compression"], picture.info["dpi"]) == ("RGB", "tiff_lzw", (600, 600))
    assert picture.width / 600 * 25.4 == pytest.approx(80, abs=0.1)
    assert json.loads(picture.tag_v2[270]) == json.loads(saved.with_suffix(".json").read_text("utf-8"))


def test_eps_has_its_size_its_font_and_its_origin(on_request):
    lines = (on_request[0] / "one.eps").read_bytes().splitlines()
    box = next(line for line in lines if line.startswith(b"%%HiResBoundingBox")).split()
    assert float(box[3]) / 72 * 25.4 == pytest.approx(80, abs=0.1)
    assert any(b"NotoSansSC" in line and b"FontName" in line for line in lines)
    start = lines.index(b"% {")
    story = b"".join(line[2:] for line in lines[start : lines.index(b"% }", start) + 1])
    assert json.loads(story)["parameters"] == {"years": [2023]}


def test_svg_as_paths_has_no_text(on_request):
    drawing = (on_request[0] / "one.paths.svg").read_text("utf-8")
    assert "<text" not in drawing
    assert "<path" in drawing


def test_eps_without_poppler_names_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    with figures.style(), pytest.raises(FazhiError, match="poppler-utils"):
        figures.save(plt.gcf(), "one", folder=tmp_path / "out", formats=["eps"])
    assert not (tmp_path / "out").exists()


def test_nothing_to_draw_is_said_and_leaves_no_file(saved, tmp_path, capsys):
    for file in saved.parent.iterdir():
        shutil.copy(file, tmp_path / file.name)
    (tmp_path / "one.md").write_text("the user's own")
    with figures.style(lang="en"):
        ax = charts.theme_bars(pd.DataFrame(), lang="en")
        assert figures.save(ax.figure, "one", folder=tmp_path) is None
    assert capsys.readouterr().out == "one: No data\n"
    assert [file.name for file in tmp_path.iterdir()] == ["one.md"]
    assert not plt.get_fignums()


def test_unknown_format(tmp_path):
    with figures.style(), pytest.raises(UnknownName, match="png"):
        figures.save(plt.gcf(), "one", folder=tmp_path, formats=["jpg"])


def test_users_settings_are_untouched():
    mpl.rcParams["lines.linewidth"] = 3.25
    before = dict(mpl.rcParams)
    with pytest.raises(ZeroDivisionError), figures.style(lang="en", width="onehalf", journal="elsevier"):
        assert mpl.rcParams["pdf.fonttype"] == 42
        assert mpl.rcParams["lines.linewidth"] != 3.25
        raise ZeroDivisionError
    assert dict(mpl.rcParams) == before
    mpl.rcParams["lines.linewidth"] = 1.5


def test_every_style_begins_a_figure_and_leaves_no_blank_one():
    plt.gca().plot([1, 2])
    with figures.style():
        first = plt.gca().figure
        plt.gca().plot([1, 2])
    with figures.style():
        assert plt.gcf() is not first
        assert not plt.gcf().axes
    assert len(plt.get_fignums()) == 2


def test_interactive_mode_outlives_the_first_style(monkeypatch):
    monkeypatch.setattr(plt, "new_figure_manager", turn_interactive(plt.new_figure_manager))
    style._load_backend.cache_clear()
    with mpl.rc_context({"interactive": False}):
        with figures.style():
            plt.gca()
        assert mpl.is_interactive()


def turn_interactive(new_figure_manager):
    """Wrap the making of a figure: the first one turns interactive mode on, as JupyterLab's backend does."""
    seen = []

    def wrapped(*args, **kwargs):
        if not seen:
            mpl.interactive(True)
        seen.append(args)
        return new_figure_manager(*args, **kwargs)

    return wrapped


def test_open_figures_do_not_pile_up():
    for _ in range(style.KEPT_OPEN + 6):
        with figures.style():
            plt.gca()
    assert len(plt.get_fignums()) <= style.KEPT_OPEN


@pytest.mark.parametrize(
    ("journal", "width"), [(name, width) for name in figures.WIDTHS for width in figures.WIDTHS[name]]
)
def test_width_in_millimetres(journal, width):
    with figures.style(width=width, journal=journal, height=61):
        size = plt.gcf().get_size_inches() * 25.4
    assert size == pytest.approx([figures.WIDTHS[journal][width], 61])


@pytest.mark.parametrize("wrong", [{"lang": "fr"}, {"width": "wide"}, {"journal": "nature"}])
def test_unknown_names(wrong):
    with pytest.raises(UnknownName, match=next(iter(wrong.values()))), figures.style(**wrong):
        pass


def test_height_is_positive():
    with pytest.raises(FazhiError, match="height"), figures.style(height=0):
        pass


def test_our_font_comes_before_another_of_its_name():
    other = font_manager.FontEntry(fname=font_manager.findfont("DejaVu Sans"), name=fonts.FAMILY)
    font_manager.fontManager.ttflist.append(other)
    try:
        with figures.style():
            assert Path(font_manager.findfont(fonts.FAMILY)) == fonts.common_file()
    finally:
        font_manager.fontManager.ttflist.remove(other)


def test_neighbouring_colours_differ_in_grey():
    greys = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(to_rgb, style.COLORS)]
    assert min(abs(one - other) for one, other in pairwise(greys)) > 0.1


def refused(match, tmp_path, **size):
    """Expect that what the current figure holds is refused, and that nothing is written."""
    with pytest.raises(FazhiError, match=match) as error:
        figures.save(plt.gcf(), "bad", folder=tmp_path / "out")
    assert "'bad'" in str(error.value)
    assert not (tmp_path / "out").exists()


def test_a_rarer_character_is_drawn_from_the_whole_font(tmp_path):
    common, whole = (font_manager.get_font(file).get_charmap() for file in (fonts.common_file(), fonts.font_file()))
    assert ord("堽") not in common and ord("堽") in whole
    assert all(ord(character) in common for character in "圩砚，。%“”①—–·−×≥㎡■½")
    with figures.style():
        plt.gca().set_title("堽城镇与青屿市")
        file = figures.save(plt.gcf(), "rare", folder=tmp_path)
    document = pypdfium2.PdfDocument(file)
    assert "堽城镇与青屿市" in document[0].get_textpage().get_text_range()
    texts = document[0].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
    assert all(raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(part)) for part in texts)


def test_missing_glyph_is_refused(tmp_path):
    with figures.style():
        plt.gca().set_title("案件数\u2fff𓀀")
        refused(r"U\+13000.*案件数", tmp_path)


def test_missing_glyph_is_refused_in_a_label_of_another_font(tmp_path):
    with figures.style():
        plt.gca().text(0.5, 0.5, "地区", fontfamily="DejaVu Sans")
        refused("地区", tmp_path)


def test_text_outside_the_canvas_is_refused(tmp_path):
    with figures.style(width="single"):
        plt.gcf().text(0.9, 0.5, "公共法律服务供给不足")
        refused("公共法律服务供给不足.*outside", tmp_path)


@pytest.mark.parametrize("rotation", [0, 45, 90])
def test_overlapping_tick_labels_are_refused(tmp_path, rotation):
    with figures.style(width="single", height=100):
        plt.gca().set_xticks(range(60), [f"第{n}个地区" for n in range(60)], rotation=rotation)
        refused("第0个地区.*overlap", tmp_path)


@pytest.mark.parametrize("rotation", [0, 45, 90])
def test_tick_labels_with_room_are_accepted(rotation):
    with figures.style(height=100):
        plt.gca().set_xticks(range(5), [f"第{n}个地区" for n in range(5)], rotation=rotation)
        contract.check(plt.gcf(), "good", widths=WIDTHS)


def test_tick_labels_out_of_view_do_not_count():
    with figures.style():
        plt.gca().set_xticks([0, 1, 1.001], ["甲县", "乙县", "丙县"])
        plt.gca().set_xlim(-0.5, 0.5)
        assert [label.get_text() for label in contract.tick_labels(plt.gca().xaxis)] == ["甲县"]
        contract.check(plt.gcf(), "good", widths=WIDTHS)


def test_wrong_width_is_refused(tmp_path):
    with figures.style():
        plt.gca()
        plt.gcf().set_figwidth(160.2 / 25.4)
        refused("160.2 mm", tmp_path)


def test_text_that_is_too_small_is_refused(tmp_path):
    with figures.style():
        plt.gca().set_title("行政复议", fontsize=6.5)
        refused("行政复议.*6.5 pt", tmp_path)


def test_labels_over_each_other_are_refused(tmp_path):
    with figures.style():
        plt.gcf().set_layout_engine("none")
        plt.gca().set_title("行政复议案件数", y=0.9)
        plt.gcf().text(0.13, 0.8, "行政应诉案件数")
        refused("行政应诉案件数.*行政复议案件数.*overlap", tmp_path)


def test_neighbours_of_one_grey_are_refused(tmp_path):
    with figures.style():
        ax = plt.gca()
        for place, color in enumerate(["#0072B2", "#C0392B"]):
            ax.bar(place, 1, color=color, label=f"甲{place}")
        ax.legend()
        refused("甲0.*甲1.*grey", tmp_path)


def test_neighbours_of_one_grey_are_accepted_with_a_hatch():
    with figures.style():
        ax = plt.gca()
        for place, hatch in enumerate(["", "///"]):
            ax.bar(place, 1, color=["#0072B2", "#C0392B"][place], hatch=hatch, label=f"甲{place}")
        ax.legend()
        contract.check(ax.figure, "good", widths=WIDTHS)


def pdf_of(fonttype: int | str) -> bytes:
    """Return a PDF of the current figure, saved without figures.save."""
    file = io.BytesIO()
    with mpl.rc_context({"pdf.fonttype": 42, "pdf.use14corefonts": fonttype == "core"}):
        plt.savefig(file, format="pdf")
    return file.getvalue()


def test_a_pdf_with_a_font_that_is_not_embedded_is_refused():
    with figures.style():
        text = plt.gca().set_title("Cases", fontfamily="Helvetica")
        document = pdf_of("core")
        with pytest.raises(FazhiError, match=r"'bad'.*not embedded"):
            contract.check_pdf(document, [text], "bad")


def test_a_pdf_in_which_a_text_cannot_be_found_is_refused():
    with figures.style():
        text = plt.gca().set_title("行政复议\n案件数")
        document = pdf_of(42)
        contract.check_pdf(document, [text], "good")
        text.set_text("行政诉讼\n案件数")
        with pytest.raises(FazhiError, match=r"'bad'.*行政诉讼"):
            contract.check_pdf(document, [text], "bad")


def test_name_is_no_path(tmp_path):
    with figures.style(), pytest.raises(FazhiError, match="folder"):
        figures.save(plt.gcf(), "a/b", folder=tmp_path)


@pytest.mark.parametrize(("lang", "line"), [("zh", "虚构样本数据"), ("en", "Invented sample data")])
def test_sample_line_has_a_strip_of_its_own(tmp_path, lang, line):
    with figures.style(lang=lang):
        ax = plt.gca()
        ax.set_xlabel("年份")
        for _ in range(2):
            figures.save(ax.figure, "one", folder=tmp_path, provenance={"sample": True, "lang": lang})
        ax.figure.draw_without_rendering()
        texts = [text for text in ax.figure.texts if text.get_text() == line]
        assert len(texts) == 1
        assert ax.xaxis.label.get_window_extent().y0 >= texts[0].get_window_extent().y1


def test_no_sample_line_without_need(tmp_path):
    with figures.style():
        figures.save(plt.gca().figure, "one", folder=tmp_path, data=pd.DataFrame(), provenance={"sample": False})
        assert not plt.gcf().texts


def test_heights_grow():
    assert figures.height_for(12) > figures.height_for(4)
    assert figures.height_for(4, label=35) == figures.height_for(4, label=5) + 30
    heights = [figures.height_of_panels(n) for n in (1, 4, 7, 12, 25)]
    assert heights == sorted(heights)
    assert heights[-1] < 240


@pytest.mark.parametrize(("journal", "width", "tallest"), [("elsevier", "single", 240), ("a4", "page", 297)])
def test_a_figure_higher_than_the_page_is_refused(tmp_path, journal, width, tallest):
    for height in (tallest, tallest + 1):
        with figures.style(journal=journal, width=width, height=height):
            plt.gca().plot([1, 2])
            if height == tallest:
                assert figures.save(plt.gcf(), "high", folder=tmp_path, formats=["pdf"]).exists()
            else:
                with pytest.raises(FazhiError, match=f"{height}.0 mm high.*{tallest} mm"):
                    figures.save(plt.gcf(), "high", folder=tmp_path, formats=["pdf"])
