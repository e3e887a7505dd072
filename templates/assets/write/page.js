/* The page "Write or change a guideline": a form for one guideline or one translation, which ends
   in the text of its file. What is written stays in this browser, and nothing is sent anywhere. */
(function () {
  "use strict";

  var data = window.guidebookWrite;
  var page = document.querySelector("[data-write-body]");
  if (!page || !data) {
    return;
  }
  var entries = window.guidebook.writeEntries;
  var writeYaml = window.guidebook.writeYaml;
  var say = window.guidebook.words.say;
  var today = window.guidebook.words.today;
  var words = data.words;
  var fields = window.guidebook.makeWriteFields(data);
  var make = fields.make;
  var root = new URL(document.body.dataset.root || "./", document.baseURI);
  var KEY = "guidebook.write:" + root.pathname + ":" + data.locale;
  var MOST_IN_ADDRESS = 6000;
  /* What an editor leaves to the program, or to a rename. */
  var KEPT = ["formerly"];

  var form = page.querySelector("form");
  var place = form.querySelector("[data-write-fields]");
  var problems = form.querySelector("[data-write-problems]");
  var result = page.querySelector("[data-write-result]");
  var said = page.querySelector("[data-write-said]");
  /* { target, path, isNew, read(), check(), published } of what is written now. */
  var work = null;
  var putAside = null;
  /* True until the page has opened what it begins with: until then the reader is not moved. */
  var isStarting = true;
  /* What the page goes on with where the browser keeps nothing. */
  var memory = { drafts: {}, last: "" };

  function kept() {
    try {
      var found = JSON.parse(window.localStorage.getItem(KEY) || "null");
      if (found && found.drafts && typeof found.drafts === "object") {
        memory = found;
      }
    } catch (error) {
      page.querySelector("[data-write-trouble]").hidden = false;
    }
    return memory;
  }

  function keep(change) {
    var all = kept();
    change(all);
    try {
      if (Object.keys(all.drafts).length) {
        window.localStorage.setItem(KEY, JSON.stringify(all));
      } else {
        window.localStorage.removeItem(KEY);
      }
    } catch (error) {
      page.querySelector("[data-write-trouble]").hidden = false;
    }
  }

  function tell(sentence) {
    said.textContent = sentence;
  }

  function show(name, isShown) {
    page.querySelector("[data-write-" + name + "]").hidden = !isShown;
  }

  function plusYear(day) {
    var year = String(Number(day.slice(0, 4)) + 1);
    return year + (day.slice(4) === "-02-29" ? "-02-28" : day.slice(4));
  }

  /* A guideline that nobody has written yet. */
  function startValue(audience) {
    return {
      code: audience.next_code,
      status: "draft",
      reviewed: today(),
      review_by: plusYear(today()),
      changes: [{ on: today(), what: words.first_draft }]
    };
  }

  function begin(target, path, isNew, published, build) {
    var draft = kept().drafts[target];
    place.textContent = "";
    work = build(draft ? draft.value : published, published);
    work.target = target;
    work.path = path;
    work.isNew = isNew;
    work.published = published;
    work.build = build;
    page.querySelector("[data-write-title]").textContent = path;
    form.hidden = false;
    result.hidden = true;
    problems.hidden = true;
    show("over", Boolean(draft));
    show("undo", false);
    tell(draft ? words.restored : "");
    keep(function (all) {
      all.last = target;
    });
    if (!isStarting) {
      form.querySelector("input:not([readonly]), textarea, select").focus();
    }
    isStarting = false;
  }

  /* The whole form of a guideline, from the schema. */
  function sourceForm(value) {
    var parts = fields.fieldsOf(data.schema, value, place, KEPT);
    var code = place.querySelector("input");
    code.readOnly = true;
    return { read: parts.read, check: parts.check };
  }

  /* Each text of the source beside the field for its translation. */
  function translationForm(source, state, marks) {
    return function (texts) {
      var leaves = {};
      entries.sourceTexts(data.schema, source).forEach(function (found) {
        var name = found[0];
        var beside = make("blockquote", {
          class: "write-source",
          lang: data.source.tag,
          dir: data.source.direction
        }, found[1]);
        var parts = name.split(".");
        var label = fields.labelOf(parts[parts.length - 1]);
        if (parts.length > 1) {
          var one = data.labels[parts[0] + ".one"] || fields.labelOf(parts[0]);
          /* Ids and days run from left to right also where the language does not. */
          label = one + " \u2066" + parts.slice(1, -1).join(" ") + "\u2069: " + label;
        }
        var schema = Object.assign({}, found[2], { type: "string" });
        var leaf = fields.leaf(schema, parts[parts.length - 1], texts[name], {
          label: label,
          beside: beside
        });
        leaf.input.lang = data.locale;
        leaf.input.dir = data.direction;
        if (marks[name]) {
          var id = leaf.input.id + "-right";
          var line = make("p", { class: "write-behind" });
          leaf.right = make("input", { type: "checkbox", id: id });
          leaf.right.checked = Boolean(texts["right:" + name]);
          line.append(words.changed + " ", leaf.right, " ", make("label", { for: id }, words.still_right));
          leaf.element.append(line);
        }
        place.append(leaf.element);
        leaves[name] = leaf;
      });
      return {
        /* The texts by name; what is kept in this browser. */
        read: function () {
          var found = {};
          Object.keys(leaves).forEach(function (name) {
            var text = leaves[name].read();
            if (text) {
              found[name] = text;
            }
            if (leaves[name].right && leaves[name].right.checked) {
              found["right:" + name] = "yes";
            }
          });
          return found;
        },
        check: function () {
          return Object.keys(leaves).reduce(function (all, name) {
            return all.concat(leaves[name].check());
          }, []);
        },
        state: state,
        source: source
      };
    };
  }

  /* The value of a translation's file: a text that is new or changed was made from the source of
     today; what nobody touched keeps what it was made from. */
  function translationValue(texts) {
    var before = work.published;
    var madeFrom = work.state.made_from || {};
    var names = entries.sourceTexts(data.schema, work.source).filter(function (found) {
      return texts[found[0]];
    });
    return Promise.all(names.map(function (found) {
      var name = found[0];
      var isTouched = texts[name] !== before[name] || texts["right:" + name];
      return isTouched ? entries.fingerprint(found[1]) : madeFrom[name];
    })).then(function (prints) {
      var value = entries.nested(data.schema, work.source, texts, []);
      var made = {};
      names.forEach(function (found, index) {
        if (prints[index]) {
          made[found[0]] = prints[index];
        }
      });
      Object.keys(madeFrom).forEach(function (name) {
        if (!(name in made) && texts[name]) {
          made[name] = madeFrom[name];
        }
      });
      if (Object.keys(made).length) {
        value.made_from = made;
      }
      return Object.assign(value, { review: work.state.review || "draft" }, rest(work.state));
    });
  }

  function rest(state) {
    var others = Object.assign({}, state);
    delete others.made_from;
    delete others.review;
    return others;
  }

  function findEntry(name) {
    var wanted = name.trim().toLowerCase();
    return data.entries.find(function (entry) {
      return entry.code.toLowerCase() === wanted || entry.id === wanted;
    });
  }

  function beginNew(audience) {
    var target = "new:" + audience.id;
    begin(target, "guidelines/" + audience.id + "/", true, startValue(audience), sourceForm);
  }

  function open(entry) {
    var folder = "guidelines/" + entry.audience + "/" + entry.id;
    var address = new URL("data/guidelines.", root).href;
    tell("");
    return entries.load(address + data.source.tag + ".json").then(function (published) {
      var guideline = published.guidelines.find(function (one) {
        return one.id === entry.id;
      });
      var source = entries.asSource(guideline, data.source_schema);
      if (data.is_source) {
        begin("edit:" + entry.id, folder + ".yml", false, source, sourceForm);
        return null;
      }
      return entries.load(address + data.locale + ".json").then(function (translated) {
        return openTranslation(entry, folder, source, translated);
      });
    }).catch(function () {
      tell(words.loading_failed);
    });
  }

  function openTranslation(entry, folder, source, translated) {
    var guideline = translated.guidelines.find(function (one) {
      return one.id === entry.id;
    });
    var state = entries.pick(translated.states[entry.id] || {}, data.schema);
    var texts = {};
    entries.sourceTexts(data.schema, entries.asSource(guideline, data.source_schema)).forEach(function (found) {
      if (guideline.untranslated.indexOf(found[0]) < 0) {
        texts[found[0]] = found[1];
      }
    });
    var sources = entries.sourceTexts(data.schema, source);
    return Promise.all(sources.map(function (found) {
      return entries.fingerprint(found[1]);
    })).then(function (prints) {
      var marks = {};
      sources.forEach(function (found, index) {
        var made = (state.made_from || {})[found[0]];
        marks[found[0]] = Boolean(texts[found[0]]) && made !== prints[index];
      });
      var isNew = !translated.states[entry.id];
      begin("translate:" + entry.id, folder + "." + data.locale + ".yml", isNew, texts,
        translationForm(source, state, marks));
    });
  }

  function showProblems(found) {
    var list = problems.querySelector("ul");
    list.textContent = "";
    found.forEach(function (problem) {
      var line = make("li");
      var link = make("a", { href: "#" + (problem.control.id || "") }, problem.sentence);
      link.addEventListener("click", function (event) {
        event.preventDefault();
        problem.control.focus();
      });
      line.append(link);
      list.append(line);
    });
    problems.hidden = false;
    problems.focus();
  }

  function finish() {
    var found = work.check(true);
    if (found.length) {
      result.hidden = true;
      showProblems(found);
      return;
    }
    problems.hidden = true;
    var value = work.read() || {};
    var done = data.is_source ? Promise.resolve(value) : translationValue(value);
    done.then(function (ready) {
      showResult(writeYaml(ready), pathOf(value));
    }, function () {
      tell(words.loading_failed);
    });
  }

  /* A new guideline's file is named after its title. */
  function pathOf(value) {
    if (!data.is_source || !work.isNew) {
      return work.path;
    }
    var taken = data.entries.map(function (entry) {
      return entry.id;
    });
    var name = entries.suggestId(value.title) || "new";
    var number = 1;
    var unique = name;
    while (taken.indexOf(unique) >= 0) {
      number += 1;
      unique = name + "-" + number;
    }
    return work.path + unique + ".yml";
  }

  function showResult(text, path) {
    var folder = path.slice(0, path.lastIndexOf("/"));
    var name = path.slice(folder.length + 1);
    var link = result.querySelector("[data-write-editor]");
    var how = "";
    result.hidden = false;
    result.querySelector("[data-write-file]").textContent = say(words.file, { path: path });
    result.querySelector("textarea").value = text;
    if (link) {
      if (!work.isNew) {
        link.href = data.editor.edit.replace("{path}", path);
        how = words.editor_paste;
      } else {
        var address = data.editor.new.replace("{path}", folder) + "?" + data.editor.name + "=" + encodeURIComponent(name);
        var whole = address + "&value=" + encodeURIComponent(text);
        var fits = data.editor.takes_text && whole.length <= MOST_IN_ADDRESS;
        link.href = fits ? whole : address;
        how = fits ? words.editor_new : words.editor_paste;
      }
      result.querySelector("[data-write-how]").textContent = how;
    }
    result.querySelector("h2").focus();
    tell(words.made);
  }

  function copy() {
    var area = result.querySelector("textarea");
    function select() {
      area.focus();
      area.select();
      try {
        return document.execCommand("copy");
      } catch (error) {
        return false;
      }
    }
    var copied = navigator.clipboard ? navigator.clipboard.writeText(area.value).then(function () {
      return true;
    }, select) : Promise.resolve(select());
    copied.then(function (isCopied) {
      tell(isCopied ? words.copied : words.selected);
    });
  }

  function download() {
    var path = pathOf(work.read() || {});
    var link = make("a", { download: path.slice(path.lastIndexOf("/") + 1) });
    var text = result.querySelector("textarea").value;
    link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    document.body.append(link);
    link.click();
    link.remove();
    /* The browser needs the address until it has begun to save. */
    setTimeout(function () {
      URL.revokeObjectURL(link.href);
    }, 60000);
  }

  function startOver() {
    putAside = { target: work.target, draft: kept().drafts[work.target] };
    keep(function (all) {
      delete all.drafts[putAside.target];
    });
    begin(work.target, work.path, work.isNew, work.published, work.build);
    show("undo", true);
    tell(words.started_over);
  }

  function undo() {
    keep(function (all) {
      all.drafts[putAside.target] = putAside.draft;
    });
    begin(work.target, work.path, work.isNew, work.published, work.build);
  }

  function showNames() {
    Object.keys(data.names).forEach(function (kind) {
      var list = make("datalist", { id: "write-names-" + kind });
      data.names[kind].forEach(function (pair) {
        list.append(make("option", { value: pair[0] }, pair[1]));
      });
      page.append(list);
    });
    page.querySelector("[data-write-code]").setAttribute("list", "write-names-entry");
  }

  var acts = {
    begin: function () {
      var chosen = page.querySelector("[data-write-audience]").value;
      beginNew(data.audiences.find(function (audience) {
        return audience.id === chosen;
      }));
    },
    open: function () {
      var name = page.querySelector("[data-write-code]").value;
      var entry = findEntry(name);
      if (entry) {
        open(entry);
      } else {
        tell(say(words.unknown, { code: name }));
      }
    },
    copy: copy,
    download: download,
    over: startOver,
    undo: undo
  };

  page.addEventListener("click", function (event) {
    isStarting = false;
    var button = event.target.closest("[data-act]");
    if (button) {
      acts[button.dataset.act]();
    }
  });
  page.querySelector("[data-write-code]").addEventListener("keydown", function (event) {
    if (event.key === "Enter") {
      acts.open();
    }
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    finish();
  });
  form.addEventListener("input", function () {
    var value = work.read() || {};
    show("over", true);
    keep(function (all) {
      all.drafts[work.target] = { value: value, saved: today() };
      all.last = work.target;
    });
  });

  /* The guideline that the address asks for, for example `?code=L2`. */
  function askedFor() {
    return findEntry(new URLSearchParams(location.search).get("code") || "");
  }

  /* Opens what an address asks for, or else what was written last. */
  function start() {
    var asked = askedFor();
    var last = kept();
    var parts = (last.drafts[last.last] ? last.last : "").split(":");
    var audience = data.audiences.find(function (one) {
      return parts[0] === "new" && one.id === parts[1];
    });
    if (asked) {
      open(asked);
    } else if (audience) {
      beginNew(audience);
    } else if (parts[1] && findEntry(parts[1])) {
      open(findEntry(parts[1]));
    }
  }

  showNames();
  page.hidden = false;
  start();
})();
