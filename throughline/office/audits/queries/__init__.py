"""All reads of audits, for the active scope."""
