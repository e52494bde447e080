-- PM2.5 of a year, heavy and good days: area days, their pollutants, station days, hours; on the basis that decides.
WITH basis AS (
    SELECT
        coalesce(status.basis, 'raw') AS name,
        CASE indicator WHEN 'air_pm25_annual_mean' THEN 'pm25_mean' WHEN 'air_heavy_pollution_days' THEN 'heavy_days'
            ELSE 'good_day_ratio' END AS measure,
        status.value_kind = 'official' AS by_notice
    FROM status
    WHERE indicator IN ('air_pm25_annual_mean', 'air_heavy_pollution_days', 'air_good_day_ratio')
),

area_days AS (
    SELECT
        d.*,
        basis.measure,
        basis.name = 'net_reevaluated' AND d.dust_day AS net,
        basis.name = 'net_dropped' AND d.dust_day
            AND coalesce(contains(d.exceeding_pollutants, 'PM'), false) AS dropped
    FROM marts.air_daily AS d
    INNER JOIN asked ON d.place_id = asked.area_id
    CROSS JOIN basis
    WHERE d.level = 'area' AND d.year = of_year
),

-- Each pollutant of an area day that the indicator rests on, net of dust where the basis is.
items AS (
    SELECT
        area_days.date, area_days.net, area_days.dropped, area_days.stations_total, area_days.origin,
        unnest([
            {'pollutant': 'PM2.5', 'unit': 'µg/m³', 'n': area_days.pm25_count,
                'v': CASE WHEN area_days.net THEN area_days.pm25_net ELSE area_days.pm25 END,
                'i': CASE WHEN area_days.net THEN area_days.iaqi_pm25_net ELSE area_days.iaqi_pm25 END},
            {'pollutant': 'PM10', 'unit': 'µg/m³', 'n': area_days.pm10_count,
                'v': CASE WHEN area_days.net THEN area_days.pm10_net ELSE area_days.pm10 END,
                'i': CASE WHEN area_days.net THEN area_days.iaqi_pm10_net ELSE area_days.iaqi_pm10 END},
            {'pollutant': 'SO2', 'unit': 'µg/m³', 'n': area_days.so2_count, 'v': area_days.so2, 'i': area_days.iaqi_so2},
            {'pollutant': 'NO2', 'unit': 'µg/m³', 'n': area_days.no2_count, 'v': area_days.no2, 'i': area_days.iaqi_no2},
            {'pollutant': 'CO', 'unit': 'mg/m³', 'n': area_days.co_count, 'v': area_days.co, 'i': area_days.iaqi_co},
            {'pollutant': 'O3', 'unit': 'µg/m³', 'n': area_days.o3_count, 'v': area_days.o3, 'i': area_days.iaqi_o3}
        ][1:CASE area_days.measure WHEN 'pm25_mean' THEN 1 ELSE 6 END], recursive := true)
    FROM area_days
),

members AS (
    SELECT DISTINCT s.station_id, s.area_id, s.name_zh, area_days.date
    FROM marts.dim_station AS s
    INNER JOIN inside ON s.area_id = inside.area_id
    INNER JOIN area_days
        ON area_days.date BETWEEN coalesce(s.valid_from, DATE '0001-01-01') AND coalesce(s.valid_to, DATE '9999-12-31')
    WHERE s.role = 'assessment'
    QUALIFY row_number() OVER (PARTITION BY s.station_id, area_days.date ORDER BY s.valid_from DESC NULLS LAST) = 1
),

station_days AS (
    SELECT
        items.date, items.pollutant, items.unit, items.net, items.dropped, items.v IS NOT NULL AS of_valid_day,
        members.station_id, members.area_id, members.name_zh, d.origin, d.stage,
        CASE items.pollutant
            WHEN 'PM2.5' THEN CASE WHEN items.net AND d.dust_day THEN d.pm25_net ELSE d.pm25 END
            WHEN 'PM10' THEN CASE WHEN items.net AND d.dust_day THEN d.pm10_net ELSE d.pm10 END
            WHEN 'SO2' THEN d.so2 WHEN 'NO2' THEN d.no2 WHEN 'CO' THEN d.co ELSE d.o3 END AS v,
        CASE items.pollutant WHEN 'PM2.5' THEN d.pm25_count WHEN 'PM10' THEN d.pm10_count WHEN 'SO2' THEN d.so2_count
            WHEN 'NO2' THEN d.no2_count WHEN 'CO' THEN d.co_count ELSE d.o3_count END AS n
    FROM items
    INNER JOIN members ON members.date = items.date
    LEFT JOIN marts.air_daily AS d
        ON d.level = 'station' AND d.place_id = members.station_id AND d.date = items.date
),

