"""A name server on the loopback that knows a few records and tells what it was asked."""

import socketserver
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset

Records = Mapping[tuple[str, str], tuple[str, ...]]
"""By name, with its dot at the end, and type."""


@dataclass
class NameServer:
    resolver: dns.resolver.Resolver
    asked: list[tuple[str, str]]


@contextmanager
def name_server(records: Records, rcode: dns.rcode.Rcode = dns.rcode.NOERROR) -> Iterator[NameServer]:
    """Any other name does not exist. With an `rcode`, nothing but that is answered."""
    asked: list[tuple[str, str]] = []

    class Answer(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, line = self.request
            query = dns.message.from_wire(data)
            [question] = query.question
            name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
            asked.append((name, kind))
            answer = dns.message.make_response(query)
            answer.flags |= dns.flags.RA
            answer.set_rcode(rcode)
            if found := records.get((name, kind)):
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *found))
            elif name not in {known for known, _ in records}:
                answer.set_rcode(rcode or dns.rcode.NXDOMAIN)
            line.sendto(answer.to_wire(), self.client_address)

    with socketserver.UDPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
        try:
            yield NameServer(resolver, asked)
        finally:
            server.shutdown()
            thread.join()
