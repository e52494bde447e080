"""Contracts of the landing zone's reference tables, and of the dimensions made from them."""

from typing import Final

from schemas.table import Field, Table, count, day, flag, key, real, text

ROLES: Final = ("assessment", "control", "background", "traffic")
AIR_FLAG_NAMES: Final = (
    "stuck", "zero_run", "spike", "inversion", "out_of_range", "night_ozone", "repeated_block",
)  # fmt: skip
COMPARATORS: Final = ("<=", ">=", "<", ">", "=")

AREAS: Final = Table(
    "dim_area",
    "区域",
    "The district and its streets, towns and township, and any other area that is registered.",
    (
        Field("area_id", "区域编号", "text", "Area code.", key=True, names_files=True),
        text("name_zh", "中文名称", "Chinese name."),
        text("name_en", "英文名称", "English name."),
        text("level", "层级", "city, district, street, town, township or site group."),
        text("parent_id", "上级区域", "The area that this one lies in.", nullable=True),
    ),
)

STATIONS: Final = Table(
    "dim_station",
    "监测点",
    "Registered air stations, by the name under which the feeds carry them and the days that it holds for.",
    (
        key("station_id", "监测点编号", "text", "Station code, national or municipal."),
        key("name_zh", "监测点名称", "text", "Name in the feeds; a renamed station has one row per name."),
        text("area_id", "区域编号", "Area of dim_area."),
        text("role", "站点类型", "Only assessment stations enter an area's value.", one_of=ROLES),
        real("lon", "经度", "Longitude.", "°"),
        real("lat", "纬度", "Latitude.", "°"),
        day("valid_from", "启用日期", "First day; empty is open.", nullable=True),
        day("valid_to", "停用日期", "Last day; empty is open.", nullable=True),
    ),
)

SECTIONS: Final = Table(
    "dim_section",
    "断面",
    "Registered water sections: where they lie, what they are assessed for, and the evidence for each row. A section "
    "whose target, role or list changes (by year or by month) has one row per span of days.",
    (
        key("section_id", "断面编号", "text", "Section code."),
        text("name_zh", "断面名称", "Name in the feeds and bulletins."),
        text("river", "河流", "River or lake."),
        text("area_id", "区域编号", "Area of dim_area that answers for it; empty for sections outside.", nullable=True),
        text(
            "water_type",
            "水体类型",
            "river or lake: they have different limits; empty is taken as river and said.",
            nullable=True,
            one_of=("river", "lake"),
        ),
        text("control_level", "控制级别", "国控, 市控 or 区控.", nullable=True),
        text(
            "role",
            "断面属性",
            "district_outbound, inbound, township_outbound, into_main_river or trend; several are joined by a bar.",
            nullable=True,
        ),
        count("target_class", "目标类别", "Class that the section must reach, 1 to 6.", nullable=True),
        flag("in_plan_list", "纳入计划", "One of the sections that the plan counts.", nullable=True),
        text(
            "provinces",
            "所列省市",
            "Provinces and cities under which feeds list the section, joined by a bar: a row that names another one is "
            "about a namesake. Empty: one that the register does not know is believed while it is the only one.",
            nullable=True,
        ),
        text(
            "upstream_id",
            "上游断面",
            "section_id of the next registered section upstream on the main stem, where the evidence says so; empty "
            "where it does not.",
            nullable=True,
        ),
        Field("valid_from", "启用日期", "date", "First day of this row; empty is open.", key=True, nullable=True),
        day("valid_to", "停用日期", "Last day of this row; empty is open.", nullable=True),
        text("evidence", "依据", "Where the row comes from, and what is not confirmed.", nullable=True),
    ),
)

