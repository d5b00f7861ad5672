"""All writes of the bulletin."""
