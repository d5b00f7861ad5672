// On the content host: gives the course its SCORM interface and tells the page of the office what the course records.
const course = JSON.parse(document.getElementById("course").textContent);
const frame = document.getElementById("part");
const QUIET = { autocommit: false, lmsCommitUrl: false, logLevel: 5 };
const SOON = 500; // milliseconds

async function interfaceOf(version) {
  if (version === "1.2") {
    const { Scorm12API } = await import("./scorm12-3.4.3.min.js");
    window.API = new Scorm12API(QUIET);
    return { api: window.API, events: { set: "LMSSetValue", saved: ["LMSCommit", "LMSFinish"] } };
  }
  const { Scorm2004API } = await import("./scorm2004-3.4.3.min.js");
  window.API_1484_11 = new Scorm2004API(QUIET);
  return { api: window.API_1484_11, events: { set: "SetValue", saved: ["Commit", "Terminate"] } };
}

const { api, events } = await interfaceOf(course.version);
api.loadFromFlattenedJSON(course.starting);

let waiting = 0;
let sent = "";

function tell() {
  clearTimeout(waiting);
  waiting = 0;
  const now = api.getFlattenedCMI();
  const values = {};
  for (const element of course.elements) {
    if (now[element] !== undefined && now[element] !== "") values[element] = String(now[element]);
  }
  const text = JSON.stringify(values);
  if (text === sent) return;
  sent = text;
  window.parent.postMessage({ kind: "throughline.record", values }, course.office);
}

// The commands in which a course sets values come many at once: they are told together, a moment later.
api.on(events.set, () => { waiting ||= setTimeout(tell, SOON); });
for (const event of events.saved) api.on(event, tell);
addEventListener("pagehide", tell);

frame.src = frame.dataset.src;
