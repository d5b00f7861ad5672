"""Who works on actions, who sees all of them, who runs the tracker, who judges effects."""

from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class ActionsPermission(Permission):
    WORK = "actions.work"
    SEE_ALL = "actions.see_all"
    MANAGE = "actions.manage"
    JUDGE = "actions.judge"


declare(
    ActionsPermission.WORK,
    says="See and work on one's own actions, and see those of an agency or group one answers for or sits in.",
    any_signed_in=True,
)
declare(
    ActionsPermission.SEE_ALL,
    says="See every action, recommendation and check of effect.",
    roles=[Role.BUSINESS_UNIT, Role.ACCOUNTABLE_OFFICER, Role.SCRUTINEER],
)
declare(
    ActionsPermission.MANAGE,
    says="Run the tracker: raise findings, recommendations and actions, move dates, hand over, cancel, update in bulk.",
    roles=[Role.BUSINESS_UNIT],
)
declare(
    ActionsPermission.JUDGE,
    says="Judge the effect of any action that one never owned.",
    roles=[Role.BUSINESS_UNIT, Role.SCRUTINEER],
)
