/* Words, numbers and days as the language of the page writes them, for the site's other scripts. */
(function () {
  "use strict";

  var language = document.documentElement.lang || "en";
  /* The same digits as in the rest of the page. */
  var numbers = new Intl.NumberFormat(language + "-u-nu-latn");
  var days = new Intl.DateTimeFormat(language + "-u-nu-latn", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC"
  });
  var plurals = new Intl.PluralRules(language);

  /* Fills the {names} of a word. A word that counts is an object with a form for each kind of
     number; `values.n` chooses it. */
  function say(word, values) {
    var form = typeof word === "string" ? word : word[plurals.select(values.n)] || word.other;
    return form.replace(/\{([a-z_]+)\}/g, function (whole, name) {
      var value = values && name in values ? values[name] : whole;
      return typeof value === "number" ? numbers.format(value) : value;
    });
  }

  /* Returns a day given as YYYY-MM-DD in words, in the order of the site's own dates: `pattern` is
     the word date_format, a CLDR pattern. */
  function date(day, pattern) {
    var parts = {};
    days.formatToParts(new Date(day + "T00:00:00Z")).forEach(function (part) {
      parts[part.type] = part.value;
    });
    var found = { d: parts.day, dd: day.slice(8), MM: day.slice(5, 7), MMMM: parts.month };
    found.M = String(Number(found.MM));
    found.y = found.yyyy = parts.year;
    return pattern.replace(/'([^']*)'|d+|M+|y+/g, function (token, quoted) {
      return quoted === undefined ? found[token] || token : quoted || "'";
    });
  }

  /* Returns the day on the reader's clock as YYYY-MM-DD. */
  function today() {
    var now = new Date();
    function two(number) {
      return String(number).padStart(2, "0");
    }
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  window.guidebook = window.guidebook || {};
  window.guidebook.words = { say: say, date: date, today: today };
})();
