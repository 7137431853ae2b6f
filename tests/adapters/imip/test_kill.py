"""A process that is killed for real, between what is kept and what is mailed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hedgerow.core.block import uid_of
from tests.adapters.contract_block_calendar import RUN, blocks
from tests.adapters.imip.receiver import Entry, Receiver
from tests.adapters.imip.test_blocks import ADDRESSES, invited, smtp
from tests.fakes.post_office import PostOffice

ROOT = Path(__file__).parents[3]
WRITER = """
import os, signal, sys
from pathlib import Path
from hedgerow.adapters.mail.smtp import SmtpMailer
from hedgerow.settings.values import Tls
from tests.adapters.contract_block_calendar import RUN
from tests.adapters.imip.test_blocks import invited

folder, port, moment = sys.argv[1:]

def die(here):
    if here == moment:
        os.kill(os.getpid(), signal.SIGKILL)

class Fragile:
    def send(self, message, handing_over):
        die("before the mail")
        def noting():
            handing_over()
            die("before the text")
        SmtpMailer("127.0.0.1", int(port), Tls.NONE, timeout=5).send(message, noting)
        die("after the answer")

calendar = invited(Path(folder), Fragile())
if calendar.kept.path.exists():
    calendar.remove(RUN.block, calendar.kept.find_blocks()[0].version)
else:
    calendar.put(RUN, None)
"""
MOMENTS = ["before the mail", "before the text", "after the answer"]


def killed(folder: Path, office: PostOffice, moment: str) -> None:
    command = [sys.executable, "-c", WRITER, str(folder), str(office.port), moment]
    done = subprocess.run(command, cwd=ROOT, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == -signal.SIGKILL


def shown(office: PostOffice) -> dict[str, Entry]:
    receiver = Receiver(ADDRESSES.attendee)
    for data in office.delivered * 2:
        receiver.take(data)
    return receiver.entries


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_one_event_while_a_block_is_booked_and_none_after_it_is_removed(
    tmp_path: Path, moment: str
) -> None:
    with PostOffice() as office:
        killed(tmp_path, office, moment)
        assert blocks(invited(tmp_path, smtp(office)).find_blocks()) == [RUN.block]
        assert shown(office) == {uid_of(RUN.block): Entry(RUN.span, RUN.title, is_free=False)}
        killed(tmp_path, office, moment)
        assert invited(tmp_path, smtp(office)).find_blocks() == ()
        assert shown(office) == {}
