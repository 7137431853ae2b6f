"""events.watch and channels.stop. Nothing is ever delivered, as to a machine without a public name."""

from datetime import timedelta

from tests.fakes.google.access import Call, place
from tests.fakes.google.refusal import Json, Refused, invalid, not_found, required

_WEEK = 604_800


def watch(call: Call) -> Json:
    found, body = place(call), call.body
    for name in ("id", "type", "address"):
        if not body.get(name):
            raise required(f"Missing {name}.", name)
    if body["type"] not in ("web_hook", "webhook"):
        raise invalid("Unknown channel type.", "type")
    if not body["address"].startswith("https://"):
        message = "WebHook callback must be HTTPS: " + body["address"]
        raise Refused(400, "push.webhookUrlNotHttps", message)
    if body["id"] in call.state.channels:
        raise Refused(400, "channelIdNotUnique", "Channel id not unique")
    lasts = int((body.get("params") or {}).get("ttl", _WEEK))
    ends = call.state.clock.now() + timedelta(seconds=lasts)
    channel = {
        "kind": "api#channel",
        "id": body["id"],
        "resourceId": call.state.fresh(27),
        "resourceUri": f"https://www.googleapis.com/calendar/v3/calendars/{found.calendar.id}/events?alt=json",
        "expiration": str(round(ends.timestamp() * 1000)),
    } | ({"token": body["token"]} if body.get("token") else {})
    call.state.channels[body["id"]] = channel
    return channel


def stop(call: Call) -> None:
    channel = call.state.channels.get(call.body.get("id", ""))
    if channel is None or channel["resourceId"] != call.body.get("resourceId"):
        raise not_found()
    del call.state.channels[channel["id"]]
