"""What a password costs whoever guesses it."""

import pytest
from argon2 import Type, extract_parameters
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import emails

from roadshow.accounts import coming_in, inviting, operations, passwords, signing_in
from roadshow.accounts.passwords import SHORTEST, password_faults
from roadshow.accounts.permissions import Role
from roadshow.foundation import db as database
from tests import make
from tests.conftest import PASSWORD

NEW = "eleven white storks"
COMMON = """
    password123 woaini520 aa123456 qq123456 P@ssw0rd admin888 1qaz@wsx a123456789 abc123456 woaini1314 zxcvbnm123
    qwer1234 asdf1234 wang1234 zhang123 li123456 iloveyou1 5201314a woaiwojia password! Password1! admin@123 Admin123!
    qwe123456 q1w2e3r4 1q2w3e4r5t zaq12wsx !QAZ2wsx 1qaz2wsx3edc qazwsx123 letmein123 welcome1 Welcome123 sunshine
    football baseball princess1 trustno1 dragon123 monkey123 abcd12345 a1b2c3d4 asd123456 zxc123456 wo123456 123456aa
    123456abc 123456qq 123qweasd 1234qwer test1234 changeme shanghai123 zhongguo123 huawei@123 19900101 13800138000
    ａａ１２３４５６ aaaaaaaa abababab
""".split()


@pytest.mark.parametrize("password", COMMON)
def test_a_common_password_is_refused(password: str):
    assert [str(fault) for fault in password_faults(password)] == ["这个密码太常见，容易被猜到，请换一个"]


@given(
    row=st.sampled_from(["0123456789", "abcdefghijklmnopqrstuvwxyz"]),
    start=st.integers(0, 25),
    length=st.integers(SHORTEST, 60),
    way=st.sampled_from([1, -1]),
)
def test_a_run_of_digits_or_letters_is_too_common(row: str, start: int, length: int, way: int):
    password = "".join(row[(start + way * number) % len(row)] for number in range(length))
    assert [str(fault) for fault in password_faults(password)] == ["这个密码太常见，容易被猜到，请换一个"]


@given(block=st.text(st.sampled_from("abxyzQ19!?春江"), min_size=1, max_size=4), times=st.integers(8, 20))
def test_a_short_block_repeated_is_too_common(block: str, times: int):
    assert [str(fault) for fault in password_faults(block * times)] == [
        "这个密码太常见，容易被猜到，请换一个"
    ]


@pytest.mark.parametrize(
    "password",
    [
        "wangxs@test.example",
        "WangXS@test.example",
        "wangxs-20261202",
        "wangxiaoshi",
        "Wang Xiaoshi 88",
        "王小示王小示"[:3] + "20261202",
        "wangxs@test",
        "wangxs@test.exa",
        "WangXS@Test2026!",
    ],
)
def test_ones_own_name_or_address_is_refused(password: str):
    faults = password_faults(password, email="wangxs@test.example", name="王小示")
    assert [str(fault) for fault in faults] == ["密码不能是自己的姓名或邮箱，请换一个"]


@given(address=emails(), more=st.data())
def test_ones_own_address_cut_off_after_its_local_part_is_refused(address: str, more: st.DataObject):
    local = address.partition("@")[0]
    cut = more.draw(st.integers(min_value=max(len(local), SHORTEST), max_value=max(len(address), SHORTEST)))
    assert password_faults(address[:cut], email=address) != []


@pytest.mark.parametrize(
    "password",
    [
        "twelve grey herons",
        "wang keeps herons",
        "Rt5!kq0-zW",
        "春江潮水连海平二三",
        "123456789013x",
        "stork stork stork ",
    ],
)
def test_any_other_password_is_taken(password: str):
    assert password_faults(password, email="wang@test.example", name="王小示") == []


def test_no_writer_waits_while_a_password_is_hashed(inside: Flask, monkeypatch: pytest.MonkeyPatch):
    person = operations.make_person("wang@test.example", "示例王", PASSWORD, [Role.ORGANISER])
    invitation = inviting.invite("li@test.example", "示例李", [Role.JUDGE], actor=make.SOMEONE)
    reset = coming_in.make_reset(person, actor=make.SOMEONE)
    within = []

    class Noting:
        def __init__(self, name: str) -> None:
            self.call = getattr(passwords._hasher, name)

        def __call__(self, *given: str) -> object:
            within.append(database._running.get())
            return self.call(*given)

    class Hasher:
        hash, verify = Noting("hash"), Noting("verify")

    monkeypatch.setattr(passwords, "_hasher", Hasher())
    signing_in.sign_in("wang@test.example", "not this one", address="192.0.2.1")
    asked = operations.queries.get_reset(reset)
    token = coming_in.reset_password(asked, NEW, address="192.0.2.1")
    session = operations.queries.find_session(token)
    assert session is not None
    operations.change_password(person, old=NEW, new=PASSWORD, session=session, actor=make.SOMEONE)
    invited = operations.queries.get_invitation(invitation)
    inviting.accept_invitation(invited, email="", name="示例李", password=PASSWORD, address="192.0.2.1")
    assert within == [False] * len(within)
    assert len(within) == 7


def test_a_password_is_as_slow_to_guess_as_the_house_wants():
    real = extract_parameters(passwords._nobody)  # hashed before the tests made it cheap
    assert (real.type, real.time_cost, real.memory_cost, real.parallelism) == (Type.ID, 2, 19 * 1024, 1)
