// What is shown once: a button that copies it, and nothing of it left for whoever comes back to the page.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.querySelector(button.dataset.copy);
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.textContent);
    button.textContent = button.dataset.done;
  });
}
addEventListener("pagehide", () => {
  for (const field of document.querySelectorAll("[data-secret]")) field.textContent = "";
});
