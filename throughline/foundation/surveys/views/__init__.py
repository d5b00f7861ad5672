"""Answering, and the office."""
