"""Reasons for a plan, as facts without words: terminal, letter and page all speak from them.

facts       what there is to say
scene       a plan laid out again, to be asked about
here        why a block lies where it lies, what takes the better starts, what its place is worth
nowhere     why there is none: the fewest meetings of each missed day
worth       what a plan is worth, and what each intention gets of it
price       what else would have to go for one more
moves       what may be asked of others: a meeting at another time
trial       an idea put to the test by planning with it
change      the one meeting to move that gives a block back
unguarded   why a rest or a day off is not granted, and the one thing that gives it back
shortfall   which meetings cost how much time for focus
empty       why a day stays empty, or waits
proven      how far a plan is known to be the best
telling     all of it for one block, one wish or a whole plan
"""
