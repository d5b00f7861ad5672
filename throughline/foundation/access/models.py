"""People's accounts and their roles in a partnership."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from throughline.foundation.access.roles import ROLES, Role
from throughline.foundation.tenancy.managers import history
from throughline.foundation.tenancy.models import ScopedModel


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str = "", **fields: Any) -> "User":
        """An account without a password: people sign in by a code, a passkey or their organisation."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, **fields: Any) -> "User":
        # Django's own command ends here: an administrator is made with a partnership and a role.
        raise NotImplementedError("Use manage.py create_first_administrator.")


class User(AbstractBaseUser, PermissionsMixin):
    """An account of the whole installation. What it may do in a partnership is in RoleAssignment.

    `is_system` marks the accounts that the system itself writes as (the command line, the worker): nobody can
    sign in with them.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    agency_name = models.CharField("agency", max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ["name", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="email_once_whatever_its_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def end_sessions(self) -> None:
        """Every session of this account, on every host, ends with its next request. The caller saves.

        Django binds a session to a hash of the (never usable) password, so a new one ends them all.
        """
        self.set_unusable_password()

    @property
    def is_staff(self) -> bool:
        """Asked by Wagtail's admin alone, which has permissions of its own."""
        return False


class RoleAssignment(ScopedModel):
    """A person has a role in a space (a partnership's home, or a joint space)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=[(role.value, ROLES[role].label) for role in Role])
    suspended = models.BooleanField(default=False)
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["user__name", "role"]
        constraints = [
            models.UniqueConstraint(fields=["space", "user", "role"], name="role_once_a_person_and_space"),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {ROLES[Role(self.role)].label}"


class Membership(ScopedModel):
    """A partnership knows a person: it invited them, or they have signed in on its site. Lives in the home space.

    `suspended`: this partnership refuses them, with or without a role; sessions that are open here end at once.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    suspended = models.BooleanField(default=False)
    since = models.DateTimeField(help_text="Real time.")
    history = history()

    class Meta(ScopedModel.Meta):
        ordering = ["user__name", "user__email"]
        constraints = [models.UniqueConstraint(fields=["space", "user"], name="membership_once_a_space_and_person")]

    def __str__(self) -> str:
        return str(self.user)


class PersonEvent(ScopedModel):
    """What was done to a person's account in this partnership, in words, by whom. Written once, never changed."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    what = models.TextField()
    at = models.DateTimeField(help_text="Real time.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(ScopedModel.Meta):
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.what

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_space()
        if self.pk is not None:
            raise TypeError("An event is written once.")
        super().save(*args, **kwargs)
