"""A text → the same text with every number blanked out that counts nothing: dates, names, ordinals, idioms."""

from __future__ import annotations

import re

_BLANK = "□"
_HAN = "[一二两三四五六七八九十百千万亿零〇]"
_NUM = rf"(?:\d+(?:\.\d+)?[万亿]?|{_HAN}+)"
_DASH = r" ?(?:[-—~]+|至|到|、) ?"
_YEAR = r"(?:19|20)\d\d"
_HOTLINES = "12345|12348|12309|12315|12337|12388|12380|12368|12328|12329|12333|12350|12369|12371|12389|12393|12123|12119|12317|12318|12319|12320|12336|12338|12355|12358|12366|12367|12377|12395|12396|96\\d{3,4}|110|119|120|122"
_PLACE = "[镇乡村县区市路街桥湾河山庄屯寨坪坝沟岭川门店江湖州里铺]"

_QUOTED = re.compile(
    r"“[^“”。]{1,80}”|\"[^\"。]{1,60}\"|'[^'。]{1,60}'|「[^「」。]{1,60}」|『[^『』。]{1,60}』|【[^】]{1,60}】"
)
_NAMED = [
    r"(?:https?://|www\.)[\w./?=&%#:-]+|[\w.-]+@[\w.-]+",
    # document numbers
    r"[〔\[【][^〕\]】]{0,6}\d{2,4}[^〕\]】]{0,4}[〕\]】](?: ?第? ?[\d、\- ]+ ?号)?|\((?:19|20)\d\d\)[^,。;()]{0,12}?\d+ ?号",
    # letters with digits: roads, standards, generations
    r"[A-Za-z][A-Za-z/.-]* ?\d[\d.:—-]*(?:[A-Za-z]\w*)?|\d+(?:\.\d+)?[A-Za-z]+\d*",
    # dates, clock times, periods
    rf"{_YEAR} ?年?{_DASH}(?:{_YEAR}|\d\d(?! ?月)) ?年(?:度|代)?",
    rf"{_YEAR} ?年?{_DASH}{_YEAR}(?:年度?)?",
    rf"{_YEAR} ?年(?:度|初|底|末|版)?(?: ?第?[一二三四1-4] ?季度)?",
    rf"\d{{1,2}} ?(?:月(?:\d{{1,2}}日)?)?{_DASH}(?:翌年|次年)?\d{{1,2}} ?月(?! ?\d+ ?[件个家])(?: ?\d{{1,2}} ?[日号])?(?:份|底|末)?",
    rf"\d{{1,2}} ?月 ?\d{{1,2}} ?[日号](?:{_DASH}(?:\d{{1,2}} ?月 ?)?\d{{1,2}} ?[日号])?|(?<![\d个])\d{{1,2}} ?月(?:份|底|初|末|[上中下]旬)?",
    rf"{_YEAR}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d)|\d{{1,2}}:\d\d(?::\d\d)?|\d{{1,2}} ?[时点](?:\d{{1,2}} ?分|整|许|半)?(?![位意要建])",
    r"[一二][〇零九○O]?[〇零○O一二三四五六七八九]{2,3}年(?:度)?|[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日|份|底|初)?(?!内)",
    r"\d+ ?世纪(?: ?\d+ ?年代)?|\d+ ?年代|\d{2,4}·\d{1,2}|\d{1,2}[·•]\d{1,2}",
    rf"(?:(?<![\d.])(?:12\.4|4\.15|3\.15|6\.26|11\.9|5\.12|6\.5|1\.10)(?!\d| ?[余多万亿%‰元个件])|{_NUM} ?后(?=青年|干部|群体))",
    # how long something has lasted
    rf"{_NUM} ?[余多]? ?(?:周|个)?年(?:来|内|以来|多|间|期|度)?",
    rf"(?:连续|过去|[最近]近?|为期|历时|成立|运行|持续|满) ?{_NUM} ?[余多]? ?(?:个)?(?:月|天|日|周|季度|小时|届|次|轮|批)",
    rf"{_NUM} ?[余多]? ?个月(?:以来|来|间|后|前)|{_NUM} ?(?:个)?(?:季度|星期|昼夜)",
    # ordinals, ranks, grades, ages
    rf"第 ?{_NUM}(?: ?(?:至|到|、|-|—)第? ?{_NUM})?(?: ?[批届期次轮条款项名位个章节号部类])?|首 ?{_NUM}?[个批次家届部]",
    rf"(?:位列|位居|排名|排位|列|居) ?(?:全[省市国县区州])?(?:第)? ?{_NUM} ?[名位]?(?!个|件|人)|(?<![此之目以年革提日月天])前 ?{_NUM} ?(?:名|位|强|列|(?:个)?(?:月|季度))?|{_NUM} ?强",
    rf"{_NUM} ?(?:岁|周岁|周年|级|届|星|楼|层|幢|栋(?=楼)|国道|省道|县道|高速|号|环|号线|路公交|维|人制|开头|结尾|时代|版本?(?=系统|平台))",
    rf"{_NUM} ?大(?!类|队)",
    # formulas, versions, phone numbers
    r"\d+(?:\(\d+\))?(?: ?[+×xX*] ?(?:\d+|[NnXxA])(?:\(\d+\))?)+(?: ?(?:小时|天))?|[NnXx] ?[+×] ?\d+|\d+ ?: ?\d+|\d\.0(?=版|时代|系统|平台|模式|升级|改革|[,。;、]|$)",
    r"(?:邮编|电话|传真|地址|索引号|编号|编码|号码|代码|QQ)[:为 ]*[\d-]+|\d{3,4}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)",
    rf"(?<!\d)(?:{_HOTLINES})(?! ?[余多万亿%元]| ?[件个家人条次起项名户份场宗例部期](?!民))(?!\d|\.\d)",
    # rates' bases and round-the-clock services
    rf"每 ?{_NUM}[余多]?[万亿千百]?(?: ?(?:个(?:月)?|名|户|件|人|公里|天|周|日|季度))?",
    r"24 ?小时(?!内|以内|之内)|365 ?天",
    # years without their word
    rf"(?<![\d.]){_YEAR}(?![\d.,]| ?[余多万亿%‰元]| ?[件个家人条次起项名户份场宗例部期])",
    # enumerators
    r"(?:^|(?<=[。;: \n]))\(?\d{1,2}(?:[.、](?!\d)|\))",
    # places and idioms
    rf"{_HAN}+(?:[家门台间处座堂面道里起所条部户口站组星])(?={_PLACE})",
    r"(?:最多|只|仅)?(?:只)?跑 ?[一1] ?次|一(?:次性|次办|次告知|次通过|件事|起来|家亲|条龙|窗|站|网|门式|张网|体|批|系列|定|些|样|把手|线|流|方面)",
    rf"(?:双|零|半|数|几){_HAN}+",
    r"\([一二三四五六七八九十]+期\)|(?<!分)之[一二三]|其[一二三]|[一二三四五六七八九十]是|[统唯单同逐万第专合划归进某任这那另各][一二三]",
    rf"百[日天]|{_NUM} ?分钟(?=[^,。;]{{0,10}}圈)|\d+ ?[降升]\d+ ?[降升]",
]  # fmt: skip
_NAMES = re.compile("|".join(_NAMED))

