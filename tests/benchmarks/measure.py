"""Runs one command and says how long it took and the most memory it held, as JSON.

    python -I -S measure.py OUTPUT COMMAND [ARGUMENT ...]

It is started afresh for each measurement because Linux lets a child inherit the peak of the process that forked it:
a small parent is the only one that can't spoil the number. So it imports next to nothing.
"""

import os
import sys
from time import perf_counter


def measure(output: str, command: list[str]) -> str:
    """The command's standard output goes to the file `output`; its errors stay where ours go."""
    began = perf_counter()
    child = os.fork()
    if child == 0:
        target = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(target, 1)
        os.execv(command[0], command)
    _, status, usage = os.wait4(child, 0)
    seconds = perf_counter() - began
    kilobytes = usage.ru_maxrss if sys.platform != "darwin" else usage.ru_maxrss // 1024
    code = os.waitstatus_to_exitcode(status)
    return f'{{"seconds": {seconds:.6f}, "kilobytes": {kilobytes}, "code": {code}}}\n'


if __name__ == "__main__":
    sys.stdout.write(measure(sys.argv[1], sys.argv[2:]))
