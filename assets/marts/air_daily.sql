-- One row per place and day: the raw day, with the day net of declared dust beside it.
select
    raw.level,
    raw.place_id,
    raw.date,
    year(raw.date) as year,
    raw.pm25_micro / 1e6 as pm25,
    raw.pm10_micro / 1e6 as pm10,
    raw.so2_micro / 1e6 as so2,
    raw.no2_micro / 1e6 as no2,
    raw.co_micro / 1e6 as co,
    raw.o3_micro / 1e6 as o3,
    raw.o3_1h_micro / 1e6 as o3_1h,
    raw.iaqi_pm25,
    raw.iaqi_pm10,
    raw.iaqi_so2,
    raw.iaqi_no2,
    raw.iaqi_co,
    raw.iaqi_o3,
    raw.pm25_count,
    raw.pm10_count,
    raw.so2_count,
    raw.no2_count,
    raw.co_count,
    raw.o3_count,
    raw.aqi,
    raw.grade,
    raw_category.name_zh as category,
    nullif(raw.primary_pollutants, '') as primary_pollutants,
    raw.aqi <= 100 as good,
    raw.aqi > 200 as heavy,
    nullif(raw.exceeding_pollutants, '') as exceeding_pollutants,
    nullif(raw.off_scale_pollutants, '') as off_scale_pollutants,
    raw.aqi_status,
    raw.pollutants_present,
    net.place_id is not null as dust_day,
    case when net.place_id is null then raw.pm25_micro else net.pm25_micro end / 1e6 as pm25_net,
    case when net.place_id is null then raw.pm10_micro else net.pm10_micro end / 1e6 as pm10_net,
    case when net.place_id is null then raw.iaqi_pm25 else net.iaqi_pm25 end as iaqi_pm25_net,
    case when net.place_id is null then raw.iaqi_pm10 else net.iaqi_pm10 end as iaqi_pm10_net,
    case when net.place_id is null then raw.aqi else net.aqi end as aqi_net,
    case when net.place_id is null then raw.grade else net.grade end as grade_net,
    case when net.place_id is null then raw_category.name_zh else net_category.name_zh end as category_net,
    nullif(
        case when net.place_id is null then raw.primary_pollutants else net.primary_pollutants end, ''
    ) as primary_pollutants_net,
    case when net.place_id is null then raw.aqi else net.aqi end <= 100 as good_net,
    case when net.place_id is null then raw.aqi else net.aqi end > 200 as heavy_net,
    raw.stations_total,
    raw.stage,
    raw.origin,
    raw.standard
from days as raw
left join days as net
    on net.basis = 'net' and net.level = raw.level and net.place_id = raw.place_id and net.date = raw.date
left join categories as raw_category on raw_category.grade = raw.grade
left join categories as net_category on net_category.grade = net.grade
where raw.basis = 'raw'
