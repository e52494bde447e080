-- One row per target with parts and dimension.
select * replace (coalesce(place_id, '') as place_id)
from parts
