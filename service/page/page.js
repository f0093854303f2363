// Forms without a reload. Without this script everything works: it posts the same forms and puts the answer in place of the screen.
"use strict";
(() => {
  const shown = new Map(); // screens that were seen, by number: kept in memory alone, for the browser's back and forward
  let number = 0;
  let busy = false;
  let saving = false; // a form that brings a file or another page, and leaves this one where it is

  const main = () => document.getElementById("main");

  function enhance() {
    for (const each of document.querySelectorAll(".scripted")) each.hidden = false;
    for (const each of document.querySelectorAll(".unscripted")) each.hidden = true;
    for (const each of document.getElementsByName("today")) each.value ||= today();
  }

  // "Since Sunday" counts from the day that it is here.
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((each) => String(each).padStart(2, "0")).join("-");
  }

  function place(html) {
    const next = new DOMParser().parseFromString(html, "text/html");
    document.title = next.title;
    for (const each of ["top", "main"]) document.getElementById(each).replaceWith(next.getElementById(each));
    enhance();
    scrollTo(0, 0);
    const first = document.querySelector(".trouble") ?? document.querySelector("main h1") ?? main();
    first.tabIndex = -1; // the heading of a letter or of a result is one of any document
    first.focus({ preventScroll: true });
  }

  function keep() {
    for (const each of main().querySelectorAll("input, textarea")) {
      if (each.type === "checkbox" || each.type === "radio") each.toggleAttribute("checked", each.checked);
      else if (each.type !== "file" && each.localName === "input") each.setAttribute("value", each.value);
      else if (each.localName === "textarea") each.textContent = each.value;
    }
    for (const each of main().querySelectorAll("option")) each.toggleAttribute("selected", each.selected);
    shown.set(number, `<title>${document.title.replace(/[&<]/g, "")}</title>${document.getElementById("top").outerHTML}${main().outerHTML}`);
  }

  async function post(form, button) {
    const body = new FormData(form, button);
    const multipart = form.enctype === "multipart/form-data";
    const answer = await fetch(button?.getAttribute("formaction") || form.getAttribute("action"), {
      method: "POST",
      body: multipart ? body : new URLSearchParams(body),
      credentials: "omit",
    });
    if (!(answer.headers.get("content-type") || "").startsWith("text/html")) throw new Error("not a page");
    return answer.text();
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (button?.hasAttribute("data-plain")) {
      saving = true;
      setTimeout(() => { saving = false; }, 1000);
      return;
    }
    event.preventDefault();
    if (busy) return;
    busy = true;
    main().setAttribute("aria-busy", "true");
    try {
      const html = await post(form, button);
      main().removeAttribute("aria-busy");
      keep();
      number += 1;
      history.pushState({ number }, "");
      place(html);
    } catch {
      main().removeAttribute("aria-busy");
      sayThatItFailed(form);
    } finally {
      busy = false;
    }
  });

  function sayThatItFailed(form) {
    let said = form.querySelector(".trouble");
    if (!said) {
      said = document.createElement("div");
      said.className = "trouble";
      said.setAttribute("role", "alert");
      said.tabIndex = -1;
      form.prepend(said);
    }
    said.textContent = document.body.dataset.failed;
    said.focus();
  }

  addEventListener("popstate", (event) => {
    keep();
    number = event.state?.number ?? 0;
    if (shown.has(number)) place(shown.get(number));
    else location.reload();
  });

  // Answers live in this page alone: a reload or a touch on a link would end them, so the browser asks first.
  addEventListener("beforeunload", (event) => {
    if (!saving && document.getElementsByName("state").length) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });

  history.replaceState({ number }, "");
  enhance();
})();
