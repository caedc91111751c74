// Speaking instead of typing: only where the browser can, only after a yes, and nothing of it is kept but the words in
// the field. The yes and the language stay in this browser.
(() => {
  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  const box = document.getElementById("voice");
  if (!Recognition || !box) return;

  const LONGEST = 500;
  const part = (name) => box.querySelector(`[data-voice-${name}]`);
  const [speak, ask, panel, language, says] = ["speak", "ask", "panel", "language", "says"].map(part);
  const field = () => document.getElementById("q");
  let listening = null;

  const remembered = (name) => {
    try { return localStorage.getItem(name); } catch { return null; }
  };
  const remember = (name, value) => {
    try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value); } catch { /* asks anew */ }
  };

  // sentences come from the page, so that they are translated with it
  const say = (name) => { says.textContent = name ? box.dataset[name] ?? box.dataset.failed : ""; };

  function show() {
    const agreed = remembered("voice") === "yes";
    panel.hidden = !agreed;
    if (agreed) ask.hidden = true;
  }

  function pressed(on) {
    speak.setAttribute("aria-pressed", String(on));
  }

  function put(text) {
    const words = text.trim();
    if (!words) return say("nothing");
    const before = field().value.trim();
    const line = before ? `${before}, ${words}` : words;
    field().value = line.slice(0, LONGEST);
    say(line.length > LONGEST ? "long" : "heard");
    field().dispatchEvent(new Event("input", { bubbles: true }));
    field().focus();
  }

  const NAMES = {
    "not-allowed": "denied", "service-not-allowed": "denied", "no-speech": "nothing", "audio-capture": "noMicrophone",
    "network": "network", "language-not-supported": "language", "aborted": "",
  };

  function listen() {
    const one = new Recognition();
    let heard = "", failed = false;
    one.lang = language.value;
    one.interimResults = false;
    one.onresult = (event) => { heard = [...event.results].map((result) => result[0].transcript).join(" "); };
    one.onerror = (event) => { failed = true; say(NAMES[event.error] ?? "failed"); };
    one.onend = () => {
      if (listening !== one) return;
      listening = null;
      pressed(false);
      if (!failed) put(heard);
    };
    listening = one;
    try {
      one.start();
    } catch {
      listening = null;
      return say("failed");
    }
    pressed(true);
    say("listening");
  }

  speak.addEventListener("click", () => {
    if (listening) return listening.stop(); // a second press: that was all
    if (remembered("voice") === "yes" || box.dataset.agreed) return listen();
    ask.hidden = !ask.hidden;
    speak.setAttribute("aria-expanded", String(!ask.hidden));
    if (!ask.hidden) part("yes").focus();
  });

  part("yes").addEventListener("click", () => {
    remember("voice", "yes");
    box.dataset.agreed = "1"; // for this page, also where the browser keeps nothing
    ask.hidden = true;
    speak.setAttribute("aria-expanded", "false");
    show();
    panel.hidden = false;
    speak.focus();
    listen();
  });

  part("no").addEventListener("click", () => {
    ask.hidden = true;
    speak.setAttribute("aria-expanded", "false");
    speak.focus();
  });

  part("stop").addEventListener("click", () => {
    listening?.abort();
    remember("voice", null);
    delete box.dataset.agreed;
    show();
    say("off");
    speak.focus();
  });

  language.addEventListener("change", () => remember("voice-language", language.value));
  const chosen = remembered("voice-language");
  if ([...language.options].some((option) => option.value === chosen)) language.value = chosen;
  else {
    const own = [...language.options].find((option) => option.value.slice(0, 2) === navigator.language.slice(0, 2));
    if (own) language.value = own.value;
  }
  box.hidden = false;
  show();
})();
