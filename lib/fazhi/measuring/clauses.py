"""A sentence with its numbers → for each number what is counted, the act or state, whose it is and of which year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi.measuring.numerals import EXACT, TIME_UNITS, Number

# Acts that take what is counted as their object. The first are verbs wherever they stand; the nominal ones are as often
# part of a noun (矛盾纠纷调解, 案卷评查) and are verbs only at the head or the tail of a clause.
_ACTS = """
组织召开 组织开展 组织举办 共同开展 统筹开展 集中开展 排查受理 排查化解 排查梳理 收集汇总 编制完成 梳理形成 统筹指导 联合化解
成功化解 诉前化解 成功调解 成功调处 调解成功 调处成功 化解成功 整改到位 整改完成 确认违法 责令履行 挂牌督办 行政拘留 备案审查
组织 开展 举办 举行 召开 承办 主办 受理 办理 办结 审结 结案 立案 收到 收取 接收 接到 接待 接受 接听 受案 新收 收案 结转 转结
制定 制订 制发 出台 印发 修订 修改 废止 发布 公布 发放 发出 下发 下达 送达 报送 上报 提交 提请 提出 提供 出具 完成 实现 实施
建成 建立 新建 改建 创建 打造 设立 设置 新增 增设 增编 成立 搭建 组建 构建 整合 建设 布设 建有 设有 配有 现有 共有 拥有 持有 储备
梳理 排查 化解 调处 查处 查办 查获 查纠 查出 查扣 查封 纠正 纠错 发现 移送 抓获 破获 侦破 拘留 吊销 注销 暂扣 没收 收缴 罚没
扣押 取缔 关停 关闭 拆除 责令 约谈 通报 曝光 督办 劝导 警告 处以 罚款 追究 问责 起诉 批捕
培育 培养 选聘 聘请 聘任 选任 选派 配备 配置 配强 吸纳 招录 引进 任命 招募 吸引 抽调 覆盖 惠及 荣获 获得 获评 获批 获 入选
评选 评为 表彰 命名 清理 保留 失效 撤销 维持 变更 驳回 终止 中止 退回 采纳 采用 答复 办复 回复 回函 解答 解决 落实 整改 公开 公示
推送 刊发 刊登 播出 播放 制作 拍摄 编印 编写 编制 编发 承接 下放 取消 调整 赋予 赋权 委托 下沉 划转 收回 纳入 涉及 涉案 进驻 入驻
推出 推行 推动 推进 开通 开设 上线 归集 汇聚 共享 编目 收集 征集 征求 汇总 汇集 采集 认领 发送 挽回 追缴 追回 追偿 减免 免除
节约 节省 兑付 支付 投入 拨付 下拨 募集 减少 增加 压缩 压减 缩减 缩短 下降 上升 增长 提升 提高 降低
报告 汇报 听取 研究 审议 讨论 会商 参加 参与 参训 参考 参会 参演 列席 出席 旁听 聆听 走访 调研 选取 抽取 抽查 抽检 评查 出动
出庭 应诉 败诉 胜诉 被诉 述法 签订 签署 签约 结对 派驻 派出 派发 派单 张贴 悬挂 录用 帮助 安置 转移 理赔 突破 达成
委派 委任 登记 注册 核发 颁发 换发 领取 申领 申报 报名 选定 确定 认定 形成 组成 邀请 动员 转办 交办 分流 转送 回访 督导 督促 反馈
牵头 聚集 迁移 上云 对接 解纷 代写 发挥 巩固 宣布 作出 做出 自查 先行先试 决定 审定 备案 报备
"""
_NOMINAL_ACTS = """
审查 审核 审理 调解 培训 轮训 宣传 宣讲 检查 检测 监测 监督 评估 评议 考核 督察 督查 巡查 巡察 审计 复议 诉讼 仲裁 公证 鉴定 咨询
处罚 处理 处置 执法 学习 演练 测试 考试 普法 讲座 座谈 观摩 研讨 监管 管理 立法 听证 论证 执行 和解 协商 代理 辩护 防控 治理
服务 保障 援助 救助 救治 帮扶 指导 审批 许可 信访 慰问 学法 用法 提审 会审
"""
# What follows an act and makes it part of a noun (调解组织, 审查意见).
_HEADS = (
    "组织|机构|委员会|中心|专员|人才|师|官|员|室|站|所|局|办|点|率|力度|效能|通知书|告知书|决定书|建议书|款|金额|所得"
)
_NOMINAL_HEADS = f"{_HEADS}|案件|工作|人员|单位|平台|部门|机关|主体|体系|清单|事项|队伍|领域|活动|会|班|书|权|区|证|类|申请|服务|窗口|渠道|制度|专项|案卷|力量|骨干"
_CAUSATIVE = {"帮助", "推动", "推进", "督促", "督导", "组织", "邀请", "动员", "发挥", "牵头", "实现"}
_ATTRIBUTIVE = {"委派", "委托", "委任", "申报", "落实", "被诉", "应诉", "出庭"}
_TAKES_PART = re.compile("参加|参与|参训|参考|参会|参演|出席|聆听|报名")


def _either(words: str) -> str:
    return "|".join(sorted(words.split(), key=lambda word: (-len(word), word)))


_ACT = re.compile(_either(_ACTS))
_ANY_ACT = re.compile(_either(_ACTS + _NOMINAL_ACTS))
_NOMINAL_TAIL = re.compile(f"(?:{_either(_NOMINAL_ACTS)})$")
_HEAD = re.compile(_HEADS)
_NOMINAL_HEAD = re.compile(_NOMINAL_HEADS)
_ADVERBS = re.compile(
    r"^(?:[的了并且还又也再均都含各, ]|应(?!诉|急|用|对|答|收)当?|截[至止](?:目前|\d{1,2}月(?:份|底|末)?)?|目前|现(?=[有共])|今年(?:以来)?|本年度?|全年|年[内初底末]|去年|"
    r"上年(?:度|同期)?|上一年度?|同期|其中|同时|此外|另外?|共计?(?!同)|总计|合计|累计|先后|已经?|新(?=[受办审立申聘])|成功(?!率)|依法|及时|主动|积极|"
    r"全面|深入|扎实|集中|联合(?!国)|统一|持续|常态化|重点(?=[查整审抽])|严格|公开(?=选|招|聘)|直接|专门|正在|尚在|实际|应当|面?向社会|分别|每年|经过?(?=[审研和调])|"
    r"(?:19|20)\d\d ?年(?:度|以来|底|末|初)?|\d{1,2}月(?:份|底|末)?|[上下]半年|第?[一二三四]季度|年度(?=[共累])|创新|不断|有效|切实|大力|精准|精心|稳步|高效|顺利|圆满)+"
)
_TIMES = re.compile(
    r"^(?:[均并,了]|全年|目前|今年以来|年内|其中|同时|截[至止]目前|累计|(?:19|20)\d\d ?年度?|\d{1,2}月(?:份|底|末)?)+"
)
_COPULA = re.compile(
    r"(?:[由从](?:去年|上年|(?:19|20)\d\d ?年)度?(?:同期)?的?|达到?|为|是|共计?|共有|总计|合计|累计|约|均(?:为|达到?|已)?|已达|高达|多达|近|仅占?|占|占比(?=为|达|仅)|至|到|分别(?:为|达到?)?|计|有|了|"
    r"保持在|稳定在|控制在|维持在|达成|以|:| )+$"
)
_RATE = re.compile(r"(?:率|度|比例|占比|比重|覆盖面|指数|得分)$")
_RATE_WORD = re.compile(
    r"(?:[按准及]时|按期|整改|调解|调处|化解|网上|直接|一次|当场)?(?:[\u4e00-\u9fff]{2}|“[^”]+”|网上可办|全程网办|最多跑一次)(?:率|度|比例|占比)$"
)
_LEAD_OF_RATE = re.compile(r"^.*?(?:实现|确保|推动|使|促进)(?=[\u4e00-\u9fff“])")
_CHANGED = "增加|增长|减少|下降|上升|提升|提高|降低|压减|压缩|缩短|缩减|压降|增|减|降|升|增幅|降幅|增速"
_CHANGE = re.compile(
    rf"(?:同比|环比|较|比|相比).{{0,16}}?(?:{_CHANGED}|多|少)[了近约:]*$|(?:{_CHANGED})了?$|(?:增幅|降幅|增速)(?:为|达到?)?$"
)
_CHANGE_VERB = re.compile(rf"(?:同比|环比)?(?:{_CHANGED})|[多少](?=[了近约]*$)")
_NORM = re.compile(r"标准|要求|目标|不得|应当?达|确保|须|必须|每人每年|每年(?=不|至)|规定(?:的)?$|接受")
_PLAN = re.compile(r"拟(?!定)|计划(?!生育)|力争|预计|下一步|争取|(?<![\u4e00-\u9fff])将(?!军)")
_PRIOR = re.compile(r"(?:去年|上年|上一年)度?(?:同期)?(?:的|为|是|全年|共|办结|受理|收到)*$")
_GENERIC = {"案件", "事项", "工作", "活动", "情况", "行政行为", "任务", "件", "人员"}
_PERSONS = {"人", "名", "人次", "位"}
_AGENT = re.compile(
    r"(?:全[省市国县区州镇系局]|各级|各地|本[级市区县]|[省市区县州旗盟镇乡]|街道|政府|机关|部门|单位|[局委院办处队站团庭]|司法所|组织|机构|委员会|中心|人员|"
    r"系统|窗口|联系点|律师)(?:共|均)?$"
)
_BODY = re.compile(
    r"[^,、的对向由在和为]{1,14}?(?:法院|检察院|公证处|[\u4e00-\u9fff]{1,8}局|司法所|中心(?!组)|仲裁委|复议办|委员会|街道(?:办事处)?|联系点|窗口|纪委监委|纪委|两院|"
    r"中心组|[市县区州省]级部门)"
)


@dataclass
class Meaning:
    """What a number is about; a field is "" where the text does not say.

    `start` and `end` are the span of the number's clause in the sentence.
    """

    subject: str
    verb: str
    scope: str
    qualifier: str
    year: int | None
    start: int
    end: int


@dataclass(frozen=True)
class _Place:
    """Where a number stands: the words around it."""

    number: Number
    start: int
    end: int
    so_far: str  # the sentence before the number
    lead: str  # the clause before the number
    left: str  # what of it comes after the number before
    right: str  # what follows, up to the next number or the end of the clause
    after: str  # what follows, up to the end of the clause
    listed: bool  # joined to the number before by 、


@dataclass
class _Thread:
    """What a sentence has spoken of so far: dropped subjects and verbs are taken from here."""

    year: int | None
    topic: str = ""
    verb: str = ""
    scope: str = ""
    noun_behind: str = ""
    part: bool = False


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
        One a number. subject: the noun phrase that is counted, from behind the number, else from before it, else what
        the sentence counted last. verb: the act or state, "" for rates. scope: the body or place before the verb.
        qualifier: see `fazhi.measuring.quantities.quantities`. year: None where nothing is known.
    """
    thread = _Thread(year)
    return [_meaning(place, thread) for place in _places(sentence, found)]


