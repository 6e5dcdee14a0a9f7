"use strict";
// The network view. Positions come from the server and nothing moves by itself; every text enters the page as text.
(() => {
  const root = document.getElementById("net");
  const source = document.getElementById("network-data");
  if (!root || !source || !window.vis) return;

  const model = JSON.parse(source.textContent);
  const words = model.words;
  const lang = document.documentElement.lang.startsWith("en") ? "en" : "zh";
  const $ = (id) => document.getElementById(id);
  const canvas = $("net-canvas");
  const detail = $("net-detail");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const night = window.matchMedia("(prefers-color-scheme: dark)");
  const STEP = 1.3;
  const LARGEST = 20;
  const SMALLEST = 2.5;
  const CROWD = 300;
  const MANY = 12;
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // ---- state: what the address can carry ----
  const state = { focus: "", hide: new Set(), stated: false, sourced: false, labels: false, layout: model.layout };

  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    state.focus = given.get("focus") || "";
    state.hide = new Set((given.get("hide") || "").split(",").filter(Boolean));
    for (const key of ["stated", "sourced", "labels"]) state[key] = given.get(key) === "1";
    const layout = given.get("layout");
    state.layout = model.layers && (layout === "layers" || layout === "network") ? layout : model.layout;
  }

  function writeAddress() {
    const kept = new URLSearchParams();
    if (state.focus) kept.set("focus", state.focus);
    if (state.hide.size) kept.set("hide", [...state.hide].join(","));
    for (const key of ["stated", "sourced", "labels"]) if (state[key]) kept.set(key, "1");
    if (state.layout !== model.layout) kept.set("layout", state.layout);
    const text = kept.toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  }

  // ---- data ----
  const known = new Map(model.nodes.map((node) => [node.id, node]));
  const lines = new Map(model.edges.map((edge) => [edge.id, edge]));
  const nodes = new vis.DataSet([]);
  const edges = new vis.DataSet([]);
  let seen = { nodes: new Set(), edges: new Set() };

  function choose() {
    const filtered = state.stated || state.sourced;
    const open = (id) => !state.hide.has(known.get(id).group);
    const wanted = (edge) => (!state.stated || edge.basis === "stated") && (!state.sourced || edge.claims.length > 0);
    const shown = [...lines.values()].filter((edge) => wanted(edge) && open(edge.from) && open(edge.to));
    const joined = new Set(shown.flatMap((edge) => [edge.from, edge.to]));
    const kept = [...known.keys()].filter((id) => open(id) && (!filtered || joined.has(id) || !known.get(id).degree));
    seen = { nodes: new Set(kept), edges: new Set(shown.map((edge) => edge.id)) };
  }

  const touching = (id) => [...lines.values()].filter((edge) => seen.edges.has(edge.id) && (edge.from === id || edge.to === id));

  // ---- look ----
  const dark = () => {
    const theme = root.dataset.theme || document.documentElement.dataset.theme;
    return theme ? theme === "dark" : night.matches;
  };
  const tone = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const layered = () => state.layout === "layers" && Boolean(model.layers);
  const place = (node) => (layered() && model.layers.places[node.id]) || [node.x, node.y];

  function near() {
    if (!state.focus || !seen.nodes.has(state.focus)) return null;
    return new Set([state.focus, ...touching(state.focus).flatMap((edge) => [edge.from, edge.to])]);
  }

  function dressed(node, lit, colours) {
    const group = model.groups[node.group];
    const fill = dark() ? group.night : group.day;
    const ink = dark() ? group.night_ink : group.day_ink;
    const shape = layered() ? "box" : group.shape;
    const inside = shape === "box" || shape === "ellipse";
    const faint = lit && !lit.has(node.id);
    const chosen = node.id === state.focus;
    const border = chosen ? colours.ink : node.cls ? fill : ink;
    const [x, y] = place(node);
    const [font, size] = measure(node);
    return {
      id: node.id, label: layered() ? node.card : node.label, title: [node.name, node.kind, node.what].filter(Boolean).join("\n"), shape, x, y, size, opacity: faint ? 0.25 : 1,
      borderWidth: chosen ? 3 : 1.5, borderWidthSelected: 3, labelHighlightBold: false, shapeProperties: { borderDashes: node.cls ? false : [4, 3] },
      color: { background: fill, border, highlight: { background: fill, border: colours.ink }, hover: { background: fill, border: colours.ink } },
      font: {
        size: font,
        color: faint ? (inside ? colours.soft : colours.faint) : inside ? ink : colours.ink,
        strokeWidth: inside ? 0 : 4, strokeColor: colours.paper,
      },
    };
  }

  // Letters of hubs are large so that they can be read from afar, and shrink close by; marks never vanish altogether.
  const plain = model.options.nodes.font.size;
  function measure(node) {
    if (layered()) return [plain, node.size];
    const scale = network.getScale();
    const least = Math.max(node.font ? 14 : 0, SMALLEST / scale);
    if (!node.font) return [plain, Math.max(node.size, least)];
    const font = Math.min(node.font.size, Math.max(plain, LARGEST / scale));
    return [font, Math.max(node.size * (font / node.font.size), least)];
  }

  let drawnAt = 0;
  function rescale() {
    const scale = network.getScale();
    if (layered() || Math.abs(Math.log(scale / drawnAt)) < 0.1) return;
    drawnAt = scale;
    const changed = [];
    for (const id of seen.nodes) {
      const drawn = nodes.get(id);
      const [font, size] = measure(known.get(id));
      if (drawn.size !== size || drawn.font.size !== font) changed.push({ id, size, font: { ...drawn.font, size: font } });
    }
    nodes.update(changed);
  }

  function drawnEdge(edge, lit, colours) {
    const on = lit && (edge.from === state.focus || edge.to === state.focus);
    const colour = on ? colours.ink : lit ? colours.faint : colours.line;
    const label = state.labels || (on && lit.size <= MANY) ? edge.text : "";
    return {
      id: edge.id, from: edge.from, to: edge.to, dashes: edge.dashes ? [6, 4] : false, smooth: edge.smooth || false,
      label: label || undefined, width: on ? 2.2 : 1.2, color: { color: colour, highlight: colour, hover: colours.ink, opacity: !lit && seen.edges.size > CROWD ? 0.45 : 1 },
      font: { color: colours.ink, strokeColor: colours.paper },
    };
  }

  function palette() {
    return { ink: tone("--net-ink"), paper: tone("--net-paper"), line: tone("--net-line"), faint: tone("--net-faint"), soft: tone("--net-soft") };
  }

  function fill(set, wanted) {
    const ids = new Set(wanted.map((item) => item.id));
    set.remove(set.getIds().filter((id) => !ids.has(id)));
    set.update(wanted);
  }

  function paint() {
    choose();
    const lit = near();
    const colours = palette();
    fill(nodes, [...seen.nodes].map((id) => dressed(known.get(id), lit, colours)));
    fill(edges, layered() ? [] : [...seen.edges].map((id) => drawnEdge(lines.get(id), lit, colours)));
    network.setOptions({ interaction: { dragNodes: !layered() } });
    if (state.focus && seen.nodes.has(state.focus)) network.selectNodes([state.focus], false);
    else network.unselectAll();
    network.redraw();
    mark();
  }

  function mark() {
    for (const path of root.querySelectorAll("path[data-group]")) {
      const group = model.groups[path.dataset.group];
      path.setAttribute("fill", dark() ? group.night : group.day);
      path.setAttribute("stroke", path.dataset.group === "Unnamed" ? (dark() ? group.night_ink : group.day_ink) : "none");
    }
    for (const output of root.querySelectorAll("output[data-count]")) {
      output.value = [...known.values()].filter((node) => node.group === output.dataset.count).length;
    }
    for (const box of root.querySelectorAll("[name=net-group]")) box.checked = !state.hide.has(box.value);
    for (const key of ["stated", "sourced", "labels"]) $(`net-${key}`).checked = state[key];
    for (const radio of root.querySelectorAll("[name=net-layout]")) radio.checked = radio.value === state.layout;
  }

  // ---- the lines of the layered picture: along the lanes that the server left between the boxes ----
  function trace(context, route) {
    context.beginPath();
    context.moveTo(...route[0]);
    for (let i = 1; i < route.length; i += 1) {
      const [[x, y], [toX, toY]] = [route[i - 1], route[i]];
      const middle = x === toX ? x + 40 : (x + toX) / 2;
      context.bezierCurveTo(middle, y, middle, toY, toX, toY);
    }
    context.stroke();
  }

  function arrow(context, route) {
    const [[x0], [x, y]] = route.slice(-2);
    const back = x === x0 ? 9 : Math.sign(x0 - x) * 9;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + back, y - 4.5);
    context.lineTo(x + back, y + 4.5);
    context.fill();
  }

  function title(context, route, text, colours) {
    const at = Math.floor((route.length - 1) / 2);
    const [[x, y], [toX, toY]] = [route[at], route[at + 1]];
    context.font = `11px ${model.options.nodes.font.face}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = colours.paper;
    context.strokeText(text, (x + toX) / 2, (y + toY) / 2);
    context.fillText(text, (x + toX) / 2, (y + toY) / 2);
  }

  function drawRoutes(context) {
    if (!layered()) return;
    const lit = near();
    const colours = palette();
    const ordered = [...seen.edges].map((id) => lines.get(id)).filter((edge) => model.layers.routes[edge.id]);
    const on = (edge) => Boolean(lit) && (edge.from === state.focus || edge.to === state.focus);
    ordered.sort((a, b) => on(a) - on(b));
    for (const edge of ordered) {
      const route = model.layers.routes[edge.id];
      const colour = on(edge) ? colours.ink : lit ? colours.faint : colours.line;
      context.lineWidth = on(edge) ? 2.2 : 1.4;
      context.strokeStyle = context.fillStyle = colour;
      context.setLineDash(edge.dashes ? [6, 4] : []);
      trace(context, route);
      context.setLineDash([]);
      arrow(context, route);
      if (state.labels || (on(edge) && lit.size <= MANY)) {
        context.fillStyle = colours.ink;
        title(context, route, edge.text, colours);
      }
    }
  }

  const network = new vis.Network(canvas, { nodes, edges }, model.options);
  network.on("beforeDrawing", drawRoutes);
  network.on("afterDrawing", () => requestAnimationFrame(rescale));

  // ---- details: relations and sources as text nodes ----
  function make(tag, text = "", attributes = {}) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  function cited(edge) {
    const list = make("ul", "", { class: "net-sources" });
    for (const id of edge.claims) {
      const claim = model.claims[id];
      if (!claim) continue;
      const paper = model.documents[claim.document];
      const where = [paper.date || words.no_date, claim.line ? `L${claim.line}:${claim.start}–${claim.end}` : "", claim.row];
      const item = make("li");
      const name = paper.title || claim.document;
      item.append(model.offline ? make("span", name) : make("a", name, { href: `/documents/${encodeURIComponent(claim.document)}#${id}` }));
      item.append(make("small", ` ${where.filter(Boolean).join(" · ")}`));
      list.append(item);
    }
    if (!list.children.length) list.append(make("li", words.no_source));
    return list;
  }

  function related(id) {
    const groups = new Map();
    for (const edge of touching(id)) {
      const heading = edge.from === id ? `${edge.text} →` : `← ${edge.text}`;
      groups.set(heading, [...(groups.get(heading) || []), edge]);
    }
    return groups;
  }

  function relation(edge, id) {
    const other = known.get(edge.from === id ? edge.to : edge.from);
    const item = make("li");
    const jump = make("button", other.name, { type: "button", class: "net-jump" });
    jump.addEventListener("click", () => select(other.id, true));
    item.append(jump, make("span", other.kind, { class: "net-kind" }));
    item.append(make("span", words[edge.basis], { class: `net-basis ${edge.basis}` }), cited(edge));
    return item;
  }

  function show(id) {
    detail.replaceChildren();
    const node = known.get(id);
    if (!node) return;
    const shut = make("button", "×", { type: "button", class: "net-close", "aria-label": words.close });
    shut.addEventListener("click", leave);
    detail.append(shut, make("h3", node.name), make("p", node.kind, { class: "net-class" }));
    const acts = make("p", "", { class: "net-acts" });
    if (node.cls && !model.offline) {
      const more = make("button", words.expand, { type: "button" });
      more.addEventListener("click", () => expand(id));
      acts.append(more, make("a", words.open, { href: node.href }));
    }
    detail.append(acts);
    if (!node.cls) detail.append(make("p", node.what));
    for (const [heading, list] of related(id)) {
      detail.append(make("h4", `${heading}（${list.length}）`));
      const items = make("ul", "", { class: "net-related" });
      items.append(...list.map((edge) => relation(edge, id)));
      detail.append(items);
    }
    enrich(node);
  }

  async function enrich(node) {
    if (!node.cls || model.offline) return;
    const answer = await ask(`/api/v1/entities/${encodeURIComponent(node.id)}`);
    if (!answer || state.focus !== node.id || !Array.isArray(answer.names)) return;
    const names = answer.names.map((name) => (typeof name === "string" ? name : name.name)).filter((name) => name && name !== node.name);
    if (names.length) detail.querySelector(".net-class").after(make("p", `${words.also_named}：${[...new Set(names)].join("、")}`, { class: "net-names" }));
  }

  async function ask(address) {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  // ---- bring in neighbours ----
  async function expand(id) {
    const answer = model.offline ? null : await ask(`/network/neighbours.json?limit=60&lang=${lang}&entity=${encodeURIComponent(id)}`);
    const fresh = answer ? answer.nodes.filter((node) => !known.has(node.id)) : [];
    if (!fresh.length) {
      tell(words.not_expanded);
      return;
    }
    Object.assign(model.groups, answer.groups);
    Object.assign(model.claims, answer.claims);
    Object.assign(model.documents, answer.documents);
    state.layout = "network";
    const { x, y } = known.get(id);
    settle(fresh, x, y);
    for (const node of fresh) {
      known.set(node.id, node);
      row(node);
    }
    for (const edge of answer.edges) {
      const same = [...lines.values()].some((old) => old.from === edge.from && old.to === edge.to && old.text === edge.text);
      if (known.has(edge.from) && known.has(edge.to) && !same) lines.set(`${id}/${edge.id}`, { ...edge, id: `${id}/${edge.id}` });
    }
    model.layers = null;
    for (const element of root.querySelectorAll(".net-layouts")) element.hidden = true;
    legend(answer.legend);
    select(id, false);
    network.fit({ nodes: [id, ...fresh.map((node) => node.id)], animation: !still.matches });
    tell(say("expanded", { count: fresh.length }));
  }

  function settle(fresh, x, y) {
    const taken = [...known.values()].map((node) => [node.x, node.y]);
    let ring = 0;
    let angle = 0;
    for (const node of fresh) {
      let spot;
      do {
        const radius = 150 + 90 * ring;
        spot = [x + Math.cos(angle) * radius * 1.4, y + Math.sin(angle) * radius];
        angle += 150 / radius;
        if (angle > 2 * Math.PI) { angle = 0; ring += 1; }
      } while (taken.some(([a, b]) => Math.abs(a - spot[0]) < 150 && Math.abs(b - spot[1]) < 60));
      taken.push(spot);
      [node.x, node.y] = spot;
    }
  }

  function row(node) {
    const line = make("tr", "", { "data-id": node.id });
    const name = make("th", "", { scope: "row" });
    name.append(node.href ? make("a", node.name, { href: node.href }) : node.name);
    line.append(name, make("td", node.kind), make("td", String(node.degree), { class: "n" }));
    $("net-things").tBodies[0].append(line);
  }

  function legend(entries) {
    const present = new Set([...root.querySelectorAll("[name=net-group]")].map((box) => box.value));
    for (const entry of entries.filter((one) => !present.has(one.group))) {
      const label = root.querySelector(".net-legend label").cloneNode(true);
      const path = label.querySelector("path");
      Object.assign(label.querySelector("input"), { value: entry.group, checked: true });
      path.setAttribute("d", entry.path);
      path.dataset.group = label.querySelector("output").dataset.count = entry.group;
      label.querySelector("span").textContent = entry.label;
      root.querySelector(".net-legend").append(label);
    }
  }

  // ---- choosing, walking, telling ----
  const tell = (text) => { $("net-status").textContent = text; };

  function count() {
    const shown = say("shown", { nodes: seen.nodes.size, edges: seen.edges.size });
    tell(model.hidden ? `${shown} · ${say("hidden", { count: model.hidden })}` : shown);
  }

  function select(id, move) {
    const node = known.get(id);
    state.focus = node && !state.hide.has(node.group) ? id : "";
    paint();
    writeAddress();
    show(state.focus);
    if (!state.focus) return count();
    if (move) bring(state.focus);
    else uncover();
    tell(say("selected", { name: node.name, count: touching(id).length }));
  }

  function bring(id) {
    const at = network.canvasToDOM(network.getPosition(id));
    const [wide, tall] = [canvas.clientWidth, canvas.clientHeight];
    const legible = network.getScale() > 0.55;
    const covered = wide > 700 ? detail.offsetWidth : 0;
    if (legible && at.x > 60 && at.x < wide - 60 - covered && at.y > 40 && at.y < tall - 40) return uncover();
    network.fit({ nodes: [...near()], maxZoomLevel: 1, animation: false });
    return uncover();
  }

  // The details cover the right of the picture: what was chosen and what it is joined to moves out from under them.
  function uncover() {
    const [wide, covered] = [canvas.clientWidth, detail.offsetWidth];
    const lit = near();
    if (!lit || lit.size > MANY || wide < 700 || !covered) return;
    const boxes = [...lit].map((id) => network.getBoundingBox(id)).filter(Boolean);
    const right = network.canvasToDOM({ x: Math.max(...boxes.map((box) => box.right)), y: 0 }).x;
    const left = network.canvasToDOM({ x: Math.min(...boxes.map((box) => box.left)), y: 0 }).x;
    const shift = Math.min(right - (wide - covered - 30), left - 20);
    if (shift <= 0) return;
    const { x, y } = network.getViewPosition();
    network.moveTo({ position: { x: x + shift / network.getScale(), y }, animation: !still.matches && { duration: 200 } });
  }

  function walk(dx, dy) {
    const spots = [...seen.nodes].map((id) => [id, network.getPosition(id)]);
    if (!spots.length) return;
    if (!state.focus || !seen.nodes.has(state.focus)) {
      const first = spots.reduce((a, b) => (known.get(b[0]).degree > known.get(a[0]).degree ? b : a));
      select(first[0], true);
      return;
    }
    const here = network.getPosition(state.focus);
    let best = null;
    for (const [id, at] of spots) {
      const ahead = (at.x - here.x) * dx + (at.y - here.y) * dy;
      const aside = Math.abs((at.x - here.x) * dy) + Math.abs((at.y - here.y) * dx);
      const cost = ahead + 2 * aside;
      if (id !== state.focus && ahead > 1 && aside <= 2 * ahead && (!best || cost < best[1])) best = [id, cost];
    }
    if (best) select(best[0], true);
  }

  function leave() {
    select("", false);
    canvas.focus();
  }

  const zoom = (factor) => network.moveTo({ scale: Math.min(5, Math.max(0.03, network.getScale() * factor)) });
  const fit = () => network.fit({ animation: still.matches ? false : { duration: 250 } });

  const keys = {
    ArrowLeft: () => walk(-1, 0), ArrowRight: () => walk(1, 0), ArrowUp: () => walk(0, -1), ArrowDown: () => walk(0, 1),
    Enter: () => state.focus && detail.focus(), " ": () => state.focus && expand(state.focus), Escape: () => select("", false),
    "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), 0: fit,
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  detail.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });
  network.on("click", (event) => select(event.nodes[0] || "", false));
  network.on("doubleClick", (event) => event.nodes[0] && expand(event.nodes[0]));
  network.on("dragEnd", (event) => {
    for (const id of event.nodes) {
      const at = network.getPosition(id);
      if (!layered()) Object.assign(known.get(id), { x: at.x, y: at.y });
    }
  });

  // ---- find ----
  const field = $("net-q");
  const found = $("net-found");
  let at = -1;

  function matches(text) {
    const key = text.trim().toLowerCase();
    if (!key) return [];
    const rank = (node) => {
      const name = node.name.toLowerCase();
      if (name.startsWith(key) || node.spell[1].startsWith(key)) return 0;
      return name.includes(key) || node.spell[0].includes(key) || node.spell[1].includes(key) ? 1 : 2;
    };
    return [...known.values()].map((node) => [rank(node), node]).filter(([r]) => r < 2)
      .sort((a, b) => a[0] - b[0] || b[1].degree - a[1].degree).slice(0, 12).map(([, node]) => node);
  }

  function list() {
    const hits = matches(field.value);
    at = hits.length ? 0 : -1;
    found.replaceChildren(...hits.map((node, i) => {
      const option = make("li", node.name, { role: "option", id: `net-hit-${i}`, "data-id": node.id });
      option.append(make("small", ` ${node.kind}`));
      return option;
    }));
    if (field.value.trim() && !hits.length) found.append(make("li", words.none_found, { class: "none" }));
    const open = field.value.trim() !== "";
    found.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    point();
  }

  function point() {
    [...found.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) field.setAttribute("aria-activedescendant", `net-hit-${at}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function close() {
    found.hidden = true;
    field.setAttribute("aria-expanded", "false");
  }

  function take(option) {
    if (!option || !option.dataset.id) return;
    close();
    state.hide.delete(known.get(option.dataset.id).group);
    select(option.dataset.id, true);
  }

  field.addEventListener("input", list);
  field.addEventListener("blur", () => setTimeout(close, 200));
  field.addEventListener("keydown", (event) => {
    const total = found.querySelectorAll("[role=option]").length;
    if (event.key === "Escape") close();
    else if (event.key === "Enter") take(found.children[at]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (total) at = (at + (event.key === "ArrowDown" ? 1 : total - 1)) % total;
      point();
    } else return;
    event.preventDefault();
  });
  found.addEventListener("mousedown", (event) => take(event.target.closest("[role=option]")));

  // ---- filters, layout, buttons ----
  root.addEventListener("change", (event) => {
    const box = event.target;
    if (box.name === "net-group") state.hide[box.checked ? "delete" : "add"](box.value);
    else if (box.name === "net-layout") state.layout = box.value;
    else if (/^net-(stated|sourced|labels)$/.test(box.id)) state[box.id.slice(4)] = box.checked;
    else return;
    select(state.focus, false);
    if (box.name === "net-layout") fit();
  });

  function save(name, blob) {
    const address = URL.createObjectURL(blob);
    make("a", "", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  function png() {
    const drawn = canvas.querySelector("canvas");
    const sheet = make("canvas", "", { width: drawn.width, height: drawn.height });
    const context = sheet.getContext("2d");
    context.fillStyle = tone("--net-paper");
    context.fillRect(0, 0, sheet.width, sheet.height);
    context.drawImage(drawn, 0, 0);
    sheet.toBlob((blob) => save("network.png", blob));
  }

  async function svg() {
    if (model.stills) return save("network.svg", new Blob([model.stills[state.layout]], { type: "image/svg+xml" }));
    const mark = model.links.svg.includes("?") ? "&" : "?";
    const answer = await fetch(`${model.links.svg}${mark}lang=${lang}&layout=${state.layout}`);
    return answer.ok && save("network.svg", await answer.blob());
  }

  const acts = {
    fit, in: () => zoom(STEP), out: () => zoom(1 / STEP), png, svg,
    full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
    theme: () => { root.dataset.theme = dark() ? "light" : "dark"; paint(); },
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) acts[button.dataset.do]();
  });
  document.addEventListener("fullscreenchange", () => setTimeout(fit, 100));
  night.addEventListener("change", paint);
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  window.addEventListener("hashchange", () => { readAddress(); select(state.focus, true); });

  performance.mark("network-begun");
  readAddress();
  paint();
  network.fit({ animation: false });
  network.once("afterDrawing", () => performance.mark("network-drawn"));
  if (state.focus) select(state.focus, true);
  else count();
  root.dataset.ready = "1";
  root.network = network;
})();
