"""The worker as a process: it ends at a signal, and gives back what it was at."""

import os
import signal
import sys

from roadshow import create_app
from roadshow.worker import run

if __name__ == "__main__":
    os.umask(0o077)  # what SQLite puts beside the database is as private as it
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit())
    run(create_app())
