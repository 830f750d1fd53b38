/* Keeps what is typed into a step, so that closing the browser loses nothing. The button beside it does the same without scripts. */
(function () {
  "use strict";

  const QUIET = 1500; // wait until typing pauses
  const foot = document.querySelector("[data-draft]");
  const form = foot && foot.closest("form");
  const word = document.querySelector("[data-draft-word]");
  if (!form || !window.fetch) return;
  let waiting;

  function typed() {
    const body = new FormData(form);
    body.delete("form_key"); // keeping a draft must not spend the form
    return body;
  }

  async function keep() {
    try {
      const answer = await fetch(foot.dataset.draft, {
        method: "POST",
        body: typed(),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      if (!answer.ok) return;
      const kept = await answer.json();
      word.textContent = kept.left_out.length
        ? "有一处可能写了部队番号或代号，没有暂存，请改写成「某部」。"
        : "已暂存，" + kept.saved;
    } catch (_) {
      word.textContent = "网络断了，还没有暂存。";
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, QUIET);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
})();
