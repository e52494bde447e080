-- One row per live file of the landing zone.
select
    source_file_id,
    dataset,
    path,
    origin,
    nullif(sha256, '') as sha256,
    size_bytes,
    nullif(format, '') as format,
    nullif(encoding, '') as encoding,
    nullif(stage, '') as stage,
    issued,
    state,
    nullif(message, '') as message,
    cells,
    first_hour,
    last_hour
from files
