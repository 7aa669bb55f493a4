"""Who keeps the door without an account."""

from datetime import timedelta

import pytest
from flask import Flask

from roadshow.attendance import devices
from roadshow.foundation import clock
from roadshow.foundation.errors import Gone, Missing, Refused
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

NOW = make.moment(make.DAY, 9)
DAY_ENDS = make.moment(make.DAY, 0) + timedelta(days=1)


@pytest.fixture(autouse=True)
def on_the_day(inside: Flask):
    with clock.at(NOW):
        yield


def event() -> Roadshow:
    return make.roadshow(S.PUBLISHED, on=make.DAY)


def paired(at: Roadshow) -> str:
    return devices.pair(devices.add_device(at, "东门", actor=make.SOMEONE), address="192.0.2.7")


def test_a_code_pairs_one_device_however_it_is_typed() -> None:
    code = devices.add_device(event(), "东门", actor=make.SOMEONE)
    token = devices.pair(f" {code[:5].lower()}-{code[5:]} ", address="")
    found = devices.find_device(token)
    assert found is not None
    assert (found.name, found.paired_at) == ("东门", NOW)


def test_a_code_pairs_nobody_twice() -> None:
    code = devices.add_device(event(), "东门", actor=make.SOMEONE)
    devices.pair(code, address="")
    with pytest.raises(Gone):
        devices.pair(code, address="")


def test_a_code_is_good_for_ten_minutes() -> None:
    code = devices.add_device(event(), "东门", actor=make.SOMEONE)
    with clock.at(NOW + devices.PAIRS_WITHIN), pytest.raises(Gone):
        devices.pair(code, address="")


def test_a_code_opens_no_door() -> None:
    assert devices.find_device(devices.add_device(event(), "东门", actor=make.SOMEONE)) is None


def test_a_device_that_is_revoked_is_known_no_more() -> None:
    here = event()
    token = paired(here)
    devices.revoke(devices.list_devices(here.id)[0], actor=make.SOMEONE)
    assert devices.find_device(token) is None


def test_a_device_that_is_revoked_before_it_is_paired_is_never_paired() -> None:
    here = event()
    code = devices.add_device(here, "东门", actor=make.SOMEONE)
    devices.revoke(devices.list_devices(here.id)[0], actor=make.SOMEONE)
    with pytest.raises(Gone):
        devices.pair(code, address="")


def test_a_device_is_revoked_once() -> None:
    here = event()
    paired(here)
    (device,) = devices.list_devices(here.id)
    devices.revoke(device, actor=make.SOMEONE)
    with pytest.raises(Refused):
        devices.revoke(device, actor=make.SOMEONE)


def test_a_device_is_good_for_the_day_and_sends_what_it_kept_until_the_next() -> None:
    here = event()
    token = paired(here)
    (device,) = devices.list_devices(here.id)
    assert (device.expires_at, devices.is_over(device)) == (DAY_ENDS, False)
    with clock.at(DAY_ENDS):
        assert (devices.is_over(device), devices.find_device(token)) == (True, device)
    with clock.at(DAY_ENDS + devices.SENDS_FOR):
        assert devices.find_device(token) is None


def test_a_door_has_a_name() -> None:
    with pytest.raises(Refused):
        devices.add_device(event(), " ", actor=make.SOMEONE)


@pytest.mark.parametrize("state", [S.HELD, S.CANCELLED, S.CLOSED])
def test_no_device_is_paired_for_what_is_over(state: S) -> None:
    with pytest.raises(Refused):
        devices.add_device(make.roadshow(state, on=make.DAY), "东门", actor=make.SOMEONE)


def test_no_device_is_paired_once_the_day_has_passed() -> None:
    here = event()
    with clock.at(DAY_ENDS), pytest.raises(Refused):
        devices.add_device(here, "东门", actor=make.SOMEONE)


def test_another_roadshows_device_is_missing() -> None:
    here = event()
    paired(here)
    with pytest.raises(Missing):
        devices.get_device(event().id, devices.list_devices(here.id)[0].id)
