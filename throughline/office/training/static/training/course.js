// On the office's page: takes what the course's frame says, and nothing from anywhere else, to the office.
const form = document.getElementById("course-record");
const frame = document.getElementById("course-frame");
const state = document.getElementById("course-state");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const AGAIN = 5000; // milliseconds
const SMALL = 60000; // characters: what a browser sends even while the page is being left

let next = null;
let busy = false;
let ended = false;

addEventListener("message", (event) => {
  if (event.origin !== form.dataset.origin || event.source !== frame.contentWindow) return;
  if (event.data?.kind !== "throughline.record" || ended) return;
  next = event.data.values;
  save();
});

async function save() {
  if (busy || next === null) return;
  busy = true;
  const values = next;
  next = null;
  const body = JSON.stringify({ visit: Number(form.dataset.visit), part: Number(form.dataset.part), values });
  try {
    const answer = await fetch(form.dataset.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body,
      keepalive: body.length < SMALL,
    });
    const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (answer.ok) {
      state.textContent = `Saved. Where you are: ${said.words}.`;
    } else if (answer.status === 409 || answer.status === 422 || answer.status === 403) {
      ended = answer.status !== 422;
      state.textContent = `Not saved. ${said.error ?? "Sign in again, then go on with the course."}`;
    } else {
      throw new Error(String(answer.status));
    }
  } catch {
    state.textContent = "Not saved yet. It is tried again; please keep this page open.";
    next ??= values;
    setTimeout(save, AGAIN);
    busy = false;
    return;
  }
  busy = false;
  save();
}
