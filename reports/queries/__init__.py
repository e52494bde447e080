"""Named queries, one file each; `reports/named_queries.py` says what stands in it."""
