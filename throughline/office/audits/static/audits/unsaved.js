// Keeps what is typed and not saved yet in this browser, and offers it back: after a session that ended, a closed
// browser, a lost connection. It leaves the browser once it was saved, or when the person says so.
const PREFIX = "unsaved:";
const form = document.querySelector("form[data-unsaved]");
const here = location.pathname;

// What was sent last: it arrived when another page answers, or this one with a higher number.
const sent = JSON.parse(sessionStorage.getItem(`${PREFIX}sent`) || "null");
if (sent) {
  const number = form ? Number(form.dataset.number) : 0;
  if (sent.path !== here || number > sent.number) localStorage.removeItem(sent.key);
  sessionStorage.removeItem(`${PREFIX}sent`);
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
    return JSON.stringify(found);
  };
  const put = (kept) => {
    for (const field of fields()) {
      if (field.type === "radio") field.checked = kept[field.name] === field.value;
      else if (field.name in kept) field.value = kept[field.name];
    }
  };

  const kept = localStorage.getItem(key);
  if (kept && kept !== read()) {
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
      button("Put it back", () => put(JSON.parse(kept))),
      button("Throw it away", () => localStorage.removeItem(key)),
    );
    form.prepend(box);
  }

  form.addEventListener("input", () => localStorage.setItem(key, read()));
  form.addEventListener("submit", () => {
    localStorage.setItem(key, read());
    sessionStorage.setItem(`${PREFIX}sent`, JSON.stringify({ key, path: here, number: Number(form.dataset.number) }));
  });
}
