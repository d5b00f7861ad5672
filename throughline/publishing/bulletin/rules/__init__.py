"""What a bulletin is, apart from where it is kept: kinds of blocks, content, checks, clicks, bounces. Pure."""
