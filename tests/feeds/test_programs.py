import pytest

from roadshow.feeds.models import Program
from roadshow.feeds.programs import program_of


@pytest.mark.parametrize(
    ("agent", "program"),
    [
        ("iOS/17.5.1 (21F90) dataaccessd/1.0", Program.APPLE),
        ("Mac+OS+X/10.15.7 (19H15) CalendarAgent/930.5.1", Program.APPLE),
        ("macOS/14.5 (23F79) dataaccessd/1.0", Program.APPLE),
        ("Google-Calendar-Importer", Program.GOOGLE),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)", Program.OUTLOOK),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0", Program.THUNDERBIRD),
        ("ICSx5/2.2.3 (2024/09/15; okhttp) Android/14", Program.ICSX5),
        ("DAVx5/4.4.3-ose (dav4jvm; okhttp/4.12.0) Android/14", Program.ICSX5),
        ("vdirsyncer/0.19.2", Program.VDIRSYNCER),
        ("Nextcloud Webcal Service", Program.NEXTCLOUD),
        ("Evolution/3.52.1", Program.EVOLUTION),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
            Program.BROWSER,
        ),
        ("", Program.OTHER),
        ("curl/8.5.0", Program.OTHER),
        ("\x00\ud800" + "长" * 100_000 + "Thunderbird", Program.OTHER),
    ],
)
def test_a_program_is_known_by_what_it_says_of_itself(agent: str, program: Program):
    assert program_of(agent) == program
