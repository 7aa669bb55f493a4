"""By what a calendar program is known: a few marks of what it says of itself, of which nothing else is kept."""

from .models import Program

MARKS = (
    ("google-calendar", Program.GOOGLE),
    ("thunderbird", Program.THUNDERBIRD),
    ("outlook", Program.OUTLOOK),
    ("microsoft office", Program.OUTLOOK),
    ("microsoft exchange", Program.OUTLOOK),
    ("icsx5", Program.ICSX5),
    ("icsdroid", Program.ICSX5),  # its name before
    ("davx5", Program.ICSX5),
    ("vdirsyncer", Program.VDIRSYNCER),
    ("khal", Program.VDIRSYNCER),
    ("nextcloud", Program.NEXTCLOUD),
    ("evolution", Program.EVOLUTION),
    ("dataaccessd", Program.APPLE),
    ("calendaragent", Program.APPLE),
    ("calaccessd", Program.APPLE),
    ("ios/", Program.APPLE),
    ("macos/", Program.APPLE),
    ("mac_os_x/", Program.APPLE),
    ("mac os x/", Program.APPLE),
    ("mozilla/", Program.BROWSER),  # the others that say so stand above
)
READ = 400  # characters of what it says


def program_of(agent: str) -> Program:
    """The first mark counts: Thunderbird says that it is Mozilla too."""
    said = agent[:READ].lower().replace("+", " ")
    return next((program for mark, program in MARKS if mark in said), Program.OTHER)
