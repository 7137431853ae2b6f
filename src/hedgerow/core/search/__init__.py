"""The best set of blocks, proven. Whole numbers in, whole numbers out; what they mean is known outside.

problem    what is asked, what is found, and what a choice is worth
conflict   which candidates exclude each other, and the cliques that say so
repair     without a solver: fill greedily, ruin a part, fill again
engine     weeks in order, and the chain of fall-backs
"""
