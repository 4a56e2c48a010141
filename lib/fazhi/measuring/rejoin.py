"""Tokens as jieba cut them → tokens as they are counted: numbers, rates, bodies and the genre's terms whole."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from functools import cache

# Some 200,000 entries of jieba's dictionary share this lowest frequency: among them phrases that are two words.
BULK_FREQUENCY = 3
COMMON_FREQUENCY = 50

LEVELS = "省市州县区旗盟镇乡"
DEPARTMENTS = (
    "发展(?:和)?改革|发改|教育(?:和)?体育|教体|教育|科学技术|科技|工业和信息化|经济和信息化|工信|经信|民族宗教事务|民族宗教|民族|民宗|公安|"
    "民政|司法|财政|人力资源(?:和)?社会保障|人社|自然资源(?:和)?规划|自然资源|规划和自然资源|生态环境|环境保护|环保|住房(?:和)?城乡建设|"
    "住建|交通运输|交通|水利|水务|农业农村|商务|投资促进|文化(?:和)?旅游|文体广旅|文广旅|文旅|卫生健康|卫健|疾病预防控制|"
    "退役军人事务|退役军人|应急管理|应急|审计|国有资产监督管理|国资|市场监督管理|市场监管|统计|医疗保障|医保|信访|城市管理|城管|"
    "综合行政执法|城市管理综合行政执法|行政审批服务|行政审批|政务服务(?:和)?(?:大数据|数据)|政务服务|大数据|数据|林业和草原|林业|园林|体育|"
    "金融|税务|气象|机关事务|乡村振兴|粮食和物资储备|海洋|地震|消防救援|烟草专卖|知识产权|药品监督管理|档案|邮政"
)
OFFICES = "管理委员会|管理局|服务局|综合执法局|委员会|办公室|执法局|监督局|厅|局|委|办"
PARTY = "(?:全面)?依法治[国省市州县区旗盟镇]"
_FUNCTION_CHARACTERS = "和及与等的对将被向由把在了均已并暨或从于为让使"
_QUOTES = str.maketrans("“”„‟〝〞「」『』＂＋，", '"' * 11 + "+,")

NUMBER = r"\d+(?:[,，]\d{3}(?!\d))*(?:[.．]\d+)?(?:万亿|[万亿])?[%％‰]?"
CONTENT = re.compile(r"[A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]")
_PURE_NUMBER = re.compile(rf"(?:{NUMBER}|[〇零一二三四五六七八九十百千万亿两几]+)(?:\+\d+)*")

# Cuts that jieba's most likely path misses: between a number's bound and its measure word, before 达, 有待, 较 …
SPLITS = re.compile(
    r"(?<=[\d万亿千百][余多])(?=[\u4e00-\u9fd5])"
    r"|(?<=[\u4e00-\u9fd5]率)(?=达)"
    r"|(?<=[还仍尚均也都])(?=有(?:待(?!遇)|所))|(?<=有待)(?=[\u4e00-\u9fd5])(?<!有待遇)"
    r"|(?<=占比)(?=[较超达高低])"
    r"|(?<=不)(?=[高强深严细大快广浓优紧](?![\u4e00-\u9fd5]))"
    r"|(?<=(?<![\u4e00-\u9fd5])现)(?=将)"
)
# One token whatever jieba says.
WHOLES = re.compile(
    rf"(?<![A-Za-z0-9.+]){NUMBER}(?:[+＋](?:\d+|[NX]))*(?![A-Za-z0-9])"
    r"|占比(?=[较超达高低])|有待(?!遇)|(?<=[还仍尚均也都])有所"
    r"|[一二三四五六七八九十]+届[一二三四五六七八九]中全会"
)
# One token where both its ends are cuts already; longer readings first.
JOINS = [
    re.compile(pattern)
    for pattern in (
        rf"(?:[{LEVELS}]委|党委)?{PARTY}(?:委员会办公室|委员会|办公室|办|委)",
        rf"(?:[{LEVELS}]委|党委)(?:常委会|政法委员会|政法委|办公室|办|组织部|宣传部|统战部|编办|巡察办|党校)",
        rf"[{LEVELS}]政府(?:常务会议|常务会|办公室|办|党组|网站)?",
        r"政府常务会议?",
        rf"[{LEVELS}](?:委|人大常委会|人大|政协|纪委监委|纪委|监委|人民法院|人民检察院|法院|检察院|两院)",
        rf"[{LEVELS}]?(?:{DEPARTMENTS})(?:{OFFICES})",
        rf"(?:{DEPARTMENTS})(?:{OFFICES})",
        r"[\u4e00-\u9fd5]{2}(?:率(?![先领队团])|[度化性员])",
    )
]


class Rejoiner:
    """The named step between jieba's cut and the count.

    Parameters
    ----------
    terms : iterable of str
        The vocabulary; terms of three characters or more are made whole, from left to right, quotes of any kind alike.
    frequency : callable
        Word → its frequency in jieba's dictionary with the vocabulary; 0 where it is not there.
    """

    def __init__(self, terms: Iterable[str], frequency: Callable[[str], int]) -> None:
        self._terms = frozenset(terms)
        self._frequency = frequency
        self._starting: dict[str, list[str]] = {}
        for term in sorted((t.translate(_QUOTES) for t in self._terms if len(t) > 2), key=lambda t: (-len(t), t)):
            self._starting.setdefault(term[:2], []).append(term)
        self._loosen = cache(self._parts)

    def __call__(self, tokens: Iterable[str]) -> list[str]:
        """Return the same characters cut anew, blanks left out."""
        loose = [part for token in tokens for part in self._loosen(token)]
        text = "".join(loose)
        cuts = {0, *itertools.accumulate(map(len, loose))}
        self._keep_terms(text.translate(_QUOTES), cuts)
        _apply_rules(text, cuts)
        ends = sorted(cuts)
        pieces = (text[start:end] for start, end in itertools.pairwise(ends))
        return [piece for piece in pieces if not piece.isspace()]

    def _parts(self, token: str) -> tuple[str, ...]:
        """Cut a bulk-listed phrase in two and function characters off a word that jieba only guessed."""
        if len(token) < 2 or token in self._terms or not "\u4e00" <= token[0] <= "\u9fd5":
            return (token,)
        known = self._frequency(token)
        if len(token) == 4 and 0 < known <= BULK_FREQUENCY:
            halves = token[:2], token[2:]
            return halves if min(map(self._frequency, halves)) >= COMMON_FREQUENCY else (token,)
        if not known and token[-1] in _FUNCTION_CHARACTERS:
            return (*self._parts(token[:-1]), token[-1])
        if not known and token[0] in _FUNCTION_CHARACTERS:
            return (token[0], *self._parts(token[1:]))
        return (token,)

    def _keep_terms(self, text: str, cuts: set[int]) -> None:
        """Make terms whole from left to right, where what is left of a word cut open is a word itself."""
        done = 0
        for start in sorted(cuts):
            if start < done:
                continue
            for term in self._starting.get(text[start : start + 2], ()):
                end = start + len(term)
                if text.startswith(term, start) and (end in cuts or self._may_end(text, end, cuts)):
                    cuts.difference_update(range(start + 1, end))
                    cuts.add(end)
                    done = end
                    break

    def _may_end(self, text: str, end: int, cuts: set[int]) -> bool:
        after = next(cut for cut in itertools.count(end + 1) if cut in cuts)
        return after - end > 1 and self._frequency(text[end:after]) > 0


def _apply_rules(text: str, cuts: set[int]) -> None:
    """Change the set of cut positions as SPLITS, WHOLES and JOINS say."""
    cuts.update(found.start() for found in SPLITS.finditer(text))
    for found in WHOLES.finditer(text):
        cuts.difference_update(range(found.start() + 1, found.end()))
        cuts.update(found.span())
    for pattern in JOINS:
        for found in pattern.finditer(text):
            if found.start() in cuts and found.end() in cuts:
                cuts.difference_update(range(found.start() + 1, found.end()))


def is_content(word: str) -> bool:
    """Tell whether a token is a word: neither punctuation nor a number."""
    return bool(CONTENT.search(word)) and not _PURE_NUMBER.fullmatch(word)
