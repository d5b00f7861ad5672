"""What the pages show, made of what the queries found. No query, no clock."""
