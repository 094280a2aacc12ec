/* What the pages do beyond HTML: say when saving fails and try again, keep what is typed, move focus to errors.
   Every page works without this file. */
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  const alarm = () => document.getElementById("alarm");
  const WAITS = [10, 20, 40, 60];
  const unsaved = new Set();
  let attempt = 0;
  let timer = 0;

  function say(text) {
    const place = alarm();
    if (!place) return;
    place.textContent = "";
    if (!text) return;
    const line = document.createElement("p");
    line.append(...[].concat(text));
    place.append(line);
  }

  function forgetSaved() {
    const saved = document.getElementById("saved");
    if (saved) saved.textContent = "";
  }

  function calm() {
    attempt = 0;
    window.clearInterval(timer);
    say("");
  }

  /* Ask again for what failed: the form sends what stands in it now. */
  function again(config, form) {
    window.clearInterval(timer);
    say("Ikke lagret. Prøver igjen …");
    window.htmx.ajax(config.verb, config.path, { source: form });
  }

  function retryLater(config, form) {
    let left = WAITS[Math.min(attempt, WAITS.length - 1)];
    attempt += 1;
    window.clearInterval(timer);
    const tell = () => say(`Ikke lagret. Prøver igjen om ${left} ${left === 1 ? "sekund" : "sekunder"}.`);
    tell();
    timer = window.setInterval(() => {
      left -= 1;
      if (left <= 0) again(config, form);
      else if (left % 10 === 0) tell();
    }, 1000);
  }

  function signInAgain() {
    const link = document.createElement("a");
    link.href = "/logg-inn";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Logg inn i en ny fane";
    say(["Du er logget ut. Det du har skrevet, står her. ", link, " og lagre igjen."]);
  }

  const REFUSED = {
    400: "Ikke lagret. Siden er for gammel. Kopier det du har skrevet, og last siden på nytt.",
    403: "Ikke lagret. Du har ikke tilgang til å endre dette.",
    404: "Ikke lagret. Siden finnes ikke lenger. Kopier det du har skrevet.",
    413: "Ikke lagret. Teksten er for lang. Kort den ned.",
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
    const form = event.detail.elt.closest("form[data-autosave]");
    if (form) event.detail.parameters.step = String(nextStep(form));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-autosave]")) nextStep(event.target);
  });

  /* The saves of a page are counted, so that one that reaches the server late never undoes a later one. */
  function nextStep(form) {
    const field = form.elements.namedItem("step");
    if (!field) return 0;
    field.value = String(Number(field.value) + 1);
    return field.value;
  }

  function failed(event) {
    const { xhr, requestConfig, elt } = event.detail;
    const status = xhr ? xhr.status : 0;
    forgetSaved();
    const form = elt.closest("form[data-autosave]");
    if (status === 401) signInAgain();
    else if (REFUSED[status]) say(form ? REFUSED[status] : REFUSED[status].replace("Ikke lagret. ", ""));
    else if (form) retryLater(requestConfig, form);
    else say("Fikk ikke svar fra programmet. Prøv igjen om litt.");
  }
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, failed);
  }

  /* A form is unsaved from the first key until the save that began after the last key has succeeded. */
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave], form[data-guard]");
    if (form) unsaved.add(form);
    if (form && form.matches("[data-autosave]")) delete form.dataset.sending;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt.closest("form[data-autosave]");
    if (form) form.dataset.sending = "1";
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form[data-autosave]");
    // a 409 is swapped in, but nothing was saved
    if (!form || !event.detail.successful || event.detail.xhr.status >= 400) return;
    if (form.dataset.sending) unsaved.delete(form);
    calm();
  });

  /* A second click within two seconds is the same click. What htmx takes, hx-sync looks after. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const now = Date.now();
    if (event.defaultPrevented) return;
    if (form.method === "post" && now - Number(form.dataset.sentAt || 0) < 2000) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(now);
    unsaved.delete(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });

  document.addEventListener("htmx:afterSettle", () => {
    const summary = document.querySelector("[data-error-summary]:not([data-seen])");
    if (!summary) return;
    summary.dataset.seen = "1";
    summary.focus();
  });
  // on a page of its own, the summary has autofocus
  for (const summary of document.querySelectorAll("[data-error-summary]")) summary.dataset.seen = "1";

  /* The preview: why a point stands there comes beside the frame, and the point is marked in it. */
  const sheet = document.querySelector("iframe.sheet");
  function listen() {
    const page = sheet.contentDocument;
    if (!page || page.documentElement.dataset.heard) return;
    page.documentElement.dataset.heard = "1";
    page.addEventListener("click", async (event) => {
      const link = event.target.closest("a[data-why]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.htmx) return;
      event.preventDefault();
      await window.htmx.ajax("GET", link.href.split("#")[0], { target: "#hvorfor", swap: "outerHTML" });
      const clause = link.closest(".clause");
      for (const old of page.querySelectorAll(".clause.on")) old.classList.remove("on");
      for (const old of page.querySelectorAll("a[data-why][aria-current]")) old.removeAttribute("aria-current");
      if (clause) clause.classList.add("on");
      link.setAttribute("aria-current", "true");
      window.history.replaceState(null, "", link.href);
      document.getElementById("hvorfor-tittel").focus();
    });
  }
  if (sheet) {
    sheet.addEventListener("load", listen);
    listen();
  }

  /* <button data-copy="id of a field" data-copied="words to show"> */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value || source.textContent);
      button.textContent = button.dataset.copied || "Kopiert";
    } catch {
      source.select();
    }
  });
})();
