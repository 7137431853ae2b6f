"""A throw-away certificate for localhost and 127.0.0.1, made by the `openssl` command."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Pair:
    server: ssl.SSLContext
    client: ssl.SSLContext
    """Trusts the server's certificate and no other."""


def make_pair(folder: Path) -> Pair:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    use = "keyUsage=critical,digitalSignature,keyCertSign"  # Python 3.13 asks for it
    # fmt: off
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-days", "2", "-subj", "/CN=localhost", "-addext", names, "-addext", use,
               "-keyout", str(key), "-out", str(certificate)]
    # fmt: on
    subprocess.run(command, check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    return Pair(server, ssl.create_default_context(cafile=str(certificate)))