def _places(sentence: str, found: list[Number]) -> list[_Place]:
    shielded = _shield(sentence)
    places = []
    for i, number in enumerate(found):
        before = found[i - 1].end if i else 0
        after = found[i + 1].start if i + 1 < len(found) else len(sentence)
        start = max([m.end() for m in re.finditer(r"[,;:。!?()]", shielded[: number.start])], default=0)
        boundary = re.compile(r"[,;:。!?()]").search(shielded, number.end)
        end = boundary.start() if boundary else len(sentence)
        right = sentence[number.end : min(end, after)]
        if after <= end:
            right = re.sub(r"(?:[、,]|以?及|和|与|并|其?中|共计?|约|近|等)+$", "", right)
        words = (sentence[: number.start], sentence[start : number.start], sentence[max(start, before) : number.start])
        listed = bool(i) and bool(re.match("[、和及]", sentence[before:])) and before >= start
        places.append(_Place(number, start, end, *words, right, sentence[number.end : end], listed))
    return places


def _shield(sentence: str) -> str:
    """Punctuation inside titles, quotes and number-free brackets is no clause boundary."""
    soften = lambda match: re.sub("[,;:!?。()]", "·", match[0])  # noqa: E731
    sentence = re.sub('《[^》]*》|“[^”]*”|"[^"]*"', soften, sentence)
    return re.sub(r"\([^()\d,;:]{1,24}\)", soften, sentence)


