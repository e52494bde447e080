"""Hourly air files of every format, from bytes to cells: recognised by header, converted once."""

import io
from datetime import date, datetime, timezone

import polars as pl
import pytest
from air_landing import canonical, cnemc, workbook
from air_reading import ASSESSED, CHINA_SITES, hours, read_text, rules, sound, steps

from readers.air import read

OPENAQ = "location_id,sensors_id,location,datetime,lat,lon,parameter,units,value"
UCI = '"No","year","month","day","hour","PM2.5","PM10","SO2","NO2","CO","O3","TEMP","wd","station"'
KDD = "stationId,utc_time,PM2.5,PM10,NO2,CO,O3,SO2,source"
POINTS = "source_file,Date,Hour,WatchPoint,AQI,Level,PrimaryPollution,PM2.5,PM10,CO,NO2,O3_1h,O3_8h,SO2"


# CNEMC wide


def test_a_cnemc_cell_is_the_station_of_its_column_and_the_pollutant_of_its_row() -> None:
    result = read_text(cnemc("20240101,5,PM2.5,35,42.5", "20240101,5,CO,0.9,"))
    rows = sound(result).sort("source_row", "station_label")
    assert rows.select("source_row", "station_label", "pollutant", "hour_ending", "value").rows() == [
        (2, "通州东关", "PM2.5", datetime(2024, 1, 1, 5), 350),
        (2, "通州永顺", "PM2.5", datetime(2024, 1, 1, 5), 425),
        (3, "通州东关", "CO", datetime(2024, 1, 1, 5), 900),
    ]
    assert (result.format, result.cells, result.empty) == ("cnemc_wide", 4, 1)


def test_hour_0_is_the_last_hour_of_the_day_and_year_before() -> None:
    (row,) = sound(read_text(cnemc("20240101,0,PM2.5,35,"))).iter_rows(named=True)
    assert (row["hour_ending"], row["date"], row["hour"]) == (datetime(2024, 1, 1), date(2023, 12, 31), 24)


def test_hour_24_is_hour_0_of_the_next_day() -> None:
    result = read_text(cnemc("20240229,24,PM2.5,35,", "20240301,0,PM10,70,", "20240301,1,PM10,70,"))
    assert hours(result) == [datetime(2024, 3, 1), datetime(2024, 3, 1), datetime(2024, 3, 1, 1)]
    assert sound(result).get_column("date").to_list() == [date(2024, 2, 29), date(2024, 2, 29), date(2024, 3, 1)]


def test_of_fifteen_types_six_are_observations() -> None:
    result = read_text(cnemc(*(f"20190501,3,{kind},7,8" for kind in CHINA_SITES), stations="1001A,1012A"))
    assert set(result.rows.get_column("pollutant")) == ASSESSED
    assert (result.cells, result.not_observation, result.rows.height) == (30, 18, 12)


@pytest.mark.parametrize("kind", ["PM2.5_24h", "pm2.5_24H", " AQI ", "O3_8h_24h"])
def test_moving_means_and_indices_are_no_observations_however_they_are_written(kind: str) -> None:
    result = read_text(cnemc(f"20240101,3,{kind},7,8"))
    assert (result.cells, result.not_observation, result.rows.height) == (2, 2, 0)


def test_types_are_told_by_name_not_by_position() -> None:
    text = cnemc("20240101,3,O3,60,", "20240101,3,SO2,3,", "20240101,2,CO,0.5,", "20240101,3,O3,60,")
    rows = sound(read_text(text)).select("pollutant", "value").rows()
    assert rows == [("O3", 600), ("SO2", 30), ("CO", 500), ("O3", 600)]


def test_station_columns_may_change_from_file_to_file() -> None:
    old = read_text(cnemc("20210118,1,PM2.5,30,31,32", stations="东四,通州,永乐店"))
    new = read_text(cnemc("20210123,1,PM2.5,30,31", stations="东城东四,通州东关"))
    assert sound(old).get_column("station_label").to_list() == ["东四", "通州", "永乐店"]
    assert sound(new).get_column("station_label").to_list() == ["东城东四", "通州东关"]


def test_a_station_column_that_stands_twice_is_kept_twice_under_its_own_name() -> None:
    rows = sound(read_text(cnemc("20240101,1,PM2.5,30,31", stations="1001A,1001A")))
    assert rows.select("station_label", "source_column", "value").rows() == [
        ("1001A", "1001A", 300),
        ("1001A", "1001A (column 5)", 310),
    ]


