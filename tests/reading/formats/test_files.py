"""What each format gives, and what is refused with a reason that says what to do."""

import io
import os
import zipfile

import pytest
import saved

from fazhi import paths
from fazhi.errors import UnreadableFile
from fazhi.reading.formats import files, limits

LINES = (paths.SAMPLE / "qingyu-2022.txt").read_text("utf-8").splitlines()
REPORT = "\n".join(LINES)


def _read(folder, name, content):
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return files.read(file)


def test_lines_of_a_text_are_its_physical_lines(tmp_path):
    source = _read(tmp_path, "a.txt", "一、概况\r\n\r\n　　正文。\r结尾。\n")
    assert source.lines == ("一、概况", "", "　　正文。", "结尾。", "")
    assert (source.format, source.encoding, source.warnings) == ("txt", "utf-8", ())
    assert len(source.sha256) == 64


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", saved.page(LINES), "html"),
        ("a.html", saved.docx(LINES), "docx"),
        ("a.doc", saved.pdf(LINES), "pdf"),
        ("a.pdf", REPORT, "txt"),
    ],
)
def test_the_format_is_told_by_content_and_a_wrong_name_is_a_warning(name, content, kind, tmp_path):
    source = _read(tmp_path, name, content)
    assert source.format == kind
    assert source.warnings == (f"named {name[1:]}, but its content is {kind}",)


def test_lost_characters_and_big5_are_warned_of(tmp_path):
    assert "2 characters were lost" in _read(tmp_path, "a.txt", REPORT + "办理\ufffd案件锟斤拷").warnings[0]
    assert _read(tmp_path, "a.txt", "依法行政報告，辦理案件三十件。".encode("cp950")).warnings == ("decoded as Big5",)


def test_tags_in_a_text_make_no_page(tmp_path):
    assert _read(tmp_path, "a.txt", REPORT + "\n见<br>附件<p>").format == "txt"


# --- html


def test_a_page_gives_its_article_from_the_title_on(tmp_path):
    found = _read(tmp_path, "a.html", saved.page(LINES)).lines
    assert found[: len(LINES)] == tuple(line.strip() for line in LINES)
    assert not any("不是正文" in line or "网站标识码" in line for line in found)


def test_headings_of_a_page_are_kept_and_scripts_in_them_left_out(tmp_path):
    body = "".join(
        f"<h3>{n}、第{n}项工作<script>alert('x')</script></h3><p>全年开展检查{n}20次，办理案件{n}3件，群众满意。</p>"
        for n in range(1, 9)
    )
    found = _read(tmp_path, "a.html", saved.page(["年度报告", ""]).replace("<p><span></span></p>", body)).lines
    assert [line for line in found if line.startswith("3")] == ["3、第3项工作"]
    assert "alert" not in "".join(found)


def test_a_table_of_a_page_is_text(tmp_path):
    table = "<table><tr><th>项目</th><th>件数</th></tr><tr><td>行政复议</td><td>12</td></tr></table>"
    found = _read(tmp_path, "a.html", saved.page(LINES).replace("<p>", table + "<p>", 5)).lines
    assert "行政复议 | 12" in found


def test_a_page_laid_out_by_a_table_keeps_its_paragraphs(tmp_path):
    source = (
        saved.page(LINES)
        .replace('<div class="editor">', "<table><tr><td>")
        .replace('</div>\n<div class="share', '</td></tr></table>\n<div class="share')
    )
    assert set(line.strip() for line in LINES) <= set(_read(tmp_path, "a.html", source).lines)


def test_the_table_of_a_published_document_above_the_title_is_kept(tmp_path):
    table = (
        "<table><tr><td>索 引 号：</td><td>QY-1</td><td>发文字号：</td><td>青政〔2023〕4号</td></tr></table><p>有效</p>"
    )
    found = _read(tmp_path, "a.html", saved.page(LINES).replace("<h1>", table + "<h1>")).lines
    assert found[:3] == ("索 引 号： | QY-1 | 发文字号： | 青政〔2023〕4号", "有效", LINES[0])


