/* The table of arrivals: counts what is ticked and not saved. The form works without it. ES2017, no libraries. */
(function () {
  "use strict";

  const form = document.querySelector("[data-ticks]");
  if (!form) return;
  const words = form.querySelector("[data-ticks-words]");
  const hint = words.textContent;
  const boxes = Array.from(form.querySelectorAll("input[name=done]"));
  const people = Array.from(form.querySelectorAll("input[name=chosen]"));

  function count() {
    const changed = boxes.filter((box) => box.checked !== Boolean(box.dataset.was));
    boxes.forEach((box) => box.closest("td").classList.toggle("it--new", changed.includes(box)));
    const rows = new Set(changed.map((box) => box.closest("tr")));
    const chosen = people.filter((box) => box.checked).length;
    const parts = [];
    if (changed.length) parts.push("改了 " + changed.length + " 处、" + rows.size + " 人，还没保存");
    if (chosen) parts.push("选了 " + chosen + " 人");
    words.textContent = parts.join("；") || hint;
  }

  form.addEventListener("change", count);
  window.addEventListener("pageshow", count);
  count();
})();
