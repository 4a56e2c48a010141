"""What an unknown name is answered with: all of a few names, the nearest of many."""

import pytest

from fazhi.errors import UnknownName, nearest

CODES = ["110101", "530102", "530103", "530111", "530112", "530300", "533423", "430102", "653001"]


def test_the_nearest_codes_are_those_of_the_same_prefecture():
    assert nearest("530104", CODES, 4) == ["530103", "530102", "530111", "530112"]


def test_a_few_names_are_all_told_in_their_order():
    assert str(UnknownName("year", 2020, [2022, 2023, 2024])) == "unknown year 2020; choose from: 2022, 2023, 2024"
    assert str(UnknownName("topic", "a", [])) == "unknown topic 'a'; choose from: none"


@pytest.mark.parametrize(
    ("given", "first"), [("五华县", "五华区 530102"), ("530103", "西山区 530103"), ("xyz", "盘龙区 530100")]
)
def test_regions_are_found_by_name_or_code(given, first):
    names = [
        f"{name}区 5301{n:02}"
        for n, name in enumerate(["盘龙", "官渡", "五华", "西山", "东川", "呈贡", "晋宁", "安宁", "嵩明"])
    ]
    assert str(UnknownName("region", given, names)).partition("nearest: ")[2].startswith(first)
