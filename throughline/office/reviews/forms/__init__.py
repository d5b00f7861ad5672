"""Forms of the reviews: of cases, and of the review that follows one."""
