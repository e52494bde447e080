-- One row per measure and quarter, in the measure's unit.
select
    quarters.* replace (
        planned / 1e9 as planned,
        actual / 1e9 as actual,
        planned_to_date / 1e9 as planned_to_date,
        actual_to_date / 1e9 as actual_to_date,
        gap / 1e9 as gap,
        quarters.quantity / 1e9 as quantity,
        quantity_gap / 1e9 as quantity_gap
    ),
    measures.measure_zh,
    measures.unit
from quarters
join measures using (measure_id)
