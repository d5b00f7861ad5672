// Keeps what is typed and not saved yet in this browser, and offers it back: after a session that ended, a closed
// browser, a lost connection. It leaves the browser once the site says that it was saved, or the person says so.
const PREFIX = "unsaved:";
const LONGEST = 30 * 24 * 60 * 60 * 1000; // milliseconds; nobody asks for what is older
const form = document.querySelector("form[data-unsaved]");

// The site says in the address of the page that follows which form it has saved.
const here = new URL(location.href);
const saved = here.searchParams.get("saved");
if (saved) {
  localStorage.removeItem(PREFIX + saved);
  here.searchParams.delete("saved");
  history.replaceState(null, "", here);
}
for (const key of Object.keys(localStorage)) {
  if (!key.startsWith(PREFIX)) continue;
  let at = 0;
  try {
    at = JSON.parse(localStorage.getItem(key)).at || 0;
  } catch {
    // not ours, or broken: it goes
  }
  if (Date.now() - at > LONGEST) localStorage.removeItem(key);
}

if (form) {
  const key = PREFIX + form.dataset.unsaved;
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
  const keep = () => localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: read() }));
  const put = (kept) => {
    for (const field of fields()) {
      if (field.type === "radio") field.checked = kept[field.name] === field.value;
      else if (field.name in kept) field.value = kept[field.name];
    }
  };

  const kept = JSON.parse(localStorage.getItem(key) || "null");
  if ("refused" in form.dataset) {
    keep(); // what was sent stands in the form again, and is not saved yet
  } else if (kept && same(kept.fields, read())) {
    localStorage.removeItem(key);
  } else if (kept) {
    const box = document.createElement("div");
    box.className = "govuk-inset-text";
    box.setAttribute("role", "status");
    const words = document.createElement("p");
    words.className = "govuk-body";
    words.textContent = "You wrote something here that was not saved.";
    const button = (text, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "govuk-button govuk-button--secondary govuk-!-margin-right-2";
      made.textContent = text;
      made.addEventListener("click", () => {
        act();
        box.remove();
        form.querySelector("textarea").focus();
      });
      return made;
    };
    box.append(
      words,
      button("Put it back", () => put(kept.fields)),
      button("Throw it away", () => localStorage.removeItem(key)),
    );
    form.prepend(box);
  }

  form.addEventListener("input", keep);
  form.addEventListener("submit", keep);
}