# A Chinese numeral counts only where the text shows it: after a verb of work done, after a word of number, at the end of
# a clause behind a noun, before a noun that wins or does something, or from ten up. Sets of named things do not count.
_WORK = (
    "开展|举办|召开|组织|制定|制订|制发|出台|修订|修改|废止|梳理|受理|办理|审查|审核|审议|审结|办结|培训|培育|培养|建成|建立|新建|创建|打造|设立|设置|新增|成立|"
    "发布|公布|印发|发放|编制|编写|编印|评选|选聘|聘请|聘任|选派|配备|承接|下放|取消|调整|完成|化解|调解|收到|提出|发现|整改|查处|查办|立案|抓获|移送|通报|约谈|督办|开通|"
    "上线|推出|举行|承办|主办|获评|荣获|获得|获|入选|评为|命名|表彰|推荐|报送|征集|收集|采纳|接待|接收|接受|撤销|维持|变更|驳回|退回|纠正|制作|拍摄|播出|刊发|推送|"
    "引进|招录|增加|减少|新设|增设|挂牌|建设|建有|设有|配有|派出|走访|调研|检查|抽查|抽取|评查|责令|处罚|罚款|行政拘留|拘留|关停|取缔|破获|侦破|起诉|败诉|胜诉|"
    "公开|答复|回复|解读|研究|听取|学习|参加|参与|列席|旁听|观摩|演练|实施|落地|解决|办成|办好|办|吊销|暂扣|没收|扣押|救助|帮扶|惠及|服务|承诺|储备|"
    "任命|选任|聘|配|建|设|增|评|汇报|报告|提请|提交|备案|报备|送达|发出|下发|下达|审计|督察|督查|巡查|巡察|审理|调处|处理|处置|解答|援助|公证|清理|失效|保留|赋予|委托"
)
_NUMBER_WORDS = "先后|共|共有|共计|总计|合计|累计|计|其中|现有|已有|有|分别|均|达|达到|仅|各|每年|每季度|每月|每村|不少于|不低于|至少|不超过|超过|超|近|约|逾|突破|不足|不到|增至|降至|增加到|减少到|升至"
_WINS = "获评|入选|被评|荣获|获得|被授予|获批|获|上榜|跻身|当选|被确定|被列|被命名|成功|达标|通过|实现|完成|纳入|进驻|败诉|未|已|均|全部"
_SETS = "方面|层面|维度|环节|阶段|关口|关键|结合|坚持|统一|意识|自信|维护|确立|到位|必须|转变|一律|清单(?!事项)|制度|体系|机制(?!改革)|平台(?!获)|重点|抓手|主体|原则|导向|能力|流程|步骤|行动|工程|革命|法宝|时代|月|网络|防线|协同|联动|融合|化建设|字|率|者|难|纪律|规定(?!动作)|位一体"
_COUNTERS = r"件次|人次|场次|户次|家次|批次|课时|学时|工作日|个月|万元|亿元|元|[件次人名位个家户起宗例份条项部本卷篇座间所处台辆套组支期场轮批类种门节堂张枚对集幅块]"
_CHINESE = re.compile(
    rf"(?P<number>{_HAN}+)(?!分[点比]?之?[点比]|分点)(?P<surplus>[余多]?[万亿]?[余多]?) ?(?P<unit>{_COUNTERS}|)(?P<above>以上|左右|以内|内)?"
)
_AFTER_WORK = re.compile(rf"(?:{_WORK}|{_NUMBER_WORDS})(?:了|出|成|到|过|有|完成|召开)?(?:共|各|约|近)?$")
_AFTER_NUMBER = re.compile(rf"(?:{_NUMBER_WORDS})$")
_CONCRETE = {"件", "期", "部", "场", "家", "次", "起", "份", "名", "宗", "例", "人", "篇", "件次", "场次", "人次"}
_SHARE = re.compile(
    rf"[百千]分之(?:{_HAN}+(?:点{_HAN}+)?|\d+)|百分百|{_HAN}+分之{_HAN}+|{_HAN}成(?=[,。;、)的]|以上|左右|$)"
)


