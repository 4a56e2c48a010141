"""Body of a report that nobody signs → the body that it speaks for (我局, 现将县政府…)."""

from __future__ import annotations

import re
from collections import Counter

from fazhi.reading.metadata.divisions import Region
from fazhi.reading.metadata.passages import Zones

_SPEAKER = re.compile(r"我(局|委|厅|办|中心|队|院|站|支队|大队|总队)(?!们)")
_GOVERNMENT = r"(?:现将|[我本]|年(?:度)?(?:以来)?[,、])\s*[我本]?{level}(?:人民)?政府"
_SYSTEM = r"[全本我][省市县区州旗]{system}系统"
_SYSTEMS = {
    "司法行政": "司法局", "市场监管": "市场监督管理局", "教育": "教育局", "公安": "公安局", "税务": "税务局",
    "住建": "住房和城乡建设局", "住房城乡建设": "住房和城乡建设局", "应急管理": "应急管理局", "应急": "应急管理局",
    "交通运输": "交通运输局", "自然资源": "自然资源局", "生态环境": "生态环境局", "农业农村": "农业农村局",
    "水利": "水利局", "水务": "水务局", "民政": "民政局", "财政": "财政局", "审计": "审计局", "统计": "统计局",
    "卫生健康": "卫生健康委员会", "人社": "人力资源和社会保障局", "城管": "城市管理局", "城市管理": "城市管理局",
    "林业": "林业局", "林草": "林业和草原局", "气象": "气象局", "医保": "医疗保障局", "医疗保障": "医疗保障局",
    "文旅": "文化和旅游局", "文化旅游": "文化和旅游局", "烟草": "烟草专卖局", "商务": "商务局", "信访": "信访局",
    "体育": "体育局", "行政审批": "行政审批服务局", "综合执法": "综合行政执法局", "发展改革": "发展和改革委员会",
    "民族宗教": "民族宗教事务局",
}  # fmt: skip
_DEPARTMENT = re.compile(
    r"(?:^|[,。;:、《“(]|由|经|对|向|全|是|和|及|到|在|为|以|与|制定|印发|出台|成立)[省市县区州旗]"
    r"([一-鿿]{2,14}?(?:局|厅|委员会|委|中心|支队|大队))(?!长|党组|机关|属|领导|势)"
)


def self_named(text: Zones, region: Region) -> list[str]:
    """Infer who reports where nobody signs and no title says it.

    Parameters
    ----------
    text : Zones
        The report.
    region : Region
        The region that it reports on.

    Returns
    -------
    list of str
        One name, the region's with its department's (X市司法局 for a text that says 我局 and 全市司法行政系统) or with
        人民政府 where the opening says that the government reports; empty where the text does not say.
    """
    joined = "\n".join(text.body)
    speaks = Counter(match[1] for match in _SPEAKER.finditer(joined))
    if speaks:
        department = _own_department(joined, max(speaks, key=lambda ending: (speaks[ending], ending)))
        return [region.name + department] if department else []
    level = re.search("街道$|.$", region.name)[0]
    government = rf"{re.escape(region.name)}(?:人民)?政府|{_GOVERNMENT.format(level=level)}"
    return [f"{region.name}人民政府"] if re.search(government, "\n".join(text.opening)) else []


def _own_department(text: str, ending: str) -> str:
    """Return the department that a text speaks for: its own system's (全市司法行政系统), else the one named most."""
    counts: Counter[str] = Counter()
    for system, name in _SYSTEMS.items():
        counts[name] += len(re.findall(_SYSTEM.format(system=system), text))
    counts = +counts
    if not counts:
        counts = Counter(match[1] for match in _DEPARTMENT.finditer(text) if match[1].endswith(ending))
        counts -= Counter(dict.fromkeys(counts, 1))
    return max(sorted(counts), key=counts.get, default="")
