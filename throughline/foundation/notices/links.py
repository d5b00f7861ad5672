"""Whole addresses for messages, where no request says them."""

from django.conf import settings

from throughline.foundation.tenancy import scope
from throughline.foundation.tenancy.kept import hosts_of


def site_link(path: str) -> str:
    """`/training/12/` at the active partnership's own host. Outside production: http and the port of `start`."""
    hosts = hosts_of(scope.current().partnership_id)
    if settings.PRODUCTION:
        public = [host for host in hosts if not host.endswith("localhost")] or hosts
        return f"https://{public[0]}{path}"
    return f"http://{hosts[0]}:{settings.PORT}{path}"
