"""The lines of a report → the bytes of a file in which somebody might have saved it."""

from __future__ import annotations

import io

INDENT = "\u3000"
SIZE = 14
_NO_LINE_START = "，。；：、）”？！,.;:)%"

_PAGE = """<!DOCTYPE html>
<html><head><meta charset="gb2312"><title>{title}_法治政府建设_政府门户网站</title>
<script>var menu = "<p>不是正文。</p>";</script><style>p {{ text-indent: 2em }}</style></head><body>
<div class="top"><a href="/">网站首页</a><ul><li><a href="#">要闻动态</a></li><li>政务公开</li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="#">政务公开</a> &gt; <a href="#">法治政府建设</a></div>
<div class="content"><h1>{title}<script>document.title = "";</script></h1>
<div class="editor">{body}</div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div></div>
<div class="list"><h3>相关文章</h3><ul><li><a href="#">关于开展普法宣传的通知</a></li></ul></div>
<div class="footer"><p>主办单位：某某市人民政府办公室　版权所有</p><p>网站标识码：9900000001</p></div>
</body></html>"""


def page(lines: list[str]) -> str:
    """Return a web page; its title is the first line."""
    body = "\n".join(f"<p><span>{line[:4]}</span>{line[4:]}</p>" for line in lines[1:])
    return _PAGE.format(title=lines[0], body=body)


def docx(lines: list[str]) -> bytes:
    """Return a Word document of one paragraph a line."""
    from docx import Document

    document = Document()
    for line in lines:
        document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def pdf(lines: list[str], *, head: str = "某某市政府公报", across: int = 34, down: int = 28) -> bytes:
    """Return a pdf set in a column `across` characters wide, with a centred title, a running head and page numbers."""
    rows = [row for n, line in enumerate(lines) for row in _set(line, across, centred=n == 0)]
    sheets = []
    for number, first in enumerate(range(0, len(rows), down), 1):
        sheet = [(0, 800, head)] + [(x, 770 - 24 * n, text) for n, (x, text) in enumerate(rows[first : first + down])]
        sheets.append([*sheet, (16, 30, f"— {number} —")])
    return printed(sheets)


def _set(line: str, across: int, *, centred: bool) -> list[tuple[float, str]]:
    """Break a line into rows, each with its distance from the margin in characters; none begins with a closing mark."""
    rows, row, indent = [], "", 2 if line.startswith(INDENT) else 0
    room = across - indent
    for character in line.strip():
        room -= _width(character)
        if room < 0 and character not in _NO_LINE_START:
            rows.append((indent, row))
            row, indent, room = "", 0, across - _width(character)
        row += character
    rows.append((indent, row))
    return [((across - sum(map(_width, text))) / 2, text) for _, text in rows] if centred else rows


def _width(character: str) -> float:
    return 0.5 if character.isascii() else 1


def printed(sheets: list[list[tuple[float, float, str]]]) -> bytes:
    """Return a pdf of pages of rows: characters from the margin, points from the foot, text."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(sheets)))
    font = "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(sheets)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        font + "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
    ]
    for n, sheet in enumerate(sheets):
        place = f"/MediaBox[0 0 595 842]/Contents {6 + 2 * n} 0 R/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{place}>>")
        shown = [f"1 0 0 1 {60 + SIZE * x:.1f} {y} Tm <{text.encode('utf-16-be').hex()}> Tj" for x, y, text in sheet]
        stream = f"BT /F {SIZE} Tf {' '.join(shown)} ET"
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    content, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(f"{len(content):010d} 00000 n \n")
        content += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{''.join(places)}"
    return (
        content + f"{table}trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF\n".encode()
    )
