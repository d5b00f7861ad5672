"""How old a reader has to be: the Flesch-Kincaid grade plus five, as English schools count. Pure."""

import re

SHORTEST = 30  # words; less says nothing
HARD = 16  # years; above this a warning is due


def syllables(word: str) -> int:
    """A count by groups of vowels, good to one in ten words."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if not word:
        return 1
    found = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and found > 1:
        found -= 1
    return max(1, found)


def reading_age(text: str) -> int | None:
    """In years; None where the text is too short to say."""
    text = re.sub(r"https?://\S+|\S+@\S+", " ", text)
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*", text)
    if len(words) < SHORTEST:
        return None
    sentences = max(1, len([part for part in re.split(r"[.!?:;]+\s|\n+", text) if re.search(r"[A-Za-z]{2}", part)]))
    grade = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return max(5, round(grade + 5))
