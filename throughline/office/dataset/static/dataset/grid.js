// Makes the grid of a return nicer to fill; it works without this file.
// A block that is pasted into a value goes down the rows from there; up and down arrows and Enter move between rows.

const values = [...document.querySelectorAll("table[data-grid] input[name^='v']")];

for (const [at, input] of values.entries()) {
  input.addEventListener("paste", (event) => {
    const rows = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n");
    if (rows.length < 2) return;
    event.preventDefault();
    rows.slice(0, values.length - at).forEach((row, down) => {
      values[at + down].value = row.split("\t")[0].trim();
    });
  });
  input.addEventListener("keydown", (event) => {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = values[at + step];
    if (event.key === "Enter" && !next) return; // the last one: Enter saves, as everywhere
    event.preventDefault();
    next?.focus();
    next?.select();
  });
}
