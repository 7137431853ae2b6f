"""Find hedgerow.toml, read it, and give settings that cannot be wrong, or every problem at once."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hedgerow.core.pattern import Pattern
from hedgerow.settings.accounts import read_accounts
from hedgerow.settings.calendars import read_calendars, read_rules
from hedgerow.settings.delivery import read_letter, read_server
from hedgerow.settings.environment import blame_variables, overlaid, read_overrides
from hedgerow.settings.findings import Findings
from hedgerow.settings.guards import read_guards
from hedgerow.settings.intentions import read_intentions
from hedgerow.settings.invitations import address_invitations
from hedgerow.settings.leave import read_added, read_leave, read_leave_events, read_region, read_work_on
from hedgerow.settings.pattern import read_boundary, read_limits, read_person, read_planning
from hedgerow.settings.places import index_places
from hedgerow.settings.profiles import blame_profile, lay_under
from hedgerow.settings.seasons import Ordinary, read_seasons, switched_on
from hedgerow.settings.secrets import read_secrets
from hedgerow.settings.shapes import shape
from hedgerow.settings.signs import read_expected, read_rota, read_stay_titles, read_stays, read_work_inside
from hedgerow.settings.surroundings import Surroundings, config_home
from hedgerow.settings.tables import Wire
from hedgerow.settings.values import HistorySettings, Problem, Settings, password_variable
from hedgerow.settings.web import read_web

FILE_NAME = "hedgerow.toml"
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def find_settings(explicit: Path | None, environ: Mapping[str, str]) -> Path | None:
    """`--config`, then HEDGEROW_CONFIG, whether they exist or not; then the XDG place, if there is a file."""
    if explicit:
        return explicit
    named = environ.get("HEDGEROW_CONFIG", "")
    if named:
        return Path(named).expanduser()
    usual = usual_path(environ)
    return usual if usual.is_file() else None


def usual_path(environ: Mapping[str, str]) -> Path:
    """Where settings are looked for when nothing says where, and where `init` writes them."""
    return config_home(environ) / FILE_NAME


def load_settings(path: Path, environ: Mapping[str, str]) -> Settings | tuple[Problem, ...]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        readable = str(path) if os.name == "posix" and path.stat().st_mode & 0o077 else ""
    except FileNotFoundError:
        return (_unplaced(path, "there is no such file; `hedgerow init` writes one"),)
    except UnicodeDecodeError:
        return (_unplaced(path, "is not a text in UTF-8; save it as one"),)
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else None
        return (_unplaced(path, f"can't be read: {(reason or 'it is no path').lower()}"),)
    read = read_settings(text, str(path), path.absolute().parent, environ, readable)
    return replace(read, file=path.absolute()) if isinstance(read, Settings) else read


def _unplaced(path: Path, message: str) -> Problem:
    return Problem(str(path), 0, 0, "", message)


def read_settings(
    text: str, source: str, base: Path, environ: Mapping[str, str], readable: str = ""
) -> Settings | tuple[Problem, ...]:
    """Relative paths in the text are relative to `base`, which is absolute.

    `readable`: the name of the file when others than its owner can read it.
    """
    try:
        data = tomllib.loads(text)
        places = index_places(text)
    except RecursionError:
        return (Problem(source, 1, 1, "", "is nested too deeply to be read"),)
    except ValueError as fault:
        return (_syntax_problem(text, source, str(fault)),)
    overrides = read_overrides(environ)
    laid = lay_under(overlaid(data, overrides.data).get("profile"), data)
    findings = Findings(source, places, overrides.variables, laid.stands)
    wire = shape(overlaid(laid.data, overrides.data), findings)
    blame_profile(wire.profile, findings)
    settings = _settings(wire, Surroundings(base, environ, findings, "" if "calendars" in overrides.data else readable))
    blame_variables(overrides, _named_variables(wire), findings)
    return findings.problems() or settings


def _syntax_problem(text: str, source: str, message: str) -> Problem:
    place = _TOML_PLACE.search(message)
    said = _TOML_PLACE.sub("", message)
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count("\n") + 1, 1)
    return Problem(source, line, column, "", f"is not valid TOML: {said[:1].lower()}{said[1:]}")


def _settings(wire: Wire, around: Surroundings) -> Settings:
    findings = around.findings
    person = read_person(wire.person, findings)
    boundary = read_boundary(wire.boundary, person.zone, findings)
    limits = read_limits(wire.limits, findings)
    server = read_server(wire.server, around)
    letter = read_letter(wire.letter, wire.accounts, boundary, around)
    calendars = read_calendars(wire.calendars, wire.accounts, around)
    return Settings(
        person=person,
        calendars=address_invitations(calendars, wire, letter, server.data, findings),
        boundary=boundary,
        limits=limits,
        domain_rules=read_rules(wire.domain_rules, wire.calendars, findings),
        intentions=read_intentions(
            wire.intentions, wire.calendars, boundary.night, switched_on(wire.seasons), findings
        ),
        planning=read_planning(wire.planning, findings),
        letter=letter,
        server=server,
        secrets=read_secrets(wire.secrets, server.data, around),
        history=HistorySettings(wire.history.titles),
        web=read_web(wire.web, findings),
        pattern=_pattern(wire, Ordinary(boundary, limits, wire.intentions, wire.calendars), findings),
        region=read_region(wire.holidays, findings),
        expected=read_expected(wire.expected, wire.calendars, findings),
        accounts=read_accounts(wire.accounts, findings),
        guards=read_guards(wire.guards, findings),
    )


def _pattern(wire: Wire, ordinary: Ordinary, findings: Findings) -> Pattern:
    return Pattern(
        leave=read_leave(wire.leave, findings),
        leave_events=read_leave_events(wire.leave_events, wire.calendars, findings),
        added=read_added(wire.holidays, findings),
        work_on=read_work_on(wire.holidays, findings),
        seasons=read_seasons(wire.seasons, ordinary, findings),
        rota=read_rota(wire.rota, wire.calendars, findings),
        inside=read_work_inside(wire.work_inside, wire.calendars, findings),
        stays=read_stays(wire.stays, findings),
        stay_titles=read_stay_titles(wire.stay_events, findings),
    )


def _named_variables(wire: Wire) -> frozenset[str]:
    passwords = (password_variable(account.name) for account in wire.accounts)
    feeds = (calendar.url_env for calendar in wire.calendars)
    return frozenset(
        {
            wire.letter.smtp.password_env,
            wire.letter.replies.password_env,
            wire.secrets.passphrase_env,
            *feeds,
            *passwords,
        }
    )
