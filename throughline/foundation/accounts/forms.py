"""Forms of sign-in (the library's, in our words) and of people's accounts."""

from collections.abc import Iterable
from typing import Any

from allauth.account.forms import ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm, LoginForm, SignupForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.socialaccount.forms import SignupForm as SocialSignupForm
from django import forms

from throughline.foundation.access.roles import ROLES, Role
from throughline.foundation.ui.forms import Checkboxes, Form, PlainMessages

EMAIL_HINT = "We send a code to this address. You do not need a password."


def _describe(form: Any, name: str, *, label: str, hint: str = "", **attributes: str) -> None:
    field = form.fields[name]
    field.label = label
    field.help_text = hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class SignInForm(PlainMessages, LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _describe(self, "login", label="Email address", hint=EMAIL_HINT, spellcheck="false")
        self.fields["login"].error_messages["required"] = "Enter your email address"


class SignUpForm(PlainMessages, SignupForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        hint = "Your work address, if you have one. We send a code to it."
        _describe(self, "email", label="Email address", hint=hint, spellcheck="false")
        self.fields["email"].error_messages["required"] = "Enter your email address"


class OrganisationSignUpForm(PlainMessages, SocialSignupForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _describe(self, "email", label="Email address", spellcheck="false")


class _CodeMessages(PlainMessages):
    fields: dict[str, forms.Field]
    label = "Code"
    hint = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _describe(self, "code", label=self.label, hint=self.hint, autocapitalize="characters", spellcheck="false")
        self.fields["code"].error_messages["required"] = "Enter the code"


class SignInCodeForm(_CodeMessages, ConfirmLoginCodeForm):
    label = "Code from the e-mail"
    hint = "Eight letters, such as BCDF-GHJK."


class EmailCodeForm(_CodeMessages, ConfirmEmailVerificationCodeForm):
    label = "Code from the e-mail"
    hint = "Eight letters, such as BCDF-GHJK."


class SecondFactorForm(_CodeMessages, AuthenticateForm):
    label = "Code from your authenticator app"
    hint = "Six digits. A recovery code works as well."


class SecondFactorAgainForm(_CodeMessages, ReauthenticateForm):
    label = "Code from your authenticator app"
    hint = "Six digits. A recovery code works as well."


class AddAppForm(_CodeMessages, ActivateTOTPForm):
    label = "Code that the app now shows"
    hint = "Six digits."


class AddKeyForm(PlainMessages, AddWebAuthnForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _describe(self, "name", label="Name of this key", hint="So that you know it again, such as ‘Work laptop’.")
        field = self.fields["passwordless"]
        field.label = "Sign in with this key alone"
        field.help_text = "It then asks for its PIN, your fingerprint or your face, and no code by e-mail is needed."
        field.initial = True


class RenameKeyForm(PlainMessages, EditWebAuthnForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _describe(self, "name", label="Name of this key")


class DetailsForm(Form):
    """A person's own details."""

    name = forms.CharField(label="Full name", max_length=200)
    job_title = forms.CharField(label="Job title", max_length=200, required=False)
    agency_name = forms.CharField(label="Agency", max_length=200, required=False)


def role_choices(roles: Iterable[Role]) -> Any:
    return [(role.value, ROLES[role].label) for role in roles]


class PersonForm(DetailsForm):
    """Details and roles; `offered` are the roles that who fills it in may give and take."""

    def __init__(self, *args: Any, offered: Iterable[Role], **options: Any) -> None:
        self.offered = frozenset(offered)
        shown = [role for role in Role if role in self.offered]
        super().__init__(*args, **options)
        self.fields["roles"] = forms.MultipleChoiceField(
            label="Roles",
            required=False,
            choices=role_choices(shown),
            help_text="Everyone with an account can book training; a role is needed for more.",
            widget=Checkboxes(hints={role.value: ROLES[role].says for role in shown}),
        )
        self.order_fields(self.field_order)

    def chosen(self, held: Iterable[Role] = ()) -> frozenset[Role]:
        """The roles ticked, with those held that this form did not offer."""
        ticked = frozenset(Role(value) for value in self.cleaned_data["roles"])
        return ticked | (frozenset(held) - self.offered)


class InviteForm(PersonForm):
    email = forms.EmailField(
        label="Email address", max_length=254, help_text="The invitation goes to it; the person signs in with it."
    )
    field_order = ["name", "email", "job_title", "agency_name", "roles"]


class SuspendForm(Form):
    reason = forms.CharField(
        label="Why?", max_length=300, help_text="Kept in the person’s history. The person is not told it."
    )
