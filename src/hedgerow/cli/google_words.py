"""What `hedgerow connect google` says at length."""

from hedgerow.compose.google import CONNECTED_APPS, Signed, Wanted, short
from hedgerow.settings.values import AccountId, Settings

SETUP = """\
Google lets a program of your own in through a Cloud project of your own. Once, and free of charge:
 1. Open https://console.cloud.google.com/projectcreate as the account whose calendars you want, and make a project.
 2. Open https://console.cloud.google.com/apis/library/calendar-json.googleapis.com and press Enable.
 3. Open Google Auth Platform (https://console.cloud.google.com/auth/overview), press Get started, and give a name,
    your address and the audience: External, or Internal if a company runs the account.
 4. Under Audience press "Publish app", so that the status is "In production". While it is "Testing", Google ends
    every sign-in after seven days. No review is needed for yourself.
 5. Under Clients press Create client, choose "Desktop app", and download the JSON file.
 6. Run: hedgerow connect google --client FILE
Google will say that it has not verified the app: it is yours, so press Advanced, and go on.
Leave every box ticked. On a machine without a browser add --no-browser.
Keep the file to yourself; Hedgerow keeps what it needs of it sealed, so that you may delete it afterwards."""

CHOICE = """\
With --blocks own, blocks go into a calendar that Hedgerow makes, and the grant can write no other: the safest choice,
but colleagues see it only when you share it. With --blocks main, blocks, focus time and out-of-office go into your
main calendar, where colleagues see that you are busy, and the grant can change every event of calendars you own.
With --mail, letters can go out through the account: the grant can send mail as you too, and read none of it."""

PASTE = """\
Open this address in a browser on any machine, and allow it:

{url}

The browser then ends on a page at 127.0.0.1 that it can't open. Copy the whole address of that page, and within
the hour run: hedgerow connect google {account} --paste"""

OPEN = """\
Your browser should open Google's page now. If it does not, open this address on this machine; if there is no browser
here, end this with Ctrl-C and say --no-browser:

{url}
"""

BY_HAND = f"take Hedgerow out at {CONNECTED_APPS}"


WHY_MAIL = """\
Google is asked for gmail.send too, so that letters can go out as you: it reads none of your mail. A new password of
the account then ends this sign-in, and asks for another one. In your project the Gmail API must be enabled as well:
https://console.cloud.google.com/apis/library/gmail.googleapis.com
"""


def told_letters(settings: Settings, account: AccountId, signed: Signed) -> str:
    """What a sign-in means for letters; empty where nothing new, or where what is missing says it."""
    if signed.gives_up_mail:
        return (
            f"Letters can no longer go out through {account!r}, as it was signed in without --mail: to change that, run"
            f" `hedgerow connect google {account} --mail`."
        )
    if not signed.may_mail or settings.letter.account == account:
        return ""
    instead = ", and leave out [letter.smtp]" if settings.letter.smtp else ""
    return f'For letters to go out through it, write account = "{account}" and to under [letter]{instead}.'


def told_dry(account: str, wanted: Wanted) -> str:
    scopes = " and ".join(map(short, wanted.scopes))
    return (
        f"Would ask Google for {scopes}, keep the grant of {account!r} sealed, and write the account and the calendars"
        " that you choose into the settings."
    )
