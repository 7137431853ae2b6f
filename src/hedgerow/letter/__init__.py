"""Report → words → HTML and text → a MIME message.

`page.py` says everything once, as sentences and shapes; `html.py` and `text.py` only lay it out, so the two can't
disagree. `message.py` puts both into one mail. No title of an event ever leaves the two bodies.
"""
