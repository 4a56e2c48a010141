"""Headings and paragraphs in order → the role of each, from the wording of the headings and their position."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fazhi.reading.structure.section_names import is_intention, is_lack, is_section_name, roles_named, states_lack, tidy

_PLAN_OPENS = re.compile(
    r"^(?:为此,?|针对(?:以上|上述|这些|存在)[^,。]{0,12}[,。]?)?(?:下一?步|下一?阶段|下一?年度?|今后|接下来"
    r"|新的?一年|明年|来年|展望|未来|后续|20\d\d年,?(?:我|全|本|[省市县区州]|将|,).{0,20}将)"
)
_PROBLEM_OPENS = re.compile(
    r"^[^。]{0,120}?(?:但|仍|还|依然|尚|主要|一些|清醒|同时|不容忽视|一定|不少|诸多|差距)[^。]{0,60}?(?:问题|不足"
    r"|短板|弱项|差距|薄弱环节|困难)|^(?:目前|当前)?(?:工作(?:中)?)?存在的?(?:主要|突出)?(?:问题|不足|困难|短板)"
)
_SAYS_EXISTING = re.compile(r"存在|还有|仍有|面临|差距|相比|不足|短板")
_MEASURES = re.compile(r"(?:举措|措施|做法)$")
_DONE = re.compile(r"成效|成绩|情况|进展|整改|完成|回顾|总结")


@dataclass
class _Section:
    """An open heading: its level, the roles announced by its wording and the current one."""

    level: int
    role: str
    announced: list[str] = field(default_factory=list)


class Sections:
    """The open headings of a report while it is read from top to bottom.

    Parameters
    ----------
    top : int
        Level of the report's sections: 1, or the highest it has.
    named : list of list of str
        Roles named by each section heading, in order.
    year : int or None
        Year that the report is about.
    """

    def __init__(self, top: int, named: list[list[str]], year: int | None) -> None:
        self._top, self._year = top, year
        self._named = {role for roles in named for role in roles}
        self._first = next((roles[0] for roles in named if roles), "")
        self._open: list[_Section] = []
        self._before = ""

    @property
    def role(self) -> str:
        """Role of the section that is open."""
        return self._open[-1].role if self._open else self._before

    def heading(self, level: int, heading: str) -> str:
        """Open a heading and return its role."""
        self._open = [section for section in self._open if section.level < level]
        roles = self._own_roles(level, heading)
        if not self._open:
            roles = roles or [self._role_by_place(level, heading)]
            self._before = self._before if roles[0] == "leadership" else roles[0]
        elif roles:
            self._move_to(roles[0])
        else:
            self._turn_to_plan(heading)
            roles = [self.role]
        self._open.append(_Section(level, roles[0], roles))
        return roles[0]

    def paragraph(self, text: str, ends_the_account: bool) -> str:
        """Return the role of a paragraph, which may move the section on to its next part.

        A part not named by a heading can only begin if no heading about achievements follows.
        """
        role, pending = self.role or "achievement", self._pending()
        if role != "plan" and _PLAN_OPENS.match(text):
            unannounced = "plan" not in self._named and ends_the_account
            if "plan" in pending or unannounced:
                role = "plan"
        if role in ("achievement", "leadership") and _PROBLEM_OPENS.match(text) and _SAYS_EXISTING.search(text):
            unannounced = "problem" not in self._named and ends_the_account
            if "problem" in pending or unannounced:
                role = "problem"
        if role != self.role:
            for section in self._open:
                section.role = role
            self._before = role
        return role

    def _own_roles(self, level: int, heading: str) -> list[str]:
        """Roles that the heading's own wording gives it in this context."""
        if level > self._top and not is_section_name(heading):
            return []
        roles = self._by_year(heading) or roles_named(heading)
        if "opening" in roles and self._before:
            roles = ["achievement"]
        if not self._open:
            if not roles and level == self._top and states_lack(heading) and self._before != "plan":
                return ["problem"]
            after_problems = self._before == "problem" and roles == ["achievement"] and _MEASURES.search(tidy(heading))
            return ["plan"] if after_problems else roles
        allowed = {
            "achievement": {"leadership", "problem", "plan"},
            "leadership": {"problem", "plan"},
            "problem": {"plan"},
        }
        possible = allowed.get(self.role, set()) | set(self._pending())
        return [role for role in roles if role in possible]

    def _by_year(self, heading: str) -> list[str]:
        """Return plan if a section is about a year after the report's."""
        years = [int(year) for year in re.findall(r"20\d\d(?=年)", heading)]
        coming = self._year and years and min(years) > self._year and not _DONE.search(heading)
        return ["plan"] if coming and "problem" not in roles_named(heading) else []

    def _role_by_place(self, level: int, heading: str) -> str:
        """Role of a section whose heading names none, from the section before it."""
        if self._before == "problem":
            return "problem" if is_lack(heading) or level > self._top else "plan"
        if self._before == "plan":
            return "plan"
        starts_in_problems = not self._before and self._first == "plan" and level > self._top and is_lack(heading)
        return "problem" if starts_in_problems else "achievement"

    def _pending(self) -> list[str]:
        """Roles announced by an open heading for a part still to come."""
        return [
            role
            for section in self._open
            if section.role in section.announced
            for role in section.announced[section.announced.index(section.role) + 1 :]
        ]

    def _move_to(self, role: str) -> None:
        """Move the sections above on to the part opened by a heading below; a part on heads' duties is an interlude."""
        if role != "leadership":
            for section in self._open:
                section.role = role
            self._before = role

    def _turn_to_plan(self, heading: str) -> None:
        """Move a section on problems and plans on to its plans when headings begin to set tasks."""
        if "plan" in self._pending() and self.role == "problem" and is_intention(heading):
            self._move_to("plan")
