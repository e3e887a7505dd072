/* Guidelines as their files have them, from the data that the site publishes, and back. */
(function () {
  "use strict";

  function load(address) {
    return fetch(address).then(function (answer) {
      if (!answer.ok) {
        throw new Error(answer.status + " " + address);
      }
      return answer.json();
    });
  }

  function isFilled(value) {
    if (value === null || value === undefined || value === "") {
      return false;
    }
    return typeof value !== "object" || Object.keys(value).length > 0;
  }

  /* The part of an object that a schema knows and that says something, in the schema's order. */
  function pick(value, schema) {
    var result = {};
    Object.keys(schema.properties).forEach(function (name) {
      var inner = schema.properties[name];
      var part = value[name];
      if (Array.isArray(part) && inner.items && inner.items.properties) {
        part = part.map(function (item) {
          return pick(item, inner.items);
        });
      } else if (inner.properties && part) {
        part = pick(part, inner);
      }
      if (isFilled(part)) {
        result[name] = part;
      }
    });
    return result;
  }

  /* A guideline of the published data as the value of its file. */
  function asSource(guideline, schema) {
    var value = Object.assign({}, guideline, {
      rests_on: { findings: guideline.findings, references: guideline.references }
    });
    return pick(value, schema);
  }

  /* The key by which a translation finds the item of a list: all that its schema requires. */
  function keyOf(schema) {
    return (schema.required || [])[0];
  }

  /* Calls `tell(name, source, path)` for each text of a source value that a translation has too. */
  function walk(schema, source, tell, name, path) {
    Object.keys(schema.properties).forEach(function (field) {
      var inner = schema.properties[field];
      var part = source[field];
      var here = name.concat(field);
      var there = path.concat(field);
      if (!isFilled(part) || field === keyOf(schema) && path.length) {
        return;
      }
      if (Array.isArray(part) && inner.items && inner.items.properties) {
        part.forEach(function (item) {
          var key = item[keyOf(inner.items)];
          walk(inner.items, item, tell, here.concat(key), there.concat(key));
        });
      } else if (inner.properties) {
        walk(inner, part, tell, here, there);
      } else if (typeof part === "string" && inner.text) {
        tell(here.join("."), part, inner);
      }
    });
  }

  /* The texts of a source value that a translation has too, as [name, text, schema]. */
  function sourceTexts(schema, source) {
    var found = [];
    walk(schema, source, function (name, text, inner) {
      found.push([name, text, inner]);
    }, [], []);
    return found;
  }

  /* Puts texts by name into the shape of their source value; empty ones are left out. */
  function nested(schema, source, texts, name) {
    var result = {};
    Object.keys(schema.properties).forEach(function (field) {
      var inner = schema.properties[field];
      var part = source[field];
      var here = name.concat(field);
      if (!isFilled(part)) {
        return;
      }
      if (Array.isArray(part) && inner.items && inner.items.properties) {
        var key = keyOf(inner.items);
        var items = part.map(function (item) {
          var start = {};
          start[key] = item[key];
          return Object.assign(start, nested(inner.items, item, texts, here.concat(item[key])));
        }).filter(function (item) {
          return Object.keys(item).length > 1;
        });
        if (items.length) {
          result[field] = items;
        }
      } else if (typeof part === "string" && texts[here.join(".")]) {
        result[field] = texts[here.join(".")];
      }
    });
    return result;
  }

  /* 8 hex digits that change when the words of a text do; a promise. */
  function fingerprint(text) {
    var normal = text.replace(/\r\n?/g, "\n").split("\n").map(function (line) {
      return line.trimEnd();
    }).join("\n").trim().normalize("NFC");
    return crypto.subtle.digest("SHA-256", new TextEncoder().encode(normal)).then(function (sum) {
      return Array.from(new Uint8Array(sum).slice(0, 4)).map(function (byte) {
        return byte.toString(16).padStart(2, "0");
      }).join("");
    });
  }

  /* An id made of a text's first words; empty when it has no Latin letters. */
  function suggestId(text) {
    var words = text.normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase();
    var found = "";
    (words.match(/[a-z0-9]+/g) || []).some(function (word) {
      var longer = found ? found + "-" + word : word.slice(0, 32);
      if (longer.length <= 32) {
        found = longer;
      }
      return longer.length > 32;
    });
    return found;
  }

  window.guidebook.writeEntries = {
    load: load,
    pick: pick,
    asSource: asSource,
    sourceTexts: sourceTexts,
    nested: nested,
    fingerprint: fingerprint,
    suggestId: suggestId
  };
})();