def test_a_trailing_comma_makes_an_empty_column_and_no_station() -> None:
    result = read_text("date,hour,type,1001A,\n20240101,1,PM2.5,30,\n20240101,2,PM2.5,30,5\n")
    assert (result.cells, result.empty) == (4, 1)
    assert rules(result) == [None, "no_station", None]


# OpenAQ


def openaq(parameter: str, units: str, value: str, moment: str = "2024-01-01T01:00:00+08:00") -> str:
    return f"4799,8664,Beijing,{moment},39.95,116.47,{parameter},{units},{value}"


@pytest.mark.parametrize(
    ("parameter", "units", "value", "expected"),
    [
        ("pm25", "\u00b5g/m\u00b3", "35", 350),
        ("pm25", "\u03bcg/m\u00b3", "35", 350),
        ("pm10", "ug/m3", "70.04", 700),
        ("o3", "ppm", "0.05", 981),  # 0.05 · 1962 = 98.1 µg/m³
        ("o3", "ppb", "50", 981),
        ("no2", "ppb", "20", 376),  # 20 · 1.880 = 37.6
        ("no2", "ppm", "0.02", 376),
        ("so2", "ppb", "10", 262),  # 26.19 → 26.2
        ("so2", "PPM", "0.001", 26),  # 2.619 → 2.6
        ("co", "ppm", "0.8", 916),  # 0.8 · 1.145 = 0.916 mg/m³
        ("co", "ppb", "800", 916),
        ("co", "\u00b5g/m\u00b3", "800", 800),
        ("co", "mg/m\u00b3", "0.8", 800),
    ],
)
def test_openaq_rows_bring_their_unit(parameter: str, units: str, value: str, expected: int) -> None:
    result = read_text(f"{OPENAQ}\n{openaq(parameter, units, value)}\n")
    assert (result.format, steps(result)) == ("openaq", [expected])


def test_pm_in_ppm_and_an_unknown_unit_are_quarantined_with_the_unit() -> None:
    result = read_text(f"{OPENAQ}\n{openaq('pm25', 'ppm', '0.1')}\n{openaq('o3', 'particles', '5')}\n")
    assert rules(result) == ["unknown_unit", "unknown_unit"]
    assert result.rows.get_column("context").to_list() == ["ppm for PM2.5", "particles for O3"]


def test_openaq_without_a_unit_is_not_guessed() -> None:
    assert rules(read_text(f"{OPENAQ}\n{openaq('pm25', '', '35')}\n")) == ["unknown_unit"]


def test_openaq_sentinels_go_before_the_conversion() -> None:
    text = "\n".join([OPENAQ, openaq("o3", "ppm", "-999"), openaq("o3", "ppm", "-999.0"), openaq("o3", "ppb", "-3")])
    result = read_text(text)
    assert (result.cells, result.empty, rules(result)) == (3, 2, ["negative"])


def test_openaq_offsets_lead_to_the_same_hour() -> None:
    moments = [
        "2024-01-01T01:00:00+08:00",
        "2023-12-31T17:00:00Z",
        "2023-12-31 17:00:00+00:00",
        "2024-01-01 01:00:00+08",
    ]
    result = read_text("\n".join([OPENAQ, *(openaq("pm25", "ppb", "1", moment) for moment in moments)]))
    assert result.rows.get_column("hour_ending").to_list() == [datetime(2024, 1, 1, 1)] * 4


def test_openaq_quoted_fields_and_commas_in_a_name() -> None:
    quoted = ",".join(f'"{cell}"' for cell in openaq("pm25", "µg/m³", "35").split(","))
    named = quoted.replace('"Beijing"', '"Beijing, ""US"" Embassy"')
    header = ",".join(f'"{cell}"' for cell in OPENAQ.split(","))
    assert steps(read_text(f"{header}\n{quoted}\n")) == [350]
    assert steps(read_text(f"{header}\n{quoted}\n{named}\n")) == [350, 350]
    assert steps(read_text(f"{OPENAQ}\n{named}\n{openaq('pm10', 'µg/m³', '7')}\n")) == [350, 70]


def test_openaq_headers_of_the_documentation_are_accepted_too() -> None:
    header = OPENAQ.replace("sensors_id", "sensor_id").replace("units", "unit")
    assert steps(read_text(f"{header}\n{openaq('pm25', 'µg/m³', '35')}\n")) == [350]


def test_other_openaq_parameters_are_no_observations() -> None:
    text = "\n".join([OPENAQ, openaq("pm1", "µg/m³", "3"), openaq("temperature", "c", "3"), openaq("no", "ppb", "3")])
    result = read_text(text)
    assert (result.cells, result.not_observation) == (3, 3)


# UCI, KDD, CNEMC points


