"""A sentence with its numbers → for each number what is counted, the act or state, the scope and the year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fazhi.lexicon import either
from fazhi.measuring.quantities.context import Place, places
from fazhi.measuring.quantities.noun_phrases import (
    ACT,
    ADVERBS,
    AGENT,
    ATTENDING,
    CHANGED,
    COPULA,
    GENERIC,
    first_act,
    hide_names,
    tidy,
    words_before,
    words_behind,
)
from fazhi.measuring.quantities.numerals import EXACT, TIME_UNITS, Number

_BARE_RATES = re.compile("(?:[^、和及与]++[、和及与]?)++(?<=[率度例比限])|.{1,6}")
_RATE_WORD = re.compile(
    r"(?:[按准及]时|按期|整改|调解|调处|化解|网上|直接|一次|当场)?(?:[\u4e00-\u9fff]{2}|“[^”]+”|网上可办|全程网办)[率度]$|的?(?:比例|占比)$"
)
_CHANGE = re.compile(
    rf"(?:同比|环比|较|比|相比).{{0,16}}?(?:{CHANGED}|多|少)[了近约:]*$|(?:{CHANGED})了?$|(?:增幅|降幅|增速)(?:为|达到?)?$"
)
_CHANGE_VERB = re.compile(rf"(?:同比|环比)?(?:{CHANGED})|[多少](?=[了近约]*$)")
_NORM = re.compile(r"标准|要求|目标|不得|应当?达|确保|须|必须|每人每年|每年(?=不|至)|规定(?:的)?$|每[^,;]{1,10}接受")
_PLAN = re.compile(
    r"(?<![对将就查核])拟(?!定|[^,;]{1,10}的)|(?:^|[,年月底还并已])计划(?!生育)|力争|预计|下一步|争取(?=[^,]{0,6}(?:达到|实现|完成|[年月底]))"
)
# Applies to what follows, up to an existing figure: 力争到明年底,甲率达到…,乙率达到…; 力争达到…,目前有….
_AIM = re.compile("(?:^|[,;])力争(?:(?!目前|现有|已[有达建]|截[至止])[^;])*$")
_PRIOR = re.compile(
    r"(?:去年|上年|上一年)度?(?:同期)?(?:的|为|是|全年|共|办结|受理|收到)*$|[较比](?:19|20)\d\d年(?:度|同期|底|末)*的?$"
)
_NOW = re.compile(f"[,;](?:{either('now_words')}|今年|本年)")
_STATED = re.compile(r"(?:[由从(]((?:19|20)\d\d)年[^,;。()]{0,6}|[较比]((?:19|20)\d\d)年(?:度|同期|底|末)*的?)$")
_COMPARED = re.compile(r"(?:同比|环比|与?(?:(?<!占)比(?![例率重])|较(?![大多好高低少重]))).*$|[增降]幅$|增速$")
_LEVEL = re.compile("(?:国家|[省市州县区旗乡镇村])级|[省市州县区]本级|[Ⅰ-Ⅳ]级")
_OUTCOME = re.compile("(?:已|未|尚未|基本|继续|现行|全部|如期)*(?:有效|达标|完工|开工|生效|合格|优秀|良好)")
_IN_ORDER = re.compile(either("respectively"))
_EVENTS = {"次", "场", "场次", "轮", "期", "批次"}
_PERSONS = {"人", "名", "人次", "位"}
_COURTS = either("bodies_court", "bodies_procuratorate")
_BODY = re.compile(
    rf"[^,、的对向由在和为]{{1,14}}?(?:{_COURTS}|公证处|[\u4e00-\u9fff]{{1,8}}局|司法所|中心(?!组)|仲裁委|复议办|委员会|"
    r"街道(?:办事处)?|联系点|窗口|纪委监委|纪委|中心组|[市县区州省]级部门)"
)


@dataclass
class Meaning:
    """What a number is about; a field is "" if the text does not say.

    `start` and `end` are the span of the number's clause in the sentence.
    """

    subject: str
    verb: str
    scope: str
    qualifier: str
    year: int | None
    start: int
    end: int


@dataclass
class _Thread:
    """What a sentence has mentioned so far, from which omitted subjects and verbs are filled in."""

    report_year: int | None
    year: int | None  # from the latest clause that names one
    topic: str = ""
    told: list[str] = field(default_factory=list)  # all subjects, including those of rates and parts
    shares: list[str] = field(default_factory=list)  # what the numbers of the current row belong to, one each
    unit: str = ""
    alike: str = ""  # everything counted last in a row with the same act and unit
    verb: str = ""
    scope: str = ""
    noun_behind: str = ""
    part: bool = False
    changing: bool = False


def meanings(sentence: str, found: list[Number], year: int | None) -> list[Meaning]:
    """Determine what each number of a sentence is about.

    Parameters
    ----------
    sentence : str
        One folded sentence.
    found : list of Number
        Its numbers, with offsets in `sentence`.
    year : int or None
        The reporting year.

    Returns
    -------
    list of Meaning
        One per number. subject: the noun phrase that is counted, from after the number, else from before it, else what
        the sentence counted last. verb: the act or state, "" for rates. scope: the body or place before the verb.
        qualifier: see `fazhi.measuring.quantities.extraction.quantities`. year: None if unknown.
    """
    thread = _Thread(year, year)
    return [_meaning(place, thread) for place in places(sentence, found)]


def _meaning(place: Place, thread: _Thread) -> Meaning:
    rate = place.number.unit in ("%", "‰")
    _follow_years(place, thread)
    behind = words_behind(place.right)
    agent, verb, noun = words_before(_own(place, thread), rate)
    thread.scope = _scope(agent) if ADVERBS.sub("", agent) else thread.scope
    thread.part = "其中" in place.lead or (thread.part and place.listed)
    qualifier = _qualifier(place, thread)
    noun = tidy(_COMPARED.sub("", noun)) if re.search("change|prior", qualifier) else noun
    noun = "" if _OUTCOME.fullmatch(noun) and thread.topic else noun
    if "change" in qualifier:
        subject, verb = behind[0] or noun or "".join(thread.told[-1:]), _change_verb(place.lead)
    else:
        subject = (
            _rate_subject(noun, behind[0], place.lead, thread)
            if rate
            else _subject(place, (agent, verb, noun), behind, thread)
        )
        act = verb or first_act(behind[1])
        compared = "prior" in qualifier and re.fullmatch(CHANGED, act)  # 较上年的45件下降: still of what was accepted
        verb = "" if rate else thread.verb if compared else act or thread.verb
    subject = _share(subject or _said_before(place), place, thread)
    if "change" not in qualifier:
        _follow_topic(subject, verb, place.number.unit, thread)
    thread.noun_behind, thread.changing = behind[0], "change" in qualifier
    thread.told.append(subject)
    return Meaning(subject, verb, thread.scope, qualifier, _year(place, thread), place.start, place.end)


def _own(place: Place, thread: _Thread) -> str:
    """Remove the noun that belongs to the previous number."""
    left = place.left.lstrip(" 、")
    if place.left != place.lead and thread.noun_behind:
        left = left.removeprefix("的").removeprefix(thread.noun_behind)
    return re.sub(r"^(?:[、和及与, ]|以及)+", "", left)


def _said_before(place: Place) -> str:
    """Return the noun of the previous clause, for a clause without one (证明事项继续精简,比上年减少3项)."""
    clause = re.split("[,;:]", place.so_far.removesuffix(place.lead).rstrip(",;: "))[-1]
    return words_before(clause, False)[2]


def _share(subject: str, place: Place, thread: _Thread) -> str:
    """Assign to each number of a row its own one of the things listed together (甲、乙分别为3件和5件)."""
    nth, size = place.row
    if nth == 0:
        named = re.split("[、和及与]", subject)
        told = thread.told[-size:] if subject in thread.told[-1:] else []
        together = named if len(named) == size else told
        thread.shares = together if _IN_ORDER.search(place.lead) and len(together) == size else []
    return thread.shares[nth] if thread.shares else subject


def _scope(agent: str) -> str:
    bodies = _BODY.findall(ADVERBS.sub("", agent))
    return bodies[-1] if bodies else ""


def _subject(place: Place, before: tuple[str, str, str], behind: tuple[str, str], thread: _Thread) -> str:
    """Decide what is counted: the noun after the number, the one before it, or what was counted last."""
    (agent, verb, noun), (noun_behind, act_behind) = before, behind
    attending = ATTENDING.match(act_behind) or ATTENDING.match(verb)
    if (
        place.number.unit in _PERSONS
        and attending
        and noun_behind in ("", "人")
        and (noun in GENERIC or AGENT.search(noun) or not noun)
    ):
        return f"{thread.topic}{attending[0]}人员"
    if thread.part and thread.topic:
        own = noun_behind or ("" if verb else noun)
        return own + thread.topic if 0 < len(own) <= 2 else own or thread.topic
    if noun_behind and place.number.unit in _EVENTS and ACT.fullmatch(act_behind):
        noun_behind, act_behind = noun_behind + act_behind, ""
    if noun_behind:
        return _behind_subject(verb, noun, noun_behind, act_behind)
    if "平均" in place.left:
        return tidy(ADVERBS.sub("", COPULA.sub("", place.left)))
    return (
        _own_noun(agent, noun, place.number.unit, thread)
        or (verb if place.number.unit == "元" != thread.unit else "")
        or thread.topic
        or noun
        or (f"{act_behind}的{'人员' if place.number.unit in _PERSONS else '单位'}" if act_behind else "")
    )


def _own_noun(agent: str, noun: str, unit: str, thread: _Thread) -> str:
    """Return the noun before the number if it says what is counted, completed with what it omits."""
    if _LEVEL.fullmatch(noun) and thread.topic:
        return noun + _LEVEL.sub("", thread.topic)
    if noun in GENERIC and (not thread.topic or thread.unit == unit):
        return ""
    return f"{_group(agent)}{noun}" if 0 < len(noun) <= 4 else noun


def _behind_subject(verb: str, noun: str, noun_behind: str, act_behind: str) -> str:
    """Name the noun after the number by what is done to it or by it (配备法律顾问的社区)."""
    if verb in ("进行", "开展", "实施", "作出") and noun and noun not in noun_behind:
        return noun + noun_behind
    act = ACT.match(act_behind)
    says_more = (
        act and 3 < len(act_behind) <= 40 and "、" not in hide_names(act_behind) and act[0] not in ("涉及", "进行")
    )
    return f"{act_behind}的{noun_behind}" if says_more and len(noun_behind) <= 6 else noun_behind


def _group(agent: str) -> str:
    """Return the group that study sessions belong to, which defines them."""
    found = re.search(r"(?:[^,、]*\([^)]*\))?[^,、()]*(?:中心组|党组)$", ADVERBS.sub("", agent))
    return tidy(found[0]) if found else ""


def _rate_subject(noun: str, noun_behind: str, lead: str, thread: _Thread) -> str:
    """Complete a bare rate with what it is the rate of (办结率 → 政协提案办结率)."""
    if noun_behind.startswith("全覆盖") or (noun_behind == "" and noun == ""):
        return f"{noun}覆盖率" if noun_behind else "".join(thread.told[-1:])
    if not noun:
        return noun_behind
    topic = thread.alike if "均" in lead else thread.topic
    bare = _BARE_RATES.fullmatch(noun) and noun[:2] not in topic
    return topic + noun if topic and bare else noun


def _follow_topic(subject: str, verb: str, unit: str, thread: _Thread) -> None:
    if unit in ("%", "‰"):
        thread.topic = _RATE_WORD.sub("", subject) or thread.topic
    elif not thread.part:
        in_row = thread.alike and (verb, unit) == (thread.verb, thread.unit) and subject != thread.topic
        thread.alike = f"{thread.alike}和{subject}" if in_row else subject
        thread.topic, thread.verb, thread.unit = subject or thread.topic, verb or thread.verb, unit


def _qualifier(place: Place, thread: _Thread) -> str:
    unit, lead = place.number.unit, place.lead.rstrip("了 ")
    norm = _NORM.search(lead) or re.match(r"的?[^,]{0,8}(?:标准|要求|目标)", place.after)
    holds = {
        "part": thread.part,
        "change": bool(_CHANGE.search(lead)) or unit == "百分点" or (place.row[0] > 0 and thread.changing),
        "threshold": place.number.bound != EXACT and bool(norm),
        "limit": unit in TIME_UNITS,
        "plan": _is_plan(place, lead, thread),
        "mean": bool(re.search(r"平均|[人户年月日村]均|每个|每村", lead)),
        "cumulative": bool(
            re.search(r"(?<![今本去])年以来|(?:自|从)(?!今年|本年)[^,]{0,14}以来|历年|历次", place.so_far)
        ),
        "prior": place.becomes or bool(_PRIOR.search(place.lead)),
    }
    return "|".join(sorted(name for name, true in holds.items() if true))


def _is_plan(place: Place, lead: str, thread: _Thread) -> bool:
    """Return whether a number is a target, by the words before it or by a year after the report's."""
    later = thread.report_year and thread.year > thread.report_year
    return bool(later or _PLAN.search(lead) or _AIM.search(place.so_far))


