"""Organisations and groups, and what each partnership says of them.

An organisation or a group that two partnerships share is one row in their joint space. What a partnership says of it
(its sector, how it is involved, when it meets) stays in that partnership's home space, so neither overwrites the other.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import Partnership, ScopedModel

LONGEST_NAME = 300


class Profile(ScopedModel):
    """The partnership's own facts, as last loaded; its history keeps what they were. One a home space."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=100)
    nation = models.CharField(max_length=40)
    report_year_starts = models.CharField(max_length=5)
    website = models.URLField(blank=True)
    strategic_plan = models.CharField(max_length=100, blank=True)
    towns = models.JSONField(default=list)
    statistical_neighbours = models.JSONField(default=list)
    neighbour_model = models.CharField(
        "model of the neighbours", max_length=100, blank=True, help_text="Empty: unknown."
    )
    history = history()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["space"], name="profile_once_a_space")]

    def __str__(self) -> str:
        return self.name


class PartnershipAlias(ScopedModel):
    """A former or other name of the partnership itself."""

    name = models.CharField(max_length=LONGEST_NAME)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["space", "name"], name="partnership_alias_once")]

    def __str__(self) -> str:
        return self.name


class Population(ScopedModel):
    """How many people live here, as stated for a year. `returned_…` is the load that gave the value."""

    what = models.CharField(max_length=LONGEST_NAME)
    year = models.PositiveIntegerField()
    value = models.PositiveBigIntegerField()
    source_file = models.CharField(max_length=200)
    source_row = models.PositiveIntegerField(null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["space", "what", "year"], name="population_once")]

    def __str__(self) -> str:
        return f"{self.what}, {self.year}"


class Contact(ScopedModel):
    """A way to reach somebody; `kind` is the key of the file, such as worried_about_a_child_phone."""

    kind = models.CharField(max_length=100)
    value = models.CharField(max_length=LONGEST_NAME)
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["space", "kind"], name="contact_once")]

    def __str__(self) -> str:
        return self.kind.replace("_", " ")


class Organisation(ScopedModel):
    """A body that works with children, once: in a home space, or in the joint space of those who name it."""

    name = models.CharField(max_length=LONGEST_NAME)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["space", "name"], name="organisation_once")]

    def __str__(self) -> str:
        return self.name


class AgencyInvolvement(ScopedModel):
    """What a partnership says of one of its agencies, in that partnership's home space and words."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="involvements", null=True, help_text="Settled by the load."
    )
    name = models.CharField(max_length=LONGEST_NAME, help_text="As this partnership writes it.")
    sector = models.CharField(max_length=60)
    involvement = models.CharField(max_length=500, blank=True)
    is_safeguarding_partner = models.BooleanField("safeguarding partner", default=False)
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "organisation"], name="involvement_once_an_organisation"),
            models.UniqueConstraint(fields=["space", "name"], name="involvement_once_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyAlias(ScopedModel):
    """Another name that a partnership uses for one of its agencies, in that partnership's home space."""

    involvement = models.ForeignKey(AgencyInvolvement, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=LONGEST_NAME)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["space", "name"], name="agency_alias_once")]

    def __str__(self) -> str:
        return self.name


class Group(ScopedModel):
    """A group, once: in a home space, or in the joint space of the partnerships whose group it is.

    Its words are settled from what the partnerships state (GroupStatement): the first that is not empty, by slug.
    """

    name = models.CharField(max_length=LONGEST_NAME)
    slug = models.SlugField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=100)
    meets = models.CharField(max_length=200, blank=True)
    remit = models.TextField(blank=True)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="group_slug_once"),
            models.CheckConstraint(condition=~Q(slug=""), name="group_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupPartner(ScopedModel):
    """A partnership, or an outside body, whose group it is too. In the group's space; settled from the statements."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(max_length=LONGEST_NAME)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="group_partner_once")]

    def __str__(self) -> str:
        return self.name


class GroupStatement(ScopedModel):
    """What a partnership says of one of its groups, in its home space. `joint_with` is a list of names as written."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="statements", null=True)
    name = models.CharField(max_length=LONGEST_NAME)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=100)
    joint_with = models.JSONField(default=list)
    meets = models.CharField(max_length=200, blank=True)
    remit = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["space", "name"], name="group_statement_once")]

    def __str__(self) -> str:
        return self.name


class GroupAlias(ScopedModel):
    """Another name that a partnership uses for one of its groups, in that partnership's home space."""

    statement = models.ForeignKey(GroupStatement, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=LONGEST_NAME)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["space", "name"], name="group_alias_once")]

    def __str__(self) -> str:
        return self.name


class Post(ScopedModel):
    """A post in an agency or a seat in a group, in a home space. It outlives its holders: vacant, its deputy acts.

    `leads`: it answers for the whole agency or group (a safeguarding lead, a chair) and sees all of its actions.
    """

    title = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    leads = models.BooleanField("answers for the whole agency or group", default=False)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "title", "organisation"], name="post_once_an_organisation"),
            models.UniqueConstraint(fields=["space", "title", "group"], name="post_once_a_group"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, group__isnull=True)
                | Q(organisation__isnull=True, group__isnull=False),
                name="post_is_in_an_organisation_or_a_group",
            ),
            models.CheckConstraint(condition=~Q(holder=models.F("deputy")), name="post_deputy_is_somebody_else"),
            models.CheckConstraint(condition=~Q(title=""), name="post_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title
