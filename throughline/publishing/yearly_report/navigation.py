from throughline.foundation.access.navigation import entry
from throughline.publishing.yearly_report.permissions import ReportPermission

entry("Yearly reports", "yearly_report_public:list", area="public", order=40)
entry(
    "Yearly report",
    "yearly_report:years",
    area="office",
    order=20,
    permission=ReportPermission.READ_DRAFT,
    says="Write the yearly report, see what does not add up, and publish it.",
)
