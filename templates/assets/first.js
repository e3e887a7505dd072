/* Runs before anything is shown: tells styles that scripts run, and keeps the colours that were chosen. */
(function () {
  "use strict";
  var html = document.documentElement;
  var chosen = null;
  try {
    chosen = localStorage.getItem("guidebook.colours");
  } catch (error) {
    /* Storage is forbidden: the computer's own colours are used. */
  }
  var isDark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  html.classList.add("js");
  html.dataset.mdColorScheme = isDark ? "slate" : "default";
})();
