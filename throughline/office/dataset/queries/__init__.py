"""The dataset's reads."""
