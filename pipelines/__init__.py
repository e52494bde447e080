"""How it runs: definitions, jobs, schedules, resources, settings, publishing, the command line.

What does not belong here: rules, readers, tables, pictures.
"""
