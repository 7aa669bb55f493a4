"""Limits on failed sign-ins: by account and network, by network, and by account over all networks.

All of them are the same for an address that has no account.
"""

import math
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.errors import Refused

from . import queries

FAILURES_OF_PAIR, FAILURES_OF_NETWORK = 5, 50  # in half an hour
FAILURES_OF_ACCOUNT = 10  # in a day, from everywhere; from then on each one doubles the wait for the next
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), queries.SHUT
KNOWN_FOR = timedelta(days=30)  # a network from which somebody signed in does not wait for failures elsewhere
IPV6_PREFIX = 64  # bits: whoever has one address there has them all


class TooMany(Refused):
    """After too many failures; ``wait`` is how long until the next try is looked at."""

    def __init__(self, wait: timedelta) -> None:
        minutes = math.ceil(wait / timedelta(minutes=1))
        super().__init__(_("尝试次数太多，请在%(count)d分钟后重试", count=minutes))
        self.wait = wait


def network_of(address: str) -> str:
    """By which failures and letters are counted: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(mapped) if mapped else str(ip_network((parsed, IPV6_PREFIX), strict=False))


def refuse_too_many(email_hash: str, network: str, person_id: int | None) -> None:
    """Raises: TooMany while the limits say wait."""
    of_pair, of_network = queries.count_failures(email_hash, network)
    if of_pair >= FAILURES_OF_PAIR or of_network >= FAILURES_OF_NETWORK:
        raise TooMany(queries.SHUT)
    left = _wait_of_account(email_hash)
    if left > timedelta() and network not in _known_networks(person_id):
        raise TooMany(left)


def is_guessed_at(email_hash: str) -> bool:
    """Whether its owner should know."""
    return queries.count_failures_of_account(email_hash)[0] >= FAILURES_OF_ACCOUNT


def _wait_of_account(email_hash: str) -> timedelta:
    count, last = queries.count_failures_of_account(email_hash)
    if last is None or count < FAILURES_OF_ACCOUNT:
        return timedelta()
    doublings = min(count - FAILURES_OF_ACCOUNT, 10)
    return last + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT) - clock.now()


def _known_networks(person_id: int | None) -> set[str]:
    since = clock.now() - KNOWN_FOR
    return {network_of(address) for address in queries.list_sign_in_addresses(person_id, since)}