def test_a_title_wrapped_over_lines_is_found_above_the_article(tmp_path):
    source = saved.page(["青屿市人民政府关于2022年度法治政府建设情况的报告", *LINES[3:]])
    source = source.replace("<h1>青屿市人民政府关于", "<h1>青屿市人民政府<br>关于")
    assert _read(tmp_path, "a.html", source).lines[:2] == ("青屿市人民政府", "关于2022年度法治政府建设情况的报告")


def test_a_title_that_only_the_head_of_the_page_has_stands_before_the_article(tmp_path):
    title = "青屿市2022年度法治政府建设情况报告"
    source = saved.page([title, *LINES[3:]])
    source = source.replace(source[source.index("<h1>") : source.index("</h1>")], "<h1>")
    found = _read(tmp_path, "a.html", source).lines
    assert found[found.index(title) + 1] == LINES[3].strip()


def test_a_title_that_no_mark_tells_is_among_the_lines_above_the_article(tmp_path):
    source = saved.page(LINES[2:]).replace("<h1>", "<div>").replace("</h1>", "</div>")
    source = source.replace(f"<title>{LINES[2]}_法治政府建设_", "<title>")
    found = _read(tmp_path, "a.html", source).lines
    assert found.index(LINES[2]) == found.index(LINES[3].strip()) - 1


def test_preformatted_lines_and_lines_wrapped_in_the_source(tmp_path):
    long = [line for line in LINES if len(line) > 100]
    source = (
        "<html><body><p>"
        + long[0][:50]
        + "\r\n   "
        + long[0][50:]
        + "</p><pre>"
        + "\n".join(long[1:])
        + "</pre></body></html>"
    )
    assert _read(tmp_path, "a.html", source).lines == tuple(line.strip() for line in long)


# --- docx


def _document(*parts):
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    for part in parts:
        document.element.body.insert(
            len(document.element.body) - 1,
            parse_xml(part.replace("<w:", "<w:", 1).replace(">", f" {nsdecls('w')}>", 1)),
        )
    return document


def _bytes(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_tables_text_boxes_controls_and_tracked_changes_are_read(tmp_path):
    box = f"<w:r><w:pict><w:txbxContent><w:p>{_run('框内文字')}</w:p></w:txbxContent></w:pict></w:r>"
    document = _document(
        f"<w:p>{_run('第一段')}{box}</w:p>",
        f"<w:tbl><w:tr><w:tc><w:p>{_run('行政复议')}</w:p></w:tc><w:tc><w:p>{_run('12')}</w:p></w:tc></w:tr></w:tbl>",
        f"<w:sdt><w:sdtContent><w:p>{_run('控件内')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p>{_run('办理')}<w:ins>{_run('30')}</w:ins><w:del><w:r><w:delText>20</w:delText></w:r></w:del>{_run('件')}</w:p>",
    )
    assert _read(tmp_path, "a.docx", _bytes(document)).lines == (
        "框内文字",
        "第一段",
        "行政复议 | 12",
        "控件内",
        "办理30件",
    )


def test_numbers_that_word_counts_are_text(tmp_path):
    document = _document(
        *(
            f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='77'/></w:numPr></w:pPr>{_run(text)}</w:p>"
            for depth, text in [(0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (0, "戊"), (1, "己")]
        )
    )
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    forms = [("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")]
    levels = "".join(
        f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for n, (form, text) in enumerate(forms)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f"<w:abstractNum {nsdecls('w')} w:abstractNumId='77'>{levels}</w:abstractNum>"))
    numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))
    wanted = ("一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己")
    assert _read(tmp_path, "a.docx", _bytes(document)).lines == wanted


def _altered(content, but=(), **parts):
    """A docx with other parts, or without some."""
    old = zipfile.ZipFile(io.BytesIO(content))
    kept = {name: old.read(name) for name in old.namelist() if name not in but}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (kept | parts).items():
            archive.writestr(name, part)
    return packed.getvalue()


