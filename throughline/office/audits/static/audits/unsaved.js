// Keeps what is typed and not saved yet in this browser, and offers it back: after a session that ended, a closed
// browser, a lost connection. It leaves the browser once the site says that it was saved, or the person says so.
// Each tab keeps its own, so that two of them on one question do not write over each other.
const PREFIX = "unsaved:";
const DAY = 24 * 60 * 60 * 1000; // milliseconds
const DAYS = 30; // nobody asks for what is older; a form may say fewer
const EXCERPT = 100; // characters of it that are shown with the offer
const form = document.querySelector("form[data-unsaved]");
const tab = sessionStorage.getItem("tab") || String(Math.random()).slice(2);
sessionStorage.setItem("tab", tab);

// The site says in the address of the page that follows which form it has saved.
const here = new URL(location.href);
const saved = here.searchParams.get("saved");
if (saved) {
  localStorage.removeItem(`${PREFIX}${saved}:${tab}`);
  here.searchParams.delete("saved");
  history.replaceState(null, "", here);
}
for (const key of Object.keys(localStorage)) {
  if (!key.startsWith(PREFIX)) continue;
  let until = 0;
  try {
    until = JSON.parse(localStorage.getItem(key)).until || 0;
  } catch {
    // not ours, or broken: it goes
  }
  if (Date.now() > until) localStorage.removeItem(key);
}

if (form) {
  const begin = `${PREFIX}${form.dataset.unsaved}:`;
  const key = begin + tab;
  const fields = () => [...form.querySelectorAll("textarea, input[type=radio]")];
  const read = () => {
    const found = {};
    for (const field of fields()) {
      if (field.type !== "radio") found[field.name] = field.value;
      else if (field.checked) found[field.name] = field.value;
    }
    return found;
  };
  const same = (one, other) => fields().every(({ name }) => (one[name] ?? "") === (other[name] ?? ""));
  const longest = (Number(form.dataset.unsavedDays) || DAYS) * DAY;
  const keep = () => localStorage.setItem(key, JSON.stringify({ until: Date.now() + longest, fields: read() }));
  const put = (kept) => {
    for (const field of fields()) {
      if (field.type === "radio") field.checked = kept[field.name] === field.value;
      else if (field.name in kept) field.value = kept[field.name];
    }
  };

  const offer = (from, kept) => {
    const box = document.createElement("div");
    box.className = "govuk-inset-text";
    box.setAttribute("role", "status");
    const paragraph = (text) => {
      const made = document.createElement("p");
      made.className = "govuk-body";
      made.textContent = text;
      return made;
    };
    const button = (text, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "govuk-button govuk-button--secondary govuk-!-margin-right-2";
      made.textContent = text;
      made.addEventListener("click", () => {
        localStorage.removeItem(from);
        act();
        box.remove();
        form.querySelector("textarea").focus();
      });
      return made;
    };
    const now = read();
    const words = Object.keys(kept).map((name) => (name in now && kept[name] !== now[name] ? kept[name] : ""));
    const most = words.reduce((one, other) => (other.length > one.length ? other : one), "");
    box.append(paragraph("You wrote something here that was not saved."));
    if (most.length > 2) {
      box.append(paragraph(`“${most.slice(0, EXCERPT)}${most.length > EXCERPT ? " …" : ""}”`));
    }
    box.append(
      button("Put it back", () => {
        put(kept);
        keep(); // it is this tab's now
      }),
      button("Throw it away", () => {}),
    );
    form.prepend(box);
  };

  if ("refused" in form.dataset) {
    keep(); // what was sent stands in the form again, and is not saved yet
  } else {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(begin)) continue;
      const kept = JSON.parse(localStorage.getItem(name)).fields;
      if (same(kept, read())) localStorage.removeItem(name);
      else offer(name, kept);
    }
  }

  form.addEventListener("input", keep);
  form.addEventListener("submit", keep);
}
