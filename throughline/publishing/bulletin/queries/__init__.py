"""All reads of the bulletin, in the active scope."""
