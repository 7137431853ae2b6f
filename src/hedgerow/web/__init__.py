"""What a letter's links open: a page that asks, does one errand on a yes, and says how to take it back.

Whoever holds a link may do what it is for, and nothing else; nobody signs in, and looking at a page changes nothing.
"""