TARGETS: Final = Table(
    "dim_target",
    "目标",
    "Targets per area, indicator and year, with the wording that sets them; and their parts by quarter, month, town "
    "and section.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area (a town for its part); of water_section_class a section."),
        key(
            "indicator_id",
            "指标编号",
            "text",
            "Indicator of dim_indicator, or water_section_class: the class that a section must reach in a month.",
        ),
        key("year", "年份", "int", "Year that the target is for; no other year is judged by it."),
        key("period", "时段", "text", "year, or a part of it: 2024-Q1, 2024-03, 2024-01/06."),
        text("comparator", "比较符", "How the value is held against the target.", nullable=True, one_of=COMPARATORS),
        real("target", "目标值", "Empty where the wording gives no number."),
        real("tolerance", "容差", "For 左右: how far beyond the target is still on the line."),
        text("unit", "单位", "Unit of the target.", nullable=True),
        text("basis", "口径", "raw, net_reevaluated or net_dropped.", nullable=True),
        text("firmness", "措辞", "binding, basic (基本), about (左右), strive (力争), stable (稳定)."),
        count("decimals", "小数位数", "Decimals that the value is rounded to before it is compared.", nullable=True),
        text("text_zh", "目标原文", "The plan's wording."),
        text("document", "文件", "Document that sets the target."),
        Field(
            "valid_from",
            "生效日期",
            "date",
            "First day of the row; a later row of the same target replaces it from its own first day on.",
            key=True,
            nullable=True,
        ),
        Field(
            "place_id",
            "地点",
            "text",
            "Section or site that this part of the target is for; empty: the area as a whole.",
            key=True,
            nullable=True,
        ),
    ),
)

DUST_DAYS: Final = Table(
    "dim_dust_day",
    "沙尘日",
    "Declared sand-dust hours; nothing is inferred.",
    (
        key("area_id", "区域编号", "text", "Area that the declaration is for."),
        key("date", "日期", "date", "Natural day."),
        count("hour_from", "起始小时", "First hour label, 1 to 24; empty is 1.", nullable=True),
        count("hour_to", "结束小时", "Last hour label; empty is 24.", nullable=True),
        text("declared_by", "认定单位", "Authority.", nullable=True),
        text("document", "文件", "Document of the declaration.", nullable=True),
    ),
)

PUBLISHED: Final = Table(
    "published_value",
    "公开发布值",
    "Annual values that authorities or the press have published; shown beside the computed ones.",
    (
        key("area_id", "区域编号", "text", "Area; it need not be registered."),
        key("year", "年份", "int", "Calendar year."),
        key("measure", "统计量", "text", "Indicator or measure."),
        text("indicator_id", "指标编号", "Indicator of dim_indicator, where it is one.", nullable=True),
        real("value", "数值", "As published."),
        text("comparator", "比较符", "= or <= where only a bound is published.", one_of=COMPARATORS),
        text("unit", "单位", "Unit."),
        text("basis", "口径", "raw or net of dust; of an ecological index its method code.", nullable=True),
        text("kind", "性质", "official (decides the status) or published (stands beside)."),
        text("source", "出处", "Bulletin, press conference or report."),
        text("mark", "可信度", "How well the figure is evidenced.", nullable=True),
    ),
)

INDICATORS: Final = Table(
    "dim_indicator",
    "指标",
    "The indicators of the plan.",
    (
        key("indicator_id", "指标编号", "text", "Name that everything else builds on."),
        count("position", "次序", "Order in the plan."),
        text("name_zh", "中文名称", "Chinese name."),
        text("name_en", "英文名称", "English name."),
        text("medium", "领域", "air, water, soil, climate or ecology."),
        text("unit", "单位", "Unit of the value.", nullable=True),
        text("comparator", "比较符", "Of the latest target of the plan's area.", nullable=True),
        real("target", "目标值", "Of the latest target of the plan's area."),
        text("target_text_zh", "目标原文", "The plan's wording.", nullable=True),
        text("target_text_en", "目标英文", "The same in English.", nullable=True),
        text("firmness", "措辞", "binding, basic, about, strive or stable.", nullable=True),
        text("standard", "标准", "Standard and clause that the value rests on.", nullable=True),
        text("rests_on", "依据数据", "Datasets.", nullable=True),
    ),
)

