"""Themes of reviews, here and elsewhere, under one name. Pure."""

OTHER = "Other"
THEMES: dict[str, tuple[str, ...]] = {
    "Babies and safe sleep": ("safe sleep", "safer sleep", "unsafe sleep", "babies", "infants"),
    "Bruising and physical harm": ("bruis", "physical harm", "physical abuse"),
    "Child sexual abuse": ("sexual abuse",),
    "Domestic abuse": ("domestic abuse", "domestic violence"),
    "Exploitation": ("exploitation", "county lines"),
    "Fathers and men in families": ("father", "males", "men in"),
    "Information sharing": ("information sharing", "sharing information"),
    "Mental health and suicide": ("mental health", "suicid", "self-harm"),
    "Neglect": ("neglect",),
    "Online harm": ("online",),
    "Professional curiosity": ("curiosity",),
    "Voice of the child": ("voice of", "child’s voice", "children’s voice", "lived experience"),
    OTHER: (),
}
"""Theme → the beginnings of words by which a theme in a review's own words is one of it."""


def theme_of(words: str) -> str:
    """LB-07: the common theme to which a review's own words belong, the first where several fit; else the words."""
    said = f" {' '.join(words.casefold().split())}"
    return next((name for name, marks in THEMES.items() if any(f" {mark}" in said for mark in marks)), words)
