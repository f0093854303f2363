"use strict";
// Search, select, walk. What leads to what follows the parts beneath the nodes: facts, rules and weighings.
(() => {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const { nodes, parts, kinds, topics, sources } = data;
  const at = (id) => document.getElementById(id);
  const map = at("map"), search = at("search"), found = at("found"), title = at("chosen-title"), body = at("chosen-body");
  const SHOWN = 40, UP = 1, DOWN = 2, HERE = 4;
  for (const each of document.querySelectorAll(".scripted")) each.hidden = false;
  at("unscripted").remove();

  nodes.forEach((node, number) => {
    node.number = number;
    node.kind = kinds[node.k][0];
    node.id = `${node.kind}:${node.i}`;
    node.name = node.i.toLowerCase();
    node.words = `${node.i} ${node.i.replace(/[_-]/g, " ")} ${node.l} ${node.s || ""}`.toLowerCase();
  });
  const byId = new Map(nodes.map((node) => [node.id, node.number]));

  // The parts in both directions, as flat arrays.
  const nodeOf = Int32Array.from(parts, (part) => part[0]);
  const isStep = Uint8Array.from(parts, (part) => part[1]);
  const after = parts.map((part) => part[2]);
  const before = parts.map(() => []);
  after.forEach((targets, source) => { for (const target of targets) before[target].push(source); });
  const partsOf = nodes.map(() => []);
  nodeOf.forEach((node, part) => partsOf[node].push(part));

  // The nodes that lie one way from a node, with how many rules and weighings away: directly beside it is 0 or 1.
  function reached(start, beside) {
    const far = new Int32Array(parts.length).fill(-1);
    let level = partsOf[start].slice(), distance = 0;
    for (const part of level) far[part] = 0;
    const near = new Map();
    while (level.length) {
      const next = [], here = level;
      for (let place = 0; place < here.length; place++) {
        const part = here[place], node = nodeOf[part];
        if (node !== start && !near.has(node)) near.set(node, distance);
        for (const each of beside[part]) {
          if (far[each] !== -1) continue;
          far[each] = distance + isStep[each];
          (isStep[each] ? next : here).push(each);
        }
      }
      level = next;
      distance += 1;
    }
    return near;
  }

  function direct(start, beside) {
    const own = new Set(), seen = new Set(partsOf[start]), waiting = [...seen];
    while (waiting.length) {
      for (const each of beside[waiting.pop()]) {
        if (nodeOf[each] !== start) own.add(nodeOf[each]);
        else if (!seen.has(each)) { seen.add(each); waiting.push(each); }
      }
    }
    return [...own].sort((a, b) => a - b);
  }

  // --- the map ---------------------------------------------------------------------------------------------------
  const cells = new Array(nodes.length);
  for (const cell of map.querySelectorAll("i")) cells[Number(cell.dataset.n)] = cell;
  const state = new Uint8Array(nodes.length);
  let chosen = -1, drawn = null;

  function light(up, down) {
    const wanted = new Uint8Array(nodes.length);
    for (const node of up.keys()) wanted[node] |= UP;
    for (const node of down.keys()) wanted[node] |= DOWN;
    if (chosen >= 0) wanted[chosen] = HERE;
    for (let node = 0; node < wanted.length; node++) {
      const cell = cells[node];
      if (!cell || wanted[node] === state[node]) continue;
      cell.classList.toggle("up", Boolean(wanted[node] & UP));
      cell.classList.toggle("down", Boolean(wanted[node] & DOWN));
      cell.classList.toggle("here", wanted[node] === HERE);
    }
    state.set(wanted);
    map.classList.toggle("lit", chosen >= 0);
  }

  const canvas = at("lines");
  function drawLines() {
    const box = map.getBoundingClientRect(), scale = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = Math.round(box.width * scale);
    canvas.height = Math.round(box.height * scale);
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    if (chosen < 0 || !cells[chosen] || !drawn) return;
    const colours = getComputedStyle(document.body);
    const middle = (node) => {
      const rect = cells[node].getBoundingClientRect();
      return [rect.left - box.left + rect.width / 2, rect.top - box.top + rect.height / 2];
    };
    const [x, y] = middle(chosen);
    pen.lineWidth = 1.2;
    for (const [beside, colour] of [[drawn.before, "--up"], [drawn.after, "--down"]]) {
      pen.strokeStyle = colours.getPropertyValue(colour);
      pen.globalAlpha = beside.length > 60 ? 0.35 : 0.75;
      pen.beginPath();
      for (const node of beside) {
        if (!cells[node]) continue;
        const [toX, toY] = middle(node), bend = (toX - x) / 2;
        pen.moveTo(x, y);
        pen.bezierCurveTo(x + bend, y, toX - bend, toY, toX, toY);
      }
      pen.stroke();
    }
  }
  let waiting = 0;
  const redraw = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(drawLines); };
  new ResizeObserver(redraw).observe(map);

  const hint = at("hint");
  map.addEventListener("pointermove", (event) => {
    const cell = event.target.closest("i");
    hint.hidden = !cell;
    if (!cell) return;
    const node = nodes[Number(cell.dataset.n)], box = map.getBoundingClientRect();
    hint.textContent = `${kinds[node.k][1]}: ${node.l}`;
    hint.style.left = `${Math.max(0, Math.min(event.clientX - box.left + 12, box.width - 290))}px`;
    hint.style.top = `${event.clientY - box.top + 16}px`;
  });
  map.addEventListener("pointerleave", () => { hint.hidden = true; });
  map.addEventListener("click", (event) => {
    const cell = event.target.closest("i");
    if (cell) go(Number(cell.dataset.n));
  });

  // --- what is selected ------------------------------------------------------------------------------------------
  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }
  const link = (number, text) => make("a", { href: `#${nodes[number].id}` }, text || nodes[number].l);
  const entry = (number, text) => make("li", {}, link(number, text), " ", make("span", { class: "kind" }, kinds[nodes[number].k][1]), " ", make("code", {}, nodes[number].i));
  const listOf = (numbers) => make("ul", { class: "list" }, ...numbers.map((number) => entry(number)));
  const thousands = new Intl.NumberFormat("en");
  const counted = (number, kind) => `${thousands.format(number)} ${number === 1 || kind === "advice" ? kind : `${kind}s`}`;

  function byKind(near) {
    const groups = kinds.map(() => []);
    for (const [node, distance] of near) groups[nodes[node].k].push([distance, node]);
    return groups.map((group, kind) => [kinds[kind][1], group.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((each) => each[1])]).filter((each) => each[1].length);
  }

  // A long list is made when it is unfolded.
  function folded(text, numbers, fill) {
    const made = make("details", {}, make("summary", {}, text));
    made.addEventListener("toggle", () => { if (made.open && made.childElementCount === 1) made.append(fill(numbers)); });
    return made;
  }

  function few(heading, style, numbers) {
    const parts = [make("h3", { class: style }, `${heading} (${numbers.length})`)];
    if (numbers.length <= 12) return numbers.length ? [...parts, listOf(numbers)] : [];
    return [...parts, listOf(numbers.slice(0, 8)), folded(`${numbers.length - 8} more`, numbers.slice(8), listOf)];
  }

  // What covers it: the checks that are about it, then the tests that say most about it.
  function tested({ kind, v: [reaching, named, fires, silent] }) {
    const listed = (texts) => make("ul", { class: "list" }, ...texts.map((text) => make("li", {}, make("code", {}, text))));
    const part = (heading, texts) => {
      if (!texts.length) return [];
      return [make("details", {}, make("summary", {}, `${heading} (${texts.length})`), listed(texts))];
    };
    const what = kind === "rule" ? "it fires" : kind === "finding" ? "it is answered" : "it holds";
    const made = [make("h3", {}, `Tests (${thousands.format(reaching)})`)];
    if (!reaching && !fires.length && !silent.length) return [...made, make("p", { class: "disclaimer" }, "No test covers it.")];
    made.push(...part("Checks that it fires", fires), ...part("Checks that it does not", silent));
    if (reaching) made.push(...part(named.length < reaching ? `Tests in which ${what}: those with least beside it` : `Tests in which ${what}`, named));
    return made;
  }

  function describe(node, up, down) {
    const made = [make("p", { class: "soft" }, `${kinds[node.k][1]} `, make("code", {}, node.i), ` · ${topics[node.t][1]}${node.p ? ` · ${node.p}` : ""}`)];
    for (const text of node.x || []) made.push(make("p", {}, text));
    if (node.y) made.push(make("pre", { tabindex: "0", "aria-label": "As its author wrote it", role: "region" }, node.y));
    if (node.b) made.push(make("p", {}, make("strong", {}, "Because: "), node.b));
    if (node.c) {
      made.push(make("ul", { class: "sources" }, ...node.c.map(([source, where, stance]) => {
        const [name, grade, published, address] = sources[source];
        const shown = address ? make("a", { href: address, rel: "noopener noreferrer external" }, name) : name;
        return make("li", {}, shown, where ? `, ${where}` : "", ` (${stance === "refute" ? "against" : "supports"}; ${[grade, published].filter(Boolean).join("; ")})`);
      })));
    }
    if (node.g) made.push(make("p", { class: "soft" }, node.g));
    if (node.r) made.push(make("h3", {}, `Reviews (${node.r.length})`), make("ul", { class: "reviews" }, ...node.r.map((text) => make("li", {}, text))));
    if (node.v) made.push(...tested(node));
    if (node.n) made.push(make("p", { class: "disclaimer" }, node.n));
    made.push(make("p", { class: "soft" }, `in-degree ${drawn.before.length}, out-degree ${drawn.after.length}; depth ${node.d}`));
    made.push(...few("Directly before", "up-title", drawn.before), ...few("Directly after", "down-title", drawn.after));
    if (node.w) {
      made.push(make("h3", {}, "Every way to it goes through"), make("ul", { class: "list" },
        ...node.w.map((each) => (typeof each === "number" ? entry(each) : make("li", {}, "the answer ", make("code", {}, each))))));
    }
    if (node.o) {
      const all = (some) => make("ul", { class: "list" }, ...some.map(([number, text]) => entry(number, text)));
      made.push(make("h3", {}, `Without it, this cannot be concluded (${node.o.length})`), all(node.o.slice(0, 8)));
      if (node.o.length > 8) made.push(folded(`${node.o.length - 8} more`, node.o.slice(8), all));
    }
    for (const [near, heading, style] of [[up, "All that can touch it", "up-title"], [down, "All that it can touch", "down-title"]]) {
      made.push(make("h3", { class: style }, `${heading} (${near.size})`));
      for (const [kind, numbers] of byKind(near)) made.push(folded(counted(numbers.length, kind), numbers, listOf));
    }
    return made;
  }

  function select(number) {
    chosen = number;
    const node = nodes[number], up = reached(number, before), down = reached(number, after);
    drawn = { before: direct(number, before), after: direct(number, after) };
    light(up, down);
    redraw();
    title.textContent = node.l;
    body.replaceChildren(...describe(node, up, down));
    at("chosen").scrollTop = 0;
    at("status").textContent = `${kinds[node.k][1]} ${node.l}: ${up.size} can touch it, it can touch ${down.size}.`;
    document.title = `${node.l} · ${heading}`;
  }
  const heading = document.title;
  const wide = window.matchMedia("(min-width: 62rem)");

  function go(number) {
    if (location.hash === `#${nodes[number].id}`) follow();
    else location.hash = nodes[number].id;
  }
  function follow() {
    const number = byId.get(decodeURIComponent(location.hash.slice(1)));
    if (number === undefined) return;
    select(number);
    title.focus({ preventScroll: wide.matches });
  }
  window.addEventListener("hashchange", follow);

  // --- the search ------------------------------------------------------------------------------------------------
  const kindPick = at("kind"), topicPick = at("topic");
  topicPick.append(...topics.map(([, name], number) => make("option", { value: number }, name)));
  let matches = [], active = -1;

  function matching() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const kind = kindPick.value, topic = topicPick.value;
    if (!words.length && !kind && !topic) return [];
    const ranked = [];
    for (const node of nodes) {
      if ((kind && node.kind !== kind) || (topic && node.t !== Number(topic))) continue;
      if (!words.every((word) => node.words.includes(word))) continue;
      const first = words[0] || "";
      const rank = node.name === search.value.trim().toLowerCase() ? 0 : node.name.startsWith(first) ? 1 : new RegExp(`\\b${first.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`).test(node.words) ? 2 : 3;
      ranked.push([rank, node.kind === "rule" ? 1 : 0, node.number]);
    }
    return ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map((each) => each[2]);
  }

  function show() {
    matches = matching();
    active = -1;
    search.removeAttribute("aria-activedescendant");
    const asked = search.value.trim() || kindPick.value || topicPick.value;
    if (!asked) return hide();
    const options = matches.slice(0, SHOWN).map((number, place) => make("li", { role: "option", id: `option-${place}`, "aria-selected": "false", "data-n": number },
      nodes[number].l, " ", make("span", { class: "kind" }, kinds[nodes[number].k][1]), " ", make("code", {}, nodes[number].i)));
    const rest = matches.length - options.length;
    if (rest > 0 || !matches.length) options.push(make("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, matches.length ? `and ${rest} more: type another word` : "nothing is called so"));
    found.replaceChildren(...options);
    found.hidden = false;
    search.setAttribute("aria-expanded", "true");
    at("status").textContent = `${matches.length} found`;
  }
  function hide() {
    found.hidden = true;
    search.setAttribute("aria-expanded", "false");
    search.removeAttribute("aria-activedescendant");
    active = -1;
  }
  function point(place) {
    const options = found.querySelectorAll("li[data-n]");
    if (!options.length) return;
    if (active >= 0) options[active]?.setAttribute("aria-selected", "false");
    active = (place + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    search.setAttribute("aria-activedescendant", options[active].id);
  }
  function pick(number) {
    hide();
    go(number);
  }
  search.addEventListener("input", show);
  search.addEventListener("focus", () => { if (search.value.trim()) show(); });
  for (const each of [kindPick, topicPick]) each.addEventListener("change", () => { show(); search.focus(); });
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.hidden) show();
      point(active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (matches.length && !found.hidden) pick(matches[Math.max(active, 0)]);
    } else if (event.key === "Escape") {
      if (found.hidden) search.value = "";
      hide();
    }
  });
  found.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  found.addEventListener("click", (event) => {
    const option = event.target.closest("li[data-n]");
    if (option) pick(Number(option.dataset.n));
  });
  search.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== search) hide(); }, 0));
  document.querySelector("form.finder").addEventListener("submit", (event) => event.preventDefault());

  if (location.hash.length > 1) follow();
  else if (byId.has(data.focus)) select(byId.get(data.focus));
})();
