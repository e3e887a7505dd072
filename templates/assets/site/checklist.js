/* Keeps the ticks of checklists in this browser (local storage). Nothing is sent anywhere. */
(function () {
  "use strict";

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch (error) {
      return {};
    }
  }

  function write(key, ticks) {
    try {
      if (Object.keys(ticks).length) {
        localStorage.setItem(key, JSON.stringify(ticks));
      } else {
        localStorage.removeItem(key);
      }
    } catch (error) {
      /* Storage is full or forbidden: the boxes still work until the page is left. */
    }
  }

  document.querySelectorAll("[data-checklist]").forEach(function (list) {
    var key = "guidebook.ticks." + list.dataset.checklist;
    var boxes = Array.from(list.querySelectorAll("input[type=checkbox]"));
    var state = list.querySelector(".checklist-state");
    var output = state.querySelector("output");
    /* One sentence for each number, because languages have many plural forms. */
    var sentences = output.dataset.counts.split("|");

    function show() {
      var done = boxes.filter(function (box) {
        return box.checked;
      }).length;
      output.textContent = sentences[done];
      state.hidden = false;
    }

    function save() {
      var ticks = {};
      boxes.forEach(function (box) {
        if (box.checked) {
          ticks[box.closest("li").id] = true;
        }
      });
      write(key, ticks);
      show();
    }

    var saved = read(key);
    boxes.forEach(function (box) {
      box.checked = Boolean(saved[box.closest("li").id]);
      box.addEventListener("change", save);
    });
    state.querySelector("button").addEventListener("click", function () {
      boxes.forEach(function (box) {
        box.checked = false;
      });
      save();
      boxes[0].focus();
    });
    show();
  });
})();
