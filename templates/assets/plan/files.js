/* A plan as a file: saved by the browser as JSON, opened from the reader's disk, sent nowhere. */
(function () {
  "use strict";

  var store = window.guidebook.plan;
  var words = window.guidebook.words;
  var say = words.say;
  var MOST_BYTES = 1024 * 1024;

  /* Returns the name of the file that the browser was asked to save. */
  function save(data) {
    var facts = {
      site: data.site,
      title: data.title,
      edition: data.edition,
      locale: data.locale,
      saved: words.today()
    };
    var text = JSON.stringify(store.serialise(store.read(), facts), null, 2) + "\n";
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = data.words.file_name + "-" + facts.saved + ".json";
    document.body.append(link);
    link.click();
    link.remove();
    /* The browser needs the address until it has begun to save. */
    setTimeout(function () {
      URL.revokeObjectURL(link.href);
    }, 60000);
    return link.download;
  }

  /* Calls `done(found, problem)`: what store.parse gives, or the name of the word for the problem. */
  function read(file, done) {
    if (file.size > MOST_BYTES) {
      done(null, "file_too_large");
      return;
    }
    var reader = new FileReader();
    reader.addEventListener("error", function () {
      done(null, "file_wrong");
    });
    reader.addEventListener("load", function () {
      var found = store.parse(reader.result);
      done(found, found.problem ? "file_" + found.problem : "");
    });
    reader.readAsText(file);
  }

  function actions(plan, data) {
    return say(data.words.actions, { n: store.count(plan).all });
  }

  /* Asks what to do with the plan of a file and calls `done` with "merge", "replace" or "cancel". */
  function ask(dialog, name, found, data, done) {
    dialog.querySelector("h2").textContent = say(data.words.file_title, { file: name });
    dialog.querySelector("[data-plan-question]").textContent = say(data.words.file_question, {
      mine: actions(store.read(), data),
      theirs: actions(found.plan, data)
    });
    var savedLine = dialog.querySelector("[data-plan-saved]");
    savedLine.hidden = !found.saved;
    savedLine.textContent = !found.saved ? "" : say(data.words.file_saved_on, {
      date: words.date(found.saved, data.words.date_format),
      edition: found.edition
    });
    if (!dialog.showModal) {
      /* A browser from before 2022: the answer by which nothing is lost. */
      done("merge");
      return;
    }
    var answer = "cancel";
    function choose(event) {
      var button = event.target.closest("[data-act]");
      if (button) {
        answer = button.dataset.act;
        dialog.close();
      }
    }
    dialog.addEventListener("click", choose);
    dialog.addEventListener("close", function () {
      dialog.removeEventListener("click", choose);
      done(answer);
    }, { once: true });
    dialog.showModal();
  }

  window.guidebook.planFiles = { save: save, read: read, ask: ask };
})();
