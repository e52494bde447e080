"""The graph: thin Dagster assets that read, hold a contract, apply a rule, write, and say what they did.

What does not belong here: rules (standards), formats (readers), pictures (reports), schedules (pipelines).
"""
