"""The words before or after a number → their agent, act and noun phrase."""

from __future__ import annotations

import re

from fazhi import lexicon

# Acts whose object is what is counted. The first are verbs in any position; the nominal ones are as often part of a
# noun (矛盾纠纷调解, 案卷评查) and are verbs only at the beginning or end of a clause.
_ACTS = """
组织召开 组织开展 组织举办 共同开展 统筹开展 集中开展 排查受理 排查化解 排查梳理 收集汇总 编制完成 梳理形成 统筹指导
联合化解 成功化解 诉前化解 成功调解 成功调处 调解成功 调处成功 化解成功 整改到位 整改完成 确认违法 责令履行 挂牌督办
行政拘留 备案审查 组织 开展 举办 举行 召开 承办 主办 受理 办理 办结 审结 结案 立案 收到 收取 接收 接到 接待 接受
接听 受案 新收 收案 结转 转结 制定 制订 制发 出台 印发 修订 修改 废止 发布 公布 发放 发出 下发 下达 送达 报送 上报
提交 提请 提出 提供 出具 完成 实现 实施 建成 建立 新建 改建 创建 打造 设立 设置 新增 增设 增编 成立 搭建 组建 构建
整合 建设 布设 建有 设有 配有 现有 共有 拥有 持有 储备 梳理 排查 化解 调处 查处 查办 查获 查纠 查出 查扣 查封 纠正
纠错 发现 移送 抓获 破获 侦破 拘留 吊销 注销 暂扣 没收 收缴 罚没 扣押 取缔 关停 关闭 拆除 责令 约谈 通报 曝光 督办
劝导 警告 处以 罚款 追究 问责 起诉 批捕 培育 培养 选聘 聘请 聘任 选任 选派 配备 配置 配强 吸纳 招录 引进 任命 招募
吸引 抽调 覆盖 惠及 荣获 获得 获评 获批 获 入选 评选 评为 表彰 命名 清理 保留 失效 撤销 维持 变更 驳回 终止 中止
退回 采纳 采用 答复 办复 回复 回函 解答 解决 落实 整改 公开 公示 推送 刊发 刊登 播出 播放 制作 拍摄 编印 编写 编制
编发 承接 下放 取消 调整 赋予 赋权 委托 下沉 划转 收回 纳入 涉及 涉案 进驻 入驻 推出 推行 推动 推进 开通 开设 上线
归集 汇聚 共享 编目 收集 征集 征求 汇总 汇集 采集 认领 发送 挽回 追缴 追回 追偿 减免 免除 节约 节省 兑付 支付 投入
拨付 下拨 募集 减少 增加 压缩 压减 缩减 缩短 下降 上升 增长 提升 提高 降低 报告 汇报 听取 研究 审议 讨论 会商 参加
参与 参训 参考 参会 参演 列席 出席 旁听 聆听 走访 走访调研 选取 抽取 抽查 抽检 评查 出动 出庭 应诉 败诉 胜诉 被诉
述法 签订 签署 签约 结对 派驻 派出 派发 派单 张贴 悬挂 录用 帮助 安置 转移 理赔 突破 达成 委派 委任 登记 注册 核发
颁发 换发 领取 申领 申报 报名 选定 确定 认定 形成 组成 邀请 动员 转办 交办 分流 转送 回访 督导 督促 反馈 牵头 聚集
迁移 上云 对接 解纷 代写 发挥 巩固 宣布 作出 做出 进行 细化 分解 自查 先行先试 决定 审定 备案 报备
合并 撤并 精简 解除 发生 适用 扩大 扩展 担任 竣工 息诉
实行 发表
"""
_NOMINAL_ACTS = """
调研 审查 审核 审理 调解 培训 轮训 宣传 宣讲 检查 检测 监测 监督 评估 评议 考核 督察 督查 巡查 巡察 审计 复议 诉讼
仲裁 公证 鉴定 咨询 处罚 处理 处置 执法 学习 演练 测试 考试 普法 讲座 座谈 观摩 研讨 监管 管理 立法 听证 论证 执行
和解 协商 代理 辩护 防控 治理 服务 保障 援助 救助 救治 帮扶 指导 审批 许可 信访 慰问 学法 用法 提审 会审
"""
# What follows an act and makes it part of a noun (调解组织, 审查意见).
_HEADS = """
组织 机构 委员会 中心 专员 人才 师 官 员 室 站 所 局 办 点 率 力度 效能 通知书 告知书 决定书 建议书 款 金额 所得
比例 比率 帮教 书(?!籍) 量(?!化) 数(?![据字码百千万]) 值(?![班守得])
"""
_NOMINAL_HEADS = """
案件 工作 人员 单位 平台 部门 机关 主体 体系 清单 事项 队伍 领域 活动 会 班 书 权 区 证 类 申请 服务 窗口 渠道 制度
专项 案卷 力量 骨干 项目 课题 对象 报告 成果 场所
"""
_CAUSATIVE = {"帮助", "推动", "推进", "督促", "督导", "组织", "邀请", "动员", "发挥", "牵头", "实现"}
_ATTRIBUTIVE = {"委派", "委托", "委任", "申报", "落实", "被诉", "应诉", "出庭"}
# Nouns that mean nothing without the words before them.
GENERIC = {"案件", "事项", "工作", "活动", "情况", "行政行为", "任务", "件", "人员", "其余", "剩余"}
CHANGED = "增加|增长|减少|下降|上升|提升|提高|降低|压减|压缩|缩短|缩减|压降|精简|增|减|降|升|增幅|降幅|增速"
ATTENDING = re.compile("参加|参与|参训|参考|参会|参演|出席|聆听|报名")
AGENT = re.compile(
    r"(?:全[省市国县区州镇系局]|各级|各地|本[级市区县]|[省市县区州乡镇村]级|[省市区县州旗盟镇乡]|街道|政府|机关|部门|单位|[局委院办处队站团庭]|司法所|组织|"
    r"机构|委员会|中心|人员|系统|窗口|联系点|律师|律所)(?:共|均)?$"
)


