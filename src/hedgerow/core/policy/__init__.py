"""What the last weeks teach → at most one proposed change of policy. In order of the data:

change.py    one change, and what the policy is after it
past.py      the weeks that it is learnt from: what was put in when, and what the person did by hand
replay.py    those weeks once more under a policy, turn by turn as the cycle turns
tally.py     what a week came to, in numbers that two policies are compared by
facts.py     what really became of each intention
wishes.py    candidates of change: one's own time
meetings.py  candidates of change: other people's
propose.py   the one that is worth most, if any is; and whether an accepted one helped
"""
