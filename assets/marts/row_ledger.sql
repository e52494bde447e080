-- One row per file: its cells, and the six ways in which each of them ended.
with ended as (
    select
        source_file_id,
        sum(n) filter (outcome = 'accepted') as accepted,
        sum(n) filter (outcome = 'quarantined') as quarantined,
        sum(n) filter (outcome = 'superseded') as superseded,
        sum(n) filter (outcome = 'replaced_by_real') as replaced_by_real
    from outcomes
    group by source_file_id
),

repeated as (
    select source_file_id, sum(n) as n
    from copied
    group by source_file_id
)

select
    files.source_file_id,
    files.dataset,
    files.cells,
    coalesce(ended.accepted, 0) as accepted,
    files.quarantined_at_reading + coalesce(ended.quarantined, 0) as quarantined,
    coalesce(ended.superseded, 0) as superseded,
    coalesce(ended.replaced_by_real, 0) as replaced_by_real,
    files.not_observation,
    files.empty,
    files.cells = booked.cells as balanced,
    coalesce(repeated.n, 0) as copied
from files
left join ended using (source_file_id)
left join booked using (source_file_id)
left join repeated using (source_file_id)