def _meaning(place: _Place, thread: _Thread) -> Meaning:
    rate = place.number.unit in ("%", "‰")
    _follow_years(place, thread)
    behind = _behind(place.right)
    agent, verb, noun = _before(_own(place, thread), rate)
    thread.scope = _scope(agent) or thread.scope
    thread.part = "其中" in place.lead or (thread.part and place.listed)
    qualifier = _qualifier(place, thread.part)
    if "change" in qualifier:
        subject, verb = behind[0] or thread.topic or noun, _change_verb(place.lead)
    else:
        subject = (
            _rate_subject(noun, behind[0], thread) if rate else _subject(place, (agent, verb, noun), behind, thread)
        )
        verb = "" if rate else verb or _first_act(behind[1]) or thread.verb
        _follow_topic(subject, verb, rate, thread)
    thread.noun_behind = behind[0]
    return Meaning(subject, verb, thread.scope, qualifier, _year(place, thread), place.start, place.end)


def _own(place: _Place, thread: _Thread) -> str:
    """Leave out the noun that belongs to the number before."""
    left = place.left.lstrip(" 、")
    if place.left != place.lead and thread.noun_behind:
        left = left.removeprefix("的").removeprefix(thread.noun_behind)
    return re.sub(r"^(?:[、和及与, ]|以及)+", "", left)


