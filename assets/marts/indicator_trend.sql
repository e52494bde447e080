-- One row per area, indicator and year: how the indicator moved over the years, on one dust basis.
with beside as (
    select
        *,
        -- a year without any basis (no dust, or no value) does not choose
        coalesce(
            arg_max(basis, year) filter (where target is not null and comparator is not null) over years,
            arg_max(basis, year) over years
        ) as shown
    from indicator_status
    window years as (partition by area_id, indicator_id)
),

on_one as (
    select
        *,
        basis is null or basis = shown or other_basis is distinct from shown as own_basis,
        basis is null or basis = shown as compared
    from beside
)

select
    area_id,
    indicator_id,
    year,
    if(own_basis, value, other_basis_value) as value,
    if(own_basis, value_text, other_basis_text) as value_text,
    unit,
    if(own_basis, coalesce(basis, shown), shown) as basis,
    own_basis,
    official_value,
    target,
    status,
    if(compared, yoy_change, null) as yoy_change,
    if(compared, yoy_unit, null) as yoy_unit,
    count(if(own_basis, value, other_basis_value)) over (partition by area_id, indicator_id order by year)
        as years_of_data,
    coverage,
    origin
from on_one
