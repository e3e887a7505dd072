/* Writes a value of objects, lists and texts as YAML in the one style: the same bytes as
   `build.py format` (guidebook/yaml_style.py, whose names stand here too). */
(function () {
  "use strict";

  var BLOCK_FIELDS = ["why", "detail", "text", "introduction", "definition"];
  var MAX_FLOW_WIDTH = 100;
  var MAX_SIMPLE_KEY = 1000;
  var SIMPLE_WORD = /^[A-Za-z0-9][A-Za-z0-9./_-]*$/;
  /* A text that YAML would read as something else: empty, a sign that begins something, a key. */
  var NOT_PLAIN = /^(?:$|\s|[\][?:,{}#&*!|>'"%@`]|-(?:\s|$|--)|\.\.\.|[^]*(?:: | #)|[^]*[:\s]$)/;
  /* Control, bidirectional, zero-width, filling, tag and private-use characters, and those that no
     text has (guidebook/characters.py). */
  var HIDDEN = "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c" +
    "\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164" +
    "\\ud800-\\uf8ff\\ufdd0-\\ufdef\\ufeff\\uffa0\\ufff9-\\ufffc\\ufffe\\uffff\\u{1d173}-\\u{1d17a}" +
    "\\u{e0000}-\\u{e0fff}\\u{f0000}-\\u{10ffff}" +
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map(function (plane) {
      return "\\u{" + plane.toString(16) + "fffe}\\u{" + plane.toString(16) + "ffff}";
    }).join("");
  var UNSEEN = new RegExp("[\\t\\n\\r" + HIDDEN + "]", "gu");
  var NOT_IN_BLOCK = new RegExp("^(?:$|\\s|[^]*(?:\\n$|[\\r" + HIDDEN + "]))", "u");

  function isList(value) {
    return Array.isArray(value);
  }

  function length(text) {
    return Array.from(text).length;
  }

  function spaces(count) {
    return " ".repeat(count);
  }

  function escaped(char) {
    var short = { "\t": "\\t", "\n": "\\n", "\r": "\\r" }[char];
    if (short) {
      return short;
    }
    var code = char.codePointAt(0);
    var digits = code.toString(16);
    if (code < 0x100) {
      return "\\x" + digits.padStart(2, "0");
    }
    return code < 0x10000 ? "\\u" + digits.padStart(4, "0") : "\\U" + digits.padStart(8, "0");
  }

  function inDoubleQuotes(text) {
    var safe = text.replace(/\\/g, "\\\\").replace(/"/g, "\\\"");
    return "\"" + safe.replace(UNSEEN, escaped) + "\"";
  }

  function onOneLine(text) {
    if (!text) {
      return "''";
    }
    UNSEEN.lastIndex = 0;
    if (UNSEEN.test(text)) {
      return inDoubleQuotes(text);
    }
    if (!NOT_PLAIN.test(text)) {
      return text;
    }
    if (text.indexOf("'") < 0 && /["\\]/.test(text)) {
      return "'" + text + "'";
    }
    return inDoubleQuotes(text);
  }

  /* An empty list or object, or a list of simple words, as YAML; null for all else. */
  function inBrackets(value) {
    if (!isList(value)) {
      return Object.keys(value).length ? null : "{}";
    }
    var isSimple = value.every(function (item) {
      return typeof item === "string" && SIMPLE_WORD.test(item);
    });
    return isSimple ? "[" + value.join(", ") + "]" : null;
  }

  function isEmpty(value) {
    return (isList(value) ? value : Object.keys(value)).length === 0;
  }

  /* The lines of a value. `head` stands before it on its first line; what stands below begins in
     the column `indent`. */
  function lines(value, head, indent, isMarkdown) {
    var before = head ? head + " " : "";
    if (typeof value === "string") {
      return textLines(value, before, indent, isMarkdown);
    }
    var brackets = inBrackets(value);
    if (brackets && (isEmpty(value) || length(before + brackets) <= MAX_FLOW_WIDTH)) {
      return [before + brackets];
    }
    var below = isList(value) ? items(value, indent) : fields(value, indent);
    if (head.endsWith("-")) {
      below[0] = before + below[0].slice(indent);
      return below;
    }
    return head ? [head].concat(below) : below;
  }

  function items(values, indent) {
    return values.reduce(function (all, value) {
      return all.concat(lines(value, spaces(indent) + "-", indent + 2, false));
    }, []);
  }

  function fields(mapping, indent) {
    var margin = spaces(indent);
    return Object.keys(mapping).reduce(function (all, key) {
      var value = mapping[key];
      var head = margin + onOneLine(key) + ":";
      if (length(head) - indent > MAX_SIMPLE_KEY) {
        all.push(margin + "? " + onOneLine(key));
        head = margin + ":";
      }
      var isWord = typeof value === "string" && SIMPLE_WORD.test(value);
      var isMarkdown = BLOCK_FIELDS.indexOf(key) >= 0 && !isWord;
      return all.concat(lines(value, head, indent + 2, isMarkdown));
    }, []);
  }

  function textLines(text, before, indent, isMarkdown) {
    if (!(isMarkdown || text.indexOf("\n") >= 0) || NOT_IN_BLOCK.test(text)) {
      return [before + onOneLine(text)];
    }
    var margin = spaces(Math.max(indent, 2));
    return [before + "|-"].concat(text.split("\n").map(function (line) {
      return line ? margin + line : "";
    }));
  }

  /* One letter has one spelling (the Unicode form NFC). */
  function composed(value) {
    if (typeof value === "string") {
      return value.normalize("NFC");
    }
    if (isList(value)) {
      return value.map(composed);
    }
    return Object.keys(value).reduce(function (all, key) {
      all[key.normalize("NFC")] = composed(value[key]);
      return all;
    }, {});
  }

  function write(value) {
    return lines(composed(value), "", 0, false).join("\n") + "\n";
  }

  window.guidebook.writeYaml = write;
})();
