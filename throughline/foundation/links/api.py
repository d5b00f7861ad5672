"""The door for other apps: register kinds and edges, make a link, walk a thread."""

from throughline.foundation.links.operations import align, link, unlink
from throughline.foundation.links.queries import Knot, Thread, find, targets_of, threads
from throughline.foundation.links.registry import Edges, Frontier, Kind, Named, known, register_edges, register_kind
from throughline.foundation.links.rules import Direction, Edge, Ref, Relation

__all__ = [
    "Direction",
    "Edge",
    "Edges",
    "Frontier",
    "Kind",
    "Knot",
    "Named",
    "Ref",
    "Relation",
    "Thread",
    "align",
    "find",
    "known",
    "link",
    "register_edges",
    "register_kind",
    "targets_of",
    "threads",
    "unlink",
]
