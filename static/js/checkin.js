// Check-in without a network: what cannot be sent is kept in this browser and sent later.
// A record has a key of its own, so that sending it again, or from two devices, counts once.
(function () {
  "use strict";
  var form = document.querySelector("[data-door]");
  if (!form || !window.localStorage || !window.fetch) return;
  var store = "rongye-door-" + form.getAttribute("data-fair");
  var waiting = form.querySelector("[data-door-waiting]");

  function kept() {
    try { return JSON.parse(localStorage.getItem(store)) || []; } catch (broken) { return []; }
  }

  function keep(notes) {
    localStorage.setItem(store, JSON.stringify(notes));
    waiting.hidden = notes.length === 0;
    waiting.textContent = notes.length ? "没有网络，" + notes.length + " 人先记在本机，有网络会自动上传。" : "";
  }

  function key() {
    var bytes = new Uint8Array(16);
    crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (one) { return ("0" + one.toString(16)).slice(-2); }).join("");
  }

  function send() {
    var notes = kept();
    if (!notes.length || navigator.onLine === false) return keep(notes);
    var body = new URLSearchParams();
    body.set("csrf_token", form.querySelector("[name=csrf_token]").value);
    body.set("notes", JSON.stringify(notes));
    fetch(form.getAttribute("data-door"), { method: "POST", body: body, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(); })
      .then(function (merged) {
        var sent = {};
        notes.forEach(function (note) { sent[note.key] = true; });
        var doubtful = merged.doubtful.map(function (one) { return notes[one.line - 1].who + "：" + one.why; });
        keep(kept().filter(function (note) { return !sent[note.key]; }));
        waiting.hidden = false;
        waiting.textContent = "已上传 " + (merged.came + merged.repeats) + " 人。" + (doubtful.length ? "拿不准的：" + doubtful.join("；") : "");
      })
      .catch(function () { keep(notes); });
  }

  form.addEventListener("submit", function (event) {
    if (navigator.onLine !== false) return;
    event.preventDefault();
    var field = form.querySelector("[name=words]");
    var who = field.value.trim();
    if (!who) return;
    keep(kept().concat([{ key: key(), who: who, method: who.length > 8 ? "QR" : "NAME", at: new Date().toISOString() }]));
    field.value = "";
    field.focus();
  });
  window.addEventListener("online", send);
  send();
})();
