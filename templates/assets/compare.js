/* Puts the texts of one guideline in two languages side by side, from the site's own data files. */
(function () {
  "use strict";

  var form = document.getElementById("choice");
  var pairs = document.getElementById("pairs");
  var trouble = document.getElementById("trouble");
  var labels = JSON.parse(form.dataset.labels);
  var fields = JSON.parse(form.dataset.fields);
  var loaded = {};

  function load(tag) {
    if (!loaded[tag]) {
      loaded[tag] = fetch(form.dataset.source.replace("{locale}", tag)).then(function (answer) {
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        return answer.json();
      });
      loaded[tag].catch(function () {
        delete loaded[tag];
      });
    }
    return loaded[tag];
  }

  /* The texts of a guideline as [part, name, text], in the order of its page. */
  function textsOf(guideline) {
    var found = [];
    labels.forEach(function (label) {
      var part = label[0];
      var value = guideline[part];
      if (typeof value === "string") {
        found.push([part, part, value]);
        return;
      }
      (value || []).forEach(function (item) {
        var id = item.id || item.entry || item.on;
        fields[part].forEach(function (field) {
          found.push([part, part + "." + id + "." + field, item[field]]);
        });
      });
    });
    return found;
  }

  /* Markdown as a reader sees it, but for tables, which stay lines: words of links, no signs. */
  function paragraphs(text) {
    return text
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/(\*\*|\*)([^*]+)\1/g, "$2")
      .split(/\n{2,}/);
  }

  function side(tag, name, direction, text) {
    var box = document.createElement("div");
    box.className = "side";
    var which = document.createElement("p");
    which.className = "which";
    which.textContent = name;
    box.append(which);
    if (!text) {
      var missing = document.createElement("p");
      missing.className = "behind";
      missing.textContent = form.dataset.missing;
      box.append(missing);
      return box;
    }
    var body = document.createElement("div");
    body.lang = tag;
    body.dir = direction;
    paragraphs(text).forEach(function (words) {
      var paragraph = document.createElement("p");
      words.split("\n").forEach(function (line, index) {
        paragraph.append(index ? document.createElement("br") : "", line);
      });
      body.append(paragraph);
    });
    box.append(body);
    return box;
  }

  function option(name) {
    return form.elements[name].selectedOptions[0];
  }

  function show(left, right) {
    var id = form.elements.entry.value;
    var sides = [[left, option("left")], [right, option("right")]].map(function (pair) {
      var guideline = pair[0].guidelines.find(function (item) {
        return item.id === id;
      });
      var texts = {};
      textsOf(guideline).forEach(function (text) {
        texts[text[1]] = guideline.untranslated.indexOf(text[1]) < 0 ? text[2] : "";
      });
      return { guideline: guideline, texts: texts, option: pair[1] };
    });
    var above = "";
    pairs.replaceChildren();
    textsOf(sides[0].guideline).forEach(function (text) {
      if (!text[2]) {
        return;
      }
      if (text[0] !== above) {
        var heading = document.createElement("h2");
        heading.textContent = labels.find(function (label) {
          return label[0] === text[0];
        })[1];
        pairs.append(heading);
        above = text[0];
      }
      var row = document.createElement("div");
      row.className = "pair";
      sides.forEach(function (one) {
        row.append(side(one.option.value, one.option.textContent, one.option.dataset.direction,
          one.texts[text[1]]));
      });
      pairs.append(row);
    });
  }

  function start() {
    trouble.textContent = "";
    Promise.all([load(form.elements.left.value), load(form.elements.right.value)]).then(
      function (both) {
        show(both[0], both[1]);
      },
      function () {
        trouble.textContent = form.dataset.failed;
      }
    );
  }

  var asked = new URLSearchParams(location.search);
  ["entry", "left", "right"].forEach(function (name) {
    var wanted = asked.get(name);
    var known = Array.from(form.elements[name].options).some(function (item) {
      return item.value === wanted;
    });
    if (known) {
      form.elements[name].value = wanted;
    }
  });
  if (!asked.get("right")) {
    form.elements.right.selectedIndex = 1;
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    history.replaceState(null, "", "?" + new URLSearchParams(new FormData(form)));
    start();
  });
  if (asked.get("entry")) {
    start();
  }
})();
