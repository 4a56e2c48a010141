"""Signature, title, opening and self-references → the reporting bodies, and the issuer type if none is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fazhi.reading.metadata import speaker
from fazhi.reading.metadata.gazetteer import Gazetteer
from fazhi.reading.metadata.named_bodies import named_in_full, names, place
from fazhi.reading.metadata.passages import Zones
from fazhi.reading.metadata.region import Located

_ISSUING_OFFICE = re.compile(
    r"(?:发文|制发|成文|报告|填报|编制|报送)(?:机关|机构|单位|部门)[\s:|\])】]*([一-鿿]{4,40})"
)
_OWN_REGION = re.compile(
    r"[我全本](?:自治区|自治州|省|市|州|县|区|旗|盟)(?![域位级])|[省市县区州旗](?:人民)?政府(?:常务会议|党组|工作部门)?|行政公署"
)


@dataclass(frozen=True)
class Speaker:
    """Who speaks in a text: what it calls itself (局, 镇; "" = nothing), and the words that show it."""

    calls_itself: str = ""
    words: str = ""

    @property
    def is_department(self) -> bool:
        """Whether a department speaks, rather than a township or an unspecified body."""
        return bool(self.calls_itself) and not speaker.is_town(self.calls_itself)


def reporters(
    text: Zones, signers: Sequence[str], titled: Sequence[str], subject: str, *, gazetteer: Gazetteer, year: int
) -> tuple[list[str], Speaker]:
    """Return the names of the reporting bodies, [] if none is named, and the speaker.

    Parameters
    ----------
    signers, titled : sequence of str
        The bodies that sign, and those named in the title.
    subject : str
        The place that the title is about, "" = none.
    """
    about = place(subject, gazetteer, year) if subject else None
    of_a_place = about and (about.regions or about.own)
    found = list(
        signers or titled or ([] if of_a_place else speaker.acting(text, gazetteer, year)) or _issuing_office(text)
    )
    if found:
        return found, Speaker("局" if _is_department(found[0]) else "", found[0])
    itself = speaker.speaks_as(text)
    own = speaker.own_name(text, itself, gazetteer, year) if itself and not (about and about.own) else ""
    if not itself and not of_a_place and not _OWN_REGION.search("\n".join(text.body)):
        own = speaker.rule_maker(text, gazetteer, year)
    return [own] if own else [], Speaker(itself, own or (f"我{itself}" if itself else ""))


def named(
    found: Sequence[str], told: Speaker, text: Zones, located: Located, *, gazetteer: Gazetteer, year: int
) -> list[str]:
    """Return the reporting bodies' names, adding the region if the text only hints at it (县司法局)."""
    region = located.region
    if found:
        bodies = [name for name in found if not _is_place_alone(name, gazetteer, year)]
        return [named_in_full(name, region, gazetteer, year) for name in bodies]
    if told.is_department:
        department = speaker.own_department(text, told.calls_itself)
        return [region.name + department] if department else []
    reports = not told.calls_itself and not located.kind and speaker.government_reports(text, region)
    return [f"{region.name}人民政府"] if reports else []


def unnamed_type(told: Speaker, subject: str, text: Zones, located: Located) -> tuple[str, list[str]]:
    """Return the type of an issuer that is not named, and a warning if it is doubtful."""
    if located.kind in ("zone", "corps"):
        return ("other" if located.kind == "zone" else "government"), []
    if told.calls_itself or located.kind:
        return "department" if told.is_department else "township", []
    if located.by_claim or _OWN_REGION.search("\n".join(text.body)):
        return "government", []
    if f"《{located.region.name}" in "".join(text.body):
        return "government", ["issuer_type: government, known only from the title of one of its rules"]
    return "", ["issuer_type: the text does not say who reports; give issuer in reports.csv"]


def _is_place_alone(name: str, gazetteer: Gazetteer, year: int) -> bool:
    where = place(name, gazetteer, year)
    return bool(where.own) and not where.rest


def _is_department(name: str) -> bool:
    return bool(re.search("(?:局|厅|委员会|委|办公室|办|中心|队)$", name)) and not re.search("管理?委|党|工委", name)


def _issuing_office(text: Zones) -> list[str]:
    """Return the body given as issuing office (发文机关) in the form above a document."""
    joined = " ".join((*text.head, *text.furniture, *text.body[:3]))
    return next((found for match in _ISSUING_OFFICE.finditer(joined) if (found := names(match[1]))), [])
