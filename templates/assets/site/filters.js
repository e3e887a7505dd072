/* Filters a section's guidelines by checkboxes and keeps the choice in the address.
   The plain pages that each choice also has are made by the same rules: see filters.py. */
(function () {
  "use strict";

  var WIDE = "(min-width: 48em)";

  document.querySelectorAll("form[data-filters]").forEach(function (form) {
    var boxes = Array.from(form.querySelectorAll("input[type=checkbox]"));
    var groups = Array.from(document.querySelectorAll("[data-filter-group]"));
    var cards = Array.from(document.querySelectorAll("[data-filter-group] .card"));
    var details = form.querySelector("details");
    var status = form.querySelector(".filter-status");
    var chosenLine = form.querySelector(".filter-chosen");
    var clearLine = form.querySelector(".filter-clear");
    var forms = JSON.parse(form.dataset.forms);
    var locale = document.documentElement.lang || undefined;
    var names = boxes
      .map(function (box) {
        return box.name;
      })
      .filter(function (name, place, all) {
        return all.indexOf(name) === place;
      });

    function number(value) {
      return new Intl.NumberFormat(locale, { numberingSystem: "latn" }).format(value);
    }

    /* Languages have up to six plural forms; the page hands over all of this language's. */
    function sentence(count) {
      var pattern = forms[new Intl.PluralRules(locale).select(count)] || forms.other;
      return pattern
        .replace("{n}", number(count))
        .replace("{total}", number(Number(form.dataset.total)));
    }

    function chosen() {
      var values = {};
      names.forEach(function (name) {
        values[name] = boxes
          .filter(function (box) {
            return box.name === name && box.checked;
          })
          .map(function (box) {
            return box.value;
          });
      });
      return values;
    }

    /* A country lets through what is limited to it and what holds everywhere. */
    function fits(card, name, value) {
      if (name === "topic") {
        return card.closest("[data-filter-group]").dataset.filterGroup === value;
      }
      if (name === "strength") {
        return card.dataset.strength === value;
      }
      var countries = card.dataset.countries ? card.dataset.countries.split(" ") : [];
      return !countries.length || countries.indexOf(value) !== -1;
    }

    function passes(card, values, except) {
      return names.every(function (name) {
        return (
          name === except ||
          !values[name].length ||
          values[name].some(function (value) {
            return fits(card, name, value);
          })
        );
      });
    }

    /* Hides and shows; never moves the focus and never writes the address. */
    function show() {
      var values = chosen();
      var found = 0;
      cards.forEach(function (card) {
        card.hidden = !passes(card, values, "");
        found += card.hidden ? 0 : 1;
      });
      groups.forEach(function (group) {
        var id = group.dataset.filterGroup;
        var heading = document.getElementById(id);
        group.hidden = !group.querySelector(".card:not([hidden])");
        if (heading) {
          heading.hidden = group.hidden;
        }
        document.querySelectorAll('nav a[href="#' + id + '"]').forEach(function (link) {
          (link.closest("li") || link).hidden = group.hidden;
        });
      });
      boxes.forEach(function (box) {
        var label = box.closest("label");
        label.querySelector("[data-filter-count]").textContent = number(
          cards.filter(function (card) {
            return fits(card, box.name, box.value) && passes(card, values, box.name);
          }).length
        );
      });
      var ticked = boxes.filter(function (box) {
        return box.checked;
      });
      status.textContent = found ? sentence(found) : form.dataset.nothing;
      chosenLine.querySelector("span").textContent = ticked
        .map(function (box) {
          return box.closest("label").querySelector("[data-filter-label]").textContent;
        })
        .join("; ");
      chosenLine.hidden = clearLine.hidden = !ticked.length;
    }

    /* Ids and codes need no escaping, so that addresses stay readable. */
    function write() {
      var others = location.search
        .slice(1)
        .split("&")
        .filter(function (part) {
          return part && names.indexOf(part.split("=")[0]) === -1;
        });
      var values = chosen();
      names.forEach(function (name) {
        if (values[name].length) {
          others.push(name + "=" + values[name].join(","));
        }
      });
      history.replaceState(
        history.state,
        "",
        location.pathname + (others.length ? "?" + others.join("&") : "") + location.hash
      );
    }

    /* What the address names and the page does not have is ignored. */
    function read() {
      var query = new URLSearchParams(location.search);
      boxes.forEach(function (box) {
        box.checked = (query.get(box.name) || "").split(",").indexOf(box.value) !== -1;
      });
      show();
    }

    form.addEventListener("change", function () {
      show();
      write();
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!window.matchMedia(WIDE).matches) {
        details.open = false;
      }
      status.focus();
      status.scrollIntoView({ block: "start" });
    });
    clearLine.querySelector("button").addEventListener("click", function () {
      boxes.forEach(function (box) {
        box.checked = false;
      });
      show();
      write();
      form.querySelector("summary").focus();
    });
    window.addEventListener("popstate", read);
    window.addEventListener("pageshow", read);

    form.querySelector("[data-filter-links]").hidden = true;
    form.querySelector("[data-filter-boxes]").hidden = false;
    form.querySelector("[data-filter-state]").hidden = false;
    details.open = window.matchMedia(WIDE).matches;
    read();
  });
})();
