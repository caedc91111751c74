// Forms: one press is one entry, and what is typed stays.
// * every form that logs carries a uid made here, so that a repeat of the same form never logs twice;
// * a second press of the same button, or of what stands in its place by now, within a second is a slip of the
//   finger, also after the page was swapped.
(() => {
  const pressed = new Map();
  const SLIP_MS = 1000;
  const arrived = performance.now();

  function freshUids(root) {
    if (!window.crypto || !crypto.randomUUID) return; // the server's own uid stays
    for (const field of root.querySelectorAll("input[data-uid]")) field.value = crypto.randomUUID();
  }

  function isSlip(...keys) {
    const now = performance.now();
    if (keys.some((key) => key && now - (pressed.get(key) ?? -Infinity) < SLIP_MS)) return true;
    for (const key of keys) pressed.set(key, now);
    return false;
  }

  const said = (button) => (button ? [button.name, button.value].join("|") : "");
  const place = (button) => button && button.id && `#${button.id}`;

  function refuseSlips(event) {
    const form = event.target;
    const button = event.submitter;
    if (form.method !== "post") return;
    // the second click of a double click on “Undo” lands on “Put it back”
    const tooSoon = form.matches("[data-toast] [action$='/restore/']") && performance.now() - arrived < SLIP_MS / 2;
    if (tooSoon || isSlip([form.getAttribute("action"), said(button)].join("|"), place(button))) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }

  // a button that sends by itself through htmx never submits its form: the same care for it
  function refuseSlipsOfButtons(event) {
    const button = event.detail.elt;
    if (event.detail.requestConfig.verb !== "post" || !button.name) return;
    if (isSlip([event.detail.requestConfig.path, said(button)].join("|"), place(button))) event.preventDefault();
  }

  // where the pressed button is gone with the old page, the focus goes on in the new one; what is in focus is not
  // left under the message (scroll-padding makes room for that)
  function keepFocus(event) {
    if (event.target.id !== "main") return;
    const at = document.activeElement;
    const { elt, triggeringEvent } = event.detail.requestConfig;
    const byKey = triggeringEvent?.detail === 0; // a click by key or script; by finger the keyboard must not open
    const search = byKey && elt.closest("#found") && document.getElementById("q");
    if (at === document.body || search) (search || event.target).focus({ preventScroll: true });
    else if (at.matches(":focus-visible")) at.scrollIntoView({ block: "nearest" });
  }

  // messages stay until they are closed or the next thing is done
  document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove());
  function showDismiss(root) {
    for (const button of root.querySelectorAll("[data-dismiss]")) button.hidden = false;
  }

  document.addEventListener("submit", refuseSlips, true);
  document.addEventListener("htmx:beforeRequest", refuseSlipsOfButtons);
  document.addEventListener("htmx:afterSwap", keepFocus);
  document.addEventListener("htmx:oobAfterSwap", () => showDismiss(document));
  showDismiss(document);
  document.addEventListener("htmx:load", (event) => freshUids(event.target));
  freshUids(document);
  // a form that came back with errors is not a slip: let it be sent again at once
  document.addEventListener("input", () => pressed.clear(), true);
})();