def _change_verb(lead: str) -> str:
    found = _CHANGE_VERB.findall(lead.rstrip("了 约近"))
    return found[-1] if found else ""


def _follow_years(place: Place, thread: _Thread) -> None:
    """Apply a year at the beginning of a clause until the next one."""
    said = re.sub(r"\([^()]*\)", "", place.so_far)
    heads = re.findall(
        r"(?:^|[,;:。])(?:截[至止]|在|于|到)?((?:19|20)\d\d) ?年(?:度|底|末|全年)?(?!以来|至|[-—~])", said
    )
    if heads:
        thread.year = int(heads[-1])
    if _NOW.search(said) and thread.year and thread.report_year and thread.year > thread.report_year:
        thread.year = thread.report_year  # 到2025年底计划建成#个,目前建成#个


def _year(place: Place, thread: _Thread) -> int | None:
    stated = _STATED.search(place.so_far)
    if stated:
        return int(stated[1] or stated[2])
    nth, size = place.row
    if 1 < size < 10 and re.search(f"近[{size}{'〇一两三四五六七八九'[size]}] ?年", place.so_far) and thread.year:
        return thread.year - (size - 1 - nth)
    prior = (place.becomes and not re.search("[由从][年月季]初", place.lead)) or _PRIOR.search(place.lead)
    return thread.year - 1 if prior and thread.year else thread.year
