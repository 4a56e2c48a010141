"""A text → the text with every number that is not a quantity blanked out: dates, names, ordinals, idioms."""

from __future__ import annotations

import re

from fazhi.measuring.quantities.numerals import TENTHS

_BLANK = "□"
_HAN = "[一二两三四五六七八九十百千万亿零〇]"
_NUM = rf"(?:\d+(?:\.\d+)?[万亿]?|{_HAN}+)"
_DASH = r" ?(?:[-—~]+|至|到|、) ?"
_YEAR = r"(?:19|20)\d\d"
# What makes digits a count after all.
_MEASURED = r" ?[余多万亿%‰]| ?[件个条次家户人名台块场份起项宗例部期元卷本篇处所位辆套张轮批]"
_PLACE_ENDING = "[镇乡村县区市路街桥湾河山庄屯寨坪坝沟岭川门店江湖州里铺]"
_HOTLINES = (
    r"123(?:0[59]|1[257-9]|2[0389]|3[368]|45|48|5[058]|6[67-9]|7[17]|8[0589]|9[3-6])|1211[79]|12123|"
    r"96\d{3,4}|95\d{3}|110|119|120|122"
)
_QUOTED = re.compile(
    "“[^“”。]{1,80}”|\"[^\"。]{1,60}\"|'[^'。]{1,60}'|「[^「」。]{1,60}」|『[^『』。]{1,60}』|【[^】]{1,60}】"
)

