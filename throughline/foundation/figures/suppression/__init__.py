"""Small numbers in tables with totals: what is hidden, the proof that it stays hidden, and what several releases give
away together. Pure.

`tables` says what a table and a policy are, `protecting.protect` decides what is hidden, `puzzle.Puzzle` is the reader
who tries to find it out, `released.revealed` holds a new release against the earlier ones.
"""
