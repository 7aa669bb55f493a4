"""What the demo's roadshows are called in English; those of the ledger have no other name than they came with."""

TITLES = {
    "电子信息专场路演": "Electronics and IT roadshow",
    "生物与新医药专场路演": "Biotech and new medicine roadshow",
    "新材料专场路演": "New materials roadshow",
    "航空航天专场路演": "Aerospace roadshow",
    "先进制造与自动化专场路演": "Advanced manufacturing and automation roadshow",
    "资源与环境专场路演": "Resources and environment roadshow",
    "高技术服务专场路演": "High-tech services roadshow",
    "新能源与节能专场路演": "New energy and energy saving roadshow",
    "生物与新医药专场路演（二）": "Biotech and new medicine roadshow II",
    "长三角高校院所成果专场": "Research results from universities of the Yangtze River Delta",
    "海外人才项目专场": "Projects of talent from overseas",
    "先进制造与自动化专场路演（二）": "Advanced manufacturing and automation roadshow II",
    "航空航天与新材料专场": "Aerospace and new materials",
    "年度投融资对接会": "Investors’ day of the year",
    "电子信息专场路演（二）": "Electronics and IT roadshow II",
}


def summary_of(title: str) -> str:
    return (
        f"{title}: projects that have passed screening take the stage in turn, eight minutes each and seven for "
        "questions, then there is time for talks."
    )
