-- One row per area or river, list of sections and period.
select
    * exclude (status),
    year(date_from) as year,
    good_share_micro / 1e6 as good_share,
    inferior_share_micro / 1e6 as inferior_share,
    status as status_zh,
    good_change_micro / 1e6 as good_change,
    inferior_change_micro / 1e6 as inferior_change
from areas
