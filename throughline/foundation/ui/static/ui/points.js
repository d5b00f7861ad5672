// Names the point of a chart that one points at, taps, or goes to by the arrow keys, and marks its row in the table that
// stands below the chart. All of it stands in that table, so a page without this file lacks nothing.

const HINT = "Point at the chart, tap it, or use the arrow keys to read its values.";

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

// "2023-24. Medway: 44.3; England: 41.6", and what holds for every row.
function words(row, heads, always) {
  const [period, ...cells] = [...row.cells].map((cell) => cell.textContent.trim());
  const said = cells
    .map((cell, place) => cell && `${heads[place + 1]}: ${cell === "c" ? "hidden (c)" : cell}`)
    .filter(Boolean);
  return `${period}. ${[...said, ...(always ? [always] : [])].join("; ")}`;
}

function start(figure) {
  const image = figure.querySelector("img");
  const table = figure.nextElementSibling?.querySelector("table");
  const across = figure.dataset.points.split(" ").map(Number);
  const rows = table ? [...table.tBodies[0].rows] : [];
  if (!image || rows.length !== across.length) return;
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  let chosen = -1;

  const frame = element("div", "tl-figure__frame");
  image.replaceWith(frame);
  const keys = element("input", "tl-figure__keys");
  Object.assign(keys, { type: "range", min: 0, max: rows.length - 1, step: 1, value: rows.length - 1 });
  keys.setAttribute("aria-label", `Point of the chart: ${figure.querySelector("figcaption")?.textContent ?? ""}`);
  keys.setAttribute("aria-valuetext", rows.at(-1).cells[0].textContent.trim());
  const here = element("div", "tl-figure__here");
  here.hidden = true;
  here.style.top = `${figure.dataset.top * 100}%`;
  here.style.bottom = `${(1 - figure.dataset.bottom) * 100}%`;
  frame.append(image, keys, here);
  const line = element("p", "tl-figure__point");
  line.setAttribute("aria-live", "polite");
  line.textContent = HINT;
  frame.after(line);

  function choose(place) {
    if (place === chosen) return;
    rows[chosen]?.removeAttribute("aria-current");
    chosen = place;
    rows[place].setAttribute("aria-current", "true");
    keys.value = place;
    keys.setAttribute("aria-valuetext", rows[place].cells[0].textContent.trim());
    here.hidden = false;
    here.style.left = `calc(${across[place] * 100}% - 1px)`;
    line.textContent = words(rows[place], heads, figure.dataset.always);
    line.style.minHeight = `${line.offsetHeight}px`; // so that what stands below moves once, not at every point
  }

  function nearest(event) {
    const box = image.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const far = across.map((place) => Math.abs(place - share));
    choose(far.indexOf(Math.min(...far)));
  }

  frame.addEventListener("pointermove", nearest);
  frame.addEventListener("pointerdown", nearest);
  keys.addEventListener("focus", () => choose(Number(keys.value)));
  keys.addEventListener("input", () => choose(Number(keys.value)));
}

document.querySelectorAll("figure[data-points]").forEach(start);
