"""What stays the same while cells work."""

from dataclasses import dataclass

from zhanlian.kernels.flow import Int32s
from zhanlian.simulate.parameters import Parameters
from zhanlian.simulate.worlds.accounts import Cells, Columns
from zhanlian.simulate.worlds.population import Crowd


@dataclass(frozen=True, slots=True)
class Scene:
    """Who there is, and by which numbers they act.

    Attributes:
        columns, cells, crowd: of the world.
        fan: (m,) accounts of the next level that each account knows.
        parameters: of the world.
        wallet_fees: whether withdrawals from wallets cost a fee.
    """

    columns: Columns
    cells: Cells
    crowd: Crowd
    fan: Int32s
    parameters: Parameters
    wallet_fees: bool
