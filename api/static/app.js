"use strict";
// "/" puts the cursor into the search field, as long as nothing is being typed elsewhere.
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  (document.getElementById("hero-q") || document.getElementById("q")).focus();
});