def _behind(right: str) -> tuple[str, str]:
    """Split what follows the number into its noun phrase and the act after it."""
    words = right.strip(" 、").removeprefix("的")
    if not words or re.match(r"\s*(?:[、,)]|和|及|以及|与|等[,。]|并|至|到)", right):
        return "", ""
    acts = [m.start() for m in _ACT.finditer(_hide_names(words)) if _is_act(words, m, _HEAD)]
    marks = re.finditer(
        r"(?:均|已(?!决)|全部|进行|予以|得到|正在|依法|被(?!告)|(?<=.)不予|实际|交由)|(?<=[\u4e00-\u9fff])[对向在](?=[\u4e00-\u9fff])",
        words,
    )
    cut = min([*acts, *(m.start() for m in marks), len(words)])
    return _tidy(words[:cut]), re.sub("^(?:均|已|全部|正在|依法|实际|了)+", "", words[cut:])


def _before(left: str, rate: bool) -> tuple[str, str, str]:
    """Split what stands before the number into agent, verb and noun."""
    left = re.sub(r"^.*其中[,:]?", "", left.strip(" 、"))
    handled = re.search(r"(?:^|[^面])(?:对|针对)(?P<noun>[^,]+?)(?P<verb>进行|开展|实施|作出)了?$", left)
    if handled:
        return left[: handled.start()], handled["verb"], _tidy(handled["noun"])
    left = _COPULA.sub("", left)
    if rate and _RATE.search(left):
        return "", "", _tidy(_LEAD_OF_RATE.sub("", _TIMES.sub("", left)))
    for mark in reversed(list(re.finditer("共(?![同享产青和管])|累计|先后|已(?!决)|全年|年内", left))):
        words = _ADVERBS.sub("", left[mark.end() :])
        verb = _act_at_head(words)
        if verb:
            return left[: mark.start()], *_verb_and_noun(words, verb)
    return _predicate(_ADVERBS.sub("", left))


