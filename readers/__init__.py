"""From bytes to normalised rows: a format is data (`formats/*.toml`) plus a short function.

What belongs here: encodings, headers, time zones, units, sentinels, the faults of files.
What does not: which of two good values wins (quality), what a value means (standards).
"""
