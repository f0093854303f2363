"use strict";
// Without this script the page says the same; with it the graph can be explored and a rule opens where the reader is.
(() => {
  const data = JSON.parse(document.getElementById("graph-data").textContent);
  const picture = document.getElementById("picture");
  const dialog = document.getElementById("rule-dialog");
  const status = document.getElementById("path");
  const SVG = "http://www.w3.org/2000/svg";
  const KIND = 0, ID = 1, WIDTH = 2, HEIGHT = 3, LINES = 4, DETAIL = 5, LINK = 6, SPOKEN = 7;
  let current = null;

  for (const each of document.querySelectorAll(".scripted")) each.hidden = false;

  // The words of a rule stand on the page once, in its article.
  for (const box of data.boxes) {
    if (box[KIND] !== "rule") continue;
    box[LINK] = `rule-${box[ID].slice("rule:".length)}`;
    const title = document.getElementById(box[LINK]).querySelector("h3").lastChild.textContent.trim();
    box[SPOKEN] = `Rule ${box[LINES][0].slice(1)}: ${title}${box[DETAIL] ? `, ${box[DETAIL]} decibans` : ""}`;
  }

  // What leads where follows the derivation; a box may stand for several of its nodes.
  const after = data.derivation.map((node) => node[1]);
  const before = after.map(() => []);
  after.forEach((targets, source) => targets.forEach((target) => before[target].push(source)));
  const nodesOf = data.boxes.map(() => []);
  data.derivation.forEach((node, number) => nodesOf[node[0]].push(number));

  function reached(start, next) {
    const found = new Set(start);
    const waiting = [...start];
    while (waiting.length) {
      for (const node of next[waiting.pop()]) if (!found.has(node)) { found.add(node); waiting.push(node); }
    }
    return found;
  }

  function pathOf(place) {
    const back = reached(nodesOf[place], before);
    const forth = reached(nodesOf[place], after);
    const boxes = (nodes) => new Set([...nodes].map((node) => data.derivation[node][0]));
    const steps = new Set();
    for (const nodes of [back, forth]) {
      for (const node of nodes) for (const target of after[node]) {
        if (nodes.has(target)) steps.add(`${data.derivation[node][0]}>${data.derivation[target][0]}`);
      }
    }
    return { back: boxes(back), forth: boxes(forth), steps };
  }

  const boxesShown = () => [...picture.querySelectorAll(".box")];
  const placeOf = (box) => Number(box.dataset.place);

  function light(box) {
    const place = placeOf(box);
    if (place === current) return;
    current = place;
    const path = pathOf(place);
    let leading = 0, following = 0;
    for (const each of boxesShown()) {
      const other = placeOf(each), leads = path.back.has(other), follows = path.forth.has(other);
      each.classList.toggle("lit", leads || follows);
      if (other !== place) { leading += leads; following += follows; }
    }
    for (const each of picture.querySelectorAll(".line")) {
      each.classList.toggle("lit", path.steps.has(`${each.dataset.source}>${each.dataset.target}`));
    }
    picture.classList.add("dimmed");
    status.textContent = `${data.boxes[place][SPOKEN]}. In this drawing ${leading} lead to it and ${following} follow from it.`;
  }

  function unlight() {
    current = null;
    if (!picture) return;
    picture.classList.remove("dimmed");
    for (const each of picture.querySelectorAll(".lit")) each.classList.remove("lit");
    status.textContent = "";
  }

  function element(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function drawBox([place, x, y]) {
    const box = data.boxes[place], rule = box[KIND] === "rule", lines = box[LINES];
    const link = element("a", {
      class: `box ${box[KIND]}`, href: `#${box[LINK]}`, "data-place": place, "data-id": box[ID], transform: `translate(${x},${y})`, "aria-label": box[SPOKEN],
    });
    const middle = Math.floor(box[WIDTH] / 2);
    link.append(element("title", {}, box[SPOKEN]), element("rect", { width: box[WIDTH], height: box[HEIGHT], rx: rule ? 9 : 5 }));
    lines.forEach((line, number) => link.append(element("text", { x: middle, y: 15 * (number + 1) + (rule ? 0 : 3), "text-anchor": "middle" }, line)));
    if (box[DETAIL]) {
      const y = rule ? 13 * lines.length + 14 : 15 * lines.length + 18;
      link.append(element("text", { class: "detail", x: middle, y, "text-anchor": "middle" }, box[DETAIL]));
    }
    return link;
  }

  function draw(name) {
    unlight();
    const drawing = data.drawings[name];
    const [width, height] = drawing.size;
    const group = (kind, children) => { const made = element("g", { class: kind }); made.append(...children); return made; };
    picture.setAttribute("width", width);
    picture.setAttribute("height", height);
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    picture.setAttribute("aria-label", `Inference graph: ${drawing.title}`);
    document.getElementById("drawn").replaceChildren(
      group("headings", drawing.headings.map(([title, x]) => element("text", { x, y: 14, "text-anchor": "middle" }, title))),
      group("lines", drawing.lines.map(([source, target, d]) => element("path", { class: "line", "data-source": source, "data-target": target, d }))),
      group("boxes", drawing.boxes.map(drawBox)),
    );
    rove();
  }

  // One stop for Tab; the arrow keys go on from there.
  function rove(chosen) {
    const boxes = boxesShown();
    for (const each of boxes) each.setAttribute("tabindex", "-1");
    const stop = chosen || boxes[0];
    if (stop) stop.setAttribute("tabindex", "0");
  }

  function spot(box) {
    const [x, y] = box.getAttribute("transform").match(/-?\d+/g).map(Number);
    const text = data.boxes[placeOf(box)];
    return { x: x + text[WIDTH] / 2, y: y + text[HEIGHT] / 2 };
  }

  function beside(box, key) {
    const boxes = boxesShown(), here = spot(box);
    const spots = boxes.map((each) => ({ each, ...spot(each) })).filter(({ each }) => each !== box);
    if (key === "Home") return boxes[0];
    if (key === "End") return boxes[boxes.length - 1];
    const nearest = (found, far) => found.sort((a, b) => far(a) - far(b))[0]?.each;
    const inColumn = spots.filter((each) => Math.abs(each.x - here.x) < 3);
    if (key === "ArrowUp") return nearest(inColumn.filter((each) => each.y < here.y), (each) => here.y - each.y);
    if (key === "ArrowDown") return nearest(inColumn.filter((each) => each.y > here.y), (each) => each.y - here.y);
    const right = key === "ArrowRight";
    const ahead = spots.filter((each) => (right ? each.x > here.x + 3 : each.x < here.x - 3));
    const columns = ahead.map((each) => Math.abs(each.x - here.x));
    const next = Math.min(...columns);
    return nearest(ahead.filter((each) => Math.abs(each.x - here.x) < next + 3), (each) => Math.abs(each.y - here.y));
  }

  function copyOf(id) {
    const article = document.getElementById(id);
    if (!article) return null;
    const copy = article.cloneNode(true);
    copy.removeAttribute("id");
    for (const each of copy.querySelectorAll("[id]")) each.removeAttribute("id");
    return copy;
  }

  function open(title, articles, more) {
    const body = document.getElementById("dialog-body");
    document.getElementById("dialog-title").textContent = title;
    body.replaceChildren(...articles);
    if (more) {
      const link = document.createElement("a");
      link.href = `#${more}`;
      link.textContent = "Where the page says more";
      const line = document.createElement("p");
      line.append(link);
      body.prepend(line);
    }
    dialog.showModal();
    dialog.scrollTop = 0;
  }

  function openRule(id) {
    const copy = copyOf(id);
    const heading = copy.querySelector("h3");
    heading.remove();
    open(heading.textContent, [copy]);
  }

  function openBox(box) {
    const place = placeOf(box), text = data.boxes[place];
    if (text[KIND] === "rule") return openRule(text[LINK]);
    const rules = new Set();
    for (const node of nodesOf[place]) {
      for (const source of before[node]) if (data.boxes[data.derivation[source][0]][KIND] === "rule") rules.add(data.derivation[source][0]);
    }
    open(text[SPOKEN], [...rules].map((rule) => copyOf(data.boxes[rule][LINK])).filter(Boolean), text[LINK]);
  }

  if (picture) {
    const frame = picture.parentElement; // a picture that listens for focus would be a stop for Tab of its own
    const boxAt = (event) => event.target.closest(".box");
    frame.addEventListener("pointerover", (event) => { const box = boxAt(event); if (box) light(box); });
    frame.addEventListener("pointerleave", () => {
      const held = document.activeElement?.closest?.("#picture .box");
      if (held && held.matches(":focus-visible")) light(held); else unlight();
    });
    frame.addEventListener("focusin", (event) => { const box = boxAt(event); if (box) { rove(box); light(box); } });
    frame.addEventListener("focusout", (event) => { if (!frame.contains(event.relatedTarget)) unlight(); });
    frame.addEventListener("click", (event) => { const box = boxAt(event); if (box) { event.preventDefault(); openBox(box); } });
    frame.addEventListener("keydown", (event) => {
      const box = boxAt(event);
      if (!box || !/^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(event.key)) return;
      event.preventDefault();
      const next = beside(box, event.key);
      if (next) { rove(next); next.focus(); next.scrollIntoView({ block: "nearest", inline: "nearest" }); }
    });
    document.getElementById("drawing").addEventListener("change", (event) => draw(event.target.value));
    rove();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.to-rule");
    if (!link) return;
    event.preventDefault();
    openRule(link.hash.slice(1));
  });
  // A link to something folded away unfolds it first.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.defaultPrevented) return;
    if (dialog.open) dialog.close();
    for (let each = document.getElementById(decodeURIComponent(link.hash.slice(1))); each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
  });
  // Paper has nothing to unfold.
  const folded = () => document.querySelectorAll("details.group, .bibliography details");
  let unfolded = [];
  window.addEventListener("beforeprint", () => { unfolded = [...folded()].filter((each) => !each.open); for (const each of unfolded) each.open = true; });
  window.addEventListener("afterprint", () => { for (const each of unfolded) each.open = false; });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
})();
