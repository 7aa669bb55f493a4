"""A rubric as it is typed, and what is wrong with it."""

import pytest

from roadshow.screening.rules import USUAL, Line, band, lines_of, points_faults, rubric_faults, spelled


def said(typed: str) -> list[str]:
    return [str(fault) for fault in rubric_faults(lines_of(typed))]


@pytest.mark.parametrize("line", ["团队 20", "团队，20", "团队：20%", "  团队20分 ", "团队\t20"])
def test_a_line_is_a_name_and_a_weight(line: str):
    assert lines_of(f"{line}\n\n") == [Line("团队", 20)]


def test_the_usual_rubric_is_right_and_reads_as_it_is_spelt():
    assert (lines_of(spelled(USUAL)), rubric_faults(USUAL)) == (list(USUAL), [])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ["请写明评分标准，一行一项"]),
        ("技术 60\n团队 30", ["权重合计须为100，现在是90"]),
        ("技术 60\n团队", ["第2行“团队”要有名称和权重，例如：技术与产品 30"]),
        ("技术 50\n50", ["第2行“50”要有名称和权重，例如：技术与产品 30"]),
        ("技术 50\n技术 50", ["评分标准里有两项同名"]),
        ("技术 100\n团队 0", ["“团队”的权重“0”须是1至100的整数"]),
        ("长" * 61 + " 100", ["第1行的名称最多60个字，现在是61个字"]),
        (
            "\n".join(f"项{sign} 9" for sign in "甲乙丙丁戊己庚辛壬癸子"),
            ["评分标准的项数“11”须是1至10的整数"],
        ),
    ],
)
def test_what_is_wrong_with_a_rubric_is_said(typed: str, words: list[str]):
    assert said(typed) == words


def test_marks_are_whole_points_up_to_the_weight():
    faults = points_faults(USUAL, [31, -1, None, 20, 10], whole=True)
    assert [(fault.field, str(fault)) for fault in faults] == [
        ("points-0", "技术与产品“31”须是0至30的整数"),
        ("points-1", "商业模式与实施“-1”须是0至20的整数"),
        ("points-2", "请给“行业与市场”打分"),
    ]


def test_a_draft_may_leave_marks_out():
    assert points_faults(USUAL, [None] * 5, whole=False) == []


@pytest.mark.parametrize(
    ("hundredths", "words"), [(10000, "优秀"), (8500, "优秀"), (8499, "良好"), (5500, "一般"), (0, "较弱")]
)
def test_a_mark_has_its_band(hundredths: int, words: str):
    assert str(band(hundredths)) == words
