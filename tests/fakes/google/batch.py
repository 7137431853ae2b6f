"""Many calls in one request, as multipart/mixed. The answers come in another order than the questions."""

import re
from collections.abc import Callable
from email.parser import BytesParser
from http.client import responses

from tests.fakes.google.replies import html
from tests.fakes.google.wire import Answer, Request

BATCH = "/batch/calendar/v3"
_MOST = 1000
_BOUNDARY = "batch_of_answers"


def answer_batch(request: Request, one: Callable[[Request], Answer]) -> Answer:
    head = f"Content-Type: {request.headers.get('content-type', '')}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + request.body)
    if not message.is_multipart():
        return html(400, "<h1>Bad Request</h1>")
    parts = [part for part in message.walk() if not part.is_multipart()]
    if len(parts) > _MOST:
        return html(413, "<h1>Too many calls in one batch.</h1>")
    answers = [_part(str(part["Content-ID"]), one(_inner(bytes(part.get_payload(decode=True))))) for part in parts]
    body = b"".join(reversed(answers)) + f"--{_BOUNDARY}--\r\n".encode()
    return Answer(200, body, {"Content-Type": f"multipart/mixed; boundary={_BOUNDARY}"})


def _inner(text: bytes) -> Request:
    head, _, body = text.replace(b"\r\n", b"\n").partition(b"\n\n")
    first, *lines = head.decode().split("\n")
    verb, target = first.split(" ")[:2]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(verb, target, headers, body.strip())


def _part(content_id: str, answer: Answer) -> bytes:
    lines = [
        f"--{_BOUNDARY}",
        "Content-Type: application/http",
        f"Content-ID: {re.sub('^<', '<response-', content_id)}",
        "",
        f"HTTP/1.1 {answer.status} {responses.get(answer.status, 'Unknown')}",
        *(f"{name}: {value}" for name, value in answer.headers.items()),
        "",
    ]
    return ("\r\n".join(lines) + "\r\n").encode() + answer.body + b"\r\n"
