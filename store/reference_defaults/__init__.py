"""Defaults of the reference tables; the file of the same name in the landing zone replaces each."""
