// The log sheet: Enter logs the first match, arrows move through the others, chips fill the amount.
(() => {
  const field = () => document.getElementById("q");
  const found = () => document.getElementById("found");
  let waiting = false; // Enter was pressed before the matches of what is typed had come

  const buttons = () => [...document.querySelectorAll("#found .hits button[name=what]")];
  const fresh = () => found() && field() && found().dataset.query === field().value.trim();

  function logFirst() {
    waiting = false;
    const confirm = document.querySelector("#found [data-confirm]");
    if (confirm) confirm.focus(); // several things: one look before they are logged
    else buttons()[0]?.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.target === field()) {
      if (event.key === "Enter") {
        event.preventDefault();
        if (!field().value.trim()) return;
        if (fresh()) logFirst();
        else waiting = true;
      } else if (event.key === "ArrowDown" && buttons().length) {
        event.preventDefault();
        buttons()[0].focus();
      } else if (event.key === "Escape") {
        waiting = false;
      }
      return;
    }
    const list = buttons();
    const at = list.indexOf(event.target);
    if (at < 0) return;
    if (event.key === "ArrowDown") list[Math.min(at + 1, list.length - 1)].focus();
    else if (event.key === "ArrowUp") (at ? list[at - 1] : field()).focus();
    else if (event.key === "Escape") field().focus();
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("#found .hits li");
    if (!row) return;
    for (const other of row.parentElement.children) other.classList.toggle("is-hit", other === row);
  });

  // A match that was pressed stays where it is until its answer has come: what it logged is told from its place.
  let logging = false;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    if (requestConfig.verb !== "post" || event.defaultPrevented || elt.closest(".several")) return; // only a look
    logging = Boolean(found()?.contains(elt));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig?.verb === "post") logging = false;
  });

  // matches that come late replace those one is among: stay among them
  let among = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (logging && event.detail.target === found()) event.detail.shouldSwap = false;
    among = Boolean(found()?.contains(document.activeElement));
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (among && document.activeElement === document.body) (buttons()[0] ?? field())?.focus();
    among = false;
    const says = document.getElementById("found-says");
    if (!says) return;
    const list = document.getElementById("confirm");
    if (list) {
      if (says.textContent !== list.dataset.says) says.textContent = list.dataset.says;
      if (waiting && fresh()) logFirst();
      return;
    }
    if (!found() || !field()) return;
    const names = [...document.querySelectorAll("#found .hits .name")];
    says.textContent = names.length ? `${names.length}: ${names[0].textContent}` : found().innerText.split("\n")[0];
    if (waiting && fresh()) logFirst();
  });

  // The session had ended. What is being typed is not lost to a look at it: the preview stays as it was, since “Log it”
  // takes everything along to the log-in page and back; the search goes there with its words.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, requestConfig } = event.detail;
    const look = event.detail.elt.closest(".several"); // “Log these” takes the list along
    if ((requestConfig.verb !== "get" && !look) || !xhr.getResponseHeader("HX-Redirect")) return;
    event.preventDefault();
    if (event.target.id === "search") event.target.submit();
  });

  // a line of several: Enter in a field that searches looks for that, and does not log the rest
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches?.("[data-look]")) return;
    event.preventDefault();
    if (event.target.value.trim()) event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // chips: hidden without this script, because the number field says it all
  function showChips(root) {
    for (const chips of root.querySelectorAll("[data-chips]")) chips.hidden = false;
  }

  function changed(input) {
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-amount]");
    if (!chip) return;
    const amount = document.getElementById("id_amount");
    amount.value = chip.dataset.amount;
    const base = document.querySelector("[data-much] input[name=portion][value=base]:checked");
    const portion = document.querySelector("[data-much] input[name=portion]:not([value=base])");
    if (base && portion) portion.checked = true; // half of something is half a portion, never half a gram
    changed(amount);
  });

  // from “1 glass” to g: the same amount, said in the other unit
  let before = null;
  document.addEventListener("change", (event) => {
    const radio = event.target;
    if (radio.name !== "portion" || !radio.closest("[data-much]")) return;
    const amount = document.getElementById("id_amount");
    const typed = Number(amount.value.replace(",", "."));
    const size = Number(radio.dataset.quantity);
    if (before && typed > 0 && (radio.value === "base") !== (before.value === "base")) {
      const same = (typed * Number(before.dataset.quantity)) / size;
      amount.value = radio.value === "base" ? String(Math.round(same * 10) / 10) : "1";
    }
    before = radio;
    changed(amount);
  });

  function remember() {
    before = document.querySelector("[data-much] input[name=portion]:checked");
  }

  showChips(document);
  remember();
  document.addEventListener("htmx:load", (event) => {
    showChips(event.target);
    remember();
  });
})();
