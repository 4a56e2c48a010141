"""A text → the numbers with a measure in it: value, unit, bound and position."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from math import nan

# Measure words, each with the characters that turn it into another word if they follow (12部门 has no measure word).
UNITS: dict[str, str] = {
    "件批次": "", "件次": "", "人次": "", "场次": "", "户次": "", "家次": "", "车次": "", "批次": "", "班次": "",
    "台次": "", "轮次": "",
    "艘次": "", "架次": "", "辆次": "", "课次": "", "校次": "", "份次": "", "项次": "", "条次": "", "篇次": "",
    "频次": "", "个次": "", "店次": "", "站次": "", "头次": "", "宗次": "", "起次": "", "百分点": "", "工作日": "",
    "自然日": "", "学时": "", "课时": "", "小时": "", "分钟": "", "秒": "批办级杀懂传", "个月": "",
    "平方米": "", "平方公里": "",
    "立方米": "", "公里": "", "千米": "", "公斤": "", "千克": "", "公顷": "", "千瓦时": "", "美元": "", "港元": "",
    "欧元": "", "元": "旦素宵器件年老", "大类": "", "件": "套", "次": "生要日年月序数第品级贷",
    "人": "民大社口员才事力均工身居防行物数车像脸财选体文群权质情生防流", "名": "称录片牌额", "位": "置于列居次",
    "个": "体税", "家": "庭属园长装电禽", "户": "籍口外均主型内", "起": "草诉点源步来到用因义底重飞至",
    "宗": "旨教地祠族", "桩": "基", "例": "会如行外证", "份": "额", "条": "例款件线块", "项": "目链", "款": "项",
    "部": "门委队级长分署位落属", "本": "级地市区县省年次单人科部局辖土月着轮届行领院系", "册": "子", "卷": "内烟入",
    "篇": "章幅", "幅": "度员", "张": "贴家湾店掖北江", "块": "", "面": "积对向临上试签谈貌粉部访包", "枚": "",
    "座": "谈位", "栋": "", "间": "隔接断", "所": "有属在辖以", "处": "罚理置室级长分于方警突女",
    "台": "账风区帐胞商办湾阶", "辆": "", "艘": "", "架": "构", "套": "路取餐", "组": "织长建合团员",
    "支": "部行持付出委撑书路", "班": "子级组车长线", "期": "间限末刊待望满货中", "场": "所馆景地面合域",
    "轮": "训岗值流换船胎廓", "批": "准评复示发量办", "类": "型别似", "种": "子植粮养业", "门": "类诊户店头票禁",
    "节": "日目点假能约水庆气", "课": "程题堂件间表外", "堂": "食", "天": "然气津桥山河台网门",
    "日": "前常均报产益后照", "周": "年边转密", "吨": "", "亩": "", "斤": "", "克": "", "米": "线", "升": "级",
    "票": "据决务房价", "分": "别之类局会管析公级批数为成期行布院流配解散工享阶层中钟队歧离割红包段区组发",
    "集": "体中团合成市聚约贸", "档": "案", "栏": "目", "页": "面", "口": "岸头号径碑腔罩供服粮述",
    "头": "像部脑绪条", "只": "有要能", "株": "洲", "棵": "", "盒": "", "箱": "", "袋": "", "瓶": "颈",
    "单": "位元独一身项方程", "笔": "录试迹记", "则": "", "道": "路德闸歉", "句": "", "通": "过报知道信行办用告",
    "站": "点所台", "点": "位亮对评击名", "片": "区段警面", "支队": "伍员", "队": "伍员长", "字": "号", "人·次": "",
    "对": "", "顶": "", "把": "", "倍": "", "股": "份权东市", "尾": "", "羽": "", "枪": "", "封": "面闭控顶路",
    "盏": "", "根": "据本源治", "趟": "", "遍": "布及", "海里": "", "标箱": "", "平方千米": "",
    "副": "主书县市区镇乡局厅处科部院长职班食业本", "床": "位", "㎡": "", "m²": "", "千瓦": "", "兆瓦": "",
}  # fmt: skip
LESS, MORE, ABOUT, EXACT = "less_than", "more_than", "about", "exact"
_BEFORE = {
    MORE: "超过|突破|不少于|不低于|不小于|至少|最少|起码|高于|多于|大于|不下于|不下|不止|逾|超",
    LESS: "未超过|不超过|不到|不足|不高于|不大于|不多于|低于|少于|小于|至多|最多",
    ABOUT: "大约|将近|接近|大概|约(?:为)?|近",
}
_AFTER = {MORE: "及?以上|有余", LESS: "及?以下|以内|之内", ABOUT: "左右|上下"}
_NO_ABOUT = r"(?<![民预节签违履租续解条合公特邀制集契附最就靠邻临毗相])\s?"

_DIGITS = (
    r"(?:(?<![\d.])\d{1,3}(?:[ ]\d{3})+(?=\s?[余多万件人个项起次份条家户名场])|"
    r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
)
_SCALE = r"(?:万亿|[十百千]?[万亿]|百(?!分)|千(?![米克瓦卡伏]))"
_HANZI = r"[一二两三四五六七八九十百千万亿零〇]+"
_ARABIC = rf"{_DIGITS}(?:\s?[余多]?\s?{_SCALE}(?:{_DIGITS}{_SCALE}?)?)?"
_CHINESE = rf"{_HANZI}(?:[余多几]{_SCALE})?"
_PERCENT = rf"百分之(?:百|{_DIGITS}|{_HANZI}(?:点{_HANZI})?)|千分之(?:{_DIGITS}|{_HANZI})|百分百"
TENTHS = "[一二两三四五六七八九\\d]成[一二三四五六七八九]?(?![立功为员果效本熟年套型品交个就像名天不])"
_PARTS = rf"{_HANZI}分之{_HANZI}|\d+/\d+|{TENTHS}"
_UNIT = "|".join(
    re.escape(unit) + (f"(?![{shut}])" if shut else "")
    for unit, shut in sorted(UNITS.items(), key=lambda u: -len(u[0]))
)
_AMOUNT = re.compile(
    rf"""(?:(?P<more>{_BEFORE[MORE]}|(?<![网线以之])上(?=[百千万亿]))|(?P<less>{_BEFORE[LESS]})|{_NO_ABOUT}(?P<about>{_BEFORE[ABOUT]}))?\s?
    (?P<number>(?P<percent>{_PERCENT})|(?P<parts>{_PARTS})|(?P<plain>{_ARABIC}|{_CHINESE}))
    (?:\s?(?P<surplus>[余多])(?!元[化解调]))?
    (?:\s?(?P<sign>[%‰])|\s?(?P<unit>个?(?:[件人场户家批名班台](?:次|\(次\)|/次)|百分点|工作日|自然日|学时|课时|小时)|{_UNIT}))?
    (?:\s?(?:(?P<more_after>{_AFTER[MORE]})|(?P<less_after>{_AFTER[LESS]})|(?P<about_after>{_AFTER[ABOUT]})))?""",
    re.VERBOSE,
)
TIME_UNITS = {"工作日", "自然日", "天", "日", "小时", "分钟", "秒", "个月"}
_WITH_CLASSIFIER = {"工作日", "自然日", "百分点", "学时", "课时", "小时"}
_LASTING = {"天", "日", "分钟", "个月", "周"}
_TIMED = re.compile(
    "(?:时限|期限|时长|时间|周期|平均|压缩|压减|缩短|缩减|减少|提速|耗时|用时|仅需|只需|提前|由|从|至|到)[^,。;]{0,14}$"
)
_RANGE = re.compile(r" ?(?:[-—~]+|至|到) ?")
_JOINED = re.compile(" ?[、和及与] ?")
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True)
class Number:
    """A number with its measure, in the folded text: ``text[start:end]`` includes its bound words."""

    start: int
    end: int
    value: float
    value_high: float
    unit: str
    bound: str


def numbers(text: str) -> list[Number]:
    """Find every number in a text, with its unit and bound.

    Parameters
    ----------
    text : str
        Folded text (`fazhi.normalization.fold`) in which numbers that are not quantities are blanked out
        (`fazhi.measuring.quantities.non_quantities.blank`).

    Returns
    -------
    list of Number
        In text order. value: 万, 亿 and money multiplied out; percentages, 成 and fractions in percent
        points; a range has its lower end as value, its upper end as value_high (else NaN) and the bound ``about``.
        unit: the bare measure word (个学时 → 学时, 件(次) → 件次), "" if there is none.
    """
    found = _ranges(_with_shared_measures([_number(match, text) for match in _AMOUNT.finditer(text)], text), text)
    return [number for number in found if _measures(number, text)]


def _number(match: re.Match, text: str) -> Number:
    value, unit = _value(match)
    bound, end = _bound(match), match.end()
    if bound == EXACT and unit in TIME_UNITS and text.startswith("内", end):
        bound, end = LESS, end + 1
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return Number(start, end, value, nan, unit, bound)


def _bound(match: re.Match) -> str:
    """Return the bound; words inside and after the number take precedence over those before it (约30余)."""
    if match["surplus"] or match["more_after"] or re.search("[余多几]", match["number"]):
        return MORE
    if match["less_after"] or match["less"]:
        return LESS
    if match["more"]:
        return MORE
    return ABOUT if match["about"] or match["about_after"] else EXACT


def _value(match: re.Match) -> tuple[float, str]:
    if match["percent"]:
        words = re.sub("^[百千]分之|^百分(?=百)", "", match["percent"])
        return _read(words), "‰" if match["percent"].startswith("千") else "%"
    if match["parts"]:
        return _part(match["parts"]), "%"
    unit = re.sub("^个(?!月|次|$)|[()/·]", "", match["unit"] or "")
    return _read(match["plain"]), match["sign"] or unit


def _part(words: str) -> float:
    """Return the value of a fraction or of tenths in percent points."""
    if "成" in words:
        tenths, hundredths = words.split("成")
        return _read(tenths) * 10 + (_read(hundredths) if hundredths else 0)
    below, above = words.split("分之") if "分之" in words else reversed(words.split("/"))
    return round(100 * _read(above) / _read(below), 2) if _read(below) else 0.0


def _read(words: str) -> float:
    """Return the value of a bare number in digits, in Chinese or in both (1.4万, 三千多万, 百余)."""
    words = re.sub("[余多几, ]", "", words)
    if not words[0].isdigit():
        return _read_chinese(words)
    total = Decimal(0)
    for digits, scale in re.findall(rf"({_DIGITS})([十百千万亿]*)", words):
        power = 1
        for character in scale:
            power *= _POWERS[character]
        total += Decimal(digits) * power
    return float(total)


def _read_chinese(words: str) -> float:
    import cn2an

    bare = re.match("[百千万亿]", words)
    try:
        return float(cn2an.cn2an(f"一{words}" if bare else words, "smart"))
    except (ValueError, KeyError):  # not a number, or one that cn2an gets wrong
        return nan


def _ranges(found: list[Number], text: str) -> list[Number]:
    """Join two numbers with a range sign between them; drop numbers without a value."""
    joined: list[Number] = []
    for number in found:
        last = joined[-1] if joined else None
        if last and last.unit in ("", number.unit) and _RANGE.fullmatch(text[last.end : number.start]):
            joined[-1] = _range(last, number, text)
        else:
            joined.append(number)
    return [number for number in joined if number.value == number.value]


def _with_shared_measures(found: list[Number], text: str) -> list[Number]:
    """Copy a measure printed once to all numbers in a row (分别提高1.1和2.4个百分点, 3个和2个工作日)."""
    for i in range(len(found) - 2, -1, -1):
        number, following = found[i], found[i + 1]
        joined = _JOINED.fullmatch(text[number.end : following.start])
        if joined and (number.unit == "" or (number.unit == "个" and following.unit in _WITH_CLASSIFIER)):
            found[i] = replace(number, unit=following.unit, value=_scaled(number, following, text))
    return found


def _measures(number: Number, text: str) -> bool:
    """Return whether a number is a measure, not a duration (15天的公示) or a bare decimal that is not a score."""
    before = text[: number.start]
    if number.unit in _LASTING and number.bound == EXACT:
        return bool(_TIMED.search(before))
    bare = number.unit == "" and re.fullmatch(r"\d+\.\d+", text[number.start : number.end])
    return not bare or bool(re.search("(?:得分|评分|指数|分值|均值|系数|成绩)[^,。;]{0,6}$", before))


def _range(low: Number, high: Number, text: str) -> Number:
    return replace(high, start=low.start, value=_scaled(low, high, text), value_high=high.value, bound=ABOUT)


def _scaled(number: Number, following: Number, text: str) -> float:
    """Apply a scale printed once to both numbers (3至5万元), unless the first would dwarf the second (800至1.2万元)."""
    own, shared = (re.search("[万亿]", text[n.start : n.end]) for n in (number, following))
    scaled = number.value * _POWERS[shared[0]] if shared and not own else number.value
    return scaled if scaled <= 10 * following.value else number.value
