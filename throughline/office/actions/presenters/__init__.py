"""Finished values for the tracker's pages and files."""
