-- One row per correction and value that it was applied to; a correction without one says why.
select
    entered.line,
    coalesce(done.source_file_id, '') as source_file_id,
    coalesce(done.source_row, 0) as source_row,
    coalesce(done.source_column, '') as source_column,
    entered.dataset,
    entered.key,
    entered.field,
    entered.action,
    nullif(entered.entered, '') as entered,
    entered.reason,
    entered.who,
    entered.since,
    case
        when entered.wrong is not null then 'unusable'
        when entered.waiting then 'waiting'
        when done.line is null then 'unmatched'
        when done.problem is not null then 'unusable'
        else 'applied'
    end as state,
    done.path,
    done.raw as raw_value,
    done.old_value,
    done.new_value,
    done.old_text,
    done.new_text,
    case
        when entered.wrong is not null then entered.wrong
        when entered.waiting then null
        when done.line is null
            then
                'reference/corrections.csv, row ' || entered.line || ': no readable value of ' || entered.dataset
                || ' has the key "' || entered.key || '" and the field "' || entered.field
                || '" that no other row corrects. Next: correct the key, or take the row out if its provider has put '
                || 'the value right.'
        when done.problem is not null
            then
                'reference/corrections.csv, row ' || entered.line || ', key "' || entered.key || '", value "'
                || entered.entered || '": not applied, as ' || done.problem || '.'
    end as message
from entered
left join cells as done
    on not entered.waiting and entered.wrong is null
    and done.dataset = entered.dataset and done.line = entered.line
