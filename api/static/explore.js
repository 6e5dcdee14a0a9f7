"use strict";
// The whole graph by WebGL. Places come from the server; every text enters the page as text.
(() => {
  const root = document.getElementById("whole");
  const holder = document.getElementById("whole-canvas");
  const said = document.getElementById("whole-status");
  const panel = document.getElementById("whole-detail");
  const field = document.getElementById("whole-q");
  const found = document.getElementById("whole-found");
  const words = JSON.parse(document.getElementById("whole-words").textContent);
  const night = matchMedia("(prefers-color-scheme: dark)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const MOST_FOUND = 20, MOST_SHOWN = 50;
  let data, graph, sigma, chosen = null, near = new Set(), hidden = new Set(), options = [], at = -1;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const make = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const dark = () => {
    const wish = document.documentElement.dataset.theme;
    return wish ? wish === "dark" : night.matches;
  };
  const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  function build() {
    graph = new graphology.MultiGraph();
    const degree = new Uint32Array(data.ids.length);
    for (const side of [data.from, data.to]) for (const i of side) degree[i] += 1;
    data.degree = degree;
    data.index = new Map(data.ids.map((id, i) => [id, i]));
    for (let i = 0; i < data.ids.length; i += 1) {
      graph.addNode(i, { x: data.x[i], y: -data.y[i], size: Math.min(2 + Math.sqrt(degree[i]), 14), label: data.names[i] });
    }
    for (let i = 0; i < data.from.length; i += 1) graph.addEdge(data.from[i], data.to[i], { stated: data.stated[i] });
  }

  // Colours of one theme, read once per change: a reducer runs for every thing on every drawing.
  const paint = {};
  function colours() {
    const key = dark() ? "night" : "day";
    paint.groups = data.groups.map((group) => group[key]);
    paint.faint = css("--net-faint");
    paint.ink = css("--net-ink");
    paint.paper = css("--net-paper");
    paint.line = css("--net-line");
    paint.accent = css("--net-focus");
    root.querySelectorAll(".net-mark circle").forEach((mark) => {
      const name = mark.closest("label").querySelector("input").value;
      mark.setAttribute("fill", data.groups.find((group) => group.name === name)[key]);
    });
    if (sigma) {
      sigma.setSetting("labelColor", { color: css("--net-ink") });
      sigma.refresh({ skipIndexation: true });
    }
  }

  function nodeLook(key, attributes) {
    const i = Number(key), look = { ...attributes, color: paint.groups[data.group[i]] };
    if (hidden.has(data.group[i])) look.hidden = true;
    if (chosen !== null && i !== chosen && !near.has(i)) { look.color = paint.faint; look.label = null; }
    if (i === chosen) { look.highlighted = true; look.forceLabel = true; look.zIndex = 2; }
    return look;
  }
  const onlyStated = document.getElementById("whole-stated");
  function edgeLook(key, attributes) {
    const [a, b] = graph.extremities(key).map(Number);
    const mine = chosen !== null && (a === chosen || b === chosen);
    return {
      size: mine ? 1.6 : 0.4,
      color: mine ? paint.accent : chosen === null ? paint.line : paint.faint,
      hidden: hidden.has(data.group[a]) || hidden.has(data.group[b]) || (onlyStated.checked && !attributes.stated),
      zIndex: mine ? 1 : 0,
    };
  }

  function count() {
    let things = 0, relations = 0;
    for (const group of data.group) if (!hidden.has(group)) things += 1;
    for (let i = 0; i < data.from.length; i += 1) {
      const shown = !hidden.has(data.group[data.from[i]]) && !hidden.has(data.group[data.to[i]]);
      if (shown && (!onlyStated.checked || data.stated[i])) relations += 1;
    }
    said.textContent = fill(words.shown, { nodes: things, edges: relations });
  }

  function choose(i, move = true) {
    chosen = i;
    near = new Set(i === null ? [] : graph.neighbors(i).map(Number));
    sigma.refresh({ skipIndexation: true });
    keep();
    if (i === null) { panel.replaceChildren(); count(); return; }
    said.textContent = fill(words.selected, { name: data.names[i], count: data.degree[i] });
    if (!move) return;
    const place = sigma.getNodeDisplayData(i);
    const target = { x: place.x, y: place.y, ratio: Math.min(sigma.getCamera().ratio, 0.15) };
    if (calm.matches) sigma.getCamera().setState(target); else sigma.getCamera().animate(target, { duration: 300 });
  }

  // Details: relations with their sources, from the interface that programs use.
  async function show(i) {
    panel.replaceChildren(make("button", "×", { type: "button", class: "net-close", "aria-label": words.close }));
    panel.firstChild.addEventListener("click", () => { choose(null); holder.focus(); });
    panel.append(make("h2", data.names[i]), make("p", data.kinds[data.kind[i]], { class: "more" }));
    const link = make("p");
    link.append(make("a", words.open, { href: `/entities/${encodeURIComponent(data.ids[i])}` }));
    panel.append(link);
    const answer = await fetch(`/api/v1/entities/${encodeURIComponent(data.ids[i])}/neighbours?limit=${MOST_SHOWN}`);
    if (!answer.ok || chosen !== i) return;
    const body = await answer.json();
    const list = make("ul");
    for (const row of body.items) {
      const line = make("li", "", { class: row.basis === "stated" ? "stated" : "inferred" });
      const other = make("a", row.neighbour.name, { href: `#${row.neighbour.id}` });
      other.addEventListener("click", (event) => {
        event.preventDefault();
        const j = data.index.get(row.neighbour.id);
        if (j !== undefined) { choose(j); show(j); }
      });
      line.append(other, make("small", ` ${words[row.basis] || ""} `));
      for (const claim of row.claims) {
        const place = claim.line ? ` L${claim.line}:${claim.start}–${claim.end}` : "";
        line.append(make("br"), make("a", `${claim.document.title || claim.document.id}（${claim.document.date || words.no_date}）${place}`,
          { href: `/documents/${encodeURIComponent(claim.document.id)}#${claim.id}` }));
      }
      list.append(line);
    }
    panel.append(make("h3", words.relations), list);
    if (body.page.next) panel.append(make("p", `${MOST_SHOWN} / ${data.degree[i]}`, { class: "more" }));
  }

  // Search: the server knows names, pinyin and initials; only what is in the picture is offered.
  let asked = 0;
  async function search() {
    const text = field.value.trim(), mine = ++asked;
    if (!text) { offer([]); return; }
    const answer = await fetch(`/api/v1/search?q=${encodeURIComponent(text)}&limit=${MOST_FOUND}`);
    if (!answer.ok || mine !== asked) return;
    const body = await answer.json();
    offer(body.items.map((row) => row.entity && data.index.get(row.entity.id)).filter((i) => i !== undefined));
  }
  function offer(list) {
    options = list; at = -1;
    found.replaceChildren(...list.map((i, n) => {
      const option = make("li", data.names[i], { role: "option", id: `whole-o${n}`, "aria-selected": "false" });
      option.append(make("small", ` ${data.kinds[data.kind[i]]}`));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); pick(n); });
      return option;
    }));
    if (!list.length && field.value.trim()) found.append(make("li", words.none_found));
    found.hidden = !field.value.trim();
    field.setAttribute("aria-expanded", String(!found.hidden));
    field.removeAttribute("aria-activedescendant");
  }
  function pick(n) {
    if (options[n] === undefined) return;
    const i = options[n];
    if (hidden.has(data.group[i])) toggle(data.groups[data.group[i]].name, true);
    field.value = ""; offer([]); choose(i); show(i); panel.focus();
  }
  function toggle(name, on) {
    root.querySelector(`input[value="${CSS.escape(name)}"]`).checked = on;
    filter();
  }
  function filter() {
    hidden = new Set();
    root.querySelectorAll("input[name=whole-group]").forEach((box) => {
      if (!box.checked) hidden.add(data.groups.findIndex((group) => group.name === box.value));
    });
    sigma.refresh({ skipIndexation: true });
    count(); keep();
  }

  // What the eye has chosen stands in the address, so that it can be sent on.
  function keep() {
    const state = new URLSearchParams();
    if (chosen !== null) state.set("focus", data.ids[chosen]);
    if (hidden.size) state.set("hide", [...hidden].map((g) => data.groups[g].name).join(","));
    if (onlyStated.checked) state.set("stated", "1");
    history.replaceState(null, "", state.size ? `#${state}` : location.pathname + location.search);
  }
  function recall() {
    const state = new URLSearchParams(location.hash.slice(1));
    const hide = new Set((state.get("hide") || "").split(",").filter(Boolean));
    root.querySelectorAll("input[name=whole-group]").forEach((box) => { box.checked = !hide.has(box.value); });
    onlyStated.checked = state.get("stated") === "1";
    filter();
    const i = data.index.get(state.get("focus") || "");
    if (i !== undefined) { choose(i); show(i); }
  }

  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  function walk([dx, dy]) {
    if (chosen === null) {
      let best = 0;
      data.degree.forEach((n, i) => { if (n > data.degree[best] && !hidden.has(data.group[i])) best = i; });
      choose(best); return;
    }
    let best = null, least = Infinity;
    for (let i = 0; i < data.ids.length; i += 1) {
      if (i === chosen || hidden.has(data.group[i])) continue;
      const x = data.x[i] - data.x[chosen], y = data.y[chosen] - data.y[i];
      const along = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
      if (along <= 0 || aside > along) continue;
      const cost = along + 2 * aside;
      if (cost < least) { least = cost; best = i; }
    }
    if (best !== null) choose(best);
  }
  const DO = {
    fit: () => sigma.getCamera().animatedReset({ duration: calm.matches ? 1 : 300 }),
    in: () => sigma.getCamera().animatedZoom({ duration: calm.matches ? 1 : 200 }),
    out: () => sigma.getCamera().animatedUnzoom({ duration: calm.matches ? 1 : 200 }),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
  };
  const KEYS = { "+": DO.in, "=": DO.in, "-": DO.out, 0: DO.fit, Escape: () => choose(null), Enter: () => { if (chosen !== null) { show(chosen); panel.focus(); } } };

  function listen() {
    sigma.on("clickNode", ({ node }) => { choose(Number(node), false); show(Number(node)); });
    sigma.on("clickStage", () => choose(null));
    holder.addEventListener("keydown", (event) => {
      const deed = WAYS[event.key] ? () => walk(WAYS[event.key]) : KEYS[event.key];
      if (!deed || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault(); deed();
    });
    panel.addEventListener("keydown", (event) => { if (event.key === "Escape") { choose(null); holder.focus(); } });
    root.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", DO[button.dataset.do]));
    root.querySelectorAll("input[name=whole-group]").forEach((box) => box.addEventListener("change", filter));
    onlyStated.addEventListener("change", filter);
    let timer;
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 150); });
    field.addEventListener("blur", () => { found.hidden = true; field.setAttribute("aria-expanded", "false"); });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); pick(Math.max(at, 0)); }
      else if (event.key === "Escape") { field.value = ""; offer([]); }
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!options.length) return;
        at = (at + (event.key === "ArrowDown" ? 1 : options.length - 1) + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % options.length;
        found.querySelectorAll("[role=option]").forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
        field.setAttribute("aria-activedescendant", `whole-o${at}`);
      }
    });
    night.addEventListener("change", colours);
    new MutationObserver(colours).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    addEventListener("hashchange", recall);
  }

  // A name stands out from the marks below it by a rim in the colour of the paper.
  function named(context, node, settings) {
    if (!node.label) return;
    const [x, y] = [node.x + node.size + 3, node.y + settings.labelSize / 3];
    context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = paint.paper;
    context.strokeText(node.label, x, y);
    context.fillStyle = paint.ink;
    context.fillText(node.label, x, y);
  }

  async function start() {
    const answer = await fetch(root.dataset.source);
    if (!answer.ok) { said.textContent = words.empty; return; }
    data = await answer.json();
    if (!data.ids.length) { said.textContent = words.empty; return; }
    build(); colours();
    const big = data.ids.length > 5000;
    try {
      sigma = new Sigma(graph, holder, {
        nodeReducer: nodeLook, edgeReducer: edgeLook, labelColor: { color: css("--net-ink") },
        labelFont: '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif',
        labelSize: 13, labelDensity: 0.6, labelGridCellSize: 120, labelRenderedSizeThreshold: big ? 7 : 4,
        defaultDrawNodeLabel: named, hideEdgesOnMove: big, zIndex: true, allowInvalidContainer: true,
      });
    } catch (fault) {
      said.textContent = words.no_webgl;
      root.dataset.ready = "none";
      return;
    }
    root.sigma = sigma;
    listen(); count(); recall();
    sigma.once("afterRender", () => { root.dataset.ready = "1"; });
    sigma.refresh();
  }
  start();
})();
