"""The course of a listed case: its states, and the marks and clocks it is found by."""

from typing import Final

LISTING: Final = "listing"
KEY: Final = "listing-key"  # mark: programme, place and label
PROPOSED: Final = "proposed"
RETURNED: Final = "returned"
REFUSED: Final = "refused"
LISTED: Final = "listed"
REPORTING: Final = "reporting"
DELIST_PROPOSED: Final = "delist-proposed"
DELISTED: Final = "delisted"
SUPERVISED: Final = (LISTED, REPORTING, DELIST_PROPOSED)
REPORT: Final = "report"  # clock: the next report
DEADLINE: Final = "deadline"  # clock: the whole listing

STATES: Final = (PROPOSED, RETURNED, REFUSED, *SUPERVISED, DELISTED)
