/* Finds pages by words in any of their forms, in this browser: nothing is sent anywhere.

   Fetched when somebody searches for the first time, with the index of the page's language
   (`search/<locale>.js`, made by guidebook/search.py). The first part finds, the second shows. */
(function () {
  "use strict";

  /* --- Words, taken apart as guidebook/word_forms.py does --- */

  var WORD = /[\p{L}\p{M}\p{N}]+(?:[-\u2010\u2011][\p{L}\p{M}\p{N}]+)*/gu;
  var HYPHEN = /[-\u2010\u2011]/g;
  var UNSEEN = /[\u00ad\u0640\u200b-\u200f\u2060\ufeff]/g;
  var ACCENTS =
    /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g;
  /* Passports write ä as ae, ø as oe, å as aa and so on (ICAO Doc 9303, part 3), and so do people
     whose keyboard lacks the letter. */
  var WRITTEN_OUT = /([aou])e|a(?=a)/g;

  var PLAIN = /^[A-Za-z0-9]+$/;

  function wordsOf(text) {
    return text.replace(UNSEEN, "").replace(/_/g, " ").match(WORD) || [];
  }

  function fold(word, letters) {
    if (PLAIN.test(word)) {
      return word.toLowerCase();
    }
    var small = word.normalize("NFKD").replace(ACCENTS, "").toUpperCase().toLowerCase();
    return Array.from(small.replace(HYPHEN, ""), function (letter) {
      return letters[letter] || letter;
    }).join("").normalize("NFKC");
  }

  /* How many letters two words share from a place on. */
  function shared(a, i, b, j) {
    var start = i;
    while (i < a.length && j < b.length && a.charCodeAt(i) === b.charCodeAt(j)) {
      i += 1;
      j += 1;
    }
    return i - start;
  }

  /* How far the beginning of a typed word agrees with a word when one error is forgiven after the
     letters that are the same anyway: [letters of the typed word, letters of the word]. */
  function agreeing(typed, word, same) {
    var other = same + 1 + shared(typed, same + 1, word, same + 1);
    var extra = same + 1 + shared(typed, same + 1, word, same);
    var missing = same + shared(typed, same, word, same + 1);
    var swapped = typed[same] === word[same + 1] && typed[same + 1] === word[same]
      ? same + 2 + shared(typed, same + 2, word, same + 2) : 0;
    var best = Math.max(other, extra, missing, swapped);
    if (best === missing) {
      return [missing, missing + 1];
    }
    return best === extra ? [extra, extra - 1] : [best, best];
  }

  /* --- The index --- */

  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var DIGIT = {};
  Array.from(DIGITS).forEach(function (digit, value) {
    DIGIT[digit.charCodeAt(0)] = value;
  });
  /* How much a word counts: as typed; another form of it; one that begins with it; one that begins
     alike; one with a typing error; one made of it and others; one that just has it inside. */
  var EXACT = 1;
  var OTHER_FORM = 0.9;
  var BEGINS = 0.7;
  var ALIKE = 0.6;
  var TYPING_ERROR = 0.6;
  var COMPOUND = 0.6;
  var INSIDE = 0.3;
  /* A word of three letters has no part that says enough. */
  var SHORTEST = 3;
  /* How many letters an ending has at the most; what has more is another word. */
  var LONGEST_ENDING = 3;
  /* Which share of a typed word must be the beginning of another form of it. */
  var MOST = 0.6;
  /* How much less a word may be alike than the one that is most alike. */
  var LESS_ALIKE = 0.3;
  /* Scripts without spaces have sentences where others have words. */
  var NO_SPACES =
    /[\p{Ideographic}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
  /* What counts more, in the order of `kinds`: entries before all else. */
  var KINDS = [1, 0.95, 0.9, 0.9, 0.8, 0.7, 0.5];
  var FOREIGN = 0.5;
  var WHOLE_TITLE = 1.5;

  function Index(data) {
    this.data = data;
    this.words = data.words.split(" ");
    this.places = data.places.split(" ");
    this.documents = data.documents.map(function (row, number) {
      return {
        number: number,
        kind: row[0],
        address: row[1],
        code: row[2],
        title: row[3],
        summary: row[4],
        audiences: row[5],
        topic: row[6],
        onlyIn: row[7],
        isRetired: Boolean(row[8]),
        codes: [row[2]].concat(row.slice(9)).filter(Boolean)
      };
    });
    this.seen = new Map();
    this.readGroups(data.groups);
  }

  /* Membership of words in groups: the groups of a word stand from `first[word]` on in `groups`, the
     members of a group form a chain from `last[group]` back. */
  Index.prototype.readGroups = function (steps) {
    var begun = 0;
    var pair = 0;
    var pairs = steps.reduce(function (sum, own) {
      return sum + (typeof own === "number" ? 1 : own.length);
    }, 0);
    this.first = new Int32Array(steps.length + 1);
    this.groups = new Int32Array(pairs);
    this.member = new Int32Array(pairs);
    this.before = new Int32Array(pairs);
    this.last = new Int32Array(pairs);
    for (var word = 0; word < steps.length; word += 1) {
      var own = steps[word];
      var count = typeof own === "number" ? 1 : own.length;
      this.first[word] = pair;
      for (var i = 0; i < count; i += 1) {
        var step = typeof own === "number" ? own : own[i];
        var group = step ? begun - step : begun;
        begun += step ? 0 : 1;
        this.before[pair] = step ? this.last[group] : -1;
        this.last[group] = pair;
        this.groups[pair] = group;
        this.member[pair] = word;
        pair += 1;
      }
    }
    this.first[steps.length] = pairs;
  };

  /* Calls back with every form of a word, itself included. */
  Index.prototype.eachForm = function (number, take) {
    for (var i = this.first[number]; i < this.first[number + 1]; i += 1) {
      for (var at = this.last[this.groups[i]]; at >= 0; at = this.before[at]) {
        take(this.member[at]);
      }
    }
  };

  /* The number of a word, or -1; words are in the order of their letters' numbers. */
  Index.prototype.numberOf = function (word) {
    var low = 0;
    var high = this.words.length - 1;
    while (low <= high) {
      var middle = (low + high) >> 1;
      if (this.words[middle] === word) {
        return middle;
      }
      if (this.words[middle] < word) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  };

  /* Calls back with document and parts for each place of a word. */
  Index.prototype.eachPlace = function (number, take) {
    var packed = this.places[number];
    var place = 0;
    var value = 0;
    var shift = 0;
    for (var i = 0; i < packed.length; i += 1) {
      var digit = DIGIT[packed.charCodeAt(i)];
      value |= (digit & 31) << shift;
      shift += 5;
      if (digit < 32) {
        place += value >> 4;
        take(place, value & 15);
        value = 0;
        shift = 0;
      }
    }
  };

  Index.prototype.fold = function (word) {
    return fold(word, this.data.letters);
  };

  /* The folded words of a text, then the parts of those with a hyphen. */
  Index.prototype.wordsIn = function (text) {
    var words = wordsOf(text);
    var parts = words.reduce(function (all, word) {
      var own = word.split(HYPHEN);
      return own.length > 1 ? all.concat(own) : all;
    }, []);
    return words.concat(parts).map(this.fold, this);
  };

  /* The words that a typed word may mean: number -> how much each counts. */
  Index.prototype.meanings = function (typed) {
    var exact = this.numberOf(typed);
    var found = this.written(typed, exact < 0);
    if (exact >= 0) {
      found.set(exact, EXACT);
    } else if (!found.size) {
      var short = typed.replace(WRITTEN_OUT, "$1");
      if (short !== typed) {
        return this.meanings(short);
      }
    }
    var all = new Map(found);
    found.forEach(function (factor, number) {
      this.eachForm(number, function (form) {
        if (factor * OTHER_FORM > (all.get(form) || 0)) {
          all.set(form, factor * OTHER_FORM);
        }
      });
    }, this);
    return all;
  };

  /* The words that look like a typed one. Only a word that is not in the index can be an unknown
     form of one or a typing error. */
  Index.prototype.written = function (typed, isUnknown) {
    var found = new Map();
    var alike = [];
    var best = 0;
    var isBeginning = false;
    var length = typed.length;
    var isLong = length > SHORTEST;
    var inside = isLong || NO_SPACES.test(typed);
    var enough = Math.max(SHORTEST, MOST * length);

    function add(number, likeness, factor) {
      best = Math.max(best, likeness);
      alike.push([number, likeness, factor]);
    }

    for (var number = 0; number < this.words.length; number += 1) {
      var word = this.words[number];
      var same = shared(typed, 0, word, 0);
      if (same === length) {
        isBeginning = true;
        var isEnding = isUnknown || (isLong && word.length - length <= LONGEST_ENDING);
        var share = 0.5 + (0.5 * length) / word.length;
        var factor = isEnding ? BEGINS * share : this.inCompound(word, 0, length);
        if (isLong || factor > INSIDE) {
          found.set(number, factor);
        }
      } else if (inside && word.length > length && word.indexOf(typed, 1) > 0) {
        found.set(number, this.inCompound(word, word.indexOf(typed, 1), length));
      } else if (isLong && isUnknown && (same || Math.abs(word.length - length) < 2)) {
        var agrees = agreeing(typed, word, same);
        if (agrees[0] === length && agrees[1] === word.length) {
          add(number, 1, TYPING_ERROR);
        } else if (same >= enough) {
          add(number, same / length, ALIKE);
        } else if (same && agrees[0] > enough && agrees[0] > SHORTEST + 1) {
          add(number, (agrees[0] - 1) / length, TYPING_ERROR);
        }
      } else if (isLong && same === word.length && same >= enough) {
        add(number, same / length, INSIDE);
      }
    }
    alike.forEach(function (one) {
      if (!isBeginning && one[1] >= best - LESS_ALIKE) {
        found.set(one[0], one[1] * one[2]);
      }
    });
    return found;
  };

  /* How much a word counts that has a typed one in it, from `at` on. What stands before and after
     must be words too, perhaps with linking letters, as in Arbeit-s-zeit. */
  Index.prototype.inCompound = function (word, at, length) {
    var self = this;

    function isWord(part, isAfter) {
      return !part || [0, 1, 2].some(function (links) {
        var bare = isAfter ? part.slice(links) : part.slice(0, part.length - links);
        return bare.length > SHORTEST && self.numberOf(bare) >= 0;
      });
    }

    return isWord(word.slice(0, at)) && isWord(word.slice(at + length), true) ? COMPOUND : INSIDE;
  };

  /* The documents that have any of the words: number -> strength. */
  Index.prototype.strengths = function (meanings) {
    var strengths = new Map();
    meanings.forEach(function (factor, number) {
      this.eachPlace(number, function (place, parts) {
        var strength = factor * parts;
        if (strength > (strengths.get(place) || 0)) {
          strengths.set(place, strength);
        }
      });
    }, this);
    return strengths;
  };

  function raise(strengths, others) {
    others.forEach(function (strength, place) {
      strengths.set(place, Math.max(strengths.get(place) || 0, strength));
    });
  }

  /* What a query asks for: for each of its words the documents that have it, and all the words
     that are to be marked. Parts of a hyphenated word, and two words that the texts write as one,
     stand for each other. */
  Index.prototype.wanted = function (query) {
    var self = this;
    var marked = new Map();
    var typed = wordsOf(query);

    function strengthsOf(word) {
      var meanings = self.meanings(self.fold(word));
      meanings.forEach(function (factor, number) {
        marked.set(number, Math.max(marked.get(number) || 0, factor));
      });
      return self.strengths(meanings);
    }

    var found = typed.map(function (word) {
      var strengths = strengthsOf(word);
      var parts = word.split(HYPHEN);
      if (parts.length > 1) {
        var each = parts.map(strengthsOf);
        each[0].forEach(function (strength, place) {
          var least = Math.min.apply(null, each.map(function (one) {
            return one.get(place) || 0;
          }));
          if (least) {
            strengths.set(place, Math.max(strengths.get(place) || 0, least));
          }
        });
      }
      return strengths;
    });
    for (var i = 0; i + 1 < typed.length; i += 1) {
      var joined = typed[i] + typed[i + 1];
      if (self.numberOf(self.fold(joined)) >= 0) {
        var both = strengthsOf(joined);
        raise(found[i], both);
        raise(found[i + 1], both);
      }
    }
    return { strengths: found, marked: marked, count: typed.length };
  };

  /* Everything that a query finds, the best first. A document must have most of the words; words
     that are in few documents weigh more, so that "the" and "of" do not matter. */
  Index.prototype.find = function (query, audience) {
    var self = this;
    var total = this.documents.length;
    var code = query.replace(/[\s-]/g, "").toUpperCase();
    var whole = wordsOf(query).map(this.fold, this).join("");
    var wanted = this.wanted(query);
    var weights = wanted.strengths.map(function (strengths) {
      return Math.log(1.05 + (total - strengths.size) / (strengths.size + 0.5));
    });
    var least = wanted.count > 2 ? 0.5 : 0.7;
    var scores = new Map();
    var most = 0;
    wanted.strengths.forEach(function (strengths, word) {
      strengths.forEach(function (strength, place) {
        var score = scores.get(place) || { had: 0, sum: 0 };
        score.had += weights[word];
        score.sum += weights[word] * strength;
        most = Math.max(most, score.had);
        scores.set(place, score);
      });
    });
    var results = [];
    scores.forEach(function (score, place) {
      var document = self.documents[place];
      var isCode = document.codes.indexOf(code) >= 0;
      if (!isCode && score.had < least * most) {
        return;
      }
      if (audience && document.audiences.indexOf(audience - 1) < 0) {
        return;
      }
      var worth = (score.sum * score.had) / most;
      worth *= KINDS[document.kind] * (document.onlyIn ? FOREIGN : 1);
      worth *= self.isWholeTitle(document, whole) ? WHOLE_TITLE : 1;
      results.push({ document: document, isCode: isCode, worth: worth });
    });
    results.sort(function (a, b) {
      return (
        b.isCode - a.isCode ||
        a.document.isRetired - b.document.isRetired ||
        b.worth - a.worth ||
        a.document.number - b.document.number
      );
    });
    return {
      documents: results.map(function (result) {
        return result.document;
      }),
      marked: wanted.marked
    };
  };

  Index.prototype.isWholeTitle = function (document, whole) {
    var title = textOf(document.title);
    return (
      Math.abs(title.length - whole.length) < 4 &&
      wordsOf(title).map(this.fold, this).join("") === whole
    );
  };

  /* Whether a word of a text is one of those that were found. */
  Index.prototype.isMarked = function (word, marked) {
    var numbers = this.seen.get(word);
    if (!numbers) {
      numbers = [word].concat(word.split(HYPHEN)).map(function (part) {
        return this.numberOf(this.fold(part));
      }, this);
      this.seen.set(word, numbers);
    }
    return numbers.some(function (number) {
      return marked.has(number);
    });
  };

  function textOf(passage) {
    return Array.isArray(passage) ? passage[0] : passage;
  }

  /* --- What readers see --- */

  var WAIT = 120;
  var FIRST_RESULTS = 10;
  var EXCERPT = 180;
  var SENTENCE = /[^.!?…。؟]+(?:[.!?…。؟]+["'”’»)]*\s*|$)/g;

  var index = null;
  /* Where the site begins, absolute, so that it holds on every page and for opened files. */
  var root = "";
  var boxes = [];
  var chunks = {};
  var texts = {};

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    if (text) {
      made.textContent = text;
    }
    return made;
  }

  function markLanguage(target, passage) {
    if (Array.isArray(passage)) {
      target.lang = passage[1];
      target.dir = passage[2];
    }
    return target;
  }

  /* Adds a text to an element, with the words that were found marked. */
  function addMarked(target, text, marked) {
    var written = 0;
    text.replace(WORD, function (word, at) {
      if (index.isMarked(word, marked)) {
        target.append(text.slice(written, at), element("mark", "", word));
        written = at + word.length;
      }
      return word;
    });
    target.append(text.slice(written));
    return target;
  }

  function wordsFound(text, marked) {
    return new Set(
      (text.match(WORD) || [])
        .filter(function (word) {
          return index.isMarked(word, marked);
        })
        .map(index.fold, index)
    );
  }

  /* The sentence of a document that has most of the words, as [text, language, direction]; the
     summary, when no other sentence says more. */
  function bestPassage(found, marked) {
    var passages = (found.summary ? [found.summary] : []).concat(texts[found.address] || []);
    var best = passages[0] || "";
    var most = passages.length ? wordsFound(textOf(best), marked).size : 0;
    passages.slice(found.summary ? 1 : 0).forEach(function (passage) {
      textOf(passage).split("\n").forEach(function (line) {
        (line.match(SENTENCE) || []).forEach(function (sentence) {
          var count = wordsFound(sentence, marked).size;
          if (count > most) {
            most = count;
            best = Array.isArray(passage) ? [sentence].concat(passage.slice(1)) : sentence;
          }
        });
      });
    });
    var text = shortened(textOf(best).trim(), marked);
    return Array.isArray(best) ? [text].concat(best.slice(1)) : text;
  }

  /* A text of bearable length around the first word that was found. */
  function shortened(text, marked) {
    if (text.length <= EXCERPT * 1.3) {
      return text;
    }
    var first = 0;
    text.replace(WORD, function (word, at) {
      first = first || (index.isMarked(word, marked) ? at : 0);
      return word;
    });
    var start = first < EXCERPT / 2 ? 0 : text.indexOf(" ", first - EXCERPT / 2) + 1;
    var end = start + EXCERPT < text.length ? text.lastIndexOf(" ", start + EXCERPT) : text.length;
    end = end > first ? end : start + EXCERPT;
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  function linkTo(address) {
    var parts = address.split("#");
    var isFolder = !parts[0] || parts[0].slice(-1) === "/";
    /* Opened as a file, a folder would show its list of files. */
    var path = parts[0] + (isFolder && location.protocol === "file:" ? "index.html" : "");
    return root + path + (parts[1] ? "#" + parts[1] : "");
  }

  function addScript(address, failed) {
    var script = element("script");
    script.src = address;
    script.onerror = function () {
      script.remove();
      failed();
    };
    document.head.append(script);
  }

  /* Fetches the texts that results quote from; without them the summaries stay. */
  function needTexts(documents) {
    var starts = index.data.chunks;
    documents.forEach(function (found) {
      var chunk = 0;
      while (chunk + 1 < starts.length && starts[chunk + 1] <= found.number) {
        chunk += 1;
      }
      if (!chunks[chunk]) {
        chunks[chunk] = true;
        addScript(root + "search/" + index.data.locale + "/" + chunk + ".js", function () {
          chunks[chunk] = false;
        });
      }
    });
  }

  /* The search in one place: a dialog or a page. */
  function Box(body, options) {
    var self = this;
    this.options = options;
    this.field = body.querySelector("input[name=q]");
    this.form = this.field.form;
    this.state = body.querySelector("[role=status]");
    this.list = body.querySelector(".gb-search-results");
    this.more = body.querySelector(".gb-search-more");
    this.help = body.querySelector(".gb-search-help");
    this.sentences = JSON.parse(this.state.dataset.sentences);
    this.shown = "";
    this.field.addEventListener("input", function () {
      /* The first results come at once; later ones, and what is said of them, when a hand rests. */
      clearTimeout(self.waiting);
      self.waiting = setTimeout(self.search.bind(self), self.list.children.length ? WAIT : 0);
    });
    this.form.addEventListener("change", function () {
      self.search();
    });
    /* Enter brings to the first result, where Enter opens it: on a phone the same key only puts
       the keyboard away, and nobody lands on a page by chance. */
    this.form.addEventListener("submit", function (event) {
      event.preventDefault();
      clearTimeout(self.waiting);
      self.search();
      self.move(null, 1);
    });
    this.more.addEventListener("click", function () {
      var next = self.list.children.length;
      self.showResults(next + FIRST_RESULTS);
      self.list.children[next].querySelector("a").focus();
    });
    body.addEventListener("keydown", function (event) {
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      var isHere = event.target === self.field || self.list.contains(event.target);
      if (step && isHere && !event.isComposing && self.move(event.target, step)) {
        event.preventDefault();
      }
    });
    this.search();
  }

  /* Moves the focus between the field and the links of the results; true when it moved. */
  Box.prototype.move = function (from, step) {
    var stops = [this.field].concat(Array.from(this.list.querySelectorAll("a")));
    var next = stops[Math.max(0, stops.indexOf(from)) + step];
    if (next) {
      next.focus();
    }
    return Boolean(next);
  };

  Box.prototype.audience = function () {
    var chosen = this.form.querySelector("input[name=for]:checked");
    return chosen ? chosen.value : "";
  };

  Box.prototype.tell = function (sentence, isHelpShown) {
    this.state.textContent = sentence;
    this.help.hidden = !isHelpShown;
  };

  Box.prototype.search = function () {
    var query = this.field.value.trim();
    if (!index) {
      this.tell(query ? this.sentences.loading : "", false);
      return;
    }
    var wanted = query + "\n" + this.audience();
    if (wanted === this.shown) {
      return;
    }
    this.shown = wanted;
    if (this.options.onQuery) {
      this.options.onQuery(query, this.audience());
    }
    var audiences = index.data.audiences.map(function (audience) {
      return audience[0];
    });
    var found = index.find(query, audiences.indexOf(this.audience()) + 1);
    this.found = found.documents;
    this.marked = found.marked;
    this.list.replaceChildren();
    this.showResults(FIRST_RESULTS);
    if (!query) {
      this.tell("", Boolean(this.options.isHelpAlwaysShown));
    } else {
      var count = this.found.length;
      var none = this.sentences.none.replace("{query}", query);
      /* One sentence for each number, because languages have many plural forms. */
      this.tell(count ? index.data.counts[count] : none, !count);
    }
  };

  Box.prototype.showResults = function (count) {
    var shown = this.found.slice(0, count);
    shown.slice(this.list.children.length).forEach(function (found) {
      this.list.append(this.result(found));
    }, this);
    this.more.hidden = shown.length === this.found.length;
    needTexts(shown);
  };

  Box.prototype.result = function (found) {
    var data = index.data;
    var item = element("li", "gb-result");
    var link = element("a", "gb-result-link");
    link.href = linkTo(found.address);
    if (found.code) {
      link.append(element("span", "code", found.code), " ");
    }
    link.append(addMarked(
      markLanguage(element("span", "gb-result-title"), found.title), textOf(found.title), this.marked
    ));
    var facts = element("p", "gb-result-facts");
    var passages = found.kind
      ? [data.kinds[found.kind - 1]]
      : found.audiences.map(function (audience) {
        return data.audiences[audience][1];
      });
    passages = passages.concat(
      found.topic >= 0 ? [data.topics[found.topic]] : [],
      found.isRetired ? data.retired : [],
      found.onlyIn ? data.languages[found.onlyIn] : []
    );
    passages.forEach(function (passage, number) {
      facts.append(number ? " · " : "", markLanguage(element("span", "", textOf(passage)), passage));
    });
    var text = element("p", "gb-result-text");
    item.append(link, facts, text);
    item.found = found;
    this.quote(item);
    return item;
  };

  /* Shows the best passage of a result, as far as its texts are there. */
  Box.prototype.quote = function (item) {
    var text = item.querySelector(".gb-result-text");
    var passage = bestPassage(item.found, this.marked);
    text.replaceChildren();
    text.removeAttribute("lang");
    text.removeAttribute("dir");
    text.hidden = !textOf(passage);
    addMarked(markLanguage(text, passage), textOf(passage), this.marked);
  };

  window.guidebookSearch = {
    Index: Index,

    /* Takes the words; called by the script of a language. */
    index: function (data) {
      index = new Index(data);
      boxes.forEach(function (box) {
        box.search();
      });
    },

    /* Takes texts to quote from; called by a script of texts. */
    texts: function (some) {
      Object.assign(texts, some);
      boxes.forEach(function (box) {
        Array.from(box.list.children).forEach(function (item) {
          if (some[item.found.address]) {
            box.quote(item);
          }
        });
      });
    },

    /* Makes a search of a form with its results; `address` is that of the index. */
    start: function (body, address, options) {
      root = new URL("../", new URL(address, location.href)).href;
      boxes.push(new Box(body, options));
    }
  };
})();
