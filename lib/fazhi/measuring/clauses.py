"""A sentence with its numbers → for each number what is counted, the act or state, whose it is and of which year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fazhi.measuring.numerals import EXACT, Number

# Acts that take what is counted as their object. The strong ones are verbs wherever they stand; the nominal ones are as
# often part of a noun (矛盾纠纷调解, 案卷评查) and count as verbs only at the head or the tail of a clause.
_STRONG = (
    "组织召开|组织开展|组织举办|共同开展|统筹开展|深入开展|集中开展|排查受理|排查化解|排查梳理|收集汇总|编制完成|梳理形成|统筹指导|联合化解|成功化解|诉前化解|成功调解|成功调处|调解成功|调处成功|"
    "组织|开展|举办|举行|召开|承办|主办|受理|办理|办结|审结|结案|立案|收到|收取|接收|接到|接待|接受|接听|受案|新收|收案|制定|制订|制发|出台|印发|修订|修改|废止|发布|公布|"
    "发放|发出|下发|下达|送达|报送|上报|提交|提请|提出|提供|出具|完成|实现|建成|建立|新建|创建|打造|设立|设置|新增|增设|增编|成立|搭建|组建|构建|"
    "梳理|排查|化解|调处|查处|查办|查获|查纠|纠正|纠错|发现|整改到位|移送|抓获|破获|侦破|拘留|吊销|暂扣|没收|收缴|罚没|扣押|取缔|关停|责令|约谈|通报|督办|挂牌督办|"
    "培育|培养|选聘|聘请|聘任|选任|选派|配备|配置|吸纳|招录|引进|任命|覆盖|惠及|荣获|获得|获评|获|入选|评选|评为|表彰|命名|"
    "清理|保留|失效|撤销|维持|变更|驳回|确认违法|责令履行|终止|和解|退回|采纳|采用|答复|回复|解答|解决|落实|整改|公开|公示|推送|刊发|播出|制作|拍摄|编印|编写|编制|"
    "承接|下放|取消|调整|赋予|赋权|委托|下沉|划转|纳入|涉及|涉案|进驻|入驻|推出|推行|推动|开通|开设|上线|归集|汇聚|共享|编目|收集|征集|汇总|汇集|采集|"
    "发送|挽回|追缴|追回|减免|免除|节约|兑付|支付|投入|拨付|募集|减少|增加|压缩|缩减|缩短|下降|上升|增长|提升|提高|降低|"
    "报告|汇报|听取|研究|审议|参加|参与|列席|旁听|走访|调研|指导|选取|抽取|抽查|评查|出动|出庭|应诉|败诉|胜诉|起诉|被诉|述法|签订|签署|签约|结对|派驻|派出|派发|张贴|悬挂|"
    "录用|持有|拥有|设有|建有|配有|现有|共有|帮助|服务|救助|救治|安置|帮扶|援助|理赔|保障|突破|达成|委派|委任|登记|注册|核发|颁发|发证|换发|领取|申领|选定|确定|认定|认领|形成|组成|邀请|动员|转办|交办|分流|转送|回访|督导|督促|责成|反馈|牵头"
).split("|")
_NOMINAL = (
    "审查|审核|审理|调解|培训|轮训|宣传|宣讲|检查|检测|抽检|监督|评估|评议|考核|督察|督查|巡查|巡察|审计|复议|诉讼|仲裁|公证|鉴定|咨询|处罚|处理|处置|执法|"
    "备案|备案审查|审查备案|学习|演练|测试|考试|普法|讲座|座谈|观摩|研讨|监管|管理|立法|听证|论证|执行|和解|协商|代理|辩护|防控|治理"
).split("|")
_HEADS = "组织|机构|委员会|中心|案件|工作|人员|单位|平台|部门|机关|主体|体系|清单|事项|队伍|员|室|站|所|局|办|点|率|力度|制度|活动|会|班|书|权|员会|领域|区|证|类|申请|服务|窗口|渠道|效能"
_VERB = re.compile("|".join(sorted(map(re.escape, _STRONG), key=len, reverse=True)))
_NOUNISH = re.compile("|".join(sorted(map(re.escape, _NOMINAL), key=len, reverse=True)))
_HEAD = re.compile(f"(?:{_HEADS})")
_ADVERBS = (
    r"^(?:[的了并且还又也再均都]|截[至止](?:目前|\d+月(?:底|末)?|[□年月日底末]+)?|目前|现|今年(?:以来)?|本年度?|全年|年内|去年|上年(?:度)?|同期|其中|同时|此外|另外?|共计?|总计|合计|累计|先后|已经?|新(?=[受办审立])|"
    r"成功(?!率)|依法|及时|主动|积极|全面|深入|扎实|集中|牵头|联合|统一|持续|常态化|重点|严格|公开(?=选聘|招)|直接|专门|正在|尚在|实际|应当|应|向社会|面向社会|分别|各|每年|[□年月日上下半度第季以来期间末底初]{2,}|年度|,| )+"
)
_COPULA = re.compile(
    r"(?:达到?|为|是|共计?|共有|总计|合计|累计|约|均为?|均达到?|均已|已达|高达|多达|近|仅占?|占(?=$)|占比|至|到|分别为?|计|有|了|保持在|稳定在|控制在|维持在|达成|:| )+$"
)
_BODY = re.compile(
    r"[^,、的对向由在和]{1,14}?(?:法院|检察院|公证处|公安局|司法局|监管局|执法局|人社局|[\u4e00-\u9fff]{1,6}局|司法所|中心(?!组)|仲裁委|复议办|委员会|街道(?:办事处)?|联系点|窗口|纪委监委|纪委|两院|部门(?=共|累计|$))"
)
_TAIL = r"(?:工作|活动|情况|任务|清单)?$"
_CHANGE = re.compile(
    r"(?:同比|环比|较|比|相比).{0,14}?(?:增加|增长|减少|下降|上升|提升|提高|降低|增|减|降|升|多|少|翻|压减|压缩|缩短)[了近约]*$|"
    r"(?:增加|增长|减少|下降|上升|提升|提高|降低|压减|压缩|缩短|缩减|压降)了?$|(?:增幅|降幅|增速)(?:为|达到?)?$"
)
_CHANGE_VERB = re.compile(
    r"(?:同比|环比)?(?:增加|增长|减少|下降|上升|提升|提高|降低|增|减|降|升|压减|压缩|缩短|缩减|压降|增幅|降幅|增速|多|少)"
)
_TARGET = re.compile(r"标准|要求|目标|不得|应当?达|确保|力争|须|必须|每人每年|每年(?=不|至)|规定(?:的)?$")
_PLAN = re.compile(r"拟|计划(?!生育)|力争|预计|将(?!军|于|其)|下一步|争取")
_BOUNDARY = re.compile(r"[,;:。!?]")
_GENERIC = {"案件", "事项", "工作", "活动", "情况", "行政行为", "任务", "问题", "件"}
_AGENT = re.compile(
    r"(?:全[省市国县区州镇系局]|各级|各地|本[级市区县]|省|市|区|县|州|旗|盟|镇|乡|街道|政府|机关|部门|单位|局|委|院|所|办|处|队|站|组织|机构|委员会|中心|人员|系统|窗口|联系点|律师|公证处|法庭|团)(?:共|均)?$"
)


@dataclass
class Meaning:
    """What a number is about; every field "" where the text does not say."""

    subject: str = ""
    verb: str = ""
    scope: str = ""
    qualifier: str = ""
    year: int | None = None
    start: int = 0  # the span of the number's clause
    end: int = 0


@dataclass
class _Thread:
    """What a sentence has spoken of so far: dropped subjects and verbs are taken from here."""

    topic: str = ""
    verb: str = ""
    scope: str = ""
    year: int | None = None
    right: str = ""
    meanings: list[Meaning] = field(default_factory=list)


def meanings(sentence: str, found: list[Number], year: int | None) -> list[Meaning]:
    """Tell what each number of a sentence is about.

    Parameters
    ----------
    sentence : str
        One folded sentence.
    found : list of Number
        Its numbers, with offsets in `sentence`.
    year : int or None
        The year that the report is about.

    Returns
    -------
    list of Meaning
        One a number. subject: the noun phrase that is counted, from behind the number, else from before it, else what the
        sentence counted last. verb: the act or state, "" for rates. scope: the body or place before the verb. qualifier:
        see `fazhi.measuring.quantities.quantities`. year: None where nothing is known.
    """
    shielded = _shield(sentence)
    thread = _Thread(year=year)
    for i, number in enumerate(found):
        before = found[i - 1].end if i else 0
        after = found[i + 1].start if i + 1 < len(found) else len(sentence)
        thread.meanings.append(_meaning(shielded, sentence, number, before, after, thread, year))
    return thread.meanings


def _shield(sentence: str) -> str:
    """Punctuation inside titles, quotes and number-free brackets is no clause boundary."""

    def soften(match: re.Match) -> str:
        return re.sub("[,;:、!?。()]", "·", match[0])

    sentence = re.sub('《[^》]*》|“[^”]*”|"[^"]*"', soften, sentence)
    return re.sub(r"\([^()\d]{1,24}\)", soften, sentence)


def _meaning(
    shielded: str, sentence: str, number: Number, before: int, after: int, thread: _Thread, year: int | None
) -> Meaning:
    start = max([m.end() for m in re.finditer(r"[,;:。!?(]|(?<=\d)\)", shielded[: number.start])], default=0)
    boundary = re.compile(r"[,;:。!?()]").search(shielded, number.end)
    end = boundary.start() if boundary else len(sentence)
    left = sentence[max(start, before) : number.start]
    right, shield = sentence[number.end : min(end, after)], shielded[number.end : min(end, after)]
    if before > start:
        left = _own(left, thread)
    _date(sentence[start : number.start], sentence[: number.start], thread, year)
    noun_right, act_right = _right(right, shield)
    agent, verb, noun_left = _left(left)
    meaning = Meaning(start=start, end=end)
    meaning.scope = thread.scope = _scope(agent) or thread.scope
    part = bool(re.search("其中", sentence[start : number.start])) or (before > start and "其中" in left)
    meaning.verb = (
        "" if number.unit in ("%", "‰") and not _CHANGE.search(left) else verb or act_right[:6] or thread.verb
    )
    meaning.subject = _subject(number, noun_left, noun_right, act_right, verb, part, thread)
    meaning.qualifier = _qualifier(
        sentence[start : number.start], sentence[number.end : end], number, part, thread, sentence[: number.start]
    )
    change = _CHANGE.search(left)
    if change and "change" in meaning.qualifier:
        meaning.verb = _CHANGE_VERB.findall(change[0])[-1] if _CHANGE_VERB.findall(change[0]) else change[0]
        meaning.subject = noun_right or thread.topic or meaning.subject
    meaning.year = _year(sentence[start : number.start], thread)
    if number.unit not in ("%", "‰", "百分点", "倍") and "change" not in meaning.qualifier:
        thread.topic, thread.verb = meaning.subject or thread.topic, meaning.verb or thread.verb
    elif number.unit in ("%", "‰") and "change" not in meaning.qualifier:
        thread.topic = _stem(meaning.subject) or thread.topic
    thread.right = noun_right
    return meaning


def _own(left: str, thread: _Thread) -> str:
    """What stands between two numbers of a clause, without the noun that belongs to the first."""
    if thread.right and left.startswith(thread.right):
        left = left[len(thread.right) :]
    return left.lstrip("、和及与,的 ")


def _right(right: str, shield: str) -> tuple[str, str]:
    """What follows the number: its noun phrase and the act after it."""
    if not right.strip() or re.match(r"\s*(?:[、,)]|和|及|以及|与|等[,。]|并)", right):
        return "", ""
    words = right.strip().removeprefix("的")
    words = words.rstrip("、和及与以并中共约近等至到 ")
    inside = [m.start() for m in _VERB.finditer(_hide_names(words)) if _acts(words, m)]
    cut = inside[0] if inside else len(words)
    marker = re.search(
        r"(?:均|已|全部|进行|予以|得到|正在|被|经|先行)|(?<=[\u4e00-\u9fff])(?:对|向|在)(?=[\u4e00-\u9fff])", words
    )
    cut = min(cut, marker.start() if marker else cut)
    noun, act = words[:cut].rstrip("、的"), words[cut:]
    return _tidy(noun), re.sub("^(?:均|已|全部|进行|予以|得到|正在|了)+", "", act)


def _hide_names(words: str) -> str:
    """Verbs inside quotes and titles are names."""
    return re.sub('“[^”]*”|《[^》]*》|"[^"]*"', lambda m: "□" * len(m[0]), words)


def _acts(words: str, match: re.Match) -> bool:
    """A verb followed by the head of a noun is part of that noun (调解组织, 整改通知书)."""
    return not _HEAD.match(words, match.end()) and not words.startswith("的", match.end())


def _left(left: str) -> tuple[str, str, str]:
    """What stands before the number: agent, verb and noun."""
    left = left.strip(" 、")
    left = re.sub(r"^.*?其中[,:]?", "", left)
    handled = re.search(r"(?:对|针对)(?P<noun>[^,]+?)(?P<verb>进行|开展|实施|作出)了?$", left)
    if handled:
        return left[: handled.start()], handled["verb"], _tidy(handled["noun"])
    left = _COPULA.sub("", left)
    marked = list(re.finditer("(?:共|累计|先后|已|全年|年内)(?!同|享|计|有|建|产|青|和|管)", left))
    for mark in reversed(marked):
        agent, predicate = left[: mark.start()], left[mark.end() :]
        verb = _verb_at_head(predicate)
        if verb:
            return agent, *_split_head(predicate, verb)
    predicate = re.sub(_ADVERBS, "", left)
    verb = _verb_at_head(predicate)
    if verb:
        return "", *_split_head(predicate, verb)
    strong = [m for m in _VERB.finditer(_hide_names(predicate)) if _acts(predicate, m) or m.end() == len(predicate)]
    if strong:
        first = strong[0]
        agent, verb, noun = predicate[: first.start()], first[0], predicate[first.end() :]
        if not noun.strip("了") and not _AGENT.search(agent):
            return "", verb, _tidy(re.sub("^(?:对|将|把|向)", "", agent))
        return agent, *_split_head(predicate[first.start() :], verb)
    tail = re.search(f"(?:{_NOUNISH.pattern})$", predicate)
    if tail and len(predicate) > len(tail[0]) and _AGENT.search(predicate[: tail.start()]):
        return predicate[: tail.start()], tail[0], ""
    return "", "", _tidy(re.sub("^(?:对|将|把)", "", predicate))


def _verb_at_head(predicate: str) -> str:
    bare = re.sub(_ADVERBS, "", predicate)
    match = _VERB.match(bare) or _NOUNISH.match(bare)
    if not match or (_HEAD.match(bare, match.end()) and match[0] in _NOMINAL):
        return ""
    return match[0]


def _split_head(predicate: str, verb: str) -> tuple[str, str]:
    """Verbs in a row are one act (制定并公开, 排查受理)."""
    rest = re.sub(_ADVERBS, "", predicate)[len(verb) :]
    while more := re.match(f"(?:并|和|、|及)?(?P<verb>{_VERB.pattern})", rest):
        if not _acts(rest, more) or more["verb"] in ("服务", "保障"):
            break
        verb, rest = verb + more[0], rest[more.end() :]
    return verb, _tidy(rest)


def _tidy(noun: str) -> str:
    """A noun phrase standing alone."""
    noun = re.sub(
        r"^[的了过各等、,: ]+|^(?:全[省市国县区州镇]|各级|各类|其中|涉及|本[级市区县]|一批|新的|相关)+", "", noun
    )
    noun = re.sub(r"^[^,]*(?:年度?)(?=全国|行政)", "", noun)
    noun = re.sub(r"(?:等|共计?|累计|约|达到?|近|分别|[的、,: ])+$", "", noun)
    return noun.strip()


def _scope(agent: str) -> str:
    bodies = _BODY.findall(re.sub(_ADVERBS, "", agent))
    return bodies[-1] if bodies else ""


def _stem(rate: str) -> str:
    """The things that a rate is about (案卷评查合格率 → 案卷评查)."""
    return re.sub(r"(?:按[时期])?(?:[\u4e00-\u9fff]{2,4}|“[^”]+”)(?:率|度|比例|占比)$", "", rate)


def _subject(number: Number, left: str, right: str, act: str, verb: str, part: bool, thread: _Thread) -> str:
    if number.unit in ("%", "‰", "百分点"):
        return _rate_subject(left, right, thread)
    if part and thread.topic:
        own = right or ("" if verb else left)
        return own if thread.topic in own or not own else own + ("" if own in thread.topic else thread.topic)
    if right:
        if verb in ("进行", "开展", "实施") and left and left not in right:
            return left + right
        return f"{act}的{right}" if act and len(right) <= 6 and len(act) > 3 else right
    if left and left not in _GENERIC:
        return left
    if act and number.unit in ("人", "名", "人次", "家", "户", "位") and len(act) > 2:
        return f"{act}的{'单位' if number.unit == '家' else '人员'}"
    return thread.topic or left


def _rate_subject(left: str, right: str, thread: _Thread) -> str:
    noun = left or ""
    if not noun:
        return thread.topic + right if right and right not in thread.topic else thread.topic or right
    if len(noun) <= 6 and thread.topic and noun[:2] not in thread.topic[-4:]:
        return thread.topic + noun
    return noun


def _qualifier(left: str, right: str, number: Number, part: bool, thread: _Thread, so_far: str) -> str:
    found = set()
    if part:
        found.add("part")
    if _CHANGE.search(left.rstrip("了 ")) or number.unit in ("百分点", "倍"):
        found.add("change")
    if number.bound != EXACT and (_TARGET.search(left) or re.match(r"的?[^,]{0,8}(?:标准|要求|目标|比例要求)", right)):
        found.add("threshold")
    if number.unit in ("工作日", "自然日", "天", "日", "小时", "分钟", "个月"):
        found.add("limit")
    if _PLAN.search(left):
        found.add("plan")
    if re.search(r"平均|人均|户均|每人|每个", left):
        found.add("mean")
    if re.search(r"(?:自|从)[^,]{0,12}以来|[□\d]{4}年以来|历年|截至", so_far):
        found.add("cumulative")
    if re.search(r"(?:去年|上年|上一年|同期)(?:的|为|同期)*$", left):
        found.add("prior")
    return "|".join(sorted(found))


def _date(clause: str, so_far: str, thread: _Thread, year: int | None) -> None:
    """A year at the head of a clause holds until the next one."""
    heads = re.findall(
        r"(?:^|[,;:。(])(?:截[至止])?(?:在|于)?((?:19|20)\d\d) ?年(?:度|底|末|全年)?(?!以来|至|[-—~])", so_far
    )
    if heads:
        thread.year = int(heads[-1])
    elif year is not None:
        thread.year = year


def _year(left: str, thread: _Thread) -> int | None:
    if re.search(r"(?:去年|上年|上一年)(?:度)?(?:同期)?(?:的|为|是|全年|共|办结|受理)*$", left) and not re.search(
        "[较比]", left
    ):
        return thread.year - 1 if thread.year else None
    stated = re.search(r"(?:由|从|\()((?:19|20)\d\d)年(?:度)?(?:的|为|同期|[^,]{0,6})?$", left)
    return int(stated[1]) if stated else thread.year
