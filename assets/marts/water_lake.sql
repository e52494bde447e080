-- One row per registered lake section and period: trophic index, its parts and its state.
select
    states.place_id as section_id,
    states.period_type,
    states.period_id,
    year(periods.date_from) as year,
    periods.name_zh,
    periods.area_id,
    states.tli_chla / 100.0 as tli_chla,
    states.tli_tp / 100.0 as tli_tp,
    states.tli_tn / 100.0 as tli_tn,
    states.tli_sd / 100.0 as tli_sd,
    states.tli_codmn / 100.0 as tli_codmn,
    states.tli / 100.0 as tli,
    states.state,
    states.reason,
    states.origin
from states
inner join periods using (place_id, period_type, period_id)
