/* On the page for missing addresses: leaves the language of the address, and suggests the guideline
   whose code or name stands in it. Without this the page shows every language. */
(function () {
  "use strict";

  var heading = document.getElementById("not-found");
  if (!heading) {
    return;
  }
  var root = document.body.dataset.root;
  var sections = Array.from(document.querySelectorAll("section[data-folder]"));

  /* The parts of the address below the site's root, in small letters, without endings of files. */
  function partsOfAddress() {
    var path = location.pathname;
    var below = path.indexOf(root) === 0 ? path.slice(root.length) : path;
    return below.split("/").map(function (part) {
      try {
        part = decodeURIComponent(part);
      } catch (error) {
        /* A stray per cent sign: the part stays as it was typed. */
      }
      return part.toLowerCase().replace(/\.(html?|md|pdf)$/, "").replace(/[^a-z0-9-]+$/, "");
    }).filter(Boolean);
  }

  function sectionOf(folder) {
    return sections.find(function (section) {
      return section.dataset.folder.toLowerCase() === folder;
    });
  }

  function showOnly(chosen) {
    sections.forEach(function (section) {
      section.hidden = section !== chosen;
    });
    Array.from(heading.children).forEach(function (title) {
      title.hidden = title.lang !== chosen.lang;
      if (!title.hidden) {
        document.title = title.textContent;
        document.querySelector("title").lang = chosen.lang;
      }
    });
  }

  /* What stands around the page is in the source language. For another one the navigation goes, the
     name of the site leads to its own home page, and other scripts are told which language it is. */
  function turnFrame(chosen) {
    document.querySelectorAll(".gb-bar, .gb-menu, .gb-footer").forEach(function (part) {
      part.hidden = true;
    });
    document.documentElement.lang = chosen.lang;
    document.documentElement.dir = chosen.dir;
    document.body.dataset.locale = chosen.lang;
    document.body.dataset.home = root + chosen.dataset.folder;
    var brand = document.querySelector(".gb-brand");
    brand.href = root + chosen.dataset.folder;
    brand.lastElementChild.textContent = chosen.dataset.site;
    turnTools(chosen, JSON.parse(chosen.dataset.tools));
  }

  /* The tools say what they do in the language of the page; the search is a page of that language,
     since the dialog beside it, and what it would search, are in the source language. */
  function turnTools(chosen, tools) {
    document.querySelector(".gb-skip").textContent = tools.skip;
    document.querySelector("[data-colours] .gb-tool__name").textContent = tools.colours;
    var languages = document.querySelector(".gb-languages");
    var name = languages.querySelector(".gb-tool__name");
    name.firstElementChild.textContent = tools.language + ": ";
    name.lastChild.nodeValue = chosen.getAttribute("aria-label");
    languages.querySelector("nav").setAttribute("aria-label", tools.language);
    languages.querySelectorAll("a").forEach(function (link) {
      if (link.lang === chosen.lang) {
        link.setAttribute("aria-current", "true");
      } else {
        link.removeAttribute("aria-current");
      }
    });
    var search = document.querySelector(".gb-search-open");
    if (search && tools.search_address) {
      search.href = tools.search_address;
      search.querySelector(".gb-search-word").textContent = tools.search;
      document.getElementById("gb-search-parts").remove();
    }
  }

  /* The entry that is named furthest to the end of the address, by its code or its id. */
  function findEntry(parts) {
    var entries = JSON.parse(heading.dataset.entries);
    var byName = {};
    Object.keys(entries).forEach(function (code) {
      var found = { code: code, address: entries[code] };
      byName["=" + code.toLowerCase()] = found;
      byName["=" + entries[code].split("/").slice(-2)[0]] = found;
    });
    return parts.map(function (part) {
      return byName["=" + part];
    }).filter(Boolean).pop();
  }

  function suggest(entry, section) {
    var link = document.createElement("a");
    link.href = root + section.dataset.folder + entry.address;
    link.textContent = section.dataset.suggestion.replace("{code}", entry.code);
    var line = document.createElement("p");
    line.appendChild(link);
    section.insertBefore(line, section.querySelector("ul"));
  }

  var parts = partsOfAddress();
  var chosen = (parts.length && sectionOf(parts[0] + "/")) || sectionOf("") || sections[0];
  var entry = findEntry(parts);
  showOnly(chosen);
  if (chosen.dataset.folder) {
    turnFrame(chosen);
  }
  if (entry) {
    suggest(entry, chosen);
  }
})();
