"""What was recognised in a back issue as plain data: the object that `import_bulletin --json` prints."""

from typing import Any

from throughline.publishing.bulletin.reading.issue import IssueFound


def as_data(found: IssueFound) -> dict[str, Any]:
    return {
        "title": found.title,
        "date": found.date,
        "items": [{"heading": item.heading, "text": item.text} for item in found.items],
        "sessions": [
            {"title": s.title, "starts": s.starts, "ends": s.ends, "mode": s.mode, "places": s.places}
            for s in found.sessions
        ],
        "contacts": [{"kind": c.kind, "text": c.text, "where": c.line} for c in found.contacts],
        "defects": [{"kind": d.kind, "text": d.text, "where": d.line, "says": d.says} for d in found.defects],
    }