-- Hours that a declaration takes out of the particles of a station: for its area or one above.
dust AS (
    SELECT DISTINCT members.station_id, members.date, label.hour
    FROM marts.dim_dust_day AS d
    INNER JOIN above ON above.above_id = d.area_id
    INNER JOIN members ON members.area_id = above.area_id AND members.date = d.date
    INNER JOIN area_days ON area_days.date = d.date AND area_days.net
    CROSS JOIN range(1, 25) AS label (hour)
    WHERE label.hour BETWEEN coalesce(d.hour_from, 1) AND coalesce(d.hour_to, 24)
),

hours AS (
    SELECT
        h.*, members.name_zh,
        dust.hour IS NOT NULL AND h.pollutant IN ('PM2.5', 'PM10') AS of_dust
    FROM marts.air_hourly AS h
    INNER JOIN members ON members.station_id = h.station_id AND members.date = h.date
    LEFT JOIN dust ON dust.station_id = h.station_id AND dust.date = h.date AND dust.hour = h.hour
    WHERE (indicator IN ('air_heavy_pollution_days', 'air_good_day_ratio')
            OR (indicator = 'air_pm25_annual_mean' AND h.pollutant = 'PM2.5'))
        AND h.date BETWEEN make_date(of_year, 1, 1) AND make_date(of_year, 12, 31)
),

dust_out AS (
    SELECT hours.station_id, hours.pollutant, hours.date, count(*) AS n
    FROM hours WHERE hours.of_dust AND hours.used GROUP BY ALL
),

flagged AS (
    SELECT
        many.station_id, many.pollutant, many.hour_ending,
        string_agg(coalesce(w.zh, many.flag), '、' ORDER BY many.flag) AS zh,
        string_agg(coalesce(w.en, many.flag), ', ' ORDER BY many.flag) AS en
    FROM (
        SELECT hours.station_id, hours.pollutant, hours.hour_ending, unnest(string_split(hours.flags, '|')) AS flag
        FROM hours WHERE hours.flags IS NOT NULL
    ) AS many
    LEFT JOIN words AS w ON w.kind = 'flag' AND w.code = many.flag
    GROUP BY ALL
),

corrected AS (
    SELECT
        c.source_file_id, c.source_row, c.source_column,
        string_agg(format('更正{:.10g}→{:.10g}（{}，{}）', c.old_value, c.new_value, c.reason, c.who), '；') AS zh,
        string_agg(format('corrected {:.10g} → {:.10g} ({}, {})', c.old_value, c.new_value, c.reason, c.who), '; ') AS en
    FROM marts.correction AS c
    WHERE c.dataset = 'air_hourly' AND c.state = 'applied'
    GROUP BY ALL
)

-- The value on every dust basis.
SELECT
    'value' AS level, 'value/' || p.basis AS key, w.zh AS name_zh, w.en AS name_en, p.value, p.unit,
    false AS used,
    p.valid_days AS count_used, p.expected_days AS count_all, p.origin, p.standard,
    CASE WHEN basis.by_notice THEN '官方发布值决定，本系统计算值并列'
        ELSE '并列口径，不决定状态' END AS why_zh,
    CASE WHEN basis.by_notice THEN 'an official value decides, ours stands beside' ELSE 'beside, does not decide' END AS why_en
FROM marts.air_period AS p
INNER JOIN asked ON p.area_id = asked.area_id
INNER JOIN basis ON p.measure = basis.measure
LEFT JOIN words AS w ON w.kind = 'basis' AND w.code = p.basis
WHERE p.year = of_year AND p.period_type = 'year' AND (p.basis <> basis.name OR basis.by_notice)

UNION ALL BY NAME

-- Day counts of the year on the basis that decides.
SELECT
    'counts' AS level, p.measure AS key, 'value' AS parent, w.zh AS name_zh, w.en AS name_en, p.value, p.unit,
    p.measure IN ('index_days', CASE basis.measure WHEN 'heavy_days' THEN 'heavy_days' ELSE 'good_days' END) AS used,
    p.expected_days AS count_all, p.origin, p.standard
FROM marts.air_period AS p
INNER JOIN asked ON p.area_id = asked.area_id
INNER JOIN basis ON p.basis = basis.name AND basis.measure <> 'pm25_mean'
INNER JOIN words AS w ON w.kind = 'measure' AND w.code = p.measure
WHERE p.year = of_year AND p.period_type = 'year'

