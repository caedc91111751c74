// The camera reads a barcode where the browser can (BarcodeDetector); digits and photos work everywhere.
// Frames never leave the page: the digits go into the field, and its form is sent.
(() => {
  const section = document.getElementById("camera");
  const form = document.getElementById("barcode");
  if (!section || !form || !("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;

  const part = (name) => section.querySelector(`[data-${name}]`);
  const video = section.querySelector("video");
  const frame = section.querySelector(".scanner");
  const [start, stop, torch, says] = ["start", "stop", "torch", "says"].map(part);
  const EVERY_MS = 120;
  let stream = null;
  let before = ""; // a code counts when two looks in a row agree
  let wanted = false; // the camera may open after somebody has left

  const say = (name, more = "") => (says.textContent = `${section.dataset[name]} ${more}`.trim());

  function checks(code) {
    if (!/^(\d{8}|\d{12,14})$/.test(code)) return false;
    const sum = [...code].reverse().reduce((all, digit, place) => all + Number(digit) * (place % 2 ? 3 : 1), 0);
    return sum % 10 === 0 || code.length === 8; // eight digits may be a UPC-E, which the server writes out
  }

  function show(on) {
    frame.hidden = stop.hidden = !on;
    start.hidden = on;
    if (!on) torch.hidden = true;
  }

  function close(name) {
    wanted = false;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = video.srcObject = null;
    before = "";
    show(false);
    if (name) say(name);
  }

  async function open() {
    wanted = true;
    say("starting");
    try {
      const formats = await BarcodeDetector.getSupportedFormats();
      const detector = new BarcodeDetector({
        formats: ["ean_13", "ean_8", "upc_a", "upc_e", "itf"].filter((one) => formats.includes(one)),
      });
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      if (!wanted) return close();
      video.srcObject = stream;
      await video.play();
      show(true);
      stop.focus();
      offerTorch();
      say("looking");
      look(detector);
    } catch (error) {
      const focused = document.activeElement === stop;
      close(error.name === "NotAllowedError" || error.name === "SecurityError" ? "denied" : "none");
      if (focused) start.focus();
    }
  }

  function offerTorch() {
    const track = stream.getVideoTracks()[0];
    torch.hidden = !track?.getCapabilities?.().torch;
    torch.setAttribute("aria-pressed", "false");
  }

  async function look(detector) {
    while (stream) {
      let code = "";
      try {
        code = (await detector.detect(video)).map((one) => one.rawValue).find(checks) ?? "";
      } catch {} // a frame that is not there yet
      if (!stream) return;
      if (code && code === before) return take(code);
      before = code;
      await new Promise((later) => setTimeout(later, EVERY_MS));
    }
  }

  function take(code) {
    close();
    say("found", code);
    form.elements.digits.value = code;
    if (form.elements.photo) form.elements.photo.value = "";
    form.requestSubmit();
  }

  start.addEventListener("click", open);
  stop.addEventListener("click", () => {
    close("stopped");
    start.focus();
  });
  torch.addEventListener("click", async () => {
    const on = torch.getAttribute("aria-pressed") !== "true";
    try {
      await stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
      torch.setAttribute("aria-pressed", String(on));
    } catch {
      torch.hidden = true;
    }
  });
  addEventListener("pagehide", () => close());
  document.addEventListener("visibilitychange", () => document.hidden && stream && close("stopped"));
  section.hidden = false;
})();
