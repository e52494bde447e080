-- Data that are believed and yet doubtful; found in quality/doubt_*.py.
select * from doubts
