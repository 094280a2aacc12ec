/* The toolbar of a clause: bold, list, a field by its label, a reference. The page works without this file. */
"use strict";
(() => {
  const bar = document.querySelector("[data-toolbar]");
  if (!bar) return;
  const texts = [...document.querySelectorAll("textarea[name^='text.'], textarea[name^='cell.']")];
  let current = texts[0];
  if (!current) return;
  bar.hidden = false;
  for (const text of texts) {
    text.addEventListener("focus", () => {
      current = text;
    });
  }

  function put(text) {
    current.setRangeText(text, current.selectionStart, current.selectionEnd, "end");
    current.focus();
    current.dispatchEvent(new Event("input", { bubbles: true }));
  }

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { wrap, line, insert, refer } = button.dataset;
    const chosen = current.value.slice(current.selectionStart, current.selectionEnd);
    if (wrap) put(`${wrap}${chosen || "tekst"}${wrap}`);
    if (line) put((chosen || "Punkt i listen").split("\n").map((row) => line + row).join("\n"));
    if (insert) {
      const label = document.getElementById(insert).value.trim();
      if (label) put(`[${label}]`);
    }
    if (refer) put(`[punkt: ${document.getElementById(refer).value}]`);
  });

  /* What is chosen in the toolbar is not part of the clause. */
  for (const name of ["input", "change"]) bar.addEventListener(name, (event) => event.stopPropagation());
})();
