"""Three places and an online room."""

from roadshow.halls.points import Point
from roadshow.halls.rules import HallFacts

PINGHU = Point(30.69481, 121.02133)
HALLS = (
    HallFacts(
        "一号路演厅",
        "浙江省平湖市示例路60号一层",
        120,
        120,
        60,
        name_en="Roadshow Hall 1",
        address_en="1/F, 60 Shili Road, Pinghu, Zhejiang",
        point=PINGHU,
        contact="示例物业 0573-0000 0002",
        directions="示例公交1路到示例路站下车，步行3分钟；院内有停车位，从南门进。",
        directions_en="Example bus 1 to Shili Road, then 3 minutes on foot; parking in the yard, south gate.",
    ),
    HallFacts(
        "二号路演厅",
        "浙江省平湖市示例路60号二层",
        60,
        60,
        30,
        name_en="Roadshow Hall 2",
        address_en="2/F, 60 Shili Road, Pinghu, Zhejiang",
        point=PINGHU,
    ),
    HallFacts(
        "上海分会场",
        "上海市松江区示例路8号域外孵化器",
        80,
        90,
        60,
        name_en="Shanghai Hall",
        address_en="Incubator, 8 Shili Road, Songjiang, Shanghai",
        point=Point(31.03252, 121.22746),
    ),
    HallFacts(
        "线上路演室",
        "",
        300,
        30,
        15,
        online=True,
        link="https://meet.example/g60-demo",
        name_en="Online Room",
    ),
)
