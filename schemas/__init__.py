"""The contracts: one field registry per medium, from which every other description of a column is emitted.

What belongs here: names, Chinese headers, units, bounds, descriptions, keys. Units and headers live nowhere else.
What does not: rules of standards, files, orchestration.
"""
