"""Decisions: values in, values out. No I/O, no clock, no logging; every instant is UTC.

Problems in a person's data are values (`Unreadable`, `NotSeen`); a broken promise of a caller is a `ValueError`.
"""
