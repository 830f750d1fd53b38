/* A little help for browsers that run scripts; every page works without it. ES2017, no libraries. */
(function () {
  "use strict";

  const RESEND_AFTER = 10000; // a download answers without leaving the page: let the form be sent again
  const POLL_EVERY = 2000;

  /* ----- one press sends once ----- */
  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[type=submit]").forEach((button) => button.removeAttribute("aria-disabled"));
  }

  function hold(form) {
    form.dataset.sent = "1";
    form.querySelectorAll("[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
    setTimeout(() => release(form), RESEND_AFTER);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-once")) return;
    if (form.dataset.sent) event.preventDefault();
    else hold(form);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });

  /* ----- asking before deeds that cannot be undone ----- */
  function ask(question, proceed) {
    const dialog = document.createElement("dialog");
    if (!dialog.showModal) {
      if (window.confirm(question)) proceed();
      return;
    }
    const words = document.createElement("p");
    words.id = "dialog-words";
    words.textContent = question;
    const row = document.createElement("form");
    row.method = "dialog";
    row.className = "actions actions--fill";
    [["no", "不了", "btn btn--quiet"], ["yes", "确定", "btn btn--primary"]].forEach(([value, label, look]) => {
      const button = document.createElement("button");
      button.value = value;
      button.textContent = label;
      button.className = look;
      row.append(button);
    });
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", words.id);
    dialog.append(words, row);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "yes") proceed();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm]");
    if (!button || button.dataset.agreed) return;
    event.preventDefault();
    ask(button.dataset.confirm, () => {
      button.dataset.agreed = "1";
      button.click();
      delete button.dataset.agreed;
    });
  });

  /* ----- errors: go to the summary, and from each line to its control ----- */
  function control(target) {
    return target.matches("fieldset") ? target.querySelector("input:checked, input") : target;
  }

  const errors = document.querySelector("[data-errors]");
  if (errors) {
    errors.focus();
    errors.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!target) return;
      event.preventDefault();
      (target.closest(".field") || target).scrollIntoView();
      control(target).focus({ preventScroll: true });
    });
  }

  /* ----- a code behind the # of a scanned address: no server sees it ----- */
  const scanned = document.querySelector("[data-from-address]");
  if (scanned && location.hash.length > 1) {
    if (!scanned.value) scanned.value = location.hash.slice(1);
    history.replaceState(history.state, "", location.pathname + location.search);
  }

  /* ----- printing and copying ----- */
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  function copyText(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const box = document.createElement("textarea");
    box.value = text;
    document.body.append(box);
    box.select();
    const copied = document.execCommand("copy");
    box.remove();
    return copied ? Promise.resolve() : Promise.reject(new Error("copy refused"));
  }

  document.querySelectorAll("[data-copy]").forEach((button) => {
    const word = button.querySelector("[data-copy-word]");
    button.hidden = false;
    button.addEventListener("click", () => {
      copyText(button.dataset.copy).then(
        () => { word.textContent = "已复制"; },
        () => { word.textContent = "请长按文字复制"; }
      );
    });
  });

  /* ----- long work: ask how far it is, and stop when the block says so ----- */
  async function refresh(box) {
    try {
      const answer = await fetch(box.dataset.poll, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(box.id);
      if (!answer.ok) return watch(box); // busy: try again
      if (!fresh) return location.reload(); // the work has ended: show its result
      box.replaceWith(document.adoptNode(fresh));
      watch(fresh);
    } catch (_) {
      watch(box); // the line dropped: try again
    }
  }

  function watch(box) {
    if (box && box.dataset.poll) setTimeout(() => refresh(box), Number(box.dataset.pollEvery) || POLL_EVERY);
  }

  watch(document.querySelector("[data-poll]"));

  /* ----- lists: what was on the screen, and which post was opened ----- */
  const seen = document.querySelector("[data-seen]");
  if (seen && window.fetch) {
    const tell = (opened) => {
      const told = new FormData(seen);
      told.set("opened", opened);
      fetch(seen.action, { method: "POST", body: told, credentials: "same-origin", keepalive: true }).catch(() => {});
    };
    tell("");
    document.addEventListener("click", (event) => {
      const link = event.target.closest(".vacancy__title a");
      if (link) tell(link.pathname.split("/").pop());
    });
  }
})();