NOT_READ = [
    "docProps/core.xml",
    "docProps/thumbnail.jpeg",
    "word/theme/theme1.xml",
    "word/settings.xml",
    "[Content_Types].xml",
]


@pytest.mark.parametrize("name", NOT_READ)
def test_a_word_file_is_read_whatever_became_of_the_parts_that_hold_no_text(tmp_path, name):
    whole = saved.docx(LINES)
    assert name in zipfile.ZipFile(io.BytesIO(whole)).namelist()
    wanted = _read(tmp_path, "a.docx", whole).lines
    assert _read(tmp_path, "b.docx", _altered(whole, but=[name])).lines == wanted
    assert _read(tmp_path, "c.docx", _altered(whole, **{name: b"<half"})).lines == wanted


def test_strict_open_xml_and_another_name_of_the_text_are_read(tmp_path):
    whole = saved.docx(LINES)
    archive = zipfile.ZipFile(io.BytesIO(whole))
    text, relations = archive.read("word/document.xml"), archive.read("_rels/.rels")
    strict = text.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert strict != text
    renamed = {"word/document2.xml": text, "_rels/.rels": relations.replace(b"document.xml", b"document2.xml")}
    wanted = _read(tmp_path, "a.docx", whole).lines
    assert _read(tmp_path, "b.docx", _altered(whole, **{"word/document.xml": strict})).lines == wanted
    assert _read(tmp_path, "c.docx", _altered(whole, but=["word/document.xml"], **renamed)).lines == wanted


def test_boxes_in_boxes_and_tables_in_tables_are_read_once(tmp_path):
    opened, closed = "<w:txbxContent><w:p><w:r>" * 30, "</w:r></w:p></w:txbxContent>" * 30
    boxes = f"<w:p><w:r>{opened}{_run('深处')}{closed}</w:r></w:p>"
    opened, closed = "<w:tbl><w:tr><w:tc>" * 30, "</w:tc></w:tr></w:tbl>" * 30
    table = f"<w:tbl><w:tr><w:tc>{opened}<w:p>{_run('格内')}</w:p>{closed}</w:tc></w:tr></w:tbl>"
    assert _read(tmp_path, "a.docx", _bytes(_document(boxes, table))).lines == ("深处", "格内")


# --- pdf


def test_lines_of_a_pdf_are_joined_and_heads_and_page_numbers_left_out(tmp_path):
    found = _read(tmp_path, "a.pdf", saved.pdf(LINES, head="澜岳省政府公报")).lines
    assert found == tuple(line.strip() for line in LINES)


@pytest.mark.parametrize("number", ["3", "- 3 -", "第3页", "第 3 页 共 9 页", "3/9", "— 3 —"])
def test_page_numbers_in_their_forms(number, tmp_path):
    sheet = [(2, 700 - 24 * n, f"开展执法检查{n}次，办理案件{n}件，群众满意度提高。") for n in range(9)]
    found = _read(tmp_path, "a.pdf", saved.printed([[*sheet, (16, 30, number)]])).lines
    assert "".join(found) == "".join(text for _, _, text in sheet)


def test_radicals_of_a_pdf_are_characters():
    from fazhi.reading.formats.pdf import _RADICALS

    assert "⼈⺠政府⼯作".translate(_RADICALS) == "人民政府工作"


# --- what is refused


