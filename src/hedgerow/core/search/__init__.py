"""The best set of blocks, proven: candidates and their worth, then whole numbers in and whole numbers out.

objective   what a place is worth
asked       what is to be planned, and the pieces that stand for places
guards      rests and days off as candidates that occupy nothing
candidates  from a board to whole numbers: every place worth trying, and what stands
problem     what is asked, what is found, and what a choice is worth
engine      weeks in order, and the chain of fall-backs
given       what is chosen already, and what that leaves to choose from
stage       one week of it, with which candidates exclude each other
alone       a bound without a solver: each intention on its own
cliques     largest sets of what shares a minute
rows        the rules of a week in columns and rows
program     the relaxation as a linear program: the bound
certificate the bound in whole numbers, whatever the solver says
cuts        rows that bring the bound nearer
branch      where the tree forks
tree        branch and bound: until choice and bound meet
hunt        tree after tree, each with fewer candidates, and then the tail
tail        the solver's own search for the few weeks that outgrow the tree
repair      without a solver: fill greedily, ruin a part, fill again
proof       how good a choice is known to be
polish      of places worth the same, the one nearest to the wish
"""
