-- One row per listed task: its latest state.
select * replace (percent / 1e9 as percent)
from progress