_NAMES_AND_CODES = [
    r"(?:https?://|www\.)[\w./?=&%#:-]+|(?<![\w.-])[\w.-]++@[\w.-]+",
    r"[〔\[【][^〕\]】]{0,6}\d{2,4}[^〕\]】]{0,4}[〕\]】](?: ?第? ?[\d、\- ]+ ?号)?",
    r"\((?:19|20)\d\d\)[^,。;()]{0,12}?\d+ ?号",
    rf"(?<![A-Za-z])[A-Za-z][A-Za-z/.-]*+ ?\d[\d.:—-]*(?![\d.]|{_MEASURED})(?:[A-Za-z]\w*)?|\d+(?:\.\d+)?[A-Za-z]+\d*",
    r"(?:邮编|电话|传真|地址|索引号|编号|编码|号码|代码)[:为 ]*[\d-]+|\d{3,4}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)",
    rf"(?<![\d.])(?<!\d,)(?:{_HOTLINES})(?!\d|[.,]\d|{_MEASURED})",
    rf"(?:附件|附表|(?<!代)表|图) ?\d+(?!\d|{_MEASURED}|[张幅篇本册套])",
    r"\d+(?:\(\d+\))?(?: ?[+×xX*] ?(?:\d+|[NnXxA])(?:\(\d+\))?)+(?: ?(?:小时|天))?",
    rf"[NnXx] ?[+×] ?\d+|\d+ ?: ?\d+|{_NUM}对{_NUM}",
    r"\d+ ?[个名套张支][\u4e00-\u9fff]{0,8}(?=\+)|(?<=\+) ?\d+",
    r"\d\.0(?=版|时代|系统|平台|模式|升级|改革|[,。;、]|$)|\d+ ?[降升]\d+ ?[降升]",
    rf"{_HAN}+(?:[家门台间处座堂面道里起所条部户口站组星])(?={_PLACE_ENDING})",
]
_DATES = [
    rf"{_YEAR} ?年?{_DASH}(?:{_YEAR}|\d\d(?! ?月)) ?年(?:度|代)?|{_YEAR} ?年?{_DASH}{_YEAR}(?:年度?)?",
    rf"{_YEAR} ?年(?:度|初|底|末|版)?(?: ?第?[一二三四1-4] ?季度)?",
    rf"\d{{1,2}} ?(?:月(?:\d{{1,2}}日)?)?{_DASH}(?:翌年|次年)?\d{{1,2}} ?月(?: ?\d{{1,2}} ?[日号])?(?:份|底|末)?",
    rf"\d{{1,2}} ?月 ?\d{{1,2}} ?[日号](?:{_DASH}(?:\d{{1,2}} ?月 ?)?\d{{1,2}} ?[日号])?",
    r"(?<![\d个])\d{1,2} ?月(?:份|底|初|末|[上中下]旬)?",
    rf"{_YEAR}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d|{_MEASURED})|\d{{1,2}}:\d\d(?::\d\d)?",
    r"\d{1,2} ?[时点](?:\d{1,2} ?分|整|许|半)?(?![位意要建])",
    rf"(?<![\d.]){_YEAR}(?![\d.,]|{_MEASURED})",
    r"[一二][〇零九○O]?[〇零○O一二三四五六七八九]{2,3}年(?:度)?",
    r"[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日|份|底|初)?(?!内)",
    r"\d+ ?世纪(?: ?\d+ ?年代)?|\d+ ?年代|\d{1,4}[·•]\d{1,2}",
]
_DURATIONS = [
    rf"{_NUM} ?[余多]? ?(?:周|个)?年(?!轻|龄|检|报|级|货)(?:来|内|以来|多|间|期|度)?",
    rf"(?:连续|过去|最近|为期|历时|成立|运行|持续|满) ?{_NUM} ?[余多]? ?个?(?:月|天|日|周|季度|小时|届|次|轮|批)",
    rf"{_NUM} ?[余多]? ?个月(?:以来|来|间|后|前)|{_NUM} ?个?(?:季度|星期|昼夜)|{_NUM} ?个[多半](?:月|小时|星期)",
    rf"(?:近|最近|过去|(?<![提之以满期])前|头) ?{_NUM} ?[余多]? ?(?:个月|个?星期|周|天)",
    r"24 ?小时(?!内|以内|之内)|365 ?天|8 ?小时(?=以?之?外)",
    rf"{_NUM} ?(?:分钟|小时)(?=[^,。;]{{0,12}}圈)|百[日天]",
]
_ORDINALS = [
    rf"第 ?{_NUM}(?: ?(?:至|到|、|-|—)第? ?{_NUM})?(?: ?[批届期次轮条款项名位个章节号部类])?|首 ?{_NUM}?[个批次家届部]",
    rf"(?:位列|位居|排名|排位) ?(?:全[省市国县区州])?{_NUM} ?[名位]?",
    rf"(?<![会庭诉])前 ?{_NUM} ?(?:名|位|强|列|个?月|季度|届|批|次|期|轮)",
    rf"(?:全[省市国县区州]|位[列居于]|进入|排名|跻身|稳居|居|列)[^,。]{{0,4}}前 ?{_NUM}",
    rf"{_NUM} ?届(?:[^,。;]{{0,10}}?{_HAN}+次)?",
    rf"{_NUM} ?(?:岁|周岁|周年|级|星|楼|层|幢|国道|省道|县道|高速|号|环|路公交|维|人制|时代|强(?![制化行]))",
    rf"{_NUM} ?大(?!类|队|型|学|中专)|\d0 ?后(?=青年|干部|群体|党员)",
    rf"每 ?{_NUM}[余多]?[万亿千百]?(?: ?(?:个月|个|名|户|件|人|公里|天|周|日|季度))?|万分之 ?{_NUM}",
    r"(?:^|(?<=[。;: \n]))\(?\d{1,2}(?:[.、](?:(?!\d)|(?=20\d\d ?年))|\))",
]
_IDIOMS = [
    r"(?:最多|只|仅)?跑 ?[一1] ?次|十分(?!之)",
    r"一(?:次性|次办|次告知|次通过|件事|起来|家亲|条龙|窗|站|网|门式|张网|体|批|系列|定|些|样|把手|线|流|方面|部分|份子|家之)",
    r"一(?P<again>[件次个条项起家])(?P=again)|一[\u4e00-\u9fff]{1,2}(?:\([^()]{1,4}\))?一[\u4e00-\u9fff]",
    rf"(?<!{_HAN})[双零半数几]{_HAN}+",
    r"\([一二三四五六七八九十]+期\)|(?<!分)之[一二三]|其[一二三]|[一二三四五六七八九十]是",
    rf"(?<!{_HAN})[统唯单同逐万专合选划归进某任这那另各][一二三]",
]
# No count has so many digits; parsing a numeral takes time quadratic in its length, and 9…9 overflows to infinity.
_NO_NUMBER = re.compile(rf"\d{{19,}}+|{_HAN}{{19,}}+")
_NOT_COUNTED = re.compile("|".join(_NAMES_AND_CODES + _DATES + _DURATIONS + _ORDINALS + _IDIOMS))