def _predicate(words: str) -> tuple[str, str, str]:
    """Split a clause without adverbs at its verb: at the head, else the first act, else a nominal act at the tail."""
    verb = _act_at_head(words)
    if verb:
        return "", *_verb_and_noun(words, verb)
    acts = [m for m in _ACT.finditer(_hide_names(words)) if _is_act(words, m, _HEAD)]
    if acts:
        agent, rest = words[: acts[0].start()], words[acts[0].start() :]
        verb, noun = _verb_and_noun(rest, acts[0][0])
        if noun in _GENERIC and agent:
            return "", "", _tidy(words)
        if noun or _AGENT.search(agent) or re.match("经|由|依法", agent):
            return agent, verb, noun
        return "", verb, _tidy(re.sub("^[对将把向]|(?:依法|自行|已|经)$", "", agent))
    tail = _NOMINAL_TAIL.search(words)
    if tail and tail.start() and _AGENT.search(words[: tail.start()]):
        return words[: tail.start()], tail[0], ""
    return "", "", _tidy(re.sub("^[对将把]", "", words))


def _act_at_head(words: str) -> str:
    strong, nominal = _ACT.match(words), _ANY_ACT.match(words)
    if strong and _is_act(words, strong, _HEAD):
        return strong[0]
    return nominal[0] if nominal and not strong and _is_act(words, nominal, _NOMINAL_HEAD) else ""


def _verb_and_noun(words: str, verb: str) -> tuple[str, str]:
    """Take verbs in a row as one act (制定并公开, 和解调解结案); behind a causative the next act counts."""
    rest = words[len(verb) :]
    if verb in _CAUSATIVE:
        later = [
            m for m in _ACT.finditer(_hide_names(rest)) if m.start() and m.end() < len(rest) and _is_act(rest, m, _HEAD)
        ]
        if later and "的" not in rest:
            return _verb_and_noun(rest[later[0].start() :], later[0][0])
    if verb in _NOMINAL_ACTS.split() and re.fullmatch(f"(?:{_ANY_ACT.pattern}|[和并、])+", rest):
        return verb + rest, ""
    while (
        (more := re.match(f"(?:并|和|、|及)?(?P<act>{_ACT.pattern})", rest))
        and more["act"] not in _ATTRIBUTIVE
        and _is_act(rest, more, _HEAD)
    ):
        verb, rest = verb + more[0], rest[more.end() :]
    return verb, _tidy(rest)


def _is_act(words: str, match: re.Match, heads: re.Pattern) -> bool:
    """Tell a verb from a part of a noun or of a clause before a noun (存在瑕疵的)."""
    return not heads.match(words, match.end()) and not words.startswith("的", match.end())


def _first_act(words: str) -> str:
    found = _ANY_ACT.search(words)
    return found[0] if found else ""


def _hide_names(words: str) -> str:
    """Verbs inside quotes and titles are names."""
    return re.sub('“[^”]*”|《[^》]*》|"[^"]*"', lambda m: "□" * len(m[0]), words)


def _tidy(noun: str) -> str:
    """Let a noun phrase stand alone."""
    noun = re.sub(
        r"^.*[\u4e00-\u9fff、](?:等各类|等)(?=[\u4e00-\u9fff“]{4,}$)(?!级|工作|事项|情况|内容|活动)", "", noun
    )
    noun = re.sub(r"^(?:[的了过各等、,: ]|以?及(?!时))+", "", noun)
    noun = re.sub(
        r"^(?:全[省市国县区州镇](?!人大)|各级|各类|其中|涉及|本[级市区县]|一批|新的|相关|有关|[市县区州]本级|(?:19|20)\d\d ?年度?)+",
        "",
        noun,
    )
    noun = re.sub(r"(?:等|共计?|累计|约|达到?|近|分别|数量(?=$)|[的了、,: ])+$", "", noun)
    return noun.strip()


def _scope(agent: str) -> str:
    bodies = _BODY.findall(_ADVERBS.sub("", agent))
    return bodies[-1] if bodies else ""


def _subject(place: _Place, before: tuple[str, str, str], behind: tuple[str, str], thread: _Thread) -> str:
    """Decide what is counted: the noun behind the number, that before it, or what was counted last."""
    (agent, verb, noun), (noun_behind, act_behind) = before, behind
    attending = _TAKES_PART.match(act_behind) or _TAKES_PART.match(verb)
    if (
        place.number.unit in _PERSONS
        and attending
        and noun_behind in ("", "人")
        and (noun in _GENERIC or _AGENT.search(noun) or not noun)
    ):
        return f"{thread.topic}{attending[0]}人员"
    if thread.part and thread.topic:
        own = noun_behind or ("" if verb else noun)
        return own + thread.topic if 0 < len(own) <= 2 else own or thread.topic
    if noun_behind:
        return _behind_subject(verb, noun, noun_behind, act_behind)
    if "平均" in place.left:
        return _tidy(_ADVERBS.sub("", _COPULA.sub("", place.left)))
    if noun and noun not in _GENERIC:
        return f"{_group(agent)}{noun}" if len(noun) <= 4 else noun
    return (
        thread.topic
        or noun
        or (f"{act_behind}的{'人员' if place.number.unit in _PERSONS else '单位'}" if act_behind else "")
    )


