"""The user guide on the site: each reader's own page, in both languages, in the words of the product."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.config import ROOT
from roadshow.foundation.languages import LANGUAGES
from roadshow.web.guide import FILES, MARK, MARKDOWN, topics
from tests.conftest import AsRole
from tests.web.reading import links, missing

TOPICS = list(topics("zh"))


def guide(language: str) -> str:
    return (ROOT / "docs" / FILES[language]).read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_shows_its_sections_and_leads_to_each(client: FlaskClient, topic: str, language: str):
    page = client.get(f"/help/{topic}?lang={language}").text
    told = topics(language)[topic]
    assert missing(page, told.title, *(section.title for section in told.sections)) == []
    anchors = re.findall(r'href="#([a-z-]+)"', page)
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == []
    assert "**" not in page.partition("<main")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_topics_leads_to_anchors_that_exist(client: FlaskClient, language: str):
    found = re.findall(r'href="(/help/[a-z]+\?[^"#]*)#([a-z-]+)"', client.get(f"/help?lang={language}").text)
    assert [anchor for path, anchor in found if f'id="{anchor}"' not in client.get(path).text] == []
    assert len(found) == sum(len(topic.sections) for topic in topics(language).values())


def test_both_languages_have_the_same_topics_and_sections():
    anchors = [[(anchor, level) for anchor, level, _title in MARK.findall(guide(each))] for each in LANGUAGES]
    assert anchors[0] == anchors[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_of_the_guide_has_an_anchor(language: str):
    assert re.findall(r"(?<!-->\n)^##.*", guide(language), re.MULTILINE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_in_the_guide_is_one_of_the_site(app: Flask, language: str):
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert sorted(set(re.findall(r"`(/[^`]*)`", guide(language))) - rules) == []


def test_a_topic_that_does_not_exist_is_missing(client: FlaskClient):
    assert client.get("/help/nothing").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_everybody_at_a_desk_is_led_to_their_own_topic(as_role: AsRole, role: Role):
    desk = "centre" if role not in ("startup", "investor", "judge") else role.value
    page = as_role(role).get(f"/{desk}/").text
    assert f"/help/{role.value}" in links(page)
    assert f"/help/{role.value}" in links(as_role(role).get("/account/inbox").text)


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_public_pages_and_refusals_lead_to_help(client: FlaskClient, path: str):
    assert "/help" in links(client.get(path).text)


def test_html_in_the_guide_would_be_shown_and_not_obeyed():
    assert "<script" not in MARKDOWN.render("<script>alert(1)</script> <b>x</b>")
