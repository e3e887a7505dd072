/* Shows a plan as a list: audiences, their guidelines, the actions of each. Every text of a plan or a
   file becomes text of the page, never markup. */
(function () {
  "use strict";

  var store = window.guidebook.plan;
  var words = window.guidebook.words;

  /* Returns a function that shows a plan in `body`, with the texts of `data`. */
  function makeList(body, data) {
    var place = body.querySelector(".plan-list");
    var known = new Map(data.entries.map(function (entry) {
      return [entry.id, entry];
    }));
    var count = 0;

    function template(name) {
      return body.querySelector("template[data-plan-" + name + "]").content.firstElementChild.cloneNode(true);
    }

    /* Puts a text into an element; `tag` is its language where that is not the page's. */
    function put(element, text, tag) {
      element.textContent = text;
      if (tag !== data.locale) {
        element.dir = data.languages[tag] || "auto";
        if (tag) {
          element.lang = tag;
        }
      }
    }

    /* The same for a text of `data`, which is a pair when it is in another language. */
    function putText(element, text) {
      if (typeof text === "string") {
        put(element, text, data.locale);
      } else {
        put(element, text[0], text[1]);
      }
    }

    function part(element, name) {
      return element.querySelector("[data-fill=" + name + "]");
    }

    function putLink(link, entry) {
      link.href = document.body.dataset.root + entry.address;
      putText(link, entry.title);
    }

    function showGroup(heading, isGone, entries) {
      var group = template("group");
      var title = part(group, "name");
      putText(title, heading);
      count += 1;
      title.id = "plan-" + count;
      group.setAttribute("aria-labelledby", title.id);
      group.querySelector(".plan-gone").hidden = !isGone;
      entries.forEach(function (entry) {
        group.append(showEntry(entry, known.get(entry.id)));
      });
      return group;
    }

    function showEntry(mine, entry) {
      var box = template("entry");
      var code = part(box, "code");
      code.textContent = entry ? entry.code : mine.code;
      code.hidden = !code.textContent;
      box.dataset.entry = mine.id;
      if (entry) {
        putLink(part(box, "title"), entry);
        part(box, "status").textContent = data.statuses[entry.status];
        showRetired(box, entry);
        showChanges(box, mine, entry);
      } else {
        put(part(box, "title"), mine.title || mine.id, mine.locale);
        part(box, "status").hidden = true;
      }
      var list = box.querySelector("ol");
      inOrder(mine, entry).forEach(function (pair) {
        list.append(showAction(mine, pair[0], pair[1], Boolean(entry)));
      });
      return box;
    }

    /* The actions as the guideline has them, with their texts; those it no longer has at the end. */
    function inOrder(mine, entry) {
      var texts = entry ? entry.actions : [];
      var present = texts.map(function (action) {
        return [store.find(mine.actions, action.id), action];
      }).filter(function (pair) {
        return pair[0];
      });
      var gone = mine.actions.filter(function (action) {
        return !store.find(texts, action.id);
      });
      return present.concat(gone.map(function (action) {
        return [action, null];
      }));
    }

    function showRetired(box, entry) {
      box.querySelector(".plan-retired").hidden = entry.status !== "retired";
      putText(part(box, "because"), entry.withdrawn_because);
      var instead = known.get(entry.replaced_by);
      if (instead) {
        box.querySelector("[data-plan-instead]").hidden = false;
        putLink(part(box, "instead"), instead);
      }
    }

    function showChanges(box, mine, entry) {
      var changes = entry.changes.filter(function (change) {
        return mine.seen && change.on > mine.seen;
      });
      var isReworded = entry.actions.some(function (action) {
        var own = store.find(mine.actions, action.id);
        return own && isOtherText(own, action);
      });
      box.querySelector(".plan-changes").hidden = !changes.length && !isReworded;
      changes.forEach(function (change) {
        var line = document.createElement("li");
        var what = document.createElement("span");
        putText(what, change.what);
        line.append(change.shown + ": ", what);
        box.querySelector(".plan-changes ul").append(line);
      });
      putText(part(box, "which"), entry.title);
    }

    /* Only texts of one language can be compared. */
    function isOtherText(mine, action) {
      var isForeign = typeof action.do !== "string";
      var text = isForeign ? action.do[0] : action.do;
      var tag = isForeign ? action.do[1] : data.locale;
      return mine.do !== "" && mine.locale === tag && mine.do !== text;
    }

    function showAction(entry, mine, action, hasEntry) {
      var item = template("action");
      count += 1;
      item.dataset.action = mine.id;
      item.querySelectorAll("[data-fill=do]").forEach(function (element) {
        if (action) {
          putText(element, action.do);
        } else {
          put(element, mine.do || mine.id, mine.locale);
        }
      });
      item.querySelector(".plan-gone").hidden = Boolean(action) || !hasEntry;
      if (action && isOtherText(mine, action)) {
        item.querySelector(".plan-reworded").hidden = false;
        put(part(item, "before"), mine.do, mine.locale);
      }
      item.querySelectorAll("[data-field]").forEach(function (field) {
        var name = field.dataset.field;
        field.id = "plan-" + count + "-" + name;
        item.querySelector("[data-for=" + name + "]").htmlFor = field.id;
        if (name === "done") {
          field.checked = mine.done;
        } else {
          field.value = mine[name];
        }
      });
      item.querySelectorAll("[data-field], [data-act]").forEach(function (control) {
        control.dataset.key = [entry.id, mine.id, control.dataset.field || "remove"].join("/");
      });
      showForPaper(item, mine);
      return item;
    }

    /* What stands on paper in the place of the fields; an empty one is a line to write on. */
    function showForPaper(item, mine) {
      item.classList.toggle("is-done", mine.done);
      item.querySelectorAll("[data-shown]").forEach(function (element) {
        var name = element.dataset.shown;
        element.textContent = name === "when" && mine.when ? words.date(mine.when, data.words.date_format) : mine[name];
      });
    }

    function groups(plan) {
      var mine = new Map(plan.entries.map(function (entry) {
        return [entry.id, entry];
      }));
      var found = data.audiences.map(function (audience) {
        return [audience.name, data.entries.filter(function (entry) {
          return entry.audience === audience.id && mine.has(entry.id);
        }).map(function (entry) {
          return mine.get(entry.id);
        })];
      });
      found.push([null, plan.entries.filter(function (entry) {
        return !known.has(entry.id);
      })]);
      return found.filter(function (group) {
        return group[1].length;
      });
    }

    /* Shows a plan; whoever was in a field is in the same field afterwards. */
    function show(plan) {
      var key = document.activeElement && document.activeElement.dataset.key;
      count = 0;
      place.replaceChildren.apply(place, groups(plan).map(function (group) {
        return showGroup(group[0] || data.words.gone_title, !group[0], group[1]);
      }));
      var same = key && Array.from(place.querySelectorAll("[data-key]")).find(function (control) {
        return control.dataset.key === key;
      });
      if (same) {
        same.focus();
      }
    }

    return { show: show, showForPaper: showForPaper, known: known };
  }

  window.guidebook.makePlanList = makeList;
})();
