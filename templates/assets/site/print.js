/* On paper, links to works and findings show the number or code that these have on the page. */
(function () {
  "use strict";

  function mark(href, name) {
    document.querySelectorAll(".md-typeset a[href]:not(.code)").forEach(function (link) {
      if (link.getAttribute("href") === href) {
        link.setAttribute("data-number", name);
      }
    });
  }

  document.querySelectorAll("ol.references > li[id]").forEach(function (work, index) {
    mark("#" + work.id, String(index + 1));
  });
  document.querySelectorAll(".basis a.code[href]").forEach(function (finding) {
    mark(finding.getAttribute("href"), finding.textContent);
  });

  /* The address stands at the foot of each sheet, since sheets get apart. */
  var canonical = document.querySelector('link[rel="canonical"]');
  if (canonical) {
    document.documentElement.style.setProperty(
      "--gb-printed-address",
      JSON.stringify(canonical.href)
    );
  }
})();