def _packed(*names, content=b"x"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return packed.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t ", "empty"),
        ("a.txt", "　\n\u200b\u3000\n".encode(), "no text"),
        ("a.doc", OLE, r"legacy Word or WPS file \(.doc\).*save it as docx"),
        ("a.wps", OLE, r"legacy Word or WPS file \(.wps\).*save it as docx"),
        ("a.xls", OLE, "legacy spreadsheet"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.docx", _packed("xl/workbook.xml"), "spreadsheet"),
        ("a.docx", _packed("OFD.xml", "Doc_0/Document.xml"), "OFD; save it as pdf"),
        ("a.docx", _packed("mimetype", "content.xml"), "OpenDocument"),
        ("a.docx", _packed("a.txt"), "unpack"),
        ("a.docx", saved.docx(LINES)[:4000], "damaged or incomplete"),
        ("a.docx", _packed("word/document.xml"), "damaged or incomplete Word"),
        ("a.docx", b"PK\x03\x04" + bytes(range(256)), "damaged or incomplete"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 8, "damaged or incomplete pdf"),
        ("a.pdf", saved.printed([[], []]), "scanned pdf.*OCR"),
        ("a.pdf", saved.printed([[(0, 700, "扫描件")]]), "scanned pdf.*OCR"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(100), "image.*OCR"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "image.*OCR"),
        ("a.rtf", b"{\\rtf1\\ansi abc}", "RTF; save it as docx"),
        ("a.rar", b"Rar!\x1a\x07" + bytes(100), "unpack"),
        ("a.mht", b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n", "web archive"),
        ("a.mht", b"Subject: x\r\nMIME-Version: 1.0\r\n", "web archive"),
        ("a.html", "<html><body><script>load()</script></body></html>", "no text"),
        ("a.html", "<html><body>" + "<div>" * 5000 + "正文。", "too deep"),
        ("a.html", "<html><body><p " + "a=1 " * 30_000 + ">正文。</p>", "tag"),
        ("a.txt", bytes(range(128, 256)) * 9, "no Chinese text"),
    ],
)
def test_what_gives_no_text_is_refused_with_what_to_do(name, content, reason, tmp_path):
    with pytest.raises(UnreadableFile, match=reason):
        _read(tmp_path, name, content)


def test_an_encrypted_pdf_asks_for_its_password(tmp_path):
    trailer = (
        b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/O(" + b"x" * 32 + b")/U(" + b"y" * 32 + b")/P -4>>/ID[(a)(a)]"
    )
    with pytest.raises(UnreadableFile, match="password"):
        _read(tmp_path, "a.pdf", saved.pdf(LINES).replace(b"trailer<<", trailer))


def test_a_docx_that_unpacks_to_too_much_is_not_unpacked(tmp_path):
    bomb = _packed("word/document.xml", content=bytes(limits.MAX_UNPACKED + 1))
    assert len(bomb) < 200_000
    with pytest.raises(UnreadableFile, match="unpacks to"):
        _read(tmp_path, "a.docx", bomb)


def test_a_pdf_of_too_many_pages_is_not_read(tmp_path):
    with pytest.raises(UnreadableFile, match="pages"):
        _read(tmp_path, "a.pdf", saved.printed([[]] * (limits.MAX_PAGES + 1)))


def test_too_long_a_text_is_not_read(tmp_path):
    with pytest.raises(UnreadableFile, match="characters"):
        _read(tmp_path, "a.txt", "报告" * (limits.MAX_CHARACTERS // 2 + 1))
    with pytest.raises(UnreadableFile, match="bytes, more than any report"):
        _read(tmp_path, "a.txt", b"a" * (limits.MAX_TEXT_BYTES + 1))


def test_a_huge_file_is_read_no_further_than_the_bound(tmp_path):
    file = tmp_path / "a.txt"
    with file.open("wb") as huge:
        huge.truncate(50 * limits.MAX_FILE_BYTES)
    with pytest.raises(UnreadableFile, match="larger than"):
        files.read(file)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "a.txt"
    file.write_text(REPORT, "utf-8")
    true_fstat, asked = os.fstat, []

    def fstat(number):
        if len(asked) == 1:
            file.write_text(REPORT * 2, "utf-8")
        asked.append(number)
        return true_fstat(number)

    monkeypatch.setattr(files.os, "fstat", fstat)
    with pytest.raises(UnreadableFile, match="changed while"):
        files.read(file)


def test_comments_before_the_text_are_read_in_one_way(tmp_path):
    assert _read(tmp_path, "a.txt", "<!---->" * 60 + REPORT).format == "txt"
    assert _read(tmp_path, "b.txt", "<!---->" * 60 + saved.page(LINES)).format == "html"
