"""One system each. They do not know one another; only `compose` knows them. Library exceptions stop here."""
