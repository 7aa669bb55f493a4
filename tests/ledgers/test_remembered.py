"""What a person said of a bureau's columns: its next file comes in without being asked about again, until forgotten."""

from collections.abc import Mapping

import pytest
from flask import Flask

from roadshow.foundation.actor import COMMAND
from roadshow.foundation.errors import Refused
from roadshow.ledgers import operations, queries, remembering
from roadshow.ledgers.models import Upload
from roadshow.ledgers.preview import preview_upload
from tests.ledgers import sheets

DOUBTFUL = (*sheets.INVESTMENT, "资金到位时间")
BUREAU = ["填报单位：科技局"]


def file(*over: sheets.Rows, project: str = "甲") -> Mapping[str, sheets.Rows]:
    return {"投资": [*over, DOUBTFUL, (*sheets.investment(project), "2021-01-01")]}


def upload(content: Mapping[str, sheets.Rows], bureau: str = "") -> Upload:
    return operations.upload("a.xlsx", sheets.workbook(content).getvalue(), 2021, bureau, actor=COMMAND)


def answered(kept: Upload, bureau: str = "") -> Upload:
    operations.answer(kept, {"到账日期": "paid_on"}, bureau, actor=COMMAND)
    operations.confirm(kept, actor=COMMAND)
    return kept


def asked(kept: Upload) -> int:
    return len(preview_upload(kept)["questions"])


@pytest.mark.parametrize("over", [BUREAU, ["报送部门：", "科技局"], ["单位：万元；填报单位：科技局"]])
def test_the_next_file_of_the_bureau_is_not_asked_about(inside: Flask, over: list[str]) -> None:
    answered(upload(file(over)))
    assert asked(upload(file(BUREAU, project="乙"))) == 0


def test_a_file_that_names_no_bureau_is_of_the_one_that_was_typed(inside: Flask) -> None:
    answered(upload(file()), "科技局")
    assert [asked(upload(file(project="乙"), bureau)) for bureau in ("科技局", "经信局", "")] == [0, 1, 1]


def test_the_file_knows_its_bureau_better_than_who_typed_it(inside: Flask) -> None:
    assert upload(file(BUREAU), "经信局").bureau == "科技局"


def test_nothing_is_remembered_before_the_file_came_in(inside: Flask) -> None:
    operations.answer(upload(file(BUREAU)), {"到账日期": "paid_on"}, actor=COMMAND)
    assert queries.list_remembered() == []


def test_what_is_remembered_of_one_kind_says_nothing_of_another(inside: Flask) -> None:
    answered(upload(file(BUREAU)))
    payments = [("类别", "批次", "兑付金额", "到账日期"), ("创新券", "第1批", 10, "2021-03-01")]
    (sheet,) = preview_upload(upload({"兑付": [BUREAU, *payments]}))["sheets"]
    assert (sheet["kind"], sheet["imported"]) == ("政策兑付", 1)


def test_another_answer_takes_the_place_of_the_first(inside: Flask) -> None:
    answered(upload(file(BUREAU)))
    other = upload(file(BUREAU, project="乙"))
    operations.answer(other, {"到账日期": "-", "资金到位时间": "paid_on"}, actor=COMMAND)
    operations.confirm(other, actor=COMMAND)
    said = {kept.header: kept.field for kept in queries.list_remembered("科技局")}
    assert said == {"到账日期": "-", "资金到位时间": "paid_on"}


def test_what_is_forgotten_is_asked_again(inside: Flask) -> None:
    answered(upload(file(BUREAU)))
    (kept,) = queries.list_remembered("科技局")
    remembering.forget(kept, actor=COMMAND)
    assert asked(upload(file(BUREAU, project="乙"))) == 1


def test_a_bureau_is_forgotten_whole(inside: Flask) -> None:
    answered(upload(file(BUREAU)))
    assert (remembering.forget_bureau("科 技 局", actor=COMMAND), queries.list_remembered()) == (1, [])


def test_a_name_that_is_too_long_is_refused(inside: Flask) -> None:
    with pytest.raises(Refused, match="填报单位最多100个字"):
        upload(file(), "局" * 101)
