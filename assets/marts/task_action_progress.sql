-- One row per plan year and action.
select * replace (mean_percent / 1e9 as mean_percent)
from actions
