"""Making partnerships and the spaces they share. Callers hold the transaction (the loader's operation)."""

from throughline.foundation.tenancy.models import Partnership, PartnershipHost, Space, SpacePartnership
from throughline.foundation.tenancy.queries import joint_space_of


def make_partnership(
    *,
    slug: str,
    name: str,
    short_name: str,
    area: str,
    nation: str,
    report_year_starts: str,
    website: str,
    demonstration: bool,
) -> Partnership:
    """A partnership with its home space and the host `<slug>.localhost`. The first one becomes the default."""
    partnership = Partnership.objects.create(
        slug=slug, name=name, short_name=short_name, area=area, nation=nation, report_year_starts=report_year_starts,
        website=website, demonstration=demonstration, is_default=not Partnership.objects.exists(),
    )  # fmt: skip
    home = Space.objects.create(kind=Space.Kind.HOME, name=name)
    SpacePartnership.objects.create(space=home, partnership=partnership)
    PartnershipHost.objects.create(partnership=partnership, host=f"{slug}.localhost")
    return partnership


def joint_space(*, partnerships: list[Partnership]) -> Space:
    """The space that exactly these partnerships share, made when there is none. Needs two or more."""
    if len({p.pk for p in partnerships}) < 2:
        raise ValueError("A joint space needs two partnerships or more.")
    found = joint_space_of({p.pk for p in partnerships})
    if found:
        return found
    names = " and ".join(sorted(p.area for p in partnerships))
    longest = Space._meta.get_field("name").max_length
    space = Space.objects.create(kind=Space.Kind.JOINT, name=names[:longest])
    for partnership in partnerships:
        SpacePartnership.objects.create(space=space, partnership=partnership, role=SpacePartnership.Role.PARTICIPANT)
    return space


def make_restricted_space(*, reference: str) -> Space:
    """Shared with no partnership, so that no scope holds it. The reference says nothing of what will lie in it."""
    return Space.objects.create(kind=Space.Kind.RESTRICTED, name=reference)