def test_uci_gives_co_in_micrograms() -> None:
    result = read_text(f'{UCI}\n1,2013,3,1,0,3,6,3,8,300,44,-0.9,"NW","Shunyi"\n')
    assert dict(sound(result).select("pollutant", "value").iter_rows()) == {
        "PM2.5": 30, "PM10": 60, "SO2": 30, "NO2": 80, "CO": 300, "O3": 440,
    }  # fmt: skip
    assert hours(result) == [datetime(2013, 3, 1)] * 6
    assert set(sound(result).get_column("station_label")) == {"Shunyi"}


def test_uci_na_is_missing_and_the_row_number_is_no_pollutant() -> None:
    result = read_text(f'{UCI}\n1,2013,3,1,0,NA,6,NA,8,NA,44,-0.9,NA,"Shunyi"\n')
    assert (result.format, result.cells, result.empty, result.not_observation) == ("uci", 6, 3, 0)


def test_kdd_is_utc() -> None:
    result = read_text(f"{KDD}\ntongzhou,2018-01-01 00:00:00,22.0,43.0,59.0,0.9,2.0,,2018csv\n")
    assert set(hours(result)) == {datetime(2018, 1, 1, 8)}
    assert dict(sound(result).select("pollutant", "value").iter_rows()) == {
        "PM2.5": 220, "PM10": 430, "NO2": 590, "CO": 900, "O3": 20,
    }  # fmt: skip
    assert (result.cells, result.empty) == (6, 1)


def test_kdd_evening_hours_belong_to_the_next_day_here() -> None:
    (row,) = sound(read_text(f"{KDD}\ntongzhou,2017-12-31 17:00:00,22.0,,,,,,x\n")).iter_rows(named=True)
    assert (row["date"], row["hour"]) == (date(2018, 1, 1), 1)


def test_points_are_named_with_their_city_and_their_index_is_no_observation() -> None:
    result = read_text(f"{POINTS}\nbeijing,20200326,18,监测站,33,优,NaN,17,27,0.4,4,104,95,—\n")
    assert dict(sound(result).select("pollutant", "value").iter_rows()) == {
        "PM2.5": 170, "PM10": 270, "CO": 400, "NO2": 40, "O3": 1040,
    }  # fmt: skip
    assert set(sound(result).get_column("station_label")) == {"beijing 监测站"}
    assert (result.cells, result.not_observation, result.empty) == (8, 2, 1)


def test_points_of_one_city_need_no_city_column() -> None:
    header = POINTS.removeprefix("source_file,")
    result = read_text(f"{header}\n20200326,18,监测站,33,优,NaN,17,27,0.4,4,104,95,6\n")
    assert set(sound(result).get_column("station_label")) == {"监测站"}


# the canonical long table

LONG_ROWS = [["3673A", "2024-01-15 05:00", "PM2.5", 35], ["3673A", "2024-01-15 06:00", "CO", 0.9]]
CHINESE = ["监测点编号", "时间", "污染物", "浓度"]


def test_the_canonical_table_in_english() -> None:
    text = canonical("3673A,2024-01-15 05:00,PM2.5,35", header="station_id,hour_ending,pollutant,value")
    assert (read_text(text).format, steps(read_text(text))) == ("canonical", [350])


def test_the_canonical_table_with_chinese_pollutants_units_and_stages() -> None:
    header = "监测点编号,时间,污染物,浓度,单位,数据阶段,发布日期"
    text = canonical(
        "3673A,2024年1月15日5时,细颗粒物,0.035,毫克/立方米,已审核,2024-02-03",
        "3673A,2024/1/15 5:00,臭氧,60,,,",
        header=header,
    )
    rows = sound(read_text(text)).select("pollutant", "hour_ending", "value", "stage", "issued").rows()
    assert rows == [
        ("PM2.5", datetime(2024, 1, 15, 5), 350, "audited", date(2024, 2, 3)),
        ("O3", datetime(2024, 1, 15, 5), 600, None, None),
    ]


def test_a_workbook_with_a_merged_title_row() -> None:
    result = read(workbook({"一月": [CHINESE, *LONG_ROWS]}, title="通州区空气质量小时值"))
    assert (result.encoding, steps(result)) == ("workbook", [350, 900])
    assert sound(result).get_column("source_row").to_list() == [3, 4]


def test_a_workbook_with_empty_rows_on_top_counts_rows_as_excel_does() -> None:
    result = read(workbook({"一月": [CHINESE, *LONG_ROWS]}, title="小时值", first_row=3))
    assert sound(result).get_column("source_row").to_list() == [6, 7]


