"""What can go wrong with a clock. Every message is written for the person who asked, and can be shown as it is."""


class StatuteError(ValueError):
    """No due day can be given; the message says why in plain English."""


class NotADay(StatuteError):
    """The text is not a day written YYYY-MM-DD."""


class UnknownClock(StatuteError):
    """No edition, or not the edition in force, has a clock of this code."""


class BeforeFirstEdition(StatuteError):
    """The clock would have started before the first edition that is held."""


class CalendarHorizon(StatuteError):
    """The count leaves the days for which the bank holidays are known."""


class WrongCalendar(StatuteError):
    """A clock was to be counted in another calendar than its rule names."""


class InvalidData(StatuteError):
    """A committed calendar or edition file does not hold what it must."""
