// The queue by keys: what stands beside the list follows the chosen row, and nothing is decided about an item before
// it is there to be seen. Which key does what stands in data-key (keys.js presses it); all of it works by links too.
(() => {
  const list = () => document.getElementById("queue");
  const chosen = () => document.getElementById("chosen");
  const beside = () => Boolean(list() && chosen() && chosen().offsetParent); // hidden on a phone: links lead on there
  const SLIP_MS = 600;
  let arrived = -Infinity; // when the page was last swapped for the next item
  let pressed = ""; // where on the screen the last button was
  const at = () => list().querySelector(".is-hit a.name");

  function open(link) {
    for (const row of list().children) row.classList.toggle("is-hit", row.contains(link));
    for (const one of list().querySelectorAll("a.name")) one.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    link.focus();
    chosen().dataset.stale = ""; // what is shown is not what is chosen
    const address = new URL(link.href);
    address.searchParams.set("side", "1");
    htmx.ajax("GET", address.pathname + address.search, {
      source: list(), target: "#chosen", select: "#chosen", swap: "outerHTML",
    });
  }

  function step(by) {
    const rows = [...list().querySelectorAll("a.name")];
    const next = rows[rows.indexOf(at()) + by];
    if (next) open(next);
    else document.querySelector(by > 0 ? ".pages [rel=next]" : ".pages [rel=prev]")?.click();
  }

  document.addEventListener("click", (event) => {
    const stale = event.target.closest("#chosen[data-stale]");
    // the second click of a double click may land on the next item, which nobody has seen yet
    const button = event.detail > 0 && event.target.closest("#chosen button"); // 0: by key
    const spot = `${event.clientX}|${event.clientY}`;
    const again = button && spot === pressed && performance.now() - arrived < SLIP_MS;
    if (button) pressed = spot;
    const move = event.target.closest("[data-step]");
    const row = event.target.closest("#queue a.name");
    if (move && beside()) {
      event.preventDefault();
      step(Number(move.dataset.step));
    } else if (stale || again) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (row && beside() && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(row);
    }
    const summary = event.target.closest("[data-reason] > summary");
    if (!summary || event.defaultPrevented) return;
    event.preventDefault(); // opened here and now, so that the next key is typed into the field
    const reason = summary.parentElement;
    reason.open = !reason.open;
    if (reason.open) reason.querySelector("input[name=reason]").focus();
  }, true);

  document.addEventListener("keydown", (event) => {
    const reason = event.target.closest?.("[data-reason]");
    if (!reason) return;
    if (event.key === "Escape") {
      reason.open = false;
      reason.querySelector("summary").focus();
    } else if (event.key === "Enter" && event.ctrlKey && event.target.name === "reason") {
      event.target.form.requestSubmit();
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "main") arrived = performance.now();
  });

  // after a decision the next item is in focus: its row in the list, or its page from the top
  if (new URLSearchParams(location.search).has("at") && beside()) at()?.focus();
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "main") return;
    const invalid = document.querySelector("#chosen [aria-invalid]");
    if (invalid) invalid.focus();
    else if (beside() && at()) at().focus();
    else if (chosen()) scrollTo(0, 0);
  });
})();
