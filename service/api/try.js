// Lists what the service describes of itself, sends what is written here to it, and shows what comes back. Nothing is kept.
"use strict";
const at = (id) => document.getElementById(id);
const operations = new Map();
let root = ""; // the path that the service lies under

const chosen = () => operations.get(at("operation").value);

function show() {
  const { path, method, about } = chosen();
  const kind = Object.keys(about.requestBody?.content ?? {})[0];
  at("told").textContent = about.description ?? about.summary;
  at("address").value = root + path;
  at("with-body").hidden = method !== "post";
  const example = about.requestBody?.content[kind].example ?? {};
  at("body").value = typeof example === "string" ? example : JSON.stringify(example, null, 2);
}

async function begin() {
  const described = await (await fetch("v1/openapi.json")).json();
  root = described.servers[0].url.replace(/\/$/, "");
  for (const [path, methods] of Object.entries(described.paths)) {
    for (const [method, about] of Object.entries(methods)) {
      operations.set(about.operationId, { path, method, about });
      at("operation").add(new Option(`${method.toUpperCase()} ${path}: ${about.summary}`, about.operationId));
    }
  }
  show();
}

async function send(event) {
  event.preventDefault();
  const { method, about } = chosen();
  const headers = {};
  if (at("token").value) headers.Authorization = `Bearer ${at("token").value}`;
  const asked = { method: method.toUpperCase(), headers };
  if (method === "post") {
    headers["Content-Type"] = Object.keys(about.requestBody.content)[0];
    asked.body = at("body").value;
  }
  at("status").textContent = "Asking …";
  const begun = performance.now();
  try {
    const answer = await fetch(at("address").value, asked);
    const text = await answer.text();
    at("status").textContent = `${answer.status} ${answer.statusText}, ${Math.round(performance.now() - begun)} ms, pack ${answer.headers.get("Hipexpert-Pack") ?? "none"}`;
    at("answer").textContent = pretty(text);
  } catch (error) {
    at("status").textContent = `No answer: ${error.message}`;
    at("answer").textContent = "";
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

at("operation").addEventListener("change", show);
at("form").addEventListener("submit", send);
begin().catch((error) => { at("status").textContent = `The service does not describe itself: ${error.message}`; });
