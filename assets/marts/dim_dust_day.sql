-- Declared dust days; those of the demonstration folder only where nothing real is declared for the day.
select area_id, date, hour_from, hour_to, declared_by, document
from declared
union all
select area_id, date, hour_from, hour_to, declared_by, document
from demonstration
where not exists (
    from declared where declared.area_id = demonstration.area_id and declared.date = demonstration.date
)
