"""Tables of fairs: the fairs with their booths, who attends, what came of it."""

from fairs.fairs.models.attendance import (
    CheckInMethod,
    CheckInNote,
    Doubt,
    DoubtfulNote,
    SignUp,
    SignUpStatus,
)
from fairs.fairs.models.fairs import (
    BookingStatus,
    Fair,
    FairBooking,
    FairBooth,
    FairMode,
    FairPaper,
    FairStatus,
    FairVacancy,
    PaperKind,
)
from fairs.fairs.models.meetings import (
    Meeting,
    Outcome,
)

__all__ = [
    "BookingStatus",
    "CheckInMethod",
    "CheckInNote",
    "Doubt",
    "DoubtfulNote",
    "Fair",
    "FairBooking",
    "FairBooth",
    "FairMode",
    "FairPaper",
    "FairStatus",
    "FairVacancy",
    "Meeting",
    "Outcome",
    "PaperKind",
    "SignUp",
    "SignUpStatus",
]
