"""What an institution looks for, and whom it does not want to meet."""

from dataclasses import replace

import pytest
from flask import Flask

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing, Refused
from roadshow.foundation.money import WAN
from roadshow.investors import avoiding, mandates
from roadshow.investors.queries import Wanted, list_institutions
from tests import make
from tests.investors.made import MANDATE, looking_for

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"sectors": ()}, "sectors", "请至少选一个技术领域"),
        ({"sectors": ("alchemy",)}, "sectors", "请至少选一个技术领域"),
        ({"stages": ()}, "stages", "请至少选一个投资阶段"),
        ({"ticket_from_fen": None}, "ticket_from_fen", "请填写单笔最低金额"),
        ({"ticket_to_fen": None}, "ticket_to_fen", "请填写单笔最高金额"),
        ({"ticket_from_fen": 3_001 * WAN}, "ticket_to_fen", "单笔最高不能低于单笔最低"),
        ({"ticket_from_fen": 0}, "ticket_from_fen", "单笔最低“0万元”超出范围，请核对数字和单位"),
        ({"regions": ("999999",)}, "regions", "关注地区须是现行的行政区划"),
        ({"regions": ("330482",) * 21}, "regions", "关注地区最多填20个"),
        ({"part": "alone"}, "part", "请从列表中选择一项"),
        ({"reinvestment": "perhaps"}, "reinvestment", "请从列表中选择一项"),
        ({"words": "长" * 5001}, "words", "补充说明最多5,000个字，现在是5,001个字"),
    ],
)
def test_a_fault_of_a_mandate_is_told_at_its_field(
    inside: Flask, said: dict[str, object], field: str, words: str
):
    faults = mandates.mandate_faults(replace(MANDATE, **said))
    assert [(fault.field, str(fault)) for fault in faults] == [(field, words)]


def test_a_ticket_may_be_one_sum(inside: Flask):
    assert mandates.mandate_faults(replace(MANDATE, ticket_from_fen=3_000 * WAN)) == []


def test_a_mandate_is_written_and_read_as_it_was_said(inside: Flask):
    institution = looking_for()
    changed = replace(MANDATE, sectors=("energy",), words="只看中试以后")
    mandates.set_mandate(institution, changed, actor=make.SOMEONE)
    db.session.expire_all()
    assert mandates.find_facts(institution.mandate) == changed


def test_institutions_are_found_by_a_field_that_they_look_for(inside: Flask):
    energy = looking_for()
    looking_for(replace(MANDATE, sectors=("biomedicine",)))
    make.institution()
    assert list(list_institutions(Wanted(sector="energy"))) == [energy]


def test_a_name_is_avoided_however_it_is_spelt(inside: Flask):
    institution = make.institution()
    avoiding.avoid(institution, "示例（平湖）科技有限公司", actor=make.SOMEONE)
    names = ["示例(平湖)科技 有限公司", "示例科技有限公司"]
    assert (avoiding.avoids(institution.id, names), avoiding.avoids(make.institution().id, names)) == (
        {"示例(平湖)科技 有限公司"},
        set(),
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "请填写名称"),
        ("（）", "请填写名称"),
        ("示例创投", "这是您自己的机构"),
        ("示例 对手", "名单里已有这个名称"),
        ("长" * 201, "名称最多200个字，现在是201个字"),
    ],
)
def test_what_cannot_be_avoided_is_refused(inside: Flask, name: str, words: str):
    institution = make.institution(name="示例创投")
    avoiding.avoid(institution, "示例对手", actor=make.SOMEONE)
    with pytest.raises(Refused) as refused:
        avoiding.avoid(institution, name, actor=make.SOMEONE)
    assert (refused.value.field, str(refused.value)) == ("name", words)


def test_a_name_comes_off_the_list(inside: Flask):
    institution = make.institution()
    avoiding.avoid(institution, "示例对手", actor=make.SOMEONE)
    (avoided,) = avoiding.list_avoided(institution.id)
    avoiding.meet_again(avoided, institution, actor=make.SOMEONE)
    assert avoiding.list_avoided(institution.id) == []


def test_anothers_list_is_nobody_elses(inside: Flask):
    institution = make.institution()
    avoiding.avoid(institution, "示例对手", actor=make.SOMEONE)
    (avoided,) = avoiding.list_avoided(institution.id)
    with pytest.raises(Missing):
        avoiding.get_avoided(make.institution().id, avoided.id)
