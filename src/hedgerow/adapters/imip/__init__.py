"""Blocks held by invitation: iTIP (RFC 5546) by mail (RFC 6047) to the person, where a calendar can't be written."""
