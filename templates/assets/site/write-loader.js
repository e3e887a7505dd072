/* Loads the scripts of the page "Write or change a guideline" where that page is, and on no other. */
(function () {
  "use strict";

  document.querySelectorAll("[data-write]").forEach(function (place) {
    [place.dataset.writeTexts, place.dataset.write].forEach(function (address) {
      var script = document.createElement("script");
      script.src = address;
      /* One after the other: the second needs what the first one brings. */
      script.async = false;
      script.addEventListener("error", function () {
        place.querySelector("[data-write-failed]").hidden = false;
      });
      document.head.append(script);
    });
  });
})();
