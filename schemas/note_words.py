"""Words of remarks, and the note that is made of them: Chinese first and English beside."""

import re
from typing import Final

NOTE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "minimum_data": (
        "有效数据未达到标准的最低要求，不作评价",
        "the standard's minimum data are not there, so it is not assessed",
    ),
    "budget_spent": ("已超过全年控制天数", "the year's allowance is already exceeded"),
    "no_path": ("没有往年同期，无法判断进度", "no earlier year to compare the course with"),
    "chance_few_years": (
        "可用的往年不足，不计算达标概率",
        "too few earlier years to draw from: no chance is given",
    ),
    "chance_sections_undecided": (
        "有断面尚不能评价，不计算达标概率",
        "a section can't be judged yet: no chance is given",
    ),
    "chance_ph_beyond": (
        "有断面pH超出范围，pH不参与抽样，不计算达标概率",
        "pH of a section is beyond its range and is not drawn: no chance is given",
    ),
    "chance_sources_undecided": (
        "有水源地季度尚无结论，不计算达标概率",
        "a quarter of a source has no verdict: no chance is given",
    ),
    "chance_by_project": (
        "按项目核定入账，往年项目不能推断今年，不计算达标概率",
        "credited project by project, of which earlier years tell nothing: no chance is given",
    ),
    "chance_by_account": (
        "每年只有一个核算值，样本不足，不计算达标概率",
        "one value a year is no sample to draw from: no chance is given",
    ),
    "chance_by_object": (
        "每年对象不同，不可由往年抽样，不计算达标概率",
        "other objects every year, so that none can be drawn: no chance is given",
    ),
    "chance_by_test": (
        "计划仅有文字要求，且每年仅监测一两次，不计算达标概率",
        "asked for in words, and measured once or twice a year: no chance is given",
    ),
    "chance_all_in": (
        "全年数据已齐，无剩余时段，不计算达标概率",
        "all of the year is in the value and nothing left to draw: no chance is given",
    ),
    "target_in_words": ("目标仅有文字要求，没有数值", "the target is words without a number"),
    "chance_nothing_yet": ("本年尚无数据，不计算达标概率", "nothing of this year yet: no chance is given"),
    "tolerance": ("在目标容差以内", "within the tolerance of the target"),
    "origin_differs": ("上年与本年一为演示一为真实数据，不作同比", "no change across demonstration and real data"),
    "no_change_minimum_data": (
        "本年或上年有效数据不足，不作同比",
        "no change: one of the years lacks its minimum data",
    ),
    "stage_differs": ("上年与本年数据阶段不同（实时/审核）", "the years differ in stage (real-time or audited)"),
    "not_taken_in": ("该领域数据尚未接入", "data of this kind are not taken in yet"),
    "no_rows": ("本年没有观测数据", "no observations in this year"),
    "records_conflict": (
        "台账记录相互矛盾，均未采用，无从核算",
        "the ledger's records contradict each other and none is used: there is nothing to reckon with",
    ),
    "some_records_conflict": (
        "台账有记录相互矛盾，未采用，本值只是其余记录的结果",
        "some of the ledger's records contradict each other and are not used: the value is that of the others",
    ),
    "withheld": (
        "数据集台账不平或不符合约定，暂不采用",
        "the dataset's ledger does not balance or its contract is broken; its values are withheld",
    ),
    "stated_test": (
        "计划仅有文字要求，按本系统公开的判定方法评价",
        "the plan asks in words only; judged by this system's stated test",
    ),
    "no_base_year": ("没有基准年数据，稳定性不作判定", "no base year, stability not judged"),
    "few_comparable_wells": ("可比监测井不足75%，不作判定", "fewer than 75 % of the wells are comparable, not judged"),
    "wells_items_lost": (
        "有监测井的项目缺失（数值矛盾或未被采信），不参与比较",
        "values of some wells conflict or were not accepted: these wells are not compared",
    ),
    "background_items_decide": ("扣除天然背景项目后结论不同", "without natural background items the verdict differs"),
    "nuclide_analysis_needed": (
        "总α或总β放射性超Ⅲ类，需进行核素分析",
        "gross alpha or beta above class III, nuclide analysis needed",
    ),
    "intake_missing": ("取水量不全，不计按水量达标率", "water amounts incomplete, no share by volume"),
    "source_type_unknown": ("有水源地未注明类型，无法评价", "the kind of a source is not stated, not judged"),
    "source_items_lost": (
        "有季度的监测项目缺失（数值矛盾或未被采信）",
        "values of some quarters conflict or were not accepted",
    ),
    "source_undecided": ("有水源地无可评价项目", "a source has no item that can be judged"),
    "source_periods_missing": ("有季度缺少监测数据", "quarters are missing"),
    "source_items_unjudged": ("部分项目无限值，未评价", "some items have no limit here and were not judged"),
    "source_no_longer_monitored": ("上年监测的水源地本年无数据", "a source of last year has no data this year"),
    "no_base": ("没有排放基数", "no base in the account"),
    "base_contradicts": ("排放基数相互矛盾或缺少数值", "base rows contradict or have no amount"),
    "no_record": ("台账缺少年度记录", "a year has no record in the ledger"),
    "no_additions": ("台账缺少新增量记录（无新增应填0）", "no record of additions (state 0 where none)"),
    "reduction_amounts_set_aside": (
        "有减排项目的数值被隔离，累计量偏低，改正后重算",
        "amounts of reduction projects were set aside: the sum is too low until they are corrected",
    ),
    "reduction_amounts_set_aside_before": (
        "上年有减排项目的数值被隔离，不作同比",
        "amounts of the year before were set aside: no change is told",
    ),
    "reductions_not_verified": ("有削减项目尚未核定", "reductions await verification"),
    "account_based": ("本年为基数年，不作同比", "base year of the account, no change"),
    "reduction_defects": ("有削减项目未计入或与公式不符", "some reductions are not counted or differ from the formula"),
    "discharge_target_not_entered": (
        "市下达的减排目标（吨）尚未录入（台账“目标”行）",
        "the city's reduction target in tonnes has not been entered (rows 目标 of the ledger)",
    ),
    "soil_no_contaminated_farmland": ("无受污染耕地，不适用", "no contaminated farmland: not applicable"),
    "soil_no_key_land": (
        "本年无投入使用的重点建设用地，不适用",
        "no key construction land entered use this year: not applicable",
    ),
    "soil_area_missing": ("部分单元或地块缺面积", "some units or parcels have no area"),
    "soil_category_missing": ("部分耕地单元缺类别，未计入", "some farmland units have no category and are not counted"),
    "soil_counted_twice": ("同一地块重复申报，只计一次", "a plot is claimed twice and counted once"),
    "soil_method_mixed": ("台账中核算方法不一致", "rows of the ledger state different methods"),
    "soil_method_changed": ("与上年核算方法不同，不作同比", "another method than last year: no change is given"),
    "soil_order_inverted": ("有地块程序时间倒置", "some parcels have their steps out of order"),
    "soil_use_assumed": ("部分地块规划用途不明，按第一类用地", "planned use of some parcels unknown: taken as class 1"),
    "soil_ph_assumed": ("部分点位缺pH，按最严分档", "some points lack pH: strictest band"),
    "soil_land_assumed": ("部分点位土地利用不明，按较严限值", "land use of some points unknown: stricter limit"),
    "soil_limit_disputed": (
        "部分结论取决于来源不一致的限值（铬）",
        "some verdicts hang on a limit on which sources differ (chromium)",
    ),
    "soil_items_lost": (
        "有点位的监测项目缺失（数值矛盾或未被采信），不计入达标率",
        "values of some points conflict or were not accepted: these points are not counted",
    ),
    "soil_items_incomplete": ("部分点位缺镉汞砷铅铬中的项目", "some points lack one of Cd, Hg, As, Pb, Cr"),
    "soil_item_sets_differ": (
        "与上一轮监测项目不同，不作比较",
        "the previous round measured other items: no change is given",
    ),
    "list_unconfirmed": ("断面名单为工作名单，尚未确认", "the list of sections is a working list, unconfirmed"),
    "sections_dry": ("有断面断流或冰封，不计入", "some sections had no water and are left out"),
    "target_less_dry": (
        "无水断面不参评，目标相应减少",
        "sections without water are not asked for: the target is less by as many",
    ),
    "sections_items_lost": (
        "有断面月的监测项目缺失（数值矛盾或未被采信），该月不评类别",
        "values of some section-months conflict or were not accepted: these months have no class",
    ),
    "sections_without_data": ("有断面没有监测数据", "some sections have no data"),
    "sections_insufficient": ("有断面监测月份不足", "some sections lack the minimum months"),
    "sections_differ": (
        "上年与本年断面不完全相同，同比只计两年都有的断面",
        "the years' sections differ; the change rests on those of both",
    ),
    "water_type_assumed": ("断面水体类型未填，按河流评价", "water type not given; taken as river"),
    "climate_estimate": ("测算值，以市级通报为准", "computed; the city's notice decides"),
    "climate_overdue": (
        "已过预计通报日期，请在reference/published.csv录入市级通报（kind填official）",
        "the notice's date has passed: enter its value in reference/published.csv, kind official",
    ),
    "climate_rose_before": ("2021年以来有年份未下降", "in an earlier year since 2021 the intensity did not fall"),
    "climate_boundary_missing": ("能源表未声明核算边界（a或b），不作核算", "no boundary (a or b) is declared"),
    "climate_boundary_mixed": ("能源表混用两种核算边界，不作核算", "the fuel table mixes two boundaries: not computed"),
    "climate_boundary_changed": ("与上年核算边界不同，不作同比", "another boundary than last year: no change is given"),
    "climate_carriers_differ": ("两年能源品种不一致（未用应填0）", "the years differ in carriers (0 if unused)"),
    "climate_amount_missing": ("有能源品种缺消费量，不作核算", "a carrier lacks its consumption: not computed"),
    "climate_net_missing": ("边界a缺净购入电力或热力，不作核算", "boundary a lacks net purchased power or heat"),
    "climate_power_missing": ("能源表没有电力，不作核算", "the fuel table has no electricity: not computed"),
    "climate_factor_missing": ("有能源品种没有排放因子，不作核算", "a carrier has no factor: not computed"),
    "climate_year_incomplete": ("能源数据缺月份或数量，不作核算", "months or amounts missing: no year computed"),
    "climate_feedstock_exceeds": ("原料用量大于消费量，不作核算", "more feedstock than consumption: not computed"),
    "climate_ncv_differs": (
        "两年热值来源不同（供应商值与缺省值），不作同比",
        "calorific values are the supplier's in one year and the default in the other: no change is given",
    ),
    "climate_amount_jumps": (
        "有能源品种两年相差8倍以上，疑计量单位有误，不作同比",
        "a carrier differs by a factor of 8 or more between the years, as with a wrong unit: no change is given",
    ),
    "climate_growth_from_levels": (
        "所报增速为普查前后总量之比，未采用",
        "the growth entered is a ratio of levels across a census and was not used",
    ),
    "climate_series_suspect": (
        "月度数列与所报口径（累计或当月）不符，不作核算",
        "monthly figures are not what they are stated to be (to date, or single months): not computed",
    ),
    "climate_restated": ("能源累计数有回落或与年报不符，视为修订", "cumulative energy figures were restated"),
    "climate_tce_differs": ("上报折标量与实物量折算相差2%以上", "reported standard coal is 2 % or more off"),
    "climate_factor_carried": (
        "本年电力因子未公布，年度口径沿用最近一年",
        "no power factor of this year yet; the annual policy carries the latest",
    ),
    "climate_no_growth": (
        "缺公布的可比价增速，不以现价总量推算",
        "no published real growth for every year; it is not taken from levels",
    ),
    "climate_vintage_mixed": ("地区生产总值增速版本不一致", "growth rates are of several vintages"),
    "climate_no_base": ("没有2020年核算，不作累计比较", "no account of 2020 to compare with"),
    "climate_no_earlier_year": ("没有上年核算，不作同比", "no account of the year before"),
    "ei_method_break": ("评价方法变更，不作同比", "another method than last year: no change is given"),
    "ei_no_earlier_year": ("上年没有公布的指数值，不作同比", "no published index of last year to compare with"),
    "ei_two_methods": (
        "同一年有两种评价方法的公布值，不作同比（回算值请注明“回算”）",
        "values by two methods in one year: no change is given (mark a recomputed one as 回算)",
    ),
    "ei_not_published": ("本年指数值尚未公布", "the index of this year is not published"),
    "ei_overdue": (
        "已过预计发布日期，请在reference/published.csv录入公报数值（measure填ei，basis填评价方法）",
        "the bulletin's date has passed: enter its value in reference/published.csv, measure ei, basis its method",
    ),
    "ei_unchanged": ("指数与上年持平", "the index stayed as it was"),
    "ei_land_area_off": (
        "土地覆盖面积与行政区面积不符",
        "land-cover areas do not add up to the district's area",
    ),
    "ei_inputs_carried": (
        "测算值部分参数沿用上年，不据此判断提高",
        "the computed index carries inputs of last year and makes no claim of a rise",
    ),
    "ei_inputs_missing": ("测算参数不全", "inputs of the computed index are missing"),
    "ei_product_differs": (
        "土地覆盖产品或版本与上年不同，测算值不作比较",
        "another land-cover product or version than last year: computed values are not compared",
    ),
    "ei_inputs_differ": (
        "测算所用可选参数与上年不同，测算值不作比较",
        "other optional inputs than last year: computed values are not compared",
    ),
    "target_unit_differs": (
        "目标的单位与指标不同，未用于评判",
        "the target is in another unit than the indicator and judges nothing",
    ),
    "target_not_entered": ("市级目标尚未录入", "the city's target has not been entered"),
    "dustfall_net_stated": ("采用主管部门扣除沙尘后的数值", "the authority's own values net of sand dust are used"),
    "dustfall_drop_month": ("扣沙规则：沙尘月不计入均值", "sand dust excluded by leaving dust months out of the mean"),
    "dustfall_corrected": (
        "扣沙规则：沙尘月减去沙尘贡献量，无贡献量的月份不计入",
        "sand dust excluded by taking its stated part off; months without one are left out",
    ),
    "dustfall_dust_days": ("沙尘月按沙尘日表认定", "dust months by the calendar of declared dust days"),
    "dustfall_other_month": (
        "有样品的放缸、收缸日期不在所填月份，未采用",
        "samples exposed in another month than their row names are not used",
    ),
    "dustfall_no_dust_declared": ("未申报沙尘月，未作扣除", "no dust month declared: nothing was excluded"),
    "dustfall_months_differ": (
        "上年与本年计入均值的月份不同",
        "the means of this year and the last rest on different months",
    ),
    "dustfall_month_over": ("有月份超过控制值，以均值评价", "months above the value asked for; the mean decides"),
    "dustfall_few_sites": ("有月份有效点位不足，不计入均值", "months with too few sites are left out of the mean"),
    "dustfall_value_differs": ("部分降尘量与称重结果不一致", "some stated values differ from those by weights"),
    "dustfall_samples_unusual": (
        "部分样品采样天数超出30±2天或缺空白",
        "some samples were exposed longer or shorter than 30 ± 2 days, or lack a blank",
    ),
    "reduction_credited_twice": (
        "有项目重复申报，只计一次",
        "some projects are credited only once though entered twice",
    ),
    "reduction_offsets_deducted": ("已扣减用于区域替代的量", "amounts used as offsets are taken off"),
    "reduction_verified_over_declared": (
        "有项目核定量大于申报量",
        "some projects are verified above what was declared",
    ),
    "reduction_start_long_ago": (
        "有项目投运已超过十二个月仍计入，请核对",
        "projects are credited that were running for more than twelve months before: check them",
    ),
    "reduction_not_credited": (
        "有项目因材料或数据问题未计入",
        "some projects are not credited for want of evidence or data",
    ),
    "reduction_targets_contradict": (
        "台账中的目标相互矛盾，未采用",
        "targets in the ledger contradict and are not used",
    ),
}

BETWEEN: Final = " / "
"""Stands once in a note: between Chinese and English."""


def note(*keys: str, detail: tuple[str, str] = ("", "")) -> str | None:
    """What only this row has to say and the remarks of these keys, Chinese then English; None for nothing."""
    words = [pair for pair in (detail, *(NOTE_WORDS[key] for key in keys)) if any(pair)]
    if not words:
        return None
    chinese, english = "；".join(zh for zh, _ in words), "; ".join(en for _, en in words)
    return BETWEEN.join(re.sub(r"\s*/\s*", "/", text) for text in (chinese, english))


def note_in(lang: str, text: str) -> str:
    """The part of a note in one language (zh, en); the whole text where it has only one."""
    chinese, _, english = text.partition(BETWEEN)
    return english if lang != "zh" and english else chinese
