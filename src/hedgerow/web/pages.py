"""One page for each link: looking asks, posting does."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from hedgerow.core.errand import Done, Errand, Kind
from hedgerow.flows.errands import run, subject_of
from hedgerow.letter.language import noted
from hedgerow.ports import Refused, Unavailable
from hedgerow.web.home import Home
from hedgerow.web.template import render
from hedgerow.web.words import ask, tell, undo_button

UNDOABLE = timedelta(days=30)
ELSEWHERE = (Kind.ANSWER, Kind.READ)


@dataclass(frozen=True, slots=True)
class Rooms:
    home: Home
    alone: Callable[[], AbstractContextManager[None]]
    """While nothing else writes; raises Unavailable."""

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/do/{token}", self.look, methods=["GET"]),
            Route("/do/{token}", self.act, methods=["POST"]),
            Route("/stop/{token}", self.look, methods=["GET"]),
            Route("/stop/{token}", self.stop, methods=["POST"]),
        ]

    def look(self, request: Request) -> Response:
        """Changes nothing: whoever guards a mailbox opens every link in it."""
        token = request.path_params["token"]
        try:
            errand = self._errand(token)
            done = None if errand.is_lasting else self.home.links.done(token)
            if done is not None:
                return self._done(done, errand)
            with self._calendars_for(errand):
                asking = ask(errand, subject_of(self.home.household, errand), self.home.reader)
        except (Refused, ValueError) as error:
            return self._refused(str(error), 410)
        return self._page("ask.html.jinja", asking=asking, path=f"/do/{token}")

    def _calendars_for(self, errand: Errand) -> AbstractContextManager[None]:
        """To show all that is planned, calendars are read, as the daemon does in its turns; never both at a time."""
        is_plan = errand.kind is Kind.ACCEPT and not errand.item
        return self.alone() if is_plan else nullcontext()

    def act(self, request: Request) -> Response:
        token = request.path_params["token"]
        try:
            errand = self._errand(token)
        except Refused as error:
            return self._refused(str(error), 410)
        if errand.is_lasting:
            return self._run(token, errand)
        if self.home.links.claim(token, self.home.household.clock.now()):
            return self._run(token, errand)
        return self._done(self.home.links.done(token) or Done(""), errand)

    def stop(self, request: Request) -> Response:
        """RFC 8058: without a page, a cookie or an origin, and for nothing else."""
        token = request.path_params["token"]
        try:
            errand = self._errand(token)
        except Refused as error:
            return self._refused(str(error), 410)
        if errand.kind is not Kind.STOP:
            return self._refused(noted("This link does something else."), 403)
        return self._run(token, errand)

    def fail(self, _: Request, error: Exception) -> Response:
        """What no page answers for itself, such as a database that is locked or a key that is gone."""
        return self._refused(str(error), 410 if isinstance(error, Refused) else 503)

    def _errand(self, token: str) -> Errand:
        """Raises Refused; what only shows something has a room of its own."""
        errand = self.home.links.read(token, self.home.household.clock.now())
        if errand.kind in ELSEWHERE:
            raise Refused(noted("This link is opened elsewhere: take it from the letter itself."))
        return errand

    def _run(self, token: str, errand: Errand) -> Response:
        try:
            with self.alone():
                ran = run(self.home.household, errand)
        except (Refused, Unavailable, ValueError) as error:
            self.home.links.release(token)
            return self._refused(str(error), 503 if isinstance(error, Unavailable) else 409)
        done = Done(tell(errand, ran, self.home.reader), ran.undo)
        if not errand.is_lasting:
            self.home.links.settle(token, done)
        return self._done(done, errand)

    def _done(self, done: Done, errand: Errand) -> Response:
        say = self.home.reader.language.say
        undo = None
        if done.undo is not None:
            token = self.home.links.sign(done.undo, self.home.household.clock.now() + UNDOABLE)
            undo = (f"/do/{token}", undo_button(done.undo, self.home.reader))
        told = done.told or say("This link was used already; `hedgerow log` says what came of it.")
        return self._page("done.html.jinja", told=told, undo=undo)

    def _refused(self, sentence: str, status: int) -> Response:
        """What an adapter says of its own system stays as it put it."""
        told = self.home.reader.language.say(sentence)
        return self._page("refused.html.jinja", status=status, sentence=told)

    def _page(self, name: str, status: int = 200, **values: Any) -> Response:
        return HTMLResponse(render(name, reader=self.home.reader, **values), status)
