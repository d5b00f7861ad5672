"""All writes of audits."""
