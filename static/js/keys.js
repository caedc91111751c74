// Keys: “/” goes to the search; a letter, bracket or digit presses what carries it in data-key.
// What the page itself offers goes before the way to another page.
// Never while something is being typed, and never with a modifier, so that the browser keeps its own keys.
(() => {
  function typing(target) {
    return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (typing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("main input[type=search]");
      event.preventDefault();
      if (search) search.focus();
      else document.querySelector('[data-key="l"]')?.click();
      return;
    }
    const carrying = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key === event.key);
    const pressed = carrying.find((element) => element.closest("main")) ?? carrying[0];
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
  });
})();
