-- One row per area, year and version of the accounting method.
select
    area_id,
    year,
    method_version,
    stated,
    area_compliant / 1e9 as area_safe,
    area_contaminated / 1e9 as area_contaminated,
    units,
    units_contaminated,
    stage,
    origin
from years
