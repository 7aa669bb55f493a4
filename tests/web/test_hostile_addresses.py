"""An address that nobody of ours wrote: it is answered as one that is not there, or as if it asked for nothing."""

import pytest
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from tests.conftest import AsRole

NUMBERS = [
    "0",
    "-1",
    "1.0",
    "1e3",
    str(2**31 - 1),
    str(2**31),
    str(2**63 - 1),
    str(2**63),
    str(2**64),
    "9" * 5000,
]
WORDS = ["%00", "a%00b", "%ED%A0%80", "%E2%80%A8", "%0d%0aX:1", "x" * 5000, "%27%22;--", "%25", "{{7*7}}"]
THINGS = [
    (Role.ORGANISER, "/centre/halls/{}/change"),
    (Role.ORGANISER, "/centre/institutions/{}"),
    (Role.ORGANISER, "/centre/pitches/{}"),
    (Role.ORGANISER, "/centre/projects/{}"),
    (Role.ORGANISER, "/centre/roadshows/{}"),
    (Role.ORGANISER, "/centre/seasons/{}"),
    (Role.ORGANISER, "/centre/seasons/{}/roadshows/new"),
    (Role.LEADER, "/centre/years/{}"),
    (Role.LEADER, "/centre/years/{}/bulletin"),
    (Role.RECORDER, "/centre/deals/{}/steps/new"),
    (Role.RECORDER, "/centre/ledgers/{}"),
    (Role.RECORDER, "/centre/outcomes/{}"),
    (Role.ADMIN, "/centre/people/{}"),
    (Role.STARTUP, "/startup/companies/{}/change"),
    (Role.STARTUP, "/startup/pitches/{}"),
    (Role.STARTUP, "/startup/projects/{}"),
]
LISTS = [
    (Role.ORGANISER, "/centre/roadshows?year={0}&state={0}&page={0}"),
    (Role.ORGANISER, "/centre/projects?q={0}&sector={0}&stub={0}&page={0}"),
    (Role.ORGANISER, "/centre/institutions?state={0}&page={0}"),
    (Role.ORGANISER, "/centre/seasons/new?year={0}"),
    (Role.RECORDER, "/centre/outcomes?year={0}&kind={0}&step={0}&state={0}&page={0}"),
    (Role.RECORDER, "/centre/outcomes?plan={0}"),
    (Role.RECORDER, "/centre/outcomes?category={0}&industrialised={0}&running={0}&all={0}"),
    (Role.RECORDER, "/centre/outcomes/investments/new?project={0}"),
    (Role.RECORDER, "/centre/outcomes/landings/new?project={0}"),
    (Role.ADMIN, "/centre/people?q={0}&role={0}&page={0}"),
    (Role.ADMIN, "/centre/trail?thing={0}&page={0}"),
    (Role.STARTUP, "/startup/pitches?only={0}&page={0}"),
]


@pytest.mark.parametrize(("role", "path"), THINGS)
def test_a_number_that_no_thing_has_is_missing(as_role: AsRole, role: Role, path: str):
    client = as_role(role)
    assert {client.get(path.format(number)).status_code for number in NUMBERS} == {404}


@pytest.mark.parametrize(("role", "path"), LISTS)
def test_a_list_that_is_asked_for_nonsense_is_shown(as_role: AsRole, role: Role, path: str):
    client = as_role(role)
    asked = [number for number in NUMBERS if number != str(2**31 - 1)] + WORDS
    assert {word[:9]: client.get(path.format(word)).status_code for word in asked} == {
        word[:9]: 200 for word in asked
    }


@pytest.mark.parametrize("word", [*NUMBERS, *WORDS])
def test_a_public_list_that_is_asked_for_nonsense_is_shown(client: FlaskClient, word: str):
    assert client.get(f"/roadshows?year={word}&sector={word}&page={word}").status_code == 200


@pytest.mark.parametrize("path", ["/centre", "/startup?x=1", "/investor", "/judge", "//centre", "//judge/"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:443", "xn--fiq228c.evil.example"])
def test_a_redirect_never_repeats_the_host_that_a_request_claims(client: FlaskClient, path: str, host: str):
    answer = client.get(path, headers={"Host": host, "X-Forwarded-Host": host})
    assert "evil" not in f"{answer.headers}{answer.text}"
    assert (answer.location or "/").startswith("/")
    assert not (answer.location or "/").startswith("//")