def either(words: str) -> str:
    """Join words separated by blanks into an alternation that tries the longest first."""
    return "|".join(sorted(words.split(), key=lambda word: (-len(word), word)))


ACT = re.compile(either(_ACTS))
ANY_ACT = re.compile(either(_ACTS + _NOMINAL_ACTS))
# One act can be read as two (梳理形成), so that without a bound the ways to read them multiply.
_NOTHING_BUT_ACTS = re.compile(f"(?:{ANY_ACT.pattern}|[和并、]){{1,8}}")
_AND_ANY_ACT = re.compile(f"并(?:{ANY_ACT.pattern})")
_NEXT_ACT = re.compile(f"(?:并|和|、|及)?(?P<act>{ACT.pattern})")
_NOMINAL_TAIL = re.compile(f"(?:{either(_NOMINAL_ACTS)})$")
_HEAD = re.compile(either(_HEADS))
_NOMINAL_HEAD = re.compile(either(_HEADS + _NOMINAL_HEADS))
_YEAR = r"(?:19|20)\d\d ?年"
_IN_ORDER = lexicon.either("respectively")
ADVERBS = re.compile(
    rf"^(?:[的了并且还又也再均都含各, ]|应(?![诉急用对答收])当?|截[至止](?:目前|\d{{1,2}}月(?:份|底|末)?)?|目前|"
    rf"现(?=[有共])|今年(?:以来)?|本年度?|全年|年[内初底末]|去年|上年(?:度|同期)?|上一年度?|同期|其中|同时|此外|另外?有?|共计?(?!同)|总计|合计|"
    rf"累计|先后|已经?|新(?=[受办审立申聘接签颁录])|成功(?!率)|依法|及时|主动|积极|全面|深入|扎实|集中|联合(?!国)|统一|持续|常态化|"
    rf"重点(?=[查整审抽])|严格|公开(?=选|招|聘)|直接|专门|正在|尚在|实际|面?向社会|{_IN_ORDER}|每年|经过?(?=[审研和调])|"
    rf"[自从]?{_YEAR}(?:度|以来|底|末|初)?|\d{{1,2}}月(?:份|底|末)?|[上下]半年|第?[一二三四]季度|年度(?=[共累])|创新|不断|动态|有效|"
    rf"切实|力争|争取|确保|按要求|按规定|年均|月均|日均|大力|精准|精心|稳步|高效|顺利|圆满)++"
)
_TIMES = re.compile(
    rf"^(?:[均并,了]|全年|目前|今年以来|年内|其中|同时|截[至止]目前|累计|{_YEAR}度?|\d{{1,2}}月(?:份|底|末)?)++"
)
COPULA = re.compile(
    rf"(?:[由从至到](?:去年|上年|年[初末底]|原来|{_YEAR})度?(?:同期)?的?|达成|达到?|(?<![行作成认])为|是|共计?|共有|总计|合计|累计|约|"
    rf"(?<![人户年月日村平])均(?:为|达到?|已)?|已达|高达|多达|近|仅占?|占|至|(?<![收接])到|由|从|要|{_IN_ORDER}(?:[为是]|达到?)?|计|有|了|"
    rf"保持在|稳定在|控制在|维持在|以|:| )++$"
)
_RATE = re.compile(r"(?:率|度|比例|占比|比重|覆盖面|指数|得分)$")
_LEAD_OF_RATE = re.compile(r"^.*?(?:实现|确保|推动|使|促进)(?=[\u4e00-\u9fff“])")
_HANDLED = re.compile(r"(?:^|[^面])(?:对|针对)(?P<noun>[^,]+?)(?P<verb>进行|开展|实施|作出)了?$")
_SUMMED = re.compile("共(?![同享产青和管])|累计|先后|已(?!决)|全年|年内")
_ACTING = re.compile(
    r"均|已(?!决)|全部|进行|予以|得到|正[在按]|依法|被(?!告)|(?<=.)不予|实际|交由|总体|围绕|"
    r"(?<=[\u4e00-\u9fff])[对向在](?![象口接册校编岗好])(?=[\u4e00-\u9fff])"
)


