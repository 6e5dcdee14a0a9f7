// The description of the interface, shown by Swagger UI in the language of the page.
"use strict";
(async () => {
  // Swagger UI has colours for the night, which follow a class of the page.
  const night = matchMedia("(prefers-color-scheme: dark)");
  const tinted = () => {
    const wish = document.documentElement.dataset.theme;
    document.documentElement.classList.toggle("dark-mode", wish ? wish === "dark" : night.matches);
  };
  night.addEventListener("change", tinted);
  new MutationObserver(tinted).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  tinted();
  const lang = document.documentElement.lang.startsWith("en") ? "en" : "zh";
  const said = (text) => {
    const [zh, en] = text.split(/\s*\|\s+/);
    return en === undefined ? text : lang === "en" ? en : zh;
  };
  const TOLD = new Set(["summary", "description", "title"]);
  const translated = (value, key) => {
    if (Array.isArray(value)) return value.map((part) => translated(part));
    if (value && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, translated(part, name)]));
    return typeof value === "string" && TOLD.has(key) ? said(value) : value;
  };
  const answer = await fetch("/openapi.json");
  const place = document.getElementById("swagger-ui");
  // Samples that scroll can be reached by keyboard.
  const reachable = () => place.querySelectorAll("pre.microlight:not([tabindex])").forEach((sample) => { sample.tabIndex = 0; });
  new MutationObserver(reachable).observe(place, { childList: true, subtree: true });
  if (!answer.ok) {
    place.textContent = `${answer.status} /openapi.json`;
    return;
  }
  SwaggerUIBundle({
    spec: translated(await answer.json()),
    dom_id: "#swagger-ui",
    deepLinking: false, // it would put a link into the button of every operation
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    filter: true,
    validatorUrl: null,
  });
  if (lang === "en") return;
  // Swagger UI speaks English only; these are the words a reader meets first.
  const WORDS = {
    "Try it out": "试一试", Cancel: "取消", Execute: "发送", Clear: "清除", Parameters: "参数", Responses: "回答",
    "No parameters": "没有参数", Name: "名称", Description: "说明", Code: "状态", Links: "链接", "No links": "没有链接",
    Authorize: "填入密钥", "Available authorizations": "密钥", Close: "关闭", Logout: "清除密钥", Schemas: "数据结构",
    Schema: "结构", "Example Value": "示例", "Request body": "请求体", "Media type": "格式", required: "必填",
    "Server response": "服务器的回答", "Response body": "回答", "Response headers": "回答头", "Request URL": "地址",
    Download: "下载", "Send empty value": "发送空值", "Controls Accept header.": "即 Accept 头", Details: "详情",
    Request: "请求", Response: "回答", "Request duration": "用时", Loading: "正在读取",
  };
  const put = (node) => {
    const word = WORDS[node.nodeValue.trim()];
    if (word) node.nodeValue = word;
  };
  const all = (root) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("pre, textarea, input")) put(walk.currentNode);
  };
  const field = () => {
    const filter = place.querySelector(".operation-filter-input");
    if (filter) filter.placeholder = "按类别筛选";
  };
  new MutationObserver((found) => {
    for (const one of found) for (const node of one.addedNodes) if (node.nodeType === 1) all(node);
    field();
  }).observe(place, { childList: true, subtree: true });
  all(place);
  field();
})();
