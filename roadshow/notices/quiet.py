"""When a letter that is not urgent waits for the morning."""

from datetime import datetime, time

from roadshow.foundation import clock

FROM, UNTIL = time(22), time(7)  # on the wall clock here


def is_quiet(at: datetime) -> bool:
    here = clock.local(at).time()
    return here >= FROM or here < UNTIL
