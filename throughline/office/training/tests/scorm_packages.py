"""SCORM packages made in code: a course of three pages that remembers where one was, and its broken like."""

import io
import zipfile

# A course as an authoring tool writes it: inline script, `eval`, browser storage, and the interface looked for upwards.
COURSE = """<!doctype html><html lang="en"><head><title>Safer sleep</title></head>
<body><main><h1 id="page"></h1><button id="next">Next page</button><p id="entry"></p><p id="spied"></p></main>
<script>
  function find(from) { while (!from.%(name)s && from.parent !== from) from = from.parent; return from.%(name)s; }
  var api = find(window), page = 1, began = Date.now();
  api.%(begin)s("");
  document.getElementById("entry").textContent = "Entry: " + api.%(get)s("%(entry)s");
  var place = api.%(get)s("%(location)s"), state = api.%(get)s("cmi.suspend_data");
  if (place) page = eval(place);
  localStorage.setItem("visited", "yes");
  try { window.top.document.title; document.getElementById("spied").textContent = "The office can be read"; }
  catch (refused) { document.getElementById("spied").textContent = "The office cannot be read"; }
  function show() { document.getElementById("page").textContent = "Page " + page + " of 3"; }
  document.getElementById("next").onclick = function () {
    page = Math.min(3, page + 1); show();
    api.%(set)s("%(location)s", String(page));
    api.%(set)s("cmi.suspend_data", "seen:" + page);
    api.%(set)s("%(exit)s", "suspend");
    api.%(set)s("%(time)s", "%(spent)s");
    if (page === 3) { %(done)s }
    api.%(save)s("");
  };
  show();
</script></body></html>"""
WORDS_12 = {
    "name": "API", "begin": "LMSInitialize", "get": "LMSGetValue", "set": "LMSSetValue", "save": "LMSCommit",
    "entry": "cmi.core.entry", "location": "cmi.core.lesson_location", "exit": "cmi.core.exit",
    "time": "cmi.core.session_time", "spent": "00:02:00",
    "done": 'api.LMSSetValue("cmi.core.score.raw", "90"); api.LMSSetValue("cmi.core.lesson_status", "completed");',
}  # fmt: skip
WORDS_2004 = {
    "name": "API_1484_11", "begin": "Initialize", "get": "GetValue", "set": "SetValue", "save": "Commit",
    "entry": "cmi.entry", "location": "cmi.location", "exit": "cmi.exit", "time": "cmi.session_time",
    "spent": "PT2M", "done": 'api.SetValue("cmi.score.scaled", "0.9"); api.SetValue("cmi.success_status", "passed");'
    'api.SetValue("cmi.completion_status", "completed");',
}  # fmt: skip

MANIFEST_12 = """<?xml version="1.0"?>
<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Safer sleep</title>
    {items}
  </organization></organizations>
  <resources>{resources}</resources>
</manifest>"""
MANIFEST_2004 = """<?xml version="1.0"?>
<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Safer sleep</title>
    {items}
  </organization></organizations>
  <resources xml:base="course/">{resources}</resources>
</manifest>"""


def zipped(members: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def manifest_12(parts: int = 1, *, mastery: str = "", href: str = "index.html") -> str:
    score = f"<adlcp:masteryscore>{mastery}</adlcp:masteryscore>" if mastery else ""
    items = "".join(f'<item identifierref="r{n}"><title>Part {n + 1}</title>{score}</item>' for n in range(parts))
    resources = "".join(
        f'<resource identifier="r{n}" type="webcontent" adlcp:scormtype="sco" href="{href}?part={n}"/>'
        for n in range(parts)
    )
    return MANIFEST_12.format(items=items, resources=resources)


def scorm_12(parts: int = 1, *, mastery: str = "") -> bytes:
    return zipped({"imsmanifest.xml": manifest_12(parts, mastery=mastery), "index.html": COURSE % WORDS_12})


def scorm_2004() -> bytes:
    manifest = MANIFEST_2004.format(
        items='<item identifierref="r"><title>All of it</title></item>',
        resources='<resource identifier="r" type="webcontent" adlcp:scormType="sco" href="index.html"/>',
    )
    return zipped({"imsmanifest.xml": manifest, "course/index.html": COURSE % WORDS_2004})
