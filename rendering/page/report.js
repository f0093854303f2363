// The search and the filters of a report of violations: what does not fit is hidden, and how much is left is said. Without a script all is shown.
"use strict";
(() => {
  const main = document.querySelector("main"), articles = [...main.querySelectorAll("article")];
  const kinds = [["bad", "errors"], ["doubt", "warnings"], ["note", "notes"]].filter(([kind]) => main.querySelector(`article.${kind}`));
  if (articles.length < 2) return;
  const checkOf = (article) => (article.querySelector("h3 strong")?.textContent ?? "").trim();
  const words = new Map(articles.map((article) => [article, article.textContent.toLowerCase()]));
  const made = (name, attributes, ...inside) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...inside);
    return element;
  };
  const search = made("input", { type: "search", id: "search", autocomplete: "off" });
  const names = [...new Set(articles.map(checkOf))].sort();
  const check = made("select", { id: "check" }, made("option", { value: "" }, "all checks"));
  check.append(...names.map((name) => made("option", { value: name }, name)));
  const boxes = kinds.map(([kind, name]) => [kind, made("input", { type: "checkbox", checked: true, id: `show-${kind}` }), name]);
  const told = made("output", { htmlFor: "search check" });
  const form = made("form", { role: "search", className: "filters" });
  form.append(made("label", {}, "Search: ", search), " ", made("label", {}, "Check: ", check));
  for (const [, box, name] of boxes) form.append(" ", made("label", {}, box, ` ${name}`));
  form.append(" ", told);
  main.querySelector("h1").after(form);

  function show() {
    const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const off = boxes.filter(([, box]) => !box.checked).map(([kind]) => kind);
    let left = 0;
    for (const article of articles) {
      const fits = asked.every((word) => words.get(article).includes(word))
        && (!check.value || checkOf(article) === check.value) && !off.some((kind) => article.classList.contains(kind));
      article.hidden = !fits;
      left += fits;
    }
    const narrowed = asked.length > 0 || check.value !== "";
    for (const folded of main.querySelectorAll("details")) {
      const within = [...folded.querySelectorAll("article")];
      if (!within.length) continue;
      folded.hidden = within.every((article) => article.hidden);
      folded.open = narrowed && !folded.hidden;
    }
    told.textContent = `${left} of ${articles.length} shown`;
  }
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
})();
