"""The rooms of a letter that open in a browser: what a link does, the journal, a look at the letter."""
