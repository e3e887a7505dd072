/* The plan that this browser keeps: the actions a reader has chosen, by the ids of guideline and
   action, with who does each, by when, a note and whether it is done. It stands under one key of
   the local storage, for this site alone, and nothing is sent anywhere.

   plan  = { entries: [ { id, code, title, locale, seen, actions: [ … ] } ] }
   action = { id, do, locale, done, who, when, note }

   `title` and `do` are what stood there when the action was chosen, in the language `locale`;
   `seen` is the day of the guideline's last change at that time. */
(function () {
  "use strict";

  var FORMAT = "guidebook-plan";
  var VERSION = 1;
  var OLD_TICKS = "guidebook.ticks.";
  var ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  var TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
  var DAY = /^\d{4}-\d{2}-\d{2}$/;

  /* Several sites can have one host, and share its storage. */
  var root = new URL(document.body.dataset.root || "./", document.baseURI);
  var KEY = "guidebook.plan:" + root.pathname;

  var listeners = [];
  /* What the page goes on with where the browser keeps nothing. */
  var memory = null;
  /* Empty, or why the plan is not kept: refused, newer; or damaged, when a new one was begun. */
  var trouble = "";

  function find(list, id) {
    return list.find(function (item) {
      return item.id === id;
    });
  }

  function textOf(value) {
    return typeof value === "string" ? value : "";
  }

  function dayOf(value) {
    if (typeof value !== "string" || !DAY.test(value)) {
      return "";
    }
    var time = new Date(value + "T00:00:00Z");
    return !isNaN(time) && time.toISOString().slice(0, 10) === value ? value : "";
  }

  function tagOf(value) {
    return TAG.test(textOf(value)) ? value : "";
  }

  function cleanAction(value) {
    return {
      id: value.id,
      do: textOf(value.do),
      locale: tagOf(value.locale),
      done: value.done === true,
      who: textOf(value.who),
      when: dayOf(value.when),
      note: textOf(value.note)
    };
  }

  /* The items of a list that have an id, each id once; what else stands there is counted. */
  function cleanList(list, clean, count) {
    var known = new Set();
    return list.filter(function (item) {
      var id = item && typeof item === "object" ? textOf(item.id) : "";
      var usable = ID.test(id) && !known.has(id);
      known.add(id);
      if (!usable) {
        count.leftOut += 1;
      }
      return usable;
    }).map(clean);
  }

  /* Returns { plan, leftOut, saved, edition }, or { problem: "newer" | "wrong" } for what is not a plan. */
  function clean(value) {
    if (!value || typeof value !== "object" || value.format !== FORMAT) {
      return { problem: "wrong" };
    }
    if (value.version !== VERSION) {
      return { problem: value.version > VERSION ? "newer" : "wrong" };
    }
    if (!Array.isArray(value.entries)) {
      return { problem: "wrong" };
    }
    var count = { leftOut: 0 };
    var entries = cleanList(value.entries, function (entry) {
      return {
        id: entry.id,
        code: textOf(entry.code),
        title: textOf(entry.title),
        locale: tagOf(entry.locale),
        seen: dayOf(entry.seen),
        actions: cleanList(Array.isArray(entry.actions) ? entry.actions : [], cleanAction, count)
      };
    }, count).filter(function (entry) {
      return entry.actions.length;
    });
    return {
      plan: { entries: entries },
      leftOut: count.leftOut,
      saved: dayOf(value.saved),
      edition: textOf(value.edition && value.edition.id)
    };
  }

  function parse(text) {
    try {
      return clean(JSON.parse(text));
    } catch (error) {
      return { problem: "wrong" };
    }
  }

  function serialise(plan, facts) {
    return Object.assign({ format: FORMAT, version: VERSION }, facts, { entries: plan.entries });
  }

  function copyOf(plan) {
    return JSON.parse(JSON.stringify(plan));
  }

  /* Returns a plan that the caller may change. */
  function read() {
    var text = null;
    if (trouble === "refused" || trouble === "newer") {
      return copyOf(memory);
    }
    try {
      text = localStorage.getItem(KEY);
    } catch (error) {
      trouble = "refused";
    }
    var found = text === null ? { plan: { entries: [] } } : parse(text);
    if (found.problem === "newer") {
      trouble = "newer";
    } else if (found.problem) {
      setAside(text);
    }
    memory = found.plan || { entries: [] };
    return copyOf(memory);
  }

  /* A damaged plan is kept under another key, so that somebody who knows how can look at it. */
  function setAside(text) {
    trouble = "damaged";
    try {
      localStorage.setItem(KEY + ":damaged", text);
      localStorage.removeItem(KEY);
    } catch (error) {
      trouble = "refused";
    }
  }

  function write(plan) {
    memory = plan;
    if (trouble === "newer") {
      return;
    }
    try {
      if (plan.entries.length) {
        localStorage.setItem(KEY, JSON.stringify(serialise(plan, {})));
      } else {
        localStorage.removeItem(KEY);
      }
      trouble = trouble === "refused" ? "" : trouble;
    } catch (error) {
      trouble = "refused";
    }
  }

  /* Lets `edit` change the plan as it is now, also by another tab, and keeps the outcome. */
  function change(edit) {
    var plan = read();
    var outcome = edit(plan);
    plan.entries = plan.entries.filter(function (entry) {
      return entry.actions.length;
    });
    write(plan);
    tell();
    return outcome;
  }

  function tell() {
    listeners.forEach(function (listener) {
      listener();
    });
  }

  function put(plan, facts, action) {
    var entry = find(plan.entries, facts.id);
    if (!entry) {
      entry = {
        id: facts.id,
        code: facts.code,
        title: facts.title,
        locale: facts.locale,
        seen: facts.seen,
        actions: []
      };
      plan.entries.push(entry);
    }
    if (!find(entry.actions, action.id)) {
      entry.actions.push(cleanAction(action));
    }
  }

  /* Takes actions out and returns them as a plan of their own, for putting them back. */
  function take(plan, entryId, actionIds) {
    var entry = find(plan.entries, entryId);
    if (!entry) {
      return { entries: [] };
    }
    function isTaken(action) {
      return actionIds.indexOf(action.id) >= 0;
    }
    var taken = Object.assign({}, entry, { actions: entry.actions.filter(isTaken) });
    entry.actions = entry.actions.filter(function (action) {
      return !isTaken(action);
    });
    return { entries: taken.actions.length ? [taken] : [] };
  }

  function mergeAction(mine, theirs) {
    mine.done = mine.done || theirs.done;
    mine.who = theirs.who || mine.who;
    mine.when = theirs.when || mine.when;
    if (theirs.note && mine.note.indexOf(theirs.note) < 0) {
      mine.note = mine.note ? mine.note + "\n" + theirs.note : theirs.note;
    }
  }

  /* Adds another plan; where both have an action, what the other one says of it counts. */
  function merge(plan, other) {
    other.entries.forEach(function (entry) {
      var mine = find(plan.entries, entry.id);
      if (!mine) {
        plan.entries.push(copyOf(entry));
        return;
      }
      mine.seen = !mine.seen || (entry.seen && entry.seen < mine.seen) ? entry.seen : mine.seen;
      entry.actions.forEach(function (action) {
        var same = find(mine.actions, action.id);
        if (same) {
          mergeAction(same, action);
        } else {
          mine.actions.push(copyOf(action));
        }
      });
    });
  }

  /* Gives an entry that was renamed its present id. */
  function rename(plan, earlier, present) {
    var entry = find(plan.entries, earlier);
    if (entry) {
      plan.entries = plan.entries.filter(function (other) {
        return other !== entry;
      });
      merge(plan, { entries: [Object.assign({}, entry, { id: present })] });
    }
  }

  /* Returns the ids of the actions that an earlier version of this site kept as done. */
  function oldTicks(entryId) {
    try {
      var ticks = JSON.parse(localStorage.getItem(OLD_TICKS + entryId));
      return ticks && typeof ticks === "object" ? Object.keys(ticks) : [];
    } catch (error) {
      return [];
    }
  }

  function forgetOldTicks(entryId) {
    try {
      if (trouble === "") {
        localStorage.removeItem(OLD_TICKS + entryId);
      }
    } catch (error) {
      trouble = "refused";
    }
  }

  /* Brings what was kept under earlier ids, or as mere ticks, into the plan.
     `entries` are the facts of entries, with `formerly` and the `actions` that they have now. */
  function bringUp(entries) {
    var present = new Set(read().entries.map(function (entry) {
      return entry.id;
    }));
    entries.forEach(function (facts) {
      var ids = [facts.id].concat(facts.formerly);
      var ticked = new Set([].concat.apply([], ids.map(oldTicks)));
      var isRenamed = facts.formerly.some(function (earlier) {
        return present.has(earlier);
      });
      if (isRenamed || ticked.size) {
        change(function (plan) {
          bringUpOne(plan, facts, ticked);
        });
      }
      if (ticked.size) {
        ids.forEach(forgetOldTicks);
      }
    });
  }

  function bringUpOne(plan, facts, ticked) {
    facts.formerly.forEach(function (earlier) {
      rename(plan, earlier, facts.id);
    });
    facts.actions.forEach(function (action) {
      if (ticked.has(action.id)) {
        put(plan, facts, Object.assign({}, action, { done: true }));
      }
    });
  }

  function count(plan) {
    var actions = [].concat.apply([], plan.entries.map(function (entry) {
      return entry.actions;
    }));
    return {
      all: actions.length,
      done: actions.filter(function (action) {
        return action.done;
      }).length
    };
  }

  window.addEventListener("storage", function (event) {
    if (event.key === KEY || event.key === null) {
      tell();
    }
  });
  /* A page that the browser shows again after "back" was asleep and has heard nothing. */
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      tell();
    }
  });

  window.guidebook = window.guidebook || {};
  window.guidebook.plan = {
    read: read,
    change: change,
    put: put,
    take: take,
    merge: merge,
    rename: rename,
    bringUp: bringUp,
    parse: parse,
    serialise: serialise,
    find: find,
    count: count,
    listen: function (listener) {
      listeners.push(listener);
    },
    trouble: function () {
      return trouble;
    }
  };
})();
