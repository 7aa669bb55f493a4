"""A year around today, so that every page of every role has something to do; every firm and person is made up."""

from roadshow.foundation import clock
from roadshow.foundation.db import operation

<<<<<<< HEAD
from . import deals, interest, ledger, letters, papers, people, year
=======
from . import deals, guests, ledger, letters, papers, people, year
>>>>>>> 2f20adc (Guests' pages: the centre's list, seats and invitations, the personal link and registration; the demo's next roadshow has guests)


@operation
def fill(password: str) -> None:
    """Into an empty database, all or nothing: people, the ledger of 2021, and the roadshows around today."""
    today = clock.today()
    crew = people.make(password, today)
    firms = people.register_firms(crew, today)
    ledger.take_in(crew, today)
    people.ask_to_join(crew, firms, today)
    year.hold(crew, firms, today)
    deals.log(crew, firms, today)
<<<<<<< HEAD
    interest.come(crew, today)
=======
    guests.invite(crew, today)
>>>>>>> 2f20adc (Guests' pages: the centre's list, seats and invitations, the personal link and registration; the demo's next roadshow has guests)
    letters.send(today)
    papers.hand_in(crew, firms, today)