def blank(text: str) -> str:
    """Blank out every numeral that counts nothing.

    Parameters
    ----------
    text : str
        Folded text (`fazhi.plain.fold`).

    Returns
    -------
    str
        Text of the same length: numerals inside titles and quotes, dates, durations, document numbers, ordinals,
        enumerators, formulas, codes and idioms are □; so are Chinese numerals that no word around them shows to count
        something (三项制度, 两级), and digits that stand for a name (12345热线).
    """
    for span in _titles(text):
        text = _wipe(text, *span)
    text = _QUOTED.sub(_as_blank, text)
    text = _NAMES.sub(_as_blank, text)
    for match in reversed(list(_CHINESE.finditer(text))):
        if not _counts(match, text):
            text = _wipe(text, match.start("number"), match.end("surplus"))
    return text


def _as_blank(match: re.Match) -> str:
    """Digits and numerals go; the words around them stay for the clause."""
    return re.sub(rf"\d|{_HAN}", _BLANK, match[0])


def _wipe(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(rf"\d|{_HAN}", _BLANK, text[start:end]) + text[end:]


def _titles(text: str) -> list[tuple[int, int]]:
    """Spans of 《…》, also nested; an open one ends with its sentence."""
    spans, depth, start = [], 0, 0
    for i, character in enumerate(text):
        if character == "《":
            start, depth = (i, 1) if depth == 0 else (start, depth + 1)
        elif character == "》" and depth:
            depth -= 1
            if depth == 0:
                spans.append((start, i + 1))
        elif character == "。" and depth:
            spans.append((start, i))
            depth = 0
    return [*spans, (start, len(text))] if depth else spans


def _counts(match: re.Match, text: str) -> bool:
    """Whether the words around a Chinese numeral show that it counts something."""
    before, after = text[: match.start()], text[match.end() :]
    number, unit = match["number"], match["unit"]
    if _in_share(match, text) or re.search(r"\d ?[余多]? ?$", before):
        return True
    if number in ("百", "千", "万", "亿", "百万", "千万", "十万", "零") and not match["surplus"].strip("万亿"):
        return bool(re.search(rf"(?:{_NUMBER_WORDS}|上)$", before)) and bool(unit)
    if not unit or re.match(f"个?(?:[^,。;、]{{0,4}})?(?:{_SETS})", after):
        return False
    if match["surplus"] or match["above"] in ("以上", "左右", "以内"):
        return True
    if number == "一":
        return _counts_one(unit, before, after)
    if len(number) > 1 or number == "十":
        return True
    if _AFTER_WORK.search(before):
        return True
    if (
        re.search(r"[\u4e00-\u9fff”》)]$", before)
        and re.match(r"[,。;、:)]|$", after)
        and not re.search("[等的这那各]$", before)
    ):
        return True
    clause = re.split("[,。;:、]", before)[-1]
    return len(clause) <= 8 and bool(re.match(rf"[^,。;:、]{{1,14}}?(?:{_WINS})", after))


def _counts_one(unit: str, before: str, after: str) -> bool:
    """一 is mostly an article: it counts before or behind concrete things only."""
    closed = re.match(r"[,。;、:)]|$", after)
    return (
        unit in _CONCRETE
        and bool(_AFTER_WORK.search(before) or _AFTER_NUMBER.search(before) or closed)
        and not (re.search("[每同某这那另]$", before))
    )


def _in_share(match: re.Match, text: str) -> bool:
    return any(s.start() <= match.start() < s.end() for s in _SHARE.finditer(text, max(0, match.start() - 12)))
