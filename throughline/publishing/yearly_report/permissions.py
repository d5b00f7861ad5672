from throughline.foundation.access.permissions import Permission, declare
from throughline.foundation.access.roles import Role


class ReportPermission(Permission):
    EDIT = "yearly_report.edit"
    READ_DRAFT = "yearly_report.read_draft"
    PUBLISH = "yearly_report.publish"


declare(
    ReportPermission.EDIT,
    says="Write the yearly report, settle what does not add up, and build its draft.",
    roles=[Role.BUSINESS_UNIT],
)
declare(
    ReportPermission.READ_DRAFT,
    says="Read the draft of the yearly report and what does not add up in it, small numbers included.",
    roles=[Role.BUSINESS_UNIT, Role.ACCOUNTABLE_OFFICER, Role.SCRUTINEER],
)
declare(
    ReportPermission.PUBLISH,
    says="Publish the yearly report: freeze it as at a day, with small numbers hidden.",
    roles=[Role.BUSINESS_UNIT],
)