# A Chinese numeral counts only if the context shows it: after a verb of work done, after a word for number, at the end
# of a clause after a noun, before a noun that wins or does something, or from ten up. Sets of named things do not.
_WORK = """
开展 举办 召开 组织 制定 制订 制发 出台 修订 修改 废止 梳理 受理 办理 审查 审核 审议 审结 办结 培训 培育 培养 建成
建立 新建 创建 打造 设立 设置 新增 成立 发布 公布 印发 发放 编制 编写 编印 评选 选聘 聘请 聘任 选派 配备 承接 下放
取消 调整 完成 化解 调解 收到 提出 发现 整改 查处 查办 立案 抓获 移送 通报 约谈 督办 开通 上线 推出 举行 承办 主办
获评 荣获 获得 获 入选 评为 命名 表彰 推荐 报送 征集 收集 采纳 接待 接收 接受 撤销 维持 变更 驳回 退回 纠正 制作
拍摄 播出 刊发 推送 引进 招录 增加 减少 新设 增设 挂牌 建设 建有 设有 配有 派出 走访 调研 检查 抽查 抽取 评查 责令
处罚 罚款 拘留 关停 取缔 破获 侦破 起诉 败诉 胜诉 公开 答复 回复 解读 研究 听取 学习 参加 参与 列席 旁听 观摩 演练
实施 落地 解决 办成 办好 办 吊销 暂扣 没收 扣押 救助 帮扶 惠及 服务 储备 任命 选任 聘 配 建 设 增 评 汇报 报告 提请
提交 备案 报备 送达 发出 下发 下达 审计 督察 督查 巡查 巡察 审理 调处 处理 处置 解答 援助 公证 清理 失效 保留 赋予
委托 组建 搭建 构建 拓展 开设 投入 提高 提升 下降 上升 增长 缩短 压缩 结对 帮助 指导 纠错 终止 抽调
"""
_NUMBER_WORDS = """
先后 共 共有 共计 总计 合计 累计 计 其中 现有 已有 有 分别 均 达 达到 仅 各 每年 每季度 每月 每村 不少于 不低于 至少
不超过 超过 超 近 约 逾 突破 不足 不到 增至 降至 增加到 减少到 升至 省级 市级 县级 国家级
"""
_WINS = (
    "获评|入选|被评|荣获|获得|被授予|获批|获|上榜|跻身|当选|被确定|被列|被命名|"
    "成功|达标|通过|实现|完成|纳入|进驻|败诉|未|已|均|全部"
)
_SETS = (
    "方面|层面|维度|环节|阶段|关口|关键|结合|坚持|统一|意识|自信|维护|确立|到位|必须|转变|一律|清单(?!事项)|制度|体系|机制(?!改革)|"
    "平台(?!获)|重点|抓手|主体|原则|导向|能力|流程|步骤|行动|工程|革命|法宝|时代|网络|防线|协同|联动|融合|化建设|字|率|者|难|纪律|"
    "规定(?!动作)|位一体"
)
_COUNTERS = (
    "个工作日|个自然日|个百分点|个学时|个课时|个小时|个月|件次|人次|场次|户次|家次|批次|课时|学时|小时|工作日|"
    "分钟|万元|亿元|元|倍|[日天周](?=内|以内|之内)|"
    "[件次人名位个家户起宗例份条项部本卷篇座间所处台辆套组支期场轮批类种门节堂张枚对集幅块]"
)
_CHINESE = re.compile(
    rf"(?P<number>{_HAN}+(?:[至到—-]{_HAN}+)?)(?!分)(?P<surplus>[余多]?[万亿]?[余多]?) ?(?P<unit>{_COUNTERS}|)"
    r"(?P<bound>以上|左右|以内|内)?"
)
_MEASURES = {
    "个工作日",
    "个自然日",
    "个百分点",
    "个学时",
    "个课时",
    "课时",
    "学时",
    "工作日",
    "万元",
    "亿元",
    "元",
    "倍",
}
_CONCRETE = {"件", "期", "部", "场", "家", "次", "起", "份", "名", "宗", "例", "人", "篇", "件次", "场次", "人次"}
_ROUND = re.compile("[百千万亿零]|[十百千]万|[十百千]亿")
_SHARE = re.compile(rf"[百千]分之(?:{_HAN}+(?:点{_HAN}+)?|\d+)|百分百|{_HAN}+分之{_HAN}+|{TENTHS}")


def _either(words: str) -> str:
    return "|".join(sorted(words.split(), key=lambda word: (-len(word), word)))


_AFTER_WORK = re.compile(rf"(?:{_either(_WORK + _NUMBER_WORDS)})(?:了|出|成|到|过|有|完成|召开)?(?:共|各|约|近)?$")
_HELD = re.compile(
    "(?:专题|专门|集中|联合|带队)?(?:听取|研究|部署|召开|组织|开展|举办|约谈|督[促导查办])"
)  # 两次听取汇报, 分两批组织考试
_AFTER_NUMBER_WORD = re.compile(rf"(?:{_either(_NUMBER_WORDS)})$")


