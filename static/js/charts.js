// Charts: a pointer or the arrow keys read the nearest bar, point or day from the table of figures into the line below.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const LEFT = 30, STEP = 13; // of the year of days, px
  const chosen = new WeakMap();
  const isDays = (box) => box.dataset.reads === "days";
  const drawing = (box) => box.querySelector("svg[role]");
  const output = (box) => box.closest("figure").querySelector("output");
  const all = (box, what) => [...box.closest("figure").querySelectorAll(what)];
  const places = (box) => box.dataset.at?.split(" ");
  const items = (box) => all(box, isDays(box) ? "tbody td" : "tbody tr");

  function mark(box, name, attributes) {
    const drawn = drawing(box).querySelector(".c-mark") || drawing(box).appendChild(document.createElementNS(SVG, name));
    drawn.setAttribute("class", "c-mark");
    for (const key in attributes) drawn.setAttribute(key, attributes[key]);
    return drawn;
  }

  function day(box, n, cell) {
    const date = new Date(Date.parse(box.dataset.first) + n * 864e5);
    const how = { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    mark(box, "rect", { x: LEFT - 1 + STEP * Math.floor(n / 7), y: STEP * (n % 7) - 1, width: STEP, height: STEP })
      .scrollIntoView({ block: "nearest", inline: "nearest" });
    return `${date.toLocaleDateString(document.documentElement.lang, how)}: ${cell.textContent}${/\d/.test(cell.textContent) ? "\u00a0µg" : ""}`;
  }

  function row(box, n, { cells }, of) {
    const heads = all(box, "thead th");
    const x = `${places(box)?.[n] ?? ((n + 0.5) / of) * 100}%`;
    mark(box, "line", { x1: x, x2: x, y1: 0, y2: box.clientHeight - 22 });
    const figures = [...cells].map((cell, i) => [cell.textContent, heads[i].textContent]).slice(1);
    const said = figures.filter(([figure]) => figure !== "0" && figure !== "–");
    return `${cells[0].textContent}: ${said.map(([figure, head]) => `${head} ${figure}`).join(" · ")}`;
  }

  function read(box, wanted) {
    const found = items(box);
    const full = found.map((item) => item.textContent !== "");
    const n = Math.min(Math.max(wanted, full.indexOf(true)), full.lastIndexOf(true));
    if (n < 0 || n === chosen.get(box)) return;
    chosen.set(box, n);
    output(box).textContent = isDays(box) ? day(box, n, found[n]) : row(box, n, found[n], found.length);
  }

  function nearest(box, { clientX, clientY }) {
    const area = drawing(box).getBoundingClientRect();
    const x = clientX - area.left;
    if (isDays(box)) {
      const down = Math.floor((clientY - area.top) / STEP);
      return Math.floor((x - LEFT) / STEP) * 7 + Math.min(Math.max(down, 0), 6);
    }
    const share = x / area.width;
    const away = places(box)?.map((place) => Math.abs(place / 100 - share));
    return away ? away.indexOf(Math.min(...away)) : Math.floor(share * items(box).length);
  }

  function leave(box) {
    box.querySelector(".c-mark")?.remove();
    output(box).textContent = "";
    chosen.delete(box);
  }

  const boxOf = ({ target }) => target.closest?.("[data-reads]");
  function point(event) {
    const box = boxOf(event);
    if (box && !event.target.closest("a")) read(box, nearest(box, event));
  }
  document.addEventListener("pointermove", point);
  document.addEventListener("pointerdown", point);
  document.addEventListener("pointerout", (event) => {
    const box = boxOf(event);
    if (!box || event.pointerType !== "mouse" || box.contains(event.relatedTarget)) return;
    if (box !== document.activeElement) leave(box);
  });
  document.addEventListener("focusout", ({ target }) => target.dataset?.reads && leave(target));
  document.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!box.dataset.reads || event.ctrlKey || event.metaKey || event.altKey) return;
    const far = isDays(box) ? 7 : 1;
    const now = chosen.get(box) ?? items(box).length;
    const to = { ArrowLeft: now - far, ArrowRight: now + far, ArrowUp: now - 1, ArrowDown: now + 1, Home: 0, End: 1e6 };
    if (event.key === "Escape") leave(box);
    if (!(event.key in to)) return;
    event.preventDefault();
    read(box, to[event.key]);
  });

  const open = (root) => root.querySelectorAll("[data-reads]").forEach((box) => (box.tabIndex = 0));
  document.addEventListener("htmx:load", ({ target }) => open(target));
  open(document);
})();
