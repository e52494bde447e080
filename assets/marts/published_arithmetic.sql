-- What published values give when they are reckoned from one another; reckoned in standards/published_arithmetic.py.
select * from reckoned