# Acts of those who are counted, not names of what is counted.
_OWN_ACT = re.compile(f"{ATTENDING.pattern}|{CHANGED}|担任|荣获|获评|获得")
_LIST = re.compile(r"^.*[\u4e00-\u9fff、](?:等各类|等)(?=[\u4e00-\u9fff“]{4,}$)(?!级|工作|事项|情况|内容|活动)")
_EDGES = [
    re.compile(r"^(?:各级|各类|[的了过各等、,: ]|以?及(?!时))+"),
    re.compile(
        rf"^(?:全[省市国县区州镇](?!人大)|各级|各类|我[省市县区州旗镇乡](?!长)|"
        rf"近[一二两三四五六七八九十几\d]+年来?|其中|涉及|本[级市区县]|一批|新的|相关|有关|[市县区州]本级|{_YEAR}度?)+"
    ),
    re.compile(
        rf"(?:等|共计?|累计|约|达到?|近|{_IN_ORDER}|逐[条项一个]|进一步|平均|首次|合计|人民币|"
        r"[年月日人户]均|数量(?=$)|[的了、,: ]|\([^()]*等\)|\((?:含|包括)[^()]*\))+$"
    ),
]


def words_behind(right: str) -> tuple[str, str]:
    """Split the words after a number into its noun phrase and the act after it."""
    right = re.sub(r"^\s*\([^()]*\)", "", right)
    words = re.sub("^(?:的|大关)", "", right.strip(" 、"))
    if not words or re.match(r"\s*(?:[、,)/]|和|及|以及|与|等[,。]|并|至|到)", right):
        return "", ""
    acts = [match.start() for match in _acts(words)]
    if acts[:1] == [0] and ACT.match(words)[0] != words and not _OWN_ACT.match(words):
        acts = acts[1:]
    cut = min([*acts, *(m.start() for m in _ACTING.finditer(words)), len(words)])
    return tidy(words[:cut]), re.sub("^(?:均|已|全部|正在|依法|实际|了)+", "", words[cut:])


