"""Where things are kept: the lake, the manifest of live files, reference tables, the mart file, the lock.

What belongs here: paths, atomic writes, digests. What does not: rules, parsing, orchestration, wording of reports.
"""