LIMITS: Final = Table(
    "dim_limit",
    "标准限值",
    "Limits, breakpoints, coefficients and minimum data of the standards, with their effective dates.",
    (
        key("standard", "标准", "text", "Standard and edition."),
        key("subject", "内容", "text", "What the row limits: pollutant and averaging, or the rule."),
        key("class", "级别", "text", "Class, index or statistic."),
        real("limit_value", "限值", "Limit."),
        text("unit", "单位", "Unit.", nullable=True),
        day("effective_from", "生效日期", "First data date; empty is open.", nullable=True),
        day("effective_to", "失效日期", "Last data date; empty is open.", nullable=True),
        text("mark", "可信度", "How well the row is evidenced.", nullable=True),
    ),
)

AIR_FLAGS: Final = Table(
    "air_flags",
    "可疑值检验",
    "Suspect tests of hourly air values: thresholds, and what a flag does.",
    (
        key("flag", "标记", "text", "Name of the test.", one_of=AIR_FLAG_NAMES),
        key("pollutant", "污染物", "text", "Pollutant that the test looks at."),
        real("limit_value", "界限", "Absolute threshold, in the unit of the pollutant."),
        real("ratio", "比值", "Relative threshold."),
        count("hours", "小时数", "Length of a run.", nullable=True),
        text("action", "处理", "keep or exclude.", one_of=("keep", "exclude")),
        text("source", "出处", "Where the threshold comes from.", nullable=True),
    ),
)

ACTIONS: Final = ("replace", "drop")

CORRECTIONS: Final = Table(
    "corrections",
    "更正表",
    "Known errors of providers: which value is wrong, what stands in its place, why, and who says so.",
    (
        text("dataset", "数据集", "Dataset of the landing zone, such as air_hourly."),
        key(
            "key",
            "键",
            "text",
            "place|time, and of samples place|time|part where a place has several at that time. Place: id or name as "
            "in the file. Time: 2024-03-28 13:00 (the end of the hour) for hourly air; 2024-03-28, or with its clock "
            "time, for all others.",
        ),
        key("field", "项目", "text", "Pollutant, item code, or field of a ledger, as in the observations."),
        text("action", "处理", "replace or drop.", one_of=ACTIONS),
        text("value", "更正值", "Of replace: the right value in the item's unit, or the right words.", nullable=True),
        text("reason", "原因", "Why."),
        text("who", "责任人", "Who says so."),
        day("since", "生效日期", "First day of the runs that apply it."),
        Field("file", "文件", "text", "Path below the landing zone of the one file that is wrong; empty: every file.",
              key=True, nullable=True),
    ),
)  # fmt: skip

DECLARED_CHANGES: Final = Table(
    "declared_changes",
    "已申报的变动",
    "Values of indicators that may differ from the last publication beyond the gate's bound, or be gone, and why.",
    (
        key("area_id", "区域编号", "text", "Area of dim_area."),
        key("indicator_id", "指标编号", "text", "Indicator of dim_indicator."),
        key("year", "年份", "int", "Year of the value."),
        text("reason", "原因", "Why the value changes: a re-audit, a corrected file."),
        text("who", "申报人", "Who answers for it."),
        day("since", "生效日期", "First day on which it counts; empty: always.", nullable=True),
    ),
)

SOIL_BACKGROUND: Final = Table(
    "soil_background",
    "土壤环境背景值",
    "Local background of an item in soil, as registered for an area: note ① of GB 36600-2018, table 1 and 2.",
    (
        key(
            "area_id",
            "区域编号",
            "text",
            "Area of dim_area; it holds in the areas within it that have none of their own.",
        ),
        key("item", "项目编号", "text", "AS, CO or V: the items that note ① is about.", one_of=("AS", "CO", "V")),
        real("value", "背景值", "Background.", "mg/kg"),
        text("document", "文件", "Document that states it."),
    ),
)

MARTS: Final = (AREAS, STATIONS, SECTIONS, INDICATORS, LIMITS, TARGETS, DUST_DAYS, PUBLISHED)