UNION ALL BY NAME

SELECT
    'days' AS level, strftime(d.date, '%Y-%m-%d') AS key, 'value' AS parent,
    strftime(d.date, '%Y-%m-%d') AS name_zh, strftime(d.date, '%Y-%m-%d') AS name_en,
    d.shown AS value, CASE d.measure WHEN 'pm25_mean' THEN 'µg/m³' ELSE 'AQI' END AS unit,
    CASE WHEN d.measure <> 'pm25_mean' THEN d.word END AS text,
    d.shown IS NOT NULL AND NOT d.dropped AS used,
    CASE WHEN d.shown IS NULL OR d.dropped THEN NULL WHEN d.measure = 'pm25_mean' THEN d.shown ELSE d.counts::DOUBLE END AS adds,
    d.entered AS count_used, CASE d.measure WHEN 'pm25_mean' THEN d.stations_total ELSE 6 END AS count_all,
    d.origin, CASE WHEN d.measure <> 'pm25_mean' THEN d.standard END AS standard,
    nullif(concat_ws('；',
        CASE WHEN d.dropped THEN '申报沙尘日且颗粒物超标，按口径剔除' WHEN d.shown IS NULL THEN coalesce(w.zh, d.aqi_status) END,
        CASE WHEN d.shown IS NULL AND d.measure = 'pm25_mean' THEN format('有效站点{}/{}', coalesce(d.entered, 0), d.stations_total) END,
        CASE WHEN d.net THEN '申报沙尘日，扣除申报时段的颗粒物' WHEN d.dust_day AND NOT d.dropped THEN '申报沙尘日' END,
        CASE WHEN d.counts AND d.measure = 'heavy_days' THEN '计入重污染天' WHEN d.counts AND d.measure = 'good_day_ratio' THEN '计入优良天' END,
        '首要污染物：' || CASE WHEN d.measure <> 'pm25_mean' THEN CASE WHEN d.net THEN d.primary_pollutants_net ELSE d.primary_pollutants END END), '') AS why_zh,
    nullif(concat_ws('; ',
        CASE WHEN d.dropped THEN 'declared dust day with a particle above its limit, left out' WHEN d.shown IS NULL THEN coalesce(w.en, d.aqi_status) END,
        CASE WHEN d.shown IS NULL AND d.measure = 'pm25_mean' THEN format('{} of {} stations valid', coalesce(d.entered, 0), d.stations_total) END,
        CASE WHEN d.net THEN 'declared dust day, without the particles of its declared hours' WHEN d.dust_day AND NOT d.dropped THEN 'declared dust day' END,
        CASE WHEN d.counts AND d.measure = 'heavy_days' THEN 'counted as heavy' WHEN d.counts AND d.measure = 'good_day_ratio' THEN 'counted as good' END,
        'primary: ' || CASE WHEN d.measure <> 'pm25_mean' THEN CASE WHEN d.net THEN d.primary_pollutants_net ELSE d.primary_pollutants END END), '') AS why_en
FROM (
    SELECT
        area_days.*,
        CASE WHEN area_days.measure <> 'pm25_mean' THEN CASE WHEN area_days.net THEN area_days.aqi_net ELSE area_days.aqi END::DOUBLE
            WHEN area_days.net THEN area_days.pm25_net ELSE area_days.pm25 END AS shown,
        CASE WHEN area_days.net THEN area_days.category_net ELSE area_days.category END AS word,
        CASE WHEN area_days.measure = 'heavy_days' THEN CASE WHEN area_days.net THEN area_days.heavy_net ELSE area_days.heavy END
            WHEN area_days.measure = 'good_day_ratio' THEN CASE WHEN area_days.net THEN area_days.good_net ELSE area_days.good END
        END AS counts,
        below.n AS entered
    FROM area_days
    LEFT JOIN (
        SELECT items.date, count(items.v) AS n FROM items WHERE indicator <> 'air_pm25_annual_mean' GROUP BY ALL
        UNION ALL
        SELECT station_days.date, count(station_days.v)
        FROM station_days WHERE indicator = 'air_pm25_annual_mean' GROUP BY ALL
    ) AS below USING (date)
) AS d
LEFT JOIN words AS w ON w.kind = 'day' AND w.code = CASE d.measure WHEN 'pm25_mean' THEN 'few_stations' ELSE d.aqi_status END

UNION ALL BY NAME

