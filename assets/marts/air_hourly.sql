-- One row per registered station, pollutant and accepted hour, in the unit of the pollutant.
select
    observed.station_id,
    observed.pollutant,
    observed.hour_ending,
    observed.date,
    observed.hour,
    observed.value / units.steps_per_unit as value,
    units.unit,
    observed.stage,
    observed.origin,
    observed.flags,
    observed.used,
    observed.source_file_id,
    observed.source_row,
    observed.source_column
from observations as observed
inner join units using (pollutant)
where observed.station_id in (select station_id from stations)
