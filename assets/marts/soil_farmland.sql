-- One row per unit of farmland and year.
select
    place_id as unit_id,
    part,
    year,
    area_id,
    town,
    area_mu / 1e9 as area_mu,
    category_final as category,
    pollution_level,
    pollutants,
    measure,
    measure_date,
    crops_pass,
    counts_2019,
    counts_14th_plan,
    counted,
    nullif(defects, '') as defects,
    stage,
    origin,
    source_file_id,
    source_row,
    source_rows
from units
