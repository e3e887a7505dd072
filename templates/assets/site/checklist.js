/* The boxes on a guideline's page: a ticked action is in the reader's plan (see browser-plan.js). */
(function () {
  "use strict";

  var store = window.guidebook.plan;
  var say = window.guidebook.words.say;

  function start(list) {
    var words = JSON.parse(list.dataset.words);
    var boxes = Array.from(list.querySelectorAll("ol.actions input[type=checkbox]"));
    var state = list.querySelector(".checklist-state");
    var output = state.querySelector("output");
    var said = state.querySelector("[role=status]");
    var copy = state.querySelector(".plan-copy");
    var buttons = {};
    state.querySelectorAll("button").forEach(function (button) {
      buttons[button.dataset.act] = button;
    });
    var title = languageAndText(document.querySelector("h1"));
    var facts = {
      id: list.dataset.checklist,
      code: list.dataset.code,
      title: title.text,
      locale: title.locale,
      seen: list.dataset.changed,
      formerly: list.dataset.formerly.split(" ").filter(Boolean),
      actions: boxes.map(actionOf)
    };
    var putBack = null;

    function languageAndText(element) {
      var marked = element.querySelector("[lang]") || element.closest("[lang]");
      var copied = element.cloneNode(true);
      copied.querySelectorAll(".headerlink").forEach(function (link) {
        link.remove();
      });
      return { text: copied.textContent.trim(), locale: marked.lang };
    }

    function actionOf(box) {
      var item = box.closest("li");
      var words = languageAndText(item.querySelector(".action-text"));
      return { id: item.id, do: words.text, locale: words.locale };
    }

    function chosen() {
      var entry = store.find(store.read().entries, facts.id);
      return entry ? entry.actions : [];
    }

    function show() {
      var mine = chosen();
      var counts = { n: 0, total: boxes.length, done: 0 };
      boxes.forEach(function (box) {
        var item = box.closest("li");
        var action = store.find(mine, item.id);
        box.checked = Boolean(action);
        counts.n += action ? 1 : 0;
        counts.done += action && action.done ? 1 : 0;
        item.classList.toggle("is-done", Boolean(action && action.done));
        item.querySelector(".tick-chosen").hidden = !action || action.done;
        item.querySelector(".tick-done").hidden = !action || !action.done;
      });
      var sentence = say(words.chosen, counts);
      if (counts.done) {
        sentence += " · " + say(words.done, { n: counts.done });
      }
      if (output.textContent !== sentence) {
        output.textContent = sentence;
      }
      showTotal(state.querySelector(".plan-link"), words.total);
      showTrouble();
      buttons.clear.hidden = !counts.n;
      state.hidden = false;
    }

    function showTotal(link, word) {
      var total = store.count(store.read()).all;
      if (!link.dataset.title) {
        link.dataset.title = link.textContent;
      }
      link.textContent = total ? say(word, { n: total }) : link.dataset.title;
    }

    function showTrouble() {
      var trouble = store.trouble();
      var notice = state.querySelector(".plan-trouble");
      notice.hidden = !trouble;
      notice.textContent = trouble ? words[trouble] : "";
      state.querySelector(".plan-kept").hidden = Boolean(trouble);
    }

    /* Says what happened; `taken` is what can be put back. */
    function tell(sentence, taken) {
      said.textContent = sentence;
      putBack = taken || null;
      buttons.undo.hidden = !putBack;
    }

    function remove(actionIds) {
      return store.change(function (plan) {
        return store.take(plan, facts.id, actionIds);
      });
    }

    /* Only what a new tick would not bring back is worth offering to put back. */
    function isWritten(action) {
      return action.done || action.who || action.when || action.note;
    }

    function tick(box) {
      var action = actionOf(box);
      if (box.checked) {
        store.change(function (plan) {
          store.put(plan, facts, action);
        });
        tell("");
        return;
      }
      var taken = remove([action.id]);
      var isLoss = taken.entries.length && isWritten(taken.entries[0].actions[0]);
      tell(isLoss ? say(words.removed, { n: 1 }) : "", isLoss ? taken : null);
    }

    function clear() {
      var taken = remove(facts.actions.map(function (action) {
        return action.id;
      }));
      var count = store.count(taken).all;
      boxes[0].focus();
      tell(count ? say(words.removed, { n: count }) : "", count ? taken : null);
    }

    function undo() {
      var taken = putBack;
      store.change(function (plan) {
        store.merge(plan, taken);
      });
      tell(words.put_back);
      document.getElementById("tick-" + taken.entries[0].actions[0].id).focus();
    }

    /* The chosen actions, or all where none is chosen, as a text for mails and notes. */
    function asText() {
      var mine = chosen();
      var lines = facts.actions.filter(function (action) {
        return !mine.length || store.find(mine, action.id);
      }).map(function (action) {
        var own = store.find(mine, action.id);
        return (own && own.done ? "[x] " : "[ ] ") + action.do;
      });
      var address = location.href.split(/[?#]/)[0];
      return [facts.code + " " + facts.title, ""].concat(lines, "", address, "").join("\n");
    }

    function showCopied() {
      copy.hidden = true;
      tell(words.copied);
    }

    function showForCopying(text) {
      var area = copy.querySelector("textarea");
      copy.hidden = false;
      area.value = text;
      area.focus();
      area.select();
      tell("");
    }

    function copyText() {
      var text = asText();
      if (!navigator.clipboard) {
        showForCopying(text);
        return;
      }
      navigator.clipboard.writeText(text).then(showCopied, function () {
        showForCopying(text);
      });
    }

    boxes.forEach(function (box) {
      box.addEventListener("change", function () {
        tick(box);
      });
    });
    buttons.clear.addEventListener("click", clear);
    buttons.undo.addEventListener("click", undo);
    buttons.copy.addEventListener("click", copyText);
    list.querySelectorAll(".checklist-intro").forEach(function (sentence) {
      sentence.hidden = false;
    });
    store.bringUp([facts]);
    store.listen(show);
    show();
  }

  document.querySelectorAll("[data-checklist]").forEach(start);
})();