def _behind_subject(verb: str, noun: str, noun_behind: str, act_behind: str) -> str:
    """Name the noun behind the number by what is done to it or by it (配备法律顾问的社区)."""
    if verb in ("进行", "开展", "实施", "作出") and noun and noun not in noun_behind:
        return noun + noun_behind
    act = _ACT.match(act_behind)
    says_more = act and 3 < len(act_behind) <= 40 and "、" not in _hide_names(act_behind) and act[0] != "涉及"
    return f"{act_behind}的{noun_behind}" if says_more and len(noun_behind) <= 6 else noun_behind


def _group(agent: str) -> str:
    """Study sessions belong to their group, which makes them what they are."""
    found = re.search(r"(?:[^,、]*\([^)]*\))?[^,、()]*(?:中心组|党组)$", _ADVERBS.sub("", agent))
    return _tidy(found[0]) if found else ""


def _rate_subject(noun: str, noun_behind: str, thread: _Thread) -> str:
    """A bare rate is that of what was counted last (办结率 → 政协提案办结率)."""
    if noun_behind.startswith("全覆盖") or (noun_behind == "" and noun == ""):
        return f"{noun}覆盖率" if noun_behind else thread.topic
    if not noun:
        return noun_behind
    bare = len(noun) <= 6 and thread.topic and noun[:2] not in thread.topic
    return thread.topic + noun if bare else noun


def _follow_topic(subject: str, verb: str, rate: bool, thread: _Thread) -> None:
    if rate:
        thread.topic = _RATE_WORD.sub("", subject) or thread.topic
    elif not thread.part:
        thread.topic, thread.verb = subject or thread.topic, verb or thread.verb


def _qualifier(place: _Place, part: bool) -> str:
    unit, lead = place.number.unit, place.lead.rstrip("了 ")
    norm = _NORM.search(lead) or re.match(r"的?[^,]{0,8}(?:标准|要求|目标)", place.after)
    holds = {
        "part": part,
        "change": bool(_CHANGE.search(lead)) or unit == "百分点",
        "threshold": place.number.bound != EXACT and bool(norm),
        "limit": unit in TIME_UNITS,
        "plan": bool(_PLAN.search(lead)),
        "mean": bool(re.search(r"平均|人均|户均|每人|每个|每村", lead)),
        "cumulative": bool(re.search(r"(?:自|从)[^,]{0,14}以来|年以来|历年|历次", place.so_far)),
        "prior": bool(_PRIOR.search(place.lead)),
    }
    return "|".join(sorted(name for name, true in holds.items() if true))


def _change_verb(lead: str) -> str:
    found = _CHANGE_VERB.findall(lead.rstrip("了 约近"))
    return found[-1] if found else ""


def _follow_years(place: _Place, thread: _Thread) -> None:
    """A year at the head of a clause holds until the next one."""
    heads = re.findall(
        r"(?:^|[,;:。(])(?:截[至止]|在|于)?((?:19|20)\d\d) ?年(?:度|底|末|全年)?(?!以来|至|[-—~])", place.so_far
    )
    if heads:
        thread.year = int(heads[-1])


def _year(place: _Place, thread: _Thread) -> int | None:
    if _PRIOR.search(place.lead) and not re.search("[较比]", place.lead):
        return thread.year - 1 if thread.year else None
    stated = re.search(r"(?:由|从|\()((?:19|20)\d\d)年(?:度)?(?:的|为|同期|[^,]{0,6})?$", place.lead)
    return int(stated[1]) if stated else thread.year
