"""What no choice exceeds, in whole numbers: true whatever the solver says, as long as the rows are right.

For any factors y of the rows, y >= 0 where a row is "at most": c x = (c - yA) x + y A x, and with x in its bounds that
is at most sum max((c - yA) l, (c - yA) u) + y b. The solver's duals are factors that make it small; nothing else is
taken from it. Scaled and rounded they are whole numbers, and sums of them are exact as floats below 2^53.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int32]

SCALE = 2**18
_LARGEST = 2.0**36


@dataclass(slots=True)
class Matrix:
    """Rows one after the other; grows at its end."""

    rows: "Integers"
    columns: "Integers"
    factors: "Floats"
    most: "Floats"
    is_equal: "NDArray[np.bool_]"


@dataclass(frozen=True, slots=True)
class Certificate:
    """Scaled."""

    bound: float
    reduced: "Floats"
    """How much of it one more of a column gains, or costs where below 0."""

    def whole(self) -> int:
        return int(self.bound // SCALE)


def certify(costs: "Floats", bounds: "tuple[Floats, Floats]", matrix: Matrix, duals: "Floats") -> Certificate:
    import numpy as np  # noqa: PLC0415 - as in the program

    lower, upper = bounds
    factors = np.rint(np.clip(duals * SCALE, -_LARGEST, _LARGEST))
    factors = np.where(matrix.is_equal, factors, np.maximum(factors, 0.0))
    used = np.bincount(matrix.columns, factors[matrix.rows] * matrix.factors, len(costs))
    reduced = costs * SCALE - used
    bound = float(np.maximum(reduced * lower, reduced * upper).sum() + factors @ matrix.most)
    return Certificate(bound, reduced)
