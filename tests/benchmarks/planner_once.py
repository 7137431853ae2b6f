"""One peer plans one life and ends, to be measured from outside.

python -m tests.benchmarks.planner_once PEER WEEKS
"""

import sys

from tests.benchmarks.planner_lives import Load, make_life
from tests.benchmarks.planner_peers import PEERS
from tests.benchmarks.planner_tasks import task_of

if __name__ == "__main__":
    peer, weeks = PEERS[sys.argv[1]], int(sys.argv[2])
    if weeks:
        peer(task_of(make_life(Load.HEAVY, weeks, 1)))
