-- One row per row of dim_target, as the rule says how far it has come.
select * replace (coalesce(place_id, '') as place_id)
from progress
