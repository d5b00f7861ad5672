"""The rules of serious incidents and reviews. Pure."""