def test_a_workbook_with_dates_as_dates_and_blank_rows() -> None:
    rows = [CHINESE, ["3673A", datetime(2024, 1, 15), "PM2.5", 35.5], [], [3673, datetime(2024, 1, 15, 23), "O3", 60]]
    result = read(workbook({"数据": rows}))
    assert sound(result).select("source_row", "station_label", "hour_ending", "value").rows() == [
        (2, "3673A", datetime(2024, 1, 15), 355),
        (4, "3673", datetime(2024, 1, 15, 23), 600),
    ]


def test_empty_sheets_and_notes_are_left_alone_and_several_sheets_are_one_file() -> None:
    february = [CHINESE, ["3673A", "2024-02-01 01:00", "PM2.5", 20]]
    book = {"说明": [["本表为小时值"], ["注：未审核"]], "一月": [CHINESE, *LONG_ROWS], "二月": february, "Sheet4": [[]]}
    result = read(workbook(book))
    assert result.cells == 3
    assert set(result.rows.get_column("source_column")) == {"一月!浓度", "二月!浓度"}


def test_a_parquet_file_with_typed_columns() -> None:
    frame = pl.DataFrame(
        {
            "station_id": ["3673A", "3673A"],
            "hour_ending": [datetime(2024, 1, 15), datetime(2024, 1, 15, 5)],
            "pollutant": ["PM2.5", "CO"],
            "value": [35.25, None],
        }
    )
    result = read(parquet(frame))
    assert (steps(result), result.cells, result.empty) == ([352], 2, 1)  # 352.5 steps, a half goes to the even one
    assert hours(result) == [datetime(2024, 1, 15)]


def test_a_parquet_file_with_zoned_moments_keeps_the_instant_whatever_the_format_declares() -> None:
    moment = pl.Series([datetime(2024, 1, 14, 21, tzinfo=timezone.utc)], dtype=pl.Datetime("us", "UTC"))  # noqa: UP017
    long = pl.DataFrame({"station_id": ["a"], "hour_ending": moment, "pollutant": ["O3"], "value": [60]})
    kdd = pl.DataFrame({"stationId": ["a"], "utc_time": moment, "O3": [60]})
    assert hours(read(parquet(long))) == hours(read(parquet(kdd))) == [datetime(2024, 1, 15, 5)]


def parquet(frame: pl.DataFrame) -> bytes:
    content = io.BytesIO()
    frame.write_parquet(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("header", "pollutant", "value", "expected"),
    [
        ("浓度", "CO", "0.9", 900),
        ("浓度(mg/m³)", "CO", "0.9", 900),
        ("浓度(µg/m³)", "CO", "900", 900),
        ("浓度（ug/m3）", "CO", "900", 900),
        ("浓度[毫克/立方米]", "PM2.5", "0.035", 350),
        ("浓度/(mg/m³)", "PM2.5", "0.035", 350),
        ("浓度（单位：mg/m³）", "O3", "0.06", 600),
        ("value (ppb)", "O3", "50", 981),
        ("浓度(小时均值)", "O3", "60", 600),
    ],
)
def test_a_unit_in_the_header_of_the_value_is_the_unit_of_the_rows(
    header: str, pollutant: str, value: str, expected: int
) -> None:
    text = canonical(f"3673A,2024-01-15 05:00,{pollutant},{value}", header=f"监测点编号,时间,污染物,{header}")
    assert steps(read_text(text)) == [expected]


def test_a_unit_in_the_header_that_is_not_known_takes_no_value_in() -> None:
    text = canonical("3673A,2024-01-15 05:00,CO,0.9", header="监测点编号,时间,污染物,浓度(g/m³)")
    assert rules(read_text(text)) == ["unknown_unit"]


def test_the_unit_of_a_row_outranks_the_unit_in_the_header() -> None:
    header = "监测点编号,时间,污染物,浓度(mg/m³),单位"
    text = canonical("a,2024-01-15 05:00,CO,900,µg/m³", "a,2024-01-15 05:00,CO,0.9,", header=header)
    assert steps(read_text(text)) == [900, 900]


def test_a_unit_in_the_header_of_a_pollutant_column_counts_too() -> None:
    header = KDD.replace("CO", "CO(µg/m³)")
    assert steps(read_text(f"{header}\ntongzhou,2018-01-01 00:00:00,,,,900,,,x\n")) == [900]


@pytest.mark.parametrize("name", ["O3(8h)", "PM2.5(24h)", "臭氧八小时", "PM4.5"])
def test_a_pollutant_that_is_not_known_is_not_guessed(name: str) -> None:
    result = read_text(canonical(f"a,2024-01-15 05:00,{name},60"))
    assert (rules(result), result.rows.get_column("context").to_list()) == (["unknown_pollutant"], [name])
