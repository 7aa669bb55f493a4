"""A year around today, so that every page of every role has something to do; every firm and person is made up."""


def fill(password: str) -> None:
    """Into an empty database: people, the ledger of 2021, and roadshows from eight months ago to four months ahead."""
