// Passkeys: show the buttons where the browser knows passkeys, and say so when the device refused.
(() => {
  if (window.PublicKeyCredential) {
    for (const part of document.querySelectorAll(".js-only")) part.hidden = false;
  }
  const lines = document.querySelectorAll("[data-passkey-refused] > .err");
  document.addEventListener("allauth.error", (event) => {
    if (!lines.length) return;
    event.preventDefault(); // it is said on the page, not in the console
    for (const line of lines) line.hidden = false;
  });
})();
