"""One queue to the mail server."""
