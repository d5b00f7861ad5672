"""The categories into which a return splits a count, by the name of the breakdown. Pure.

Age bands, ethnic groups, categories of abuse and primary needs are those of the Department for Education's children in
need census, so that a quarter's return can be set beside the year's official figures.
"""

CATEGORIES: dict[str, tuple[str, ...]] = {
    "age": ("Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over", "Not recorded"),
    "sex": ("Female", "Male", "Not recorded or neither"),
    "ethnicity": (
        "White", "Mixed or multiple ethnic groups", "Asian or Asian British",
        "Black, Black British, Caribbean or African", "Other ethnic group", "Refused or not yet obtained",
    ),
    "category of abuse": ("Neglect", "Physical abuse", "Sexual abuse", "Emotional abuse", "Multiple"),
    "need": (
        "Abuse or neglect", "Child’s disability or illness", "Parent’s disability or illness", "Family in acute stress",
        "Family dysfunction", "Socially unacceptable behaviour", "Low income", "Absent parenting",
        "Cases other than children in need", "Not stated",
    ),
}  # fmt: skip


def offered(breakdowns: list[str]) -> list[str]:
    """Those of an indicator's breakdowns that a return can ask for."""
    return [name for name in breakdowns if name in CATEGORIES]
