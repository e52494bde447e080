-- One row per drinking-water source and year.
select
    place_id as source_id,
    year,
    area_id,
    place_label as name_zh,
    source_type,
    compliant,
    periods as quarters,
    compliant_periods as quarters_compliant,
    expected_periods as quarters_expected,
    intake / 1e9 as intake,
    compliant_intake / 1e9 as intake_compliant,
    stage,
    origin
from years
