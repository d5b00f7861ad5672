"""Whole addresses for messages, where no request says them."""

from django.conf import settings

from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.models import PartnershipHost


def site_link(path: str) -> str:
    """`/training/12/` at the active partnership's own host. Outside production: http and the port of `start`."""
    hosts = list(
        PartnershipHost.objects.filter(partnership_id=scope.current().partnership_id)
        .order_by("pk")
        .values_list("host", flat=True)
    )
    if settings.PRODUCTION:
        public = [host for host in hosts if not host.endswith("localhost")] or hosts
        return f"https://{public[0]}{path}"
    return f"http://{hosts[0]}:{settings.PORT}{path}"
