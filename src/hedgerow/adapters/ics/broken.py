"""The one exception of this package: it never leaves it."""


class Broken(Exception):
    """What was read cannot be used. The message is one sentence about "It", without titles."""
