/* The page "My plan": shows the plan that this browser keeps, and lets its reader work on it. */
(function () {
  "use strict";

  var data = window.guidebookPlan;
  var store = window.guidebook.plan;
  var files = window.guidebook.planFiles;
  var words = window.guidebook.words;
  var say = words.say;
  var body = document.querySelector("[data-plan-body]");
  if (!body || !data) {
    return;
  }
  var list = window.guidebook.makePlanList(body, data);
  var place = body.querySelector(".plan-list");
  var said = body.querySelector(".plan-said [role=status]");
  var empty = body.querySelector(".plan-empty");
  var chooser = body.querySelector("[data-plan-file]");
  var dialog = body.querySelector("dialog");
  /* What "undo" brings back: { plan, isWhole }. */
  var before = null;
  /* True while a field is edited: the list then stays as it is, with the reader in it. */
  var isEditing = false;

  function button(act) {
    return body.querySelector(".plan-buttons [data-act=" + act + "], .plan-said [data-act=" + act + "]");
  }

  function show() {
    var plan = store.read();
    var counts = store.count(plan);
    var totals = say(data.words.actions, { n: counts.all });
    var output = body.querySelector("output");
    totals += " · " + say(data.words.done, { n: counts.done });
    if (output.textContent !== totals) {
      output.textContent = totals;
    }
    body.querySelectorAll("[data-plan-filled]").forEach(function (element) {
      element.hidden = !counts.all;
    });
    empty.hidden = counts.all > 0;
    showTrouble();
    if (!isEditing) {
      list.show(plan);
    }
  }

  function showTrouble() {
    var trouble = store.trouble();
    var notice = body.querySelector("[data-plan-trouble]");
    notice.hidden = !trouble;
    notice.textContent = trouble ? data.words[trouble] : "";
    body.querySelector(".plan-kept").hidden = Boolean(trouble);
  }

  /* Says what happened; `plan` is what can be brought back, `isWhole` when in place of everything. */
  function tell(sentence, plan, isWhole) {
    said.textContent = sentence;
    before = plan ? { plan: plan, isWhole: isWhole } : null;
    button("undo").hidden = !before;
  }

  function idsOf(element) {
    return {
      entry: element.closest("[data-entry]").dataset.entry,
      action: element.closest("[data-action]") && element.closest("[data-action]").dataset.action
    };
  }

  function edit(field) {
    var ids = idsOf(field);
    var item = field.closest("li");
    isEditing = true;
    store.change(function (plan) {
      var entry = store.find(plan.entries, ids.entry);
      var action = entry && store.find(entry.actions, ids.action);
      if (action) {
        action[field.dataset.field] = field.type === "checkbox" ? field.checked : field.value;
        list.showForPaper(item, action);
      }
    });
    isEditing = false;
    if (before && before.isWhole) {
      tell("");
    }
  }

  function remove(control) {
    var ids = idsOf(control);
    var index = Array.from(place.querySelectorAll("li[data-action]")).indexOf(control.closest("li"));
    var taken = store.change(function (plan) {
      return store.take(plan, ids.entry, [ids.action]);
    });
    var left = place.querySelectorAll("li[data-action]");
    if (left.length) {
      left[Math.min(index, left.length - 1)].querySelector("[data-act=remove]").focus();
    } else {
      empty.focus();
    }
    tell(say(data.words.removed, { n: 1 }), taken, false);
  }

  /* From now on the guideline counts as read as it is today. */
  function markSeen(control) {
    var ids = idsOf(control);
    var entry = list.known.get(ids.entry);
    store.change(function (plan) {
      var mine = store.find(plan.entries, ids.entry);
      mine.seen = entry.changes[0].on;
      mine.actions.forEach(function (own) {
        var action = store.find(entry.actions, own.id);
        if (action) {
          var isForeign = typeof action.do !== "string";
          own.do = isForeign ? action.do[0] : action.do;
          own.locale = isForeign ? action.do[1] : data.locale;
        }
      });
    });
    place.querySelector('[data-entry="' + ids.entry + '"] h3 a').focus();
    tell("");
  }

  function emptyAll() {
    var all = store.read();
    store.change(function (plan) {
      plan.entries = [];
    });
    tell(data.words.emptied, all, false);
    button("undo").focus();
  }

  function undo() {
    var back = before;
    store.change(function (plan) {
      if (back.isWhole) {
        plan.entries = back.plan.entries;
      } else {
        store.merge(plan, back.plan);
      }
    });
    tell(data.words.put_back);
    var first = back.plan.entries[0];
    var item = first && place.querySelector(
      '[data-entry="' + first.id + '"] [data-action="' + first.actions[0].id + '"] input'
    );
    (item || button("open")).focus();
  }

  function takeIn(name, found, isReplacing) {
    var all = store.read();
    store.change(function (plan) {
      if (isReplacing) {
        plan.entries = found.plan.entries;
      } else {
        store.merge(plan, found.plan);
      }
    });
    store.bringUp(facts());
    var sentence = say(data.words.file_opened, { file: name, n: store.count(store.read()).all });
    if (found.leftOut) {
      sentence += " " + say(data.words.file_left_out, { n: found.leftOut });
    }
    tell(sentence, all, true);
  }

  function open(file) {
    files.read(file, function (found, problem) {
      if (problem) {
        tell(say(data.words[problem], { file: file.name }));
        button("open").focus();
      } else if (!store.count(store.read()).all) {
        takeIn(file.name, found, true);
        button("open").focus();
      } else {
        files.ask(dialog, file.name, found, data, function (answer) {
          if (answer !== "cancel") {
            takeIn(file.name, found, answer === "replace");
          }
          button("open").focus();
        });
      }
    });
  }

  /* What the store must know of each guideline to bring an older plan up to date. */
  function facts() {
    return data.entries.map(function (entry) {
      var isForeign = typeof entry.title !== "string";
      return {
        id: entry.id,
        code: entry.code,
        title: isForeign ? entry.title[0] : entry.title,
        locale: isForeign ? entry.title[1] : data.locale,
        seen: entry.changes[0].on,
        formerly: entry.formerly,
        actions: entry.actions.map(function (action) {
          var text = typeof action.do === "string" ? [action.do, data.locale] : action.do;
          return { id: action.id, do: text[0], locale: text[1] };
        })
      };
    });
  }

  var acts = {
    save: function () {
      tell(say(data.words.file_saved, { file: files.save(data) }));
    },
    open: function () {
      chooser.click();
    },
    empty: emptyAll,
    undo: undo,
    remove: remove,
    seen: markSeen
  };

  body.addEventListener("click", function (event) {
    var control = event.target.closest("[data-act]");
    if (control && acts[control.dataset.act]) {
      acts[control.dataset.act](control);
    }
  });
  place.addEventListener("input", function (event) {
    if (event.target.type !== "checkbox") {
      edit(event.target);
    }
  });
  place.addEventListener("change", function (event) {
    if (event.target.type === "checkbox") {
      edit(event.target);
    }
  });
  chooser.addEventListener("change", function () {
    if (chooser.files.length) {
      open(chooser.files[0]);
    }
    chooser.value = "";
  });
  window.addEventListener("beforeprint", function () {
    body.querySelector("[data-plan-printed]").textContent = data.title + " · " + say(
      data.words.printed_on, { date: words.date(words.today(), data.words.date_format) }
    );
  });

  store.bringUp(facts());
  store.listen(show);
  show();
  body.hidden = false;
})();
