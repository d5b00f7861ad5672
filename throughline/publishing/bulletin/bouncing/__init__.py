"""The doors by which a mail server or a provider tells that a mail came back."""