def blank(text: str) -> str:
    """Blank out every numeral that is not a quantity.

    Parameters
    ----------
    text : str
        Folded text (`fazhi.normalization.fold`).

    Returns
    -------
    str
        Text of the same length: numerals inside titles and quotes, dates, durations, document numbers, ordinals,
        enumerators, formulas, codes and idioms become □; so do Chinese numerals whose context does not show that they
        count something (三项制度, 两级), and digits that are part of a name (12345热线).
    """
    for start, end in _titles(text):
        text = _wipe(text, start, end)
    for pattern in (_QUOTED, _NOT_COUNTED):
        text = pattern.sub(lambda match: _wipe(match[0], 0, len(match[0])), text)
    for match in reversed(list(_CHINESE.finditer(text))):
        if not _counts(match, text):
            text = _wipe(text, match.start("number"), match.end("surplus"))
    return text


def without_endless(text: str) -> str:
    """Blank out digit and numeral runs too long to be a number, in text of any length."""
    return _NO_NUMBER.sub(lambda match: _BLANK * len(match[0]), text)


def _wipe(text: str, start: int, end: int) -> str:
    """Blank out digits and numerals; the words around them stay for the clause."""
    return text[:start] + re.sub(rf"\d|{_HAN}", _BLANK, text[start:end]) + text[end:]


def _titles(text: str) -> list[tuple[int, int]]:
    """Find the spans of 《…》, including nested ones; one left open ends with its sentence."""
    spans, depth, start = [], 0, 0
    for i, character in enumerate(text):
        if character == "《":
            start, depth = (i, 1) if depth == 0 else (start, depth + 1)
        elif character in "》。" and depth:
            depth = 0 if character == "。" else depth - 1
            if depth == 0:
                spans.append((start, i + 1))
    return [*spans, (start, len(text))] if depth else spans


def _counts(match: re.Match, text: str) -> bool:
    """Return whether the context of a Chinese numeral shows that it counts something."""
    before, after = text[: match.start()], text[match.end() :]
    number, unit, surplus = match["number"], match["unit"], match["surplus"]
    if _in_share(match, text) or re.search(r"\d ?[余多]? ?$", before):
        return True
    if _ROUND.fullmatch(number) and not re.search("[余多]", surplus):
        return bool(unit) and bool(re.search("(?:近|超|超过|逾|约|突破|(?<![网线以之])上|共|达)$", before))
    if re.search("[余多]", surplus):
        return True
    if not unit or re.match(f"[^,。;、]{{0,4}}(?:{_SETS})", after) or number == "二":
        return False
    if unit in _MEASURES or match["bound"]:
        return True
    return (
        _counts_one(unit, before, after)
        if number == "一"
        else len(number) > 1 or number == "十" or _shown(unit, before, after)
    )


def _shown(unit: str, before: str, after: str) -> bool:
    """Decide by the verb before it, the end of its clause or the success stated after it."""
    if (unit == "次" or before.endswith("分")) and _HELD.match(after):
        return True
    closes = re.search(r"[\u4e00-\u9fff”》)]$", before) and re.match(r"[,。;、:)]|$", after)
    if _AFTER_WORK.search(before) or (closes and not re.search("[等的这那各]$", before)):
        return True
    clause = re.split("[,。;:、]", before)[-1]
    return (len(clause) <= 8 or clause.endswith("等")) and bool(re.match(rf"[^,。;:、]{{1,14}}?(?:{_WINS})", after))


def _counts_one(unit: str, before: str, after: str) -> bool:
    """Return whether 一 counts; it is mostly an article, and counts only before or after concrete things."""
    clause = re.split("[,。;:]", before)[-1]
    if unit not in _CONCRETE or "每" in clause or re.search("[同某这那另]$", before):
        return False
    if unit == "起":
        return bool(re.match("[^,。;、]{0,8}(?:案|纠纷|违法|事件|事故)", after))
    return bool(re.match(r"[,。;、:)]|$", after) or _AFTER_WORK.search(before) or _AFTER_NUMBER_WORD.search(before))


def _in_share(match: re.Match, text: str) -> bool:
    shares = _SHARE.finditer(text, max(0, match.start() - 12))
    return any(share.start() <= match.start() < share.end() for share in shares)
