"""Where a person reads the letter, and writes into the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from hedgerow.core.days import Week
from hedgerow.core.errand import Errand, Kind
from hedgerow.flows.cycle import current_week
from hedgerow.flows.enclosing import parts_of
from hedgerow.flows.journaling import report_on, sheets_of, write_answers
from hedgerow.flows.weekly import word_letter
from hedgerow.letter.html import with_pictures
from hedgerow.letter.language import noted
from hedgerow.ports import AuthorizationExpired, Refused, Unavailable
from hedgerow.web.home import Home
from hedgerow.web.template import render

LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""A letter stands on styles of its own, as mail programs want it; it has no script, and nothing else is let in."""


@dataclass(frozen=True, slots=True)
class Study:
    home: Home

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/journal/{token}", self.questions, methods=["GET"]),
            Route("/journal/{token}", self.answers, methods=["POST"]),
            Route("/letter/{token}", self.letter, methods=["GET"]),
        ]

    def questions(self, request: Request) -> Response:
        return self._answered(request, {})

    async def answers(self, request: Request) -> Response:
        """The form is read here; what follows asks calendars, which may take its time."""
        async with request.form(max_files=0, max_fields=20) as form:
            return await run_in_threadpool(self._answered, request, _texts(form))

    def _answered(self, request: Request, answers: Mapping[str, str]) -> Response:
        try:
            week = self._week(request, Kind.ANSWER)
            sheets = sheets_of(self.home.household, week)
            many = write_answers(self.home.household, week, sheets, answers)
            if many:
                sheets = sheets_of(self.home.household, week)
        except (Refused, Unavailable, AuthorizationExpired) as error:
            return self._page("refused.html.jinja", 410, sentence=str(error))
        language = self.home.reader.language
        kept = language.count("One answer was kept.", "{n} answers were kept.", many)
        saved = (kept if many else language.say("There was nothing new to keep.")) if answers else None
        path = request.url.path
        return self._page("answer.html.jinja", week=str(week), sheets=sheets, saved=saved, path=path)

    def letter(self, request: Request) -> Response:
        try:
            report = report_on(self.home.household, self._week(request, Kind.READ))
        except (Refused, Unavailable, AuthorizationExpired) as error:
            return self._page("refused.html.jinja", 410, sentence=str(error))
        letter = word_letter(self.home.household.settings, report, parts_of(self.home.household, report))
        return HTMLResponse(with_pictures(letter), headers={"Content-Security-Policy": LETTER_POLICY})

    def _week(self, request: Request, kind: Kind) -> Week:
        errand: Errand = self.home.links.read(request.path_params["token"], self.home.household.clock.now())
        if errand.kind is not kind:
            raise Refused(noted("This link does something else."))
        year, _, number = errand.week.partition("-W")
        first = current_week(self.home.household.settings, self.home.household.clock.now()).first
        return Week(int(year), int(number), first)

    def _page(self, name: str, status: int = 200, **values: Any) -> Response:
        return HTMLResponse(render(name, reader=self.home.reader, **values), status)


def _texts(form: FormData) -> Mapping[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}
