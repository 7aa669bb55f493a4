"""Why an institution may want to come: every reason is so, and none is missing."""

from hypothesis import given
from hypothesis import strategies as st

from roadshow.foundation.money import WAN
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.investors.fitting import Offer, points, reasons
from roadshow.investors.mandates import MandateFacts
from tests.investors.made import MANDATE

SUMS = st.integers(1, 50)
PLACES = st.sampled_from(["330482", "330402", "330106", "310101", "110105"])
WIDE = st.sampled_from(["330482", "330400", "330000", "310000", "110000"])
FIELDS, ROUNDS = st.frozensets(st.sampled_from(list(SECTORS))), st.frozensets(st.sampled_from(list(STAGES)))
MANDATES = st.builds(
    lambda sectors, stages, least, more, regions: MandateFacts(
        tuple(sectors), tuple(stages), least, least + more, tuple(regions)
    ),
    FIELDS,
    ROUNDS,
    SUMS,
    SUMS,
    st.lists(WIDE, unique=True, max_size=3),
)
OFFERS = st.builds(Offer, FIELDS, ROUNDS, st.frozensets(PLACES, max_size=3), st.lists(SUMS).map(tuple))


@given(MANDATES, OFFERS, st.integers(0, 3))
def test_a_reason_is_given_for_exactly_what_is_so(wanted: MandateFacts, offer: Offer, came: int):
    so = {f"sector:{code}" for code in offer.sectors & set(wanted.sectors)}
    if so or not offer.sectors:
        so |= {"any_sector"} if not offer.sectors else set()
        so |= {f"stage:{code}" for code in offer.stages & set(wanted.stages)}
        so |= {f"region:{code}" for code in wanted.regions if lies_in(offer, code)}
        asked = [ask for ask in offer.asks_fen if wanted.ticket_from_fen <= ask <= wanted.ticket_to_fen]
        so |= {"ticket"} if asked else set()
    so |= {f"came:{came}"} if came else set()
    found = reasons(wanted, offer, came)
    assert (set(found), len(found)) == (so, len(so))


def lies_in(offer: Offer, code: str) -> bool:
    """Level by level: province, city, county."""
    levels = [code[:2], code[:4], code[:6]]
    named = [level for level in levels if not level.endswith("00")]
    return any(place.startswith(named[-1]) for place in offer.regions)


@given(MANDATES, OFFERS, st.sampled_from(list(SECTORS)))
def test_whoever_looks_for_more_fields_never_fits_worse(wanted: MandateFacts, offer: Offer, more: str):
    wider = MandateFacts(
        (*wanted.sectors, more),
        wanted.stages,
        wanted.ticket_from_fen,
        wanted.ticket_to_fen,
        wanted.regions,
    )
    assert points(reasons(wider, offer)) >= points(reasons(wanted, offer))


def test_a_roadshow_open_to_every_field_may_fit_anybody():
    assert reasons(MANDATE, Offer()) == ["any_sector"]


def test_one_of_other_fields_does_not_fit_whatever_else_does():
    assert reasons(MANDATE, Offer(frozenset({"biomedicine"}), frozenset({"a"}), asks_fen=(600 * WAN,))) == []


def test_without_a_mandate_only_having_come_is_a_reason():
    assert (reasons(None, Offer(), 2), reasons(None, Offer())) == (["came:2"], [])
