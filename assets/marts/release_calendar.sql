-- What is due on the day of the run, and how late it is; reckoned in standards/release_calendar.py.
select * from standings