SELECT
    'pollutants' AS level, strftime(items.date, '%Y-%m-%d/') || items.pollutant AS key,
    strftime(items.date, '%Y-%m-%d') AS parent, items.pollutant AS name_zh, items.pollutant AS name_en,
    items.v AS value, items.unit, 'IAQI ' || items.i AS text, items.v IS NOT NULL AND NOT items.dropped AS used,
    CASE WHEN items.v IS NOT NULL AND NOT items.dropped THEN items.i END::DOUBLE AS adds, items.origin,
    below.n AS count_used, items.stations_total AS count_all,
    CASE WHEN items.dropped THEN '当日按口径剔除'
        WHEN items.v IS NULL THEN CASE WHEN items.net AND items.pollutant IN ('PM2.5', 'PM10') THEN '扣除沙尘时段后没有有效日值' ELSE '有效站点不足' END END AS why_zh,
    CASE WHEN items.dropped THEN 'the day is left out on this basis'
        WHEN items.v IS NULL THEN CASE WHEN items.net AND items.pollutant IN ('PM2.5', 'PM10') THEN 'no valid mean without the declared hours' ELSE 'too few valid stations' END END AS why_en
FROM items
LEFT JOIN (
    SELECT station_days.date, station_days.pollutant, count(station_days.v) AS n FROM station_days GROUP BY ALL
) AS below USING (date, pollutant)
WHERE indicator <> 'air_pm25_annual_mean'

UNION ALL BY NAME

SELECT
    'station_days' AS level,
    strftime(s.date, '%Y-%m-%d/') || s.pollutant || '/' || s.station_id AS key,
    strftime(s.date, '%Y-%m-%d') || CASE WHEN indicator = 'air_pm25_annual_mean' THEN '' ELSE '/' || s.pollutant END AS parent,
    s.name_zh, s.station_id AS name_en, s.v AS value, s.unit, s.v IS NOT NULL AND s.of_valid_day AND NOT s.dropped AS used,
    CASE WHEN s.v IS NOT NULL AND s.of_valid_day AND NOT s.dropped THEN s.v END AS adds, s.origin,
    coalesce(s.n, 0) - coalesce(dust_out.n, 0) AS count_used, 24 AS count_all,
    CASE WHEN s.v IS NULL THEN CASE WHEN s.n IS NULL THEN '当日无数据' ELSE format('有效小时数{}，不足日均值的最低要求', s.n - coalesce(dust_out.n, 0)) END
        WHEN s.dropped THEN '当日按口径剔除' WHEN NOT s.of_valid_day THEN '区域当日有效站点不足，未采用' END AS why_zh,
    CASE WHEN s.v IS NULL THEN CASE WHEN s.n IS NULL THEN 'no data on this day' ELSE format('{} valid hours, fewer than a daily value needs', s.n - coalesce(dust_out.n, 0)) END
        WHEN s.dropped THEN 'the day is left out on this basis' WHEN NOT s.of_valid_day THEN 'too few stations of the area valid, not taken' END AS why_en
FROM station_days AS s
LEFT JOIN dust_out USING (station_id, pollutant, date)

UNION ALL BY NAME

SELECT
    'hours' AS level,
    strftime(h.date, '%Y-%m-%d/') || h.pollutant || '/' || h.station_id || '/' || lpad(h.hour::VARCHAR, 2, '0') AS key,
    strftime(h.date, '%Y-%m-%d/') || h.pollutant || '/' || h.station_id AS parent,
    h.name_zh || ' ' || h.hour || '时' AS name_zh, h.station_id || ' ' || h.hour || ':00' AS name_en,
    h.value, h.unit, h.stage AS text, h.used AND NOT h.of_dust AS used,
    CASE WHEN h.used AND NOT h.of_dust THEN h.value END AS adds, h.origin,
    nullif(concat_ws('；',
        CASE WHEN h.of_dust THEN '申报沙尘时段，颗粒物扣除' END,
        CASE WHEN h.used THEN '可疑标记（保留）：' ELSE '可疑标记（剔除）：' END || flagged.zh, corrected.zh), '') AS why_zh,
    nullif(concat_ws('; ',
        CASE WHEN h.of_dust THEN 'declared dust hour, without particles' END,
        CASE WHEN h.used THEN 'flagged, kept: ' ELSE 'flagged, excluded: ' END || flagged.en, corrected.en), '') AS why_en,
    h.source_file_id, h.source_row, h.source_column
FROM hours AS h
LEFT JOIN flagged USING (station_id, pollutant, hour_ending)
LEFT JOIN corrected
    ON corrected.source_file_id = h.source_file_id AND corrected.source_row = h.source_row
        AND corrected.source_column = h.source_column
