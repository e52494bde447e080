"""Contracts of ecology: the ecological index over the years, and the green view."""

from typing import Final

from schemas.evidence import ORIGIN, ORIGINS, STAGE
from schemas.table import Field, Table, count, day, flag, key, real, text

COMPARISONS: Final = (
    "comparable", "not_comparable", "no_earlier_year", "two_methods", "origin_differs", "not_published",
)  # fmt: skip
COMPUTED_COMPARISONS: Final = ("comparable", "product_differs", "inputs_differ", "no_earlier_year", "origin_differs")
SOURCE: Final = (
    STAGE,
    ORIGIN,
    text("source_file_id", "来源文件", "Key of source_file, or the reference table."),
    count("source_row", "来源行", "First row that was consumed."),
    count("source_rows", "来源行数", "How many rows were consumed."),
)


def index(name: str, name_zh: str, description: str) -> Field:
    """An index or sub-index of 0 to 100."""
    return real(name, name_zh, description, at_least=0, at_most=100)


EI_TREND: Final = Table(
    "ei_trend",
    "生态环境状况指数趋势",
    "One row per area, year and published method: the published index, and the one computed by HJ 192-2015 beside it.",
    (
        key("area_id", "区域编号", "text", "Area; it need not be registered where only published values are known."),
        key("year", "年份", "int", "Year of the data."),
        key("method", "评价方法", "text", "Method code of the published value; empty text where no EI is."),
        text("standard", "标准", "Standard of the method.", nullable=True),
        index("published_ei", "公布EI", "The value that leads."),
        text("published_grade", "公布等级", "As published; by HJ 192-2015 where that is its method.", nullable=True),
        real("published_change", "公布EI变化", "Against the year before, under the same method only.", "points"),
        real("published_percent", "公布EI变幅", "The same in per cent.", "%"),
        text("published_change_grade", "变化分级", "What HJ 192-2015 calls such a change; of EQI its own classes.",
             nullable=True),
        text("comparison", "可比性", "Whether the year before may be compared; not_comparable is a break of method.",
             one_of=COMPARISONS),
        flag("method_break", "方法变更", "The year before was published under another method."),
        flag("improved", "同比提高", "The published value rose.", nullable=True),
        text("published_source", "发布出处", "Where it was published.", nullable=True),
        text("published_origin", "公布值来源", "real or demo.", nullable=True, one_of=ORIGINS),
        index("computed_ei", "测算EI", "Diagnostic by HJ 192-2015 from land cover and statistics."),
        index("hq", "生境质量指数", "HQ."),
        index("bri", "生物丰度指数", "BRI, weight 0.35."),
        index("vci", "植被覆盖指数", "VCI, weight 0.25."),
        index("wndi", "水网密度指数", "WNDI, weight 0.15."),
        index("lsi", "土地胁迫指数", "LSI, weight 0.15 of 100 − LSI."),
        index("pli", "污染负荷指数", "PLI, weight 0.10 of 100 − PLI."),
        text("computed_grade", "测算等级", "By HJ 192-2015.", nullable=True),
        text("restrictions", "约束性指标", "Events and cases that take grades off.", nullable=True),
        text("grade_restricted", "约束后等级", "The grade after the restriction table; the index itself stays.",
             nullable=True),
        text("product", "土地覆盖产品", "Land-cover product that was used.", nullable=True),
        text("version", "产品版本", "Its version.", nullable=True),
        text("computed_comparison", "测算可比性",
             "One product, version and origin, and the same optional inputs, in both years.", nullable=True,
             one_of=COMPUTED_COMPARISONS),
        real("computed_change", "测算EI变化", "Against the year before.", "points"),
        text("computed_change_grade", "测算变化分级", "By HJ 192-2015.", nullable=True),
        real("contribution_bri", "生物丰度贡献", "Its part of the computed change.", "points"),
        real("contribution_vci", "植被覆盖贡献", "Its part of the computed change.", "points"),
        real("contribution_wndi", "水网密度贡献", "Its part of the computed change.", "points"),
        real("contribution_lsi", "土地胁迫贡献", "Its part of the computed change.", "points"),
        real("contribution_pli", "污染负荷贡献", "Its part of the computed change.", "points"),
        flag("computed_improved", "测算提高", "Empty where inputs of either year were carried over.", nullable=True),
        text("stale", "沿用上年", "Inputs taken from the year before.", nullable=True),
        text("missing", "缺少", "Inputs without which the index could not be computed.", nullable=True),
        text("assumed", "按零计", "Inputs that no year tells, taken as nothing.", nullable=True),
        text("note", "说明", "What is wrong with the inputs, Chinese and English.", nullable=True),
        *SOURCE,
    ),
)  # fmt: skip

GREEN_VIEW: Final = Table(
    "green_view",
    "绿视率",
    "One row per area, year and site, scene (road, park, neighbourhood, waterside) or whole area.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        key("year", "年份", "int", "Year of the photos."),
        key("level", "层级", "text", "site, scene or area.", one_of=("site", "scene", "area")),
        key("scene", "场景", "text", "road, park, neighbourhood or waterside; empty text for the area."),
        key("site", "场所", "text", "Name of the road, park …; empty text above the site."),
        text("scene_zh", "场景名称", "Chinese name.", nullable=True),
        real("green_view", "绿视率", "Mean over points of their share of green pixels.", "%", at_least=0, at_most=100),
        real("change", "较上年", "Against the year before.", "points"),
        real("target", "目标", "Target of the scene, where one is entered.", "%"),
        flag("meets_target", "达到目标", "Empty without a target.", nullable=True),
        count("points", "点位数", "Points that enter."),
        count("photos", "照片数", "Photos that enter."),
        count("photos_blocked", "遮挡照片数", "Photos left out because too much of their view is blocked."),
        count("photos_out_of_season", "非生长季照片数", "Photos left out because they were taken without leaves."),
        count("green_pixels", "绿色像素数", "Sum, where counts are given.", nullable=True),
        count("pixels", "像素数", "Sum, where counts are given.", nullable=True),
        day("taken_from", "拍摄起始", "First photo.", nullable=True),
        day("taken_to", "拍摄截止", "Last photo.", nullable=True),
        *SOURCE,
    ),
)

MARTS: Final = (EI_TREND, GREEN_VIEW)
