"use strict";
// "/" puts the cursor into the search field, as long as nothing is being typed elsewhere.
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  (document.getElementById("hero-q") || document.getElementById("q")).focus();
});
// Day, night or as the system wishes: at once and without leaving the page; the link does the same without scripts.
for (const link of document.querySelectorAll("[data-theme-wish]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const wish = link.dataset.themeWish;
    if (wish === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = wish;
    document.querySelectorAll("[data-theme-wish]").forEach((other) => other.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    document.cookie = `theme=${wish}; path=/; samesite=lax; max-age=${wish === "system" ? 0 : 31536000}`;
  });
}
