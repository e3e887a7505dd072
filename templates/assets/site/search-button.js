/* Opens the search: by its button, by "/" and by Ctrl+K or Cmd+K. What finds is fetched only then. */
(function () {
  "use strict";

  var link = document.querySelector("a.gb-search-open");
  var parts = document.getElementById("gb-search-parts");
  var place = document.querySelector("[data-search-page]");
  var SWITCH = "guidebook.search.key";
  var dialog = null;
  var pageField = null;
  if (!link || !parts || !window.HTMLDialogElement) {
    return; /* The link leads to the page for searching. */
  }

  function isKeyOn() {
    try {
      return localStorage.getItem(SWITCH) !== "off";
    } catch (error) {
      return true;
    }
  }

  function setKey(isOn) {
    try {
      if (isOn) {
        localStorage.removeItem(SWITCH);
      } else {
        localStorage.setItem(SWITCH, "off");
      }
    } catch (error) {
      /* Storage is forbidden: the key stays on. */
    }
  }

  /* Fetches what finds and the words of the language, and lets them work on a form with results. */
  function load(body, options) {
    var addresses = [link.dataset.searchScript, link.dataset.searchIndex];
    addresses.forEach(function (address, number) {
      var script = document.createElement("script");
      script.src = address;
      script.async = false; /* Fetched together, run in this order. */
      script.onload = function () {
        if (number === 0) {
          window.guidebookSearch.start(body, addresses[1], options);
        }
      };
      script.onerror = function () {
        var state = body.querySelector("[role=status]");
        state.textContent = JSON.parse(state.dataset.sentences).failed;
        body.querySelector(".gb-search-help").hidden = false;
      };
      document.head.append(script);
    });
  }

  function makeDialog() {
    dialog = parts.content.querySelector("dialog").cloneNode(true);
    document.body.append(dialog);
    dialog.querySelector(".gb-search-close").addEventListener("click", function () {
      dialog.close();
    });
    /* A click beside the dialog lands on the dialog itself, since its content fills it. A link to
       a place of this page shows that place; links to other pages leave the dialog as it is, so
       that the browser's way back leads to the results. */
    dialog.addEventListener("click", function (event) {
      var target = event.target.closest("a");
      if (event.target === dialog || (target && isSamePage(target))) {
        dialog.close();
      }
    });
    /* In a search field Escape would first empty the field. */
    dialog.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !event.isComposing) {
        event.preventDefault();
        dialog.close();
      }
    });
    var box = dialog.querySelector(".gb-search-key input");
    box.checked = isKeyOn();
    box.addEventListener("change", function () {
      setKey(box.checked);
    });
    load(dialog, {});
  }

  function isSamePage(target) {
    return target.href.split("#")[0] === location.href.split("#")[0];
  }

  function open() {
    if (pageField) {
      pageField.focus();
      pageField.select();
      return;
    }
    if (!dialog) {
      makeDialog();
    }
    /* Closing a modal dialog gives the focus back to what has it now. */
    dialog.showModal();
    var field = dialog.querySelector("input[name=q]");
    field.focus();
    field.select();
  }

  /* The page for searching: the same form in the page, the query kept in the address. */
  function startPage() {
    var body = parts.content.querySelector(".gb-search-body").cloneNode(true);
    var asked = new URLSearchParams(location.search);
    var form = body.querySelector("form");
    pageField = form.elements.q;
    pageField.value = asked.get("q") || "";
    Array.from(form.querySelectorAll("input[name=for]")).forEach(function (choice) {
      choice.checked = choice.value === (asked.get("for") || "");
    });
    body.querySelector(".gb-search-key").remove();
    place.append(body);
    load(body, {
      isHelpAlwaysShown: true,
      onQuery: function (query, audience) {
        var kept = new URLSearchParams(query ? { q: query } : {});
        if (audience) {
          kept.set("for", audience);
        }
        history.replaceState(null, "", "?" + kept + location.hash);
      }
    });
  }

  function isTyping(target) {
    var field = target.closest("input, textarea, select, [contenteditable]");
    return field && !/^(checkbox|radio|button|submit|reset|range|color|file)$/.test(field.type);
  }

  var button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
  button.append.apply(button, Array.from(link.childNodes));
  button.addEventListener("click", open);
  link.replaceWith(button);

  document.addEventListener("keydown", function (event) {
    var isControlled = event.ctrlKey || event.metaKey;
    var isCommand = isControlled && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
    var isSlash = event.key === "/" && !isControlled && !event.altKey;
    if (event.defaultPrevented || event.isComposing || !(isCommand || isSlash)) {
      return;
    }
    if (isSlash && (!isKeyOn() || isTyping(event.target))) {
      return;
    }
    if (document.querySelector("dialog[open]")) {
      return;
    }
    event.preventDefault();
    open();
  });

  if (place) {
    startPage();
  }
})();
