"""Who noted interest in a session."""

from throughline.office.training.models import Interest
from throughline.office.training.rules.programme import InterestStatus


def is_invited(session_id: int, person_id: int) -> bool:
    """The office answered the person's interest with an invitation to book."""
    return Interest.objects.filter(session_id=session_id, person_id=person_id, status=InterestStatus.INVITED).exists()
