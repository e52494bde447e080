"""What the system costs: seconds, memory, and how both grow; run with `python -m benchmarks`.

What does not belong here: anything that the system itself needs to work.
"""
