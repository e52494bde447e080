"""What is believed: suspect flags, the ledger of cells, precedence of sources, quarantine. Pure functions on frames.

What does not belong here: reading files, rules of standards, orchestration.
"""
