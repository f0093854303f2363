"use strict";
// What was decided is kept in the element `filled`, so that a saved copy opens with it and `hipexpert review sign --list` reads it.
const form = document.getElementById("review");
const kept = document.getElementById("filled");
const told = document.getElementById("told");
const entries = [...form.querySelectorAll("article")];
const who = ["name", "role", "date"];

const reasonOf = (article) => article.querySelector(".reason input");
const chosenIn = (article) => article.querySelector("input[type=radio]:checked");

function fillIn() {
  const data = JSON.parse(kept.textContent);
  for (const key of who) form.elements[key].value = data[key];
  const rows = new Map(data.rows.map((row) => [row.entry, row]));
  for (const article of entries) {
    const row = rows.get(article.dataset.entry);
    if (!row) continue;
    for (const button of article.querySelectorAll("input[type=radio]")) button.checked = button.value === row.decision;
    reasonOf(article).value = row.reason;
  }
}

function collected() {
  const data = JSON.parse(kept.textContent);
  for (const key of who) data[key] = form.elements[key].value.trim();
  data.rows = entries.map((article) => ({
    entry: article.dataset.entry,
    content: article.dataset.content,
    decision: chosenIn(article).value,
    reason: reasonOf(article).value.trim(),
  }));
  return data;
}

function lacking(data) {
  const unsaid = who.find((key) => !data[key]);
  if (unsaid) return [form.elements[unsaid], `Say your ${unsaid} first.`];
  const bare = data.rows.findIndex((row) => row.decision === "rejected" && !row.reason);
  if (bare >= 0) return [reasonOf(entries[bare]), "A rejection needs a reason."];
  if (data.rows.every((row) => !row.decision)) return [entries[0]?.querySelector("input"), "Nothing is decided yet."];
  return null;
}

function save() {
  const data = collected();
  const lack = lacking(data);
  if (lack) {
    told.textContent = lack[1];
    lack[0]?.focus();
    return;
  }
  kept.textContent = JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (char) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0"));
  told.textContent = "";
  const page = new Blob(["<!DOCTYPE html>\n", document.documentElement.outerHTML], { type: "text/html;charset=utf-8" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(page);
  link.download = `review-${data.date}.html`;
  link.click();
  URL.revokeObjectURL(link.href);
  const decided = data.rows.filter((row) => row.decision).length;
  told.textContent = `Saved ${decided} of ${data.rows.length} decisions as ${link.download}. Send that file back.`;
}

document.getElementById("save").addEventListener("click", save);
form.addEventListener("submit", (event) => event.preventDefault());
fillIn();
