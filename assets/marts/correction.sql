-- One row per correction and value that it was applied to; a correction without one says why.
with usable as (
    select * from entered
    where wrong is null and not waiting
),

done as (
    select
        usable.*,
        numbers.* exclude (dataset, line)
    from usable
    inner join numbers on usable.dataset = numbers.dataset and usable.line = numbers.line
    union all by name
    select
        usable.*,
        words.* exclude (dataset, line)
    from usable
    inner join words on usable.dataset = words.dataset and usable.line = words.line
    union all by name
    select * from entered
    where
        wrong is not null or waiting
        or (
            not exists (select 1 from numbers where numbers.dataset = entered.dataset and numbers.line = entered.line)
            and not exists (select 1 from words where words.dataset = entered.dataset and words.line = entered.line)
        )
)

select
    line,
    coalesce(source_file_id, '') as source_file_id,
    coalesce(source_row, 0) as source_row,
    coalesce(source_column, '') as source_column,
    dataset,
    key,
    field,
    action,
    nullif(entered, '') as entered,
    reason,
    who,
    since,
    case
        when wrong is not null then 'unusable'
        when waiting then 'waiting'
        when source_file_id is null then 'unmatched'
        when problem is not null then 'unusable'
        else 'applied'
    end as state,
    path,
    raw as raw_value,
    old_value,
    new_value,
    old_text,
    new_text,
    case
        when wrong is not null then wrong
        when waiting then null
        when source_file_id is null
            then
                'reference/corrections.csv, row ' || line || ': no readable value of ' || dataset
                || ' has the key "' || key || '" and the field "' || field
                || '" that no other row corrects. Next: correct the key, or take the row out if its provider has put '
                || 'the value right.'
        when problem is not null
            then
                'reference/corrections.csv, row ' || line || ', key "' || key || '", value "'
                || entered || '": not applied, as ' || problem || '.'
    end as message
from done
