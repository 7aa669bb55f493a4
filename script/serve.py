"""Prepare and serve in one process: to read the program twice would take a start twice as long."""

import sys

from gunicorn.app.wsgiapp import run

from roadshow.config import Settings
from roadshow.start import prepare

if __name__ == "__main__":
    prepare(Settings.from_environ())
    sys.argv = ["gunicorn", "--config", "deploy/gunicorn.conf.py", "wsgi:app"]
    run()
