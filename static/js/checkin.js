/* Check-in without a network. What cannot be sent is kept and sent later; each record has a key of its own, so that
   sending it again counts once. What is typed may be a name or a number: it is in the page's memory, and the browser
   stores it only encrypted, by a key that came with the page and that the server alone can make again (AES-GCM, where
   the address is secure). Without it only codes are stored, which name no one, and the page asks not to be closed. */
(function () {
  "use strict";

  const CODE_SIGNS = 12; // of a sign-up's code
  const LIVE_WAIT = 4000; // for the server to answer, before a check-in is kept
  const SEND_WAIT = 30000;
  const TRY_EVERY = 30000;
  const AT_ONCE = 100; // records in one request
  const NONCE = 12;

  const form = document.querySelector("[data-door]");
  if (!form || !window.fetch || !window.crypto) return;
  const store = "rongye-door-" + form.dataset.fair;
  const field = form.querySelector("[name=words]");
  const waiting = form.querySelector("[data-door-waiting]");
  const section = document.querySelector("[data-door-notes]");
  const list = document.querySelector("[data-door-list]");
  let notes = []; // of this page: {key, at, who | token + sealed, state, words, inMemory}
  let sending = false;
  let reached = false; // the server answered a moment ago: the form may go its usual way
  let leaving = false; // on purpose, by sending the form

  /* ----- what is kept in the browser ----- */
  function base64(bytes) {
    return btoa(String.fromCharCode.apply(null, bytes));
  }

  function randomKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => ("0" + one.toString(16)).slice(-2)).join("");
  }

  function isCode(who) {
    const plain = who.toUpperCase().replace(/[^0-9A-Z]/g, "");
    return plain.length === CODE_SIGNS && /[A-Z]/.test(plain) && !/[^\x00-\x7f]/.test(who);
  }

  async function sealed(who) {
    if (!crypto.subtle) return null;
    const raw = Uint8Array.from(atob(form.dataset.key), (sign) => sign.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, new TextEncoder().encode(who));
    const both = new Uint8Array(NONCE + body.byteLength);
    both.set(nonce);
    both.set(new Uint8Array(body), NONCE);
    return base64(both);
  }

  function stored() {
    try {
      return JSON.parse(localStorage.getItem(store)) || [];
    } catch (broken) {
      return [];
    }
  }

  function forStorage(note) {
    const kept = { key: note.key, at: note.at };
    if (note.sealed) return Object.assign(kept, { token: note.token, sealed: note.sealed });
    return isCode(note.who || "") ? Object.assign(kept, { who: note.who }) : null;
  }

  // Another window may have kept records meanwhile: only our own are added and removed.
  function keep() {
    const own = new Set(notes.map((note) => note.key));
    const others = stored().filter((note) => !own.has(note.key));
    const open = notes.filter((note) => note.state === "open").map((note) => [note, forStorage(note)]);
    open.forEach(([note, kept]) => { note.inMemory = !kept; });
    try {
      localStorage.setItem(store, JSON.stringify(others.concat(open.map((pair) => pair[1]).filter(Boolean))));
    } catch (full) {
      open.forEach(([note]) => { note.inMemory = true; });
    }
  }

  /* ----- what the page shows ----- */
  function element(name, look, text) {
    const made = document.createElement(name);
    if (look) made.className = look;
    if (text) made.textContent = text;
    return made;
  }

  function line(note) {
    const tags = { open: ["待发送", "tag tag--wait"], sent: ["已送达", "tag tag--ok"], bad: ["没认出", "tag tag--bad"] };
    const item = element("li");
    const main = element("div", "tasks__main");
    const at = new Date(note.at);
    const minutes = ("0" + at.getHours()).slice(-2) + ":" + ("0" + at.getMinutes()).slice(-2);
    main.append(element("b", "", note.who || "（内容已加密，发送以后才看得到）"));
    main.append(element("small", "", minutes + (note.words ? "，" + note.words : "")));
    item.append(main, element("span", tags[note.state][1], tags[note.state][0]));
    return item;
  }

  function count(state) {
    return notes.filter((note) => note.state === state).length;
  }

  function show(fault) {
    const open = count("open");
    const close = notes.some((note) => note.state === "open" && note.inMemory) ? "不要关这一页：" : "";
    const how = fault || "有网络会自动上传。";
    section.hidden = notes.length === 0;
    list.replaceChildren(...notes.map(line));
    waiting.hidden = notes.length === 0;
    waiting.textContent = open
      ? close + open + " 条待发送，先记在这台设备上，" + how
      : "都已上传。" + (count("bad") ? count("bad") + " 条没认出，留在下面等您核对，刷新后可以看到。" : "");
  }

  /* ----- sending ----- */
  function within(wait, address, options) {
    const stop = window.AbortController ? new AbortController() : null;
    const timer = setTimeout(() => stop && stop.abort(), wait);
    const all = Object.assign({ credentials: "same-origin", cache: "no-store" }, options, stop ? { signal: stop.signal } : {});
    return fetch(address, all).finally(() => clearTimeout(timer));
  }

  async function deliver(batch) {
    const body = new URLSearchParams();
    body.set("csrf_token", form.querySelector("[name=csrf_token]").value);
    body.set("sent_at", new Date().toISOString());
    batch.forEach((note) => {
      const words = note.sealed ? { token: note.token, sealed: note.sealed } : { who: note.who };
      body.append("note", JSON.stringify(Object.assign({ key: note.key, at: note.at }, words)));
    });
    const answer = await within(SEND_WAIT, form.dataset.door, { method: "POST", body: body });
    if (answer.redirected || answer.status === 401 || answer.status === 403) throw new Error("登录过期了，请刷新重新登录，记下的还在。");
    if (answer.status === 422) throw new Error((await answer.json()).errors.join(""));
    if (!answer.ok) throw new Error("服务器正忙，过会儿再试。");
    const lines = (await answer.json()).lines;
    batch.forEach((note, place) => {
      note.who = lines[place].who || note.who;
      note.state = lines[place].delivered ? "sent" : "bad";
      note.words = lines[place].why || lines[place].label;
    });
    keep();
  }

  // A batch that is refused is sent record by record, so that one holds up no other.
  async function deliverEach(batch) {
    let fault = "";
    for (const note of batch) {
      try {
        await deliver([note]);
      } catch (error) {
        fault = note.words = reason(error);
      }
    }
    if (fault) throw new Error(fault);
  }

  function reason(error) {
    return error instanceof TypeError || error.name === "AbortError" ? "有网络会自动上传。" : error.message;
  }

  async function send() {
    const open = notes.filter((note) => note.state === "open");
    if (sending || !open.length || navigator.onLine === false) return show();
    sending = true;
    let fault = "";
    for (let start = 0; start < open.length; start += AT_ONCE) {
      const batch = open.slice(start, start + AT_ONCE);
      try {
        await deliver(batch).catch((error) => {
          if (batch.length === 1 || reason(error) !== error.message) throw error;
          return deliverEach(batch);
        });
      } catch (error) {
        fault = reason(error);
      }
    }
    sending = false;
    show(fault);
  }

  /* ----- the form ----- */
  async function record(who) {
    const note = { key: randomKey(), who: who, at: new Date().toISOString(), state: "open", token: form.dataset.token };
    note.sealed = await sealed(who);
    notes.unshift(note);
    keep();
    show();
  }

  async function isReached() {
    if (navigator.onLine === false) return false;
    try {
      return (await within(LIVE_WAIT, form.dataset.live)).ok;
    } catch (unreached) {
      return false;
    }
  }

  function submitForm() {
    reached = leaving = true;
    delete form.dataset.sent; // the guard against double presses has seen this press
    if (form.requestSubmit) form.requestSubmit();
    else form.submit();
    reached = false;
  }

  // In the capture phase, before the guard against double presses counts this press.
  document.addEventListener("submit", async (event) => {
    if (event.target !== form || reached) return;
    const who = field.value.trim();
    if (!who) return; // the server explains an empty field
    event.preventDefault();
    event.stopPropagation();
    if (form.dataset.asking) return;
    form.dataset.asking = "1";
    const isUp = await isReached();
    delete form.dataset.asking;
    if (isUp) return submitForm();
    field.value = "";
    field.focus();
    await record(who);
  }, true);

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && notes.some((note) => note.state === "open" && note.inMemory)) event.preventDefault();
  });

  // Records of a page of before, which stored them in plain text, are encrypted first.
  async function takeStored() {
    for (const note of stored()) {
      if (!note.key || !note.at) continue;
      const taken = Object.assign({ state: "open", token: form.dataset.token }, note);
      if (!taken.sealed) {
        taken.sealed = await sealed(taken.who || "");
        taken.token = form.dataset.token;
      }
      notes.push(taken);
    }
    if (notes.length) keep();
    send();
  }

  window.addEventListener("online", send);
  setInterval(send, TRY_EVERY);
  takeStored();
})();
