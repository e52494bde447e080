-- A published value, ours, and ours with one thing changed at a time; reckoned in standards/official_comparison.py.
select * from comparison