def words_before(left: str, rate: bool) -> tuple[str, str, str]:
    """Split the words before a number into agent, verb and noun."""
    left = re.sub(r"^.*其中[,:]?", "", left.strip(" 、"))
    handled = _HANDLED.search(left)
    if handled:
        return left[: handled.start()], handled["verb"], tidy(handled["noun"])
    left = re.sub("^.*拟(?!定)", "", COPULA.sub("", left))
    if rate and _RATE.search(left):
        return "", "", tidy(_LEAD_OF_RATE.sub("", _TIMES.sub("", left)))
    for mark in reversed(list(_SUMMED.finditer(left))):
        words = ADVERBS.sub("", left[mark.end() :])
        verb = _act_at_head(words)
        if verb:
            return left[: mark.start()], *_verb_and_noun(words, verb)
    return _predicate(ADVERBS.sub("", left))


def _predicate(words: str) -> tuple[str, str, str]:
    """Split a clause without adverbs at its verb: at the start, else the first act, else a nominal act at the end."""
    verb = _act_at_head(words)
    if verb:
        return "", *_verb_and_noun(words, verb)
    acts = _acts(words)
    if acts:
        agent, rest = words[: acts[0].start()], words[acts[0].start() :]
        verb, noun = _verb_and_noun(rest, acts[0][0])
        if noun in GENERIC and agent:
            return "", "", tidy(words)
        if noun or AGENT.search(agent) or re.match("经|由|依法", agent):
            return agent, verb, noun
        return "", verb, tidy(re.sub("^[对将把向]|(?:依法|自行|已|经|被)$", "", agent))
    return _nominal_predicate(words)


def _nominal_predicate(words: str) -> tuple[str, str, str]:
    """Split a clause whose act could be a noun: after an agent, or at the end."""
    for nominal in ANY_ACT.finditer(hide_names(words)):
        agent = words[: nominal.start()]
        verb, noun = _verb_and_noun(words[nominal.start() :], nominal[0])
        if noun and AGENT.search(agent) and _is_act(words, nominal, _NOMINAL_HEAD):
            return agent, verb, noun
    tail = _NOMINAL_TAIL.search(words)
    if tail and tail.start() and AGENT.search(words[: tail.start()]):
        return words[: tail.start()], tail[0], ""
    return "", "", tidy(re.sub("^[对将把]", "", words))


def _act_at_head(words: str) -> str:
    strong, nominal = ACT.match(words), ANY_ACT.match(words)
    if strong and _is_act(words, strong, _HEAD):
        return strong[0]
    return nominal[0] if nominal and not strong and _is_act(words, nominal, _NOMINAL_HEAD) else ""


def _verb_and_noun(words: str, verb: str) -> tuple[str, str]:
    """Take consecutive verbs as one act (制定并公开, 和解调解结案); after a causative the next act counts."""
    rest = words[len(verb) :]
    if verb in _CAUSATIVE:
        later = [m for m in _acts(rest) if m.start() and m.end() < len(rest)]
        if later and "的" not in rest:
            return _verb_and_noun(rest[later[0].start() :], later[0][0])
    if verb in _NOMINAL_ACTS.split() and _NOTHING_BUT_ACTS.fullmatch(rest):
        return verb + rest, ""
    if joined := _AND_ANY_ACT.match(rest):
        verb, rest = verb + joined[0], rest[joined.end() :]
    while (more := _NEXT_ACT.match(rest)) and more["act"] not in _ATTRIBUTIVE and _is_act(rest, more, _HEAD):
        verb, rest = verb + more[0], rest[more.end() :]
    return verb, tidy(rest)


def _acts(words: str) -> list[re.Match]:
    return [match for match in ACT.finditer(hide_names(words)) if _is_act(words, match, _HEAD)]


def _is_act(words: str, match: re.Match, heads: re.Pattern) -> bool:
    """Tell a verb from part of a noun or of a relative clause (存在瑕疵的)."""
    return not heads.match(words, match.end()) and not words.startswith("的", match.end())


def first_act(words: str) -> str:
    """Return the first act in the words, or ""."""
    found = ANY_ACT.search(words)
    return found[0] if found else ""


def hide_names(words: str) -> str:
    """Mask quotes and titles, in which verbs are part of names."""
    return re.sub('“[^”]*”|《[^》]*》|"[^"]*"', lambda m: "□" * len(m[0]), words)


def tidy(noun: str) -> str:
    """Clean up a noun phrase: remove adverbs, the region and the list before 等."""
    noun = _LIST.sub("", noun)
    for edge in _EDGES:
        noun = edge.sub("", noun)
    return noun.strip()
