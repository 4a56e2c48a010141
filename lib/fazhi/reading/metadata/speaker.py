"""Body of an unsigned report → who speaks in it (我局, 我镇, 现将县政府…), by name if the text names it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from fazhi.lexicon import either
from fazhi.reading.metadata.departments import full_names, systems
from fazhi.reading.metadata.divisions import Region
from fazhi.reading.metadata.gazetteer import Gazetteer
from fazhi.reading.metadata.named_bodies import names, place
from fazhi.reading.metadata.passages import Zones
from fazhi.reading.metadata.townships import counties

_HAN = "[一-鿿]"
_SPEAKER = re.compile(rf"[我本]({either('speakers', 'towns')})(?![们领区内])")
_PARTY_GROUP = re.compile(r"(?:^|[,。;:、年度])(局|厅|委)党(?:组|委)(?!副?书记)")
_TOWN_SPEAKER = re.compile(rf"{either('towns')}$")
_GOVERNMENT_REPORTS = r"(?:现将|[我本]|年(?:度)?(?:以来)?[,、])\s*[我本]?{level}(?:人民)?政府"
_SUBJECT_STARTS = re.compile(r"(?:^|[,。;:]|将|以来|领导下|指导下|支持下|关怀下|今年|年度|年(?!度))(?=[一-鿿])")
_SUBJECT_ACTS = re.compile(
    r"在|坚持|紧紧|紧扣|认真|深入|始终|全面|以|高度|严格|围绕|扎实|切实|持续|积极|聚焦|立足|坚决|牢固|按照|根据|推进|推动|法治|依法|"
    r"\d{4}年|大力|不断|进一步|牢牢|着力|把|将|结合|贯彻|学习|统筹|对照|忠诚|充分|关于|压实|用|主动|的|落实|履行|加强|组织|开展|强化|健全|突出|锚定|实施|稳步|有序|全力|印发|完成"
)
_QUOTED = re.compile(r"《[^》]*》|\((?:以下)?简称[^)]*\)|\s")
_SLOGAN = re.compile(r"^(?:平安|美丽|幸福|数字|清廉|活力)(?![区县市])")  # 平安肇庆 is about 肇庆, not about 平安区
_FAR = 40
_DEPARTMENT = re.compile(
    r"(?:^|[,。;:、《“(]|由|经|对|向|全|是|和|及|到|在|为|以|与|制定|印发|出台|成立)[省市县区州旗]"
    r"([一-鿿]{2,14}?(?:局|厅|委员会|委|中心|支队|大队))(?!长|党组|机关|属|领导|势)"
)
_RULE_MAKER = re.compile(rf"(?!人民政府|政府|党|中共){_HAN}{{2,12}}?(?:局|厅|委员会|卫健委|发改委|住建委)")
_JOINED = re.compile(r"[的和与向及在对将由是年]|政府")


def acting(text: Zones, gazetteer: Gazetteer, year: int) -> list[str]:
    """Return the bodies that are subjects in the opening (2023年,X市水务局坚持…), [] if it is a place or nobody."""
    for subject in subjects(text):
        found = names(subject)
        where = place(found[0], gazetteer, year) if found else None
        if where and (where.regions or where.own or where.level_word or found[0] in full_names()):
            return found
    return []


def subjects(text: Zones) -> Iterator[str]:
    """Yield the subjects of the opening's sentences, without the predicate."""
    for line in text.opening:
        bare = _QUOTED.sub("", line)
        for start in _SUBJECT_STARTS.finditer(bare):
            subject = bare[start.end() : start.end() + _FAR]
            if acts := _SUBJECT_ACTS.search(subject):
                yield _SLOGAN.sub("", subject[: acts.start()])


def speaks_as(text: Zones) -> str:
    """Return what the text calls itself most often: 局, 委, 镇, 街道 …, "" if it never does."""
    joined = "\n".join(text.body)
    spoken = Counter(match[1] for match in _SPEAKER.finditer(joined)) + Counter(
        match[1] for match in _PARTY_GROUP.finditer(joined)
    )
    return max(sorted(spoken), key=spoken.get, default="")


def is_town(speaker: str) -> bool:
    """Return whether a speaker is a township's government rather than a department."""
    return bool(_TOWN_SPEAKER.search(speaker))


def own_name(text: Zones, speaker: str, gazetteer: Gazetteer, year: int) -> str:
    """Return the body or township of this kind that the text and its page name most, with its place; "" = none.

    The page's source line and banner count three times, a title quoted in the text twice.
    """
    weights: Counter[str] = Counter()
    for line in (*text.head, *text.furniture, *text.signature):
        for name in _named(line, speaker, gazetteer, year):
            weights[name] += 3
    for line in text.body:
        for name in _named(line, speaker, gazetteer, year):
            weights[name] += 2 if f"《{name}" in line else 1
    return max(sorted(weights), key=lambda name: (weights[name], len(name)), default="")


def rule_maker(text: Zones, gazetteer: Gazetteer, year: int) -> str:
    """Return the department whose rules the text quotes (《X市水利局…办法》), "" if there is none or more than one."""
    found = {
        mention.name + rest[0]
        for line in text.body
        for mention in gazetteer.mentions(line, year)
        if line[: mention.start].endswith("《") and (rest := _RULE_MAKER.match(line, mention.end))
    }
    return found.pop() if len(found) == 1 else ""


def _named(line: str, speaker: str, gazetteer: Gazetteer, year: int) -> Iterator[str]:
    """Yield the names in a line that match the speaker: a place's department, or a township."""
    ending = "委员会|委" if speaker == "委" else "办公室|办" if speaker == "办" else re.escape(speaker)
    after = re.compile(rf"{_HAN}{{{1 if is_town(speaker) else 2},14}}?(?:{ending})")
    for mention in gazetteer.mentions(line, year):
        rest = after.match(line, mention.end)
        if rest and not _JOINED.search(rest[0]) and place(mention.name + rest[0], gazetteer, year).rest != "委":
            yield mention.name + rest[0]
    if is_town(speaker):
        bare = re.finditer(rf"(?:(?<!{_HAN})|(?<=年)){_HAN}{{1,8}}?{speaker}(?!{_HAN}*{speaker})", line)
        yield from (match[0] for match in bare if match[0] in counties())


def own_department(text: Zones, speaker: str) -> str:
    """Return the department that a text speaks for, without its place: its system's, else the one named most."""
    joined, counts = "\n".join(text.body), Counter()
    for system, name in systems().items():
        counts[name] += len(re.findall(rf"[全本我][省市县区州旗]{system}系统", joined))
    counts = +counts
    if not counts:
        counts = Counter(match[1] for match in _DEPARTMENT.finditer(joined) if match[1].endswith(speaker))
        counts -= Counter(dict.fromkeys(counts, 1))
    return max(sorted(counts), key=counts.get, default="")


def government_reports(text: Zones, region: Region) -> bool:
    """Return whether the opening says that the region's government reports (现将县政府…, X县政府)."""
    level = re.search("街道$|.$", region.name)[0]
    said = rf"{re.escape(region.name)}(?:人民)?政府|{_GOVERNMENT_REPORTS.format(level=level)}"
    return bool(re.search(said, "\n".join(text.opening)))
