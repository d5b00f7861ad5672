"""The report's own rules: pure, without Django."""
