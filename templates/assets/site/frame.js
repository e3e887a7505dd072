/* Lists that open (menu, languages), light and dark colours. Without this script the lists open all the same. */
(function () {
  "use strict";

  var popups = Array.from(document.querySelectorAll("details[data-popup]"));

  function close(popup) {
    popup.open = false;
  }

  popups.forEach(function (popup) {
    popup.addEventListener("toggle", function () {
      if (popup.open) {
        popups.filter(function (other) {
          return other !== popup && !other.contains(popup);
        }).forEach(close);
      }
    });
    popup.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && popup.open) {
        event.stopPropagation();
        close(popup);
        popup.querySelector("summary").focus();
      }
    });
    popup.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !popup.contains(event.relatedTarget)) {
        close(popup);
      }
    });
  });

  document.addEventListener("click", function (event) {
    popups.filter(function (popup) {
      return popup.open && !popup.contains(event.target);
    }).forEach(close);
  });

  var html = document.documentElement;
  var colours = document.querySelector("[data-colours]");

  function showColours() {
    colours.setAttribute("aria-pressed", String(html.dataset.mdColorScheme === "slate"));
  }

  if (colours) {
    colours.hidden = false;
    colours.addEventListener("click", function () {
      var isDark = html.dataset.mdColorScheme !== "slate";
      html.dataset.mdColorScheme = isDark ? "slate" : "default";
      try {
        localStorage.setItem("guidebook.colours", isDark ? "dark" : "light");
      } catch (error) {
        /* Storage is full or forbidden: the choice lasts until the page is left. */
      }
      showColours();
    });
    showColours();
  }

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });
})();
