"""Which host serves the calendars of a domain: RFC 6764, sections 3 and 4."""

from collections.abc import Iterable

import dns.exception
import dns.rdatatype
import dns.resolver
from dns.rdtypes.ANY.TXT import TXT
from dns.rdtypes.IN.SRV import SRV

from hedgerow.adapters.caldav.discovery import Service

SECONDS = 5.0
"""For both records together; a domain without them is the usual case and must not keep anybody waiting."""


def look_up_service(domain: str, resolver: dns.resolver.Resolver | None = None) -> Service | None:
    """Only where TLS is served: the record for plain HTTP is not asked for. Raises OSError when DNS does not answer."""
    resolver = resolver or dns.resolver.Resolver()
    name = f"_caldavs._tcp.{domain}"
    try:
        served = [each for each in resolver.resolve(name, "SRV", lifetime=SECONDS) if isinstance(each, SRV)]
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return None
    except dns.exception.DNSException as error:
        raise OSError(f"The name service does not answer for {domain}.") from error
    best = min(served, key=lambda each: (each.priority, -each.weight), default=None)
    # a root as the target says that there is no such service (RFC 2782)
    if best is None or best.target == dns.name.root:
        return None
    return best.target.to_text(omit_final_dot=True), best.port, _path(name, resolver)


def _path(name: str, resolver: dns.resolver.Resolver) -> str:
    try:
        found = resolver.resolve(name, "TXT", lifetime=SECONDS)
    except dns.exception.DNSException:
        return "/"
    texts = (part.decode("ascii", "replace") for each in found if isinstance(each, TXT) for part in each.strings)
    return _value(texts)


def _value(texts: Iterable[str]) -> str:
    return next((text[len("path=") :] for text in texts if text.startswith("path=/")), "/")
