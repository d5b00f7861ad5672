"""Statutory time: working days, dated editions of the guidance, and the day by which a thing is due. Pure Python."""
