"""The rulebook: one module per standard, pure functions from frames to frames.

What belongs here: formulas, validity rules, limits (as data in `limits/`) and the rule that sets a status.
What does not: files of observations, databases, orchestration, wording for people.
"""
