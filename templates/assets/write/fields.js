/* Builds a form from a JSON Schema. Each part has `element`, `read()`, which gives its value or
   undefined when nothing is written, and `check()`, which shows its mistakes and gives them as
   { control, sentence }. The sentences are those of the program's own checks. */
(function () {
  "use strict";

  var MOST_QUOTED = 80;

  function make(tag, attributes, text) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      element.setAttribute(name, attributes[name]);
    });
    if (text !== undefined) {
      element.textContent = text;
    }
    return element;
  }

  function makeFields(data) {
    var say = window.guidebook.words.say;
    var words = data.words;
    var suggestId = window.guidebook.writeEntries.suggestId;
    var count = 0;

    function labelOf(name) {
      return data.labels[name] || name;
    }

    /* The explanations mark names and commands, which a form shows as words. */
    function hintOf(schema) {
      return make("p", { class: "write-hint", lang: data.hint_locale, dir: "ltr" }, schema.description.replace(/`/g, ""));
    }

    function nextId() {
      count += 1;
      return "write-" + count;
    }

    function quoted(text) {
      var chars = Array.from(text.replace(/\s+/g, " "));
      return "'" + (chars.length > MOST_QUOTED ? chars.slice(0, MOST_QUOTED - 1).join("") + "…" : chars.join("")) + "'";
    }

    /* The sentence for a mistake in a text, or an empty one. */
    function fault(schema, label, text, isRequired) {
      var kind = "";
      if (!text) {
        kind = isRequired ? "empty" : "";
      } else if (schema.maxLength && Array.from(text).length > schema.maxLength) {
        kind = "string_too_long";
      } else if (schema.pattern && !new RegExp(schema.pattern, "u").test(text)) {
        kind = schema["x-error"];
      }
      if (!kind) {
        return "";
      }
      return say(data.messages[kind], {
        value: quoted(text),
        key: "'" + label + "'",
        name: label,
        length: Array.from(text).length,
        limit: schema.maxLength || 0
      });
    }

    function options(select, choices, value) {
      choices.forEach(function (choice) {
        select.append(make("option", { value: choice[0] }, choice[1]));
      });
      var isKnown = choices.some(function (choice) {
        return choice[0] === value;
      });
      if (value && !isKnown) {
        select.append(make("option", { value: value }, value));
      }
      select.value = value || "";
    }

    /* A choice of few is a menu; what names one of many has a list to choose from. */
    function makeInput(schema, name, value, id) {
      var input;
      var known = data.names[schema["x-names"]];
      if (schema.enum || schema["x-names"] === "topic" || schema["x-names"] === "audience") {
        input = make("select", { id: id });
        options(input, [["", "—"]].concat(schema.enum ? schema.enum.map(function (option) {
          return [option, (data.options[name] || {})[option] || option];
        }) : known), value);
      } else if (schema.format === "date") {
        input = make("input", { id: id, type: "date", min: "1900-01-01", max: "2999-12-31" });
        input.value = value || "";
      } else if (schema.text) {
        input = make("textarea", { id: id, rows: schema.text === "markdown" ? 5 : 2, dir: "auto" });
        input.value = value || "";
      } else {
        input = make("input", { id: id, type: "text", autocomplete: "off", spellcheck: "false" });
        input.value = value || "";
        if (known) {
          input.setAttribute("list", "write-names-" + schema["x-names"]);
        }
      }
      return input;
    }

    /* One text. `more` can hold `label`, `isRequired`, `beside` (an element above the field) and
       `isFixed` for what must stay. */
    function leaf(schema, name, value, more) {
      var id = nextId();
      var label = more.label || labelOf(name);
      var element = make("div", { class: "write-field" });
      var head = make("label", { for: id }, label);
      var input = makeInput(schema, name, value, id);
      var error = make("p", { class: "write-error", id: id + "-error", hidden: "" });
      var described = [];
      if (!more.isRequired && !more.isItem && !more.beside) {
        head.append(" ", make("span", { class: "small" }, words.optional));
      }
      element.append(head);
      if (schema.description && !more.beside) {
        var hint = hintOf(schema);
        hint.id = id + "-hint";
        element.append(hint);
        described.push(hint.id);
      }
      if (more.beside) {
        more.beside.id = id + "-source";
        element.append(more.beside);
        described.push(more.beside.id);
      }
      if (more.isRequired) {
        input.setAttribute("aria-required", "true");
      }
      if (more.isFixed) {
        input.readOnly = true;
      }
      element.append(input, error);

      function describe() {
        var ids = error.hidden ? described : described.concat(error.id);
        if (ids.length) {
          input.setAttribute("aria-describedby", ids.join(" "));
        } else {
          input.removeAttribute("aria-describedby");
        }
      }

      function read() {
        var text = input.value.replace(/\r\n?/g, "\n");
        text = schema.text === "markdown" ? text.replace(/^\n+|\s+$/g, "") : text.trim();
        return text || undefined;
      }

      function check(isInUse) {
        var sentence = fault(schema, label, read() || "", more.isRequired && isInUse !== false);
        error.textContent = sentence;
        error.hidden = !sentence;
        if (sentence) {
          input.setAttribute("aria-invalid", "true");
        } else {
          input.removeAttribute("aria-invalid");
        }
        describe();
        return sentence ? [{ control: input, sentence: sentence }] : [];
      }

      /* A mistake is told when its field is left, not while somebody writes. */
      input.addEventListener("change", function () {
        check(Boolean(read()));
      });
      describe();
      return {
        element: element,
        input: input,
        name: name,
        read: read,
        check: check,
        set: function (text) {
          input.value = text;
        }
      };
    }

    /* The fields of an object, in the order of the schema; `hidden` values are kept as they are. */
    function fieldsOf(schema, value, place, hidden) {
      var parts = {};
      Object.keys(schema.properties).forEach(function (name) {
        if (hidden.indexOf(name) >= 0) {
          return;
        }
        var isRequired = (schema.required || []).indexOf(name) >= 0;
        parts[name] = build(schema.properties[name], name, value[name], { isRequired: isRequired });
        place.append(parts[name].element);
      });
      var text = parts.do || parts.title;
      if (parts.id && text) {
        text.input.addEventListener("change", function () {
          if (!parts.id.read()) {
            parts.id.set(suggestId(text.read() || ""));
          }
        });
      }

      function read() {
        var result = {};
        Object.keys(schema.properties).forEach(function (name) {
          var part = parts[name] ? parts[name].read() : value[name];
          if (part !== undefined) {
            result[name] = part;
          }
        });
        return Object.keys(result).length ? result : undefined;
      }

      return {
        read: read,
        check: function (isInUse) {
          return Object.keys(parts).reduce(function (all, name) {
            return all.concat(parts[name].check(isInUse));
          }, []);
        }
      };
    }

    function group(label, schema) {
      var element = make("fieldset", { class: "write-group" });
      element.append(make("legend", {}, label));
      if (schema.description) {
        element.append(hintOf(schema));
      }
      return element;
    }

    function object(schema, name, value) {
      var element = group(labelOf(name), schema);
      var inner = fieldsOf(schema, value || {}, element, []);
      return {
        element: element,
        read: inner.read,
        check: function () {
          return inner.check(inner.read() !== undefined);
        }
      };
    }

    /* A list: each item can be moved up and removed, and one more added. */
    function list(schema, name, value, more) {
      var element = group(labelOf(name), schema);
      var place = make("div");
      var error = make("p", { class: "write-error", hidden: "" });
      var add = make("button", { type: "button", class: "plain-button" });
      var one = data.labels[name + ".one"] || labelOf(name);
      var items = [];
      add.textContent = say(words.add, { what: one });
      element.append(place, error, add);

      function number() {
        items.forEach(function (item, index) {
          var what = say(words.number, { what: one, n: index + 1 });
          item.head.textContent = what;
          item.remove.textContent = say(words.remove, { what: what });
          item.up.textContent = say(words.up, { what: what });
          item.up.hidden = index === 0;
        });
      }

      function insert(itemValue) {
        var item = { up: make("button", { type: "button", class: "plain-button" }) };
        item.remove = make("button", { type: "button", class: "plain-button" });
        if (schema.items.properties) {
          item.element = make("fieldset", { class: "write-item" });
          item.head = make("legend");
          item.element.append(item.head);
          item.part = fieldsOf(schema.items, itemValue || {}, item.element, []);
        } else {
          item.element = make("div", { class: "write-item" });
          item.part = leaf(schema.items, name, itemValue, { label: one, isItem: true });
          item.head = item.part.element.querySelector("label");
          item.element.append(item.part.element);
        }
        var buttons = make("p", { class: "write-buttons" });
        buttons.append(item.up, item.remove);
        item.element.append(buttons);
        item.remove.addEventListener("click", function () {
          var index = items.indexOf(item);
          items.splice(index, 1);
          item.element.remove();
          number();
          var next = items[Math.min(index, items.length - 1)];
          (next ? next.element.querySelector("input, textarea, select") : add).focus();
          element.dispatchEvent(new Event("input", { bubbles: true }));
        });
        item.up.addEventListener("click", function () {
          var index = items.indexOf(item);
          items.splice(index - 1, 0, items.splice(index, 1)[0]);
          place.insertBefore(item.element, place.children[index - 1]);
          number();
          (item.up.hidden ? item.remove : item.up).focus();
          element.dispatchEvent(new Event("input", { bubbles: true }));
        });
        items.push(item);
        place.append(item.element);
        number();
        return item;
      }

      add.addEventListener("click", function () {
        insert().element.querySelector("input, textarea, select").focus();
        error.hidden = true;
      });
      (value || []).forEach(insert);
      if (!items.length && more.isRequired) {
        insert();
      }

      function read() {
        var found = items.map(function (item) {
          return item.part.read();
        }).filter(function (part) {
          return part !== undefined;
        });
        return found.length ? found : undefined;
      }

      function check() {
        var found = items.reduce(function (all, item) {
          return all.concat(item.part.check(item.part.read() !== undefined));
        }, []);
        var isMissing = more.isRequired && read() === undefined;
        error.hidden = !isMissing;
        if (isMissing) {
          error.textContent = say(data.messages.too_short, { key: "'" + labelOf(name) + "'" });
          found.unshift({ control: add, sentence: error.textContent });
        }
        return found;
      }

      return { element: element, read: read, check: check };
    }

    function build(schema, name, value, more) {
      if (schema.items) {
        return list(schema, name, value, more);
      }
      return schema.properties ? object(schema, name, value) : leaf(schema, name, value, more);
    }

    return { make: make, leaf: leaf, fieldsOf: fieldsOf, labelOf: labelOf };
  }

  window.guidebook.makeWriteFields = makeFields;
})();
