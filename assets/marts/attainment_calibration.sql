-- One row per area, indicator, method and bin: how many chances were called and how many held.
select
    area_id,
    indicator_id,
    method,
    kind,
    bin_from,
    bin_to,
    called,
    held,
    100.0 * held / called as share_held,
    mean_chance_micro / 1e4 as mean_chance,
    years,
    cut_offs,
    origin
from calibration
