"""A year around today, so that every page of every role has something to do; every firm and person is made up."""

from roadshow.foundation import clock
from roadshow.foundation.db import operation

from . import deals, door, guests, interest, ledger, letters, papers, people, pursuits, support, year


@operation
def fill(password: str) -> None:
    """Into an empty database, all or nothing: people, the ledger of 2021, and the roadshows around today."""
    today = clock.today()
    crew = people.make(password, today)
    firms = people.register_firms(crew, today)
    ledger.take_in(crew, today)
    ledger.close(crew, today)
    people.ask_to_join(crew, firms, today)
    year.hold(crew, firms, today)
    deals.log(crew, firms, today)
    support.log(crew, firms, today)
    pursuits.keep(crew, today)
    guests.invite(crew, today)
    interest.come(crew, today)
    door.keep(crew, today)
    letters.send(today)
    papers.hand_in(crew, firms, today)
