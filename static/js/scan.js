/* Reads codes with the camera into the field of a form. Pictures stay in the page. ES2020.
   The browser's own reader is used where it knows these codes, else the one shipped with us. */
(function () {
  "use strict";

  const EVERY = 150; // milliseconds between two pictures
  const SAME_CODE = 5000; // a code that was in view this long ago is the same person, still there
  const SHOWN = 700;
  const CODE = /^[0-9A-Za-z_-]{8,24}$/;
  const ADDRESS = /^https?:\/\/[^/]+\/c\/([^/?#]+)$/i;
  const WORDS = {
    ready: "",
    insecure: "摄像头只有在 https 开头的网址下才能用。请用扫码枪，或者输入编号。",
    absent: "这个浏览器打不开摄像头。请用扫码枪，或者输入编号。",
    opening: "正在打开摄像头，浏览器问的时候请点“允许”。",
    open: "把二维码放到画面中间。",
    NotAllowedError: "没有允许用摄像头。请在浏览器的网站设置里改成“允许”，再点一次；也可以输入编号。",
    NotFoundError: "没有找到摄像头。请用扫码枪，或者输入编号。",
    OverconstrainedError: "没有找到能用的摄像头。请用扫码枪，或者输入编号。",
    NotReadableError: "摄像头正被别的程序用着。关掉那个程序再点一次，或者输入编号。",
    other: "摄像头打不开。请再点一次，或者输入编号。",
    unread: "扫码的程序没有装进来。请连上网刷新这一页，或者输入编号。",
    foreign: "这不是签到编号的二维码。",
    closed: "摄像头关了。",
  };
  const box = document.querySelector("[data-scan]");
  if (!box) return;
  const field = document.getElementById(box.dataset.scan);
  const video = box.querySelector("video");
  const opener = box.querySelector("[data-scan-open]");
  const closer = box.querySelector("[data-scan-close]");
  const words = box.querySelector("[data-scan-words]");
  const sends = box.dataset.scanSends !== undefined;
  let stream = null;
  let reader = null;

  /* What outlives the page that a sent code leads to: whether the camera was on, the last code. */
  const kept = {
    get(name) {
      try { return JSON.parse(sessionStorage.getItem("rongye-scan-" + name)); } catch (_) { return null; }
    },
    set(name, value) {
      try { sessionStorage.setItem("rongye-scan-" + name, JSON.stringify(value)); } catch (_) { /* full or forbidden */ }
    },
  };

  function show(text) {
    words.textContent = text;
    words.hidden = !text;
  }

  /* ----- reading ----- */
  async function knowsCodes(Detector) {
    try {
      return (await Detector.getSupportedFormats()).includes("qr_code"); // none without Google's services
    } catch (_) {
      return false;
    }
  }

  async function shipped() {
    const library = await import(box.dataset.scanReader);
    return new library.BarcodeDetector({ formats: ["qr_code"] });
  }

  async function makeReader() {
    const Own = window.BarcodeDetector;
    if (!Own || !(await knowsCodes(Own))) return shipped();
    return new Own({ formats: ["qr_code"] });
  }

  async function read() {
    try {
      return await reader.detect(video);
    } catch (error) {
      if (video.readyState < 2) return []; // the first picture is still to come
      if (window.BarcodeDetector && reader instanceof window.BarcodeDetector) reader = await shipped();
      return [];
    }
  }

  function codeIn(text) {
    const address = ADDRESS.exec(text.trim());
    const code = address ? address[1] : text.trim();
    return CODE.test(code) ? code : "";
  }

  function isRepeated(code) {
    const last = kept.get("last") || {};
    const now = Date.now();
    kept.set("last", { code: code, at: now }); // a code that stays in view stays the same one
    return last.code === code && now >= last.at && now - last.at < SAME_CODE;
  }

  function confirmRead(code) {
    show("扫到了：" + code);
    video.classList.add("scanner__view--read");
    setTimeout(() => video.classList.remove("scanner__view--read"), SHOWN);
    if (navigator.vibrate) navigator.vibrate(80);
  }

  function send() {
    const button = field.form.querySelector("[type=submit]");
    if (field.form.requestSubmit) field.form.requestSubmit(button);
    else button.click();
  }

  function take(text) {
    const code = codeIn(text);
    if (!code) return show(WORDS.foreign);
    if (isRepeated(code)) return undefined;
    field.value = code;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    confirmRead(code);
    if (sends) return send();
    close("扫到了：" + code);
    return field.focus();
  }

  async function look(from) {
    if (stream !== from) return; // closed meanwhile
    try {
      const found = await read();
      if (stream === from && found.length) take(found[0].rawValue);
    } catch (_) {
      return close(WORDS.unread);
    }
    setTimeout(() => look(from), EVERY);
  }

  /* ----- the camera ----- */
  function close(text) {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
    video.hidden = closer.hidden = true;
    opener.hidden = false;
    show(text);
  }

  async function useCamera() {
    const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    const opened = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    stream = opened;
    video.srcObject = opened;
    video.hidden = closer.hidden = false;
    opener.hidden = true;
    await video.play();
    video.scrollIntoView({ block: "center" });
    return opened;
  }

  async function open(greeting) {
    show(WORDS.opening);
    try {
      reader = reader || (await makeReader());
    } catch (_) {
      return close(WORDS.unread);
    }
    try {
      const opened = await useCamera();
      show(greeting || WORDS.open);
      look(opened);
    } catch (error) {
      close(WORDS[error.name] || WORDS.other);
    }
    return undefined;
  }

  /* The message of the page a sent code led to, repeated where the eyes are. */
  function answer() {
    const shown = document.querySelector(".flashes, [data-errors] li");
    return shown ? shown.innerText.trim() : "";
  }

  if (!window.isSecureContext) return show(WORDS.insecure);
  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return show(WORDS.absent);
  opener.hidden = false;
  show(WORDS.ready);
  opener.addEventListener("click", () => {
    kept.set("on", true);
    field.blur(); // a keyboard on the screen would hide the picture
    open("");
  });
  closer.addEventListener("click", () => {
    kept.set("on", false);
    close(WORDS.closed);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && stream) close(WORDS.closed);
    else if (!document.hidden && sends && kept.get("on")) open("");
  });
  window.addEventListener("pagehide", () => stream && close(""));
  if (sends && kept.get("on")) {
    field.blur();
    open(answer());
  } else {
    // Fetched while there is a network, so that the door works on without one.
    makeReader().then((made) => { reader = made; }, () => {});
  }
  return undefined;
})();
