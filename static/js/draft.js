/* Keeps on the server what is typed into a form, and tells the server that somebody is there. Nothing is kept in the browser.
   Without scripts the server keeps what is sent too late, so nothing depends on this file. */
(function () {
  "use strict";

  const QUIET = 1500; // wait until typing pauses
  const LONGEST_WAIT = 10000; // but not longer while typing goes on
  const TRY_AGAIN = 10000;
  const HERE_EVERY = 60000; // typing into other forms counts as being there
  if (!window.fetch || !window.FormData) return;

  const FAILED = "还没有暂存：网络断了，或者系统正忙。写的还在这一页，先别关，会自己再试。";
  const ENDED = "登录过期了。写的都留着，请点保存，会先请您登录，再回到这里。";
  const ENDED_UNKEPT = "登录过期了，还没有暂存。先别关这一页，请点保存，会先请您登录。";
  const OTHER = "现在登录的是别的账号，这张表不能在这里保存。";
  const SAVED_ALREADY = "这张表已经保存过了。";

  function typed(form) {
    const body = new FormData(form);
    form.querySelectorAll("[type=password], [type=file]").forEach((field) => body.delete(field.name));
    return body;
  }

  function line(form) {
    const words = document.createElement("p");
    words.className = "draft-line small muted";
    words.setAttribute("role", "status");
    form.append(words);
    return words;
  }

  function keeping(form) {
    const words = line(form);
    let waiting = null; // the timer
    let first = 0; // when the oldest change that is not kept was typed
    let sending = false;
    let isDown = false; // the last try failed
    let sent = false; // the form itself is on its way

    function show(text, isFault) {
      words.textContent = text;
      words.classList.toggle("draft-line--bad", Boolean(isFault));
    }

    function plan(wait) {
      clearTimeout(waiting);
      waiting = setTimeout(keep, wait);
    }

    async function shown(answer) {
      const told = await answer.json().catch(() => ({}));
      isDown = false;
      if (answer.ok) {
        if (!told.saved) return show(SAVED_ALREADY);
        let text = "已暂存，" + told.saved + "。";
        if (told.redacted) text += "有的字样像部队番号或身份证号，没有暂存，保存前请改写。";
        if (told.elsewhere) text += "另一处也在填这张表，以最后写的为准。";
        if (told.emptied) text += "暂存的太多，您最早的 " + told.emptied + " 份草稿没有留下。写好的请早点保存。";
        return show(text, told.redacted || told.elsewhere || told.emptied);
      }
      if (answer.status === 409 && told.token) {
        document.querySelectorAll("[name=csrf_token]").forEach((field) => { field.value = told.token; });
        first = Date.now();
        return undefined;
      }
      if (answer.status === 401) return show(told.kept ? ENDED : ENDED_UNKEPT, true);
      if (answer.status === 403) return show(OTHER, true);
      if (answer.status === 422) return show(told.message, true);
      return failed();
    }

    function failed() {
      show(FAILED, true);
      first = first || Date.now();
      isDown = true;
    }

    async function keep(last) {
      clearTimeout(waiting);
      if (sent || !first || (sending && !last)) return;
      first = 0;
      sending = true;
      try {
        await shown(await fetch(form.dataset.draft, {
          method: "POST",
          body: typed(form),
          headers: { Accept: "application/json" },
          credentials: "same-origin",
          keepalive: Boolean(last),
        }));
      } catch (_) {
        failed();
      } finally {
        sending = false;
        if (first) plan(isDown ? TRY_AGAIN : QUIET);
      }
    }

    form.addEventListener("input", () => {
      first = first || Date.now();
      plan(Math.max(0, Math.min(QUIET, first + LONGEST_WAIT - Date.now())));
    });
    form.addEventListener("submit", () => { sent = true; });
    window.addEventListener("pageshow", () => { sent = false; });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") keep(true);
    });
    return keep;
  }

  const all = Array.from(document.querySelectorAll("form[data-draft]"), keeping);

  /* ----- switching 大字版 leaves the page: keep first ----- */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.mode") || form.dataset.kept || !all.length) return;
    event.preventDefault();
    form.dataset.kept = "1";
    Promise.all(all.map((keep) => keep(true))).then(() => form.submit());
  });

  /* ----- typing counts as being there ----- */
  let here = Date.now();
  document.addEventListener("input", () => {
    if (Date.now() - here < HERE_EVERY) return;
    here = Date.now();
    fetch("/csrf", { credentials: "same-origin" }).catch(() => {});
  });
})();
