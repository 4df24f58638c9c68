"use strict";
// Before the page is painted: the theme that the reader chose here, if any. Storage may be closed to files.
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("records-theme"); } catch { /* the system's theme, then */ }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  document.documentElement.classList.add("js");
})();
