"""The dataset's writes."""
