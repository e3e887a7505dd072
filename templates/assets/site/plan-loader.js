/* Loads the scripts of the page "My plan" where that page is, and on no other. */
(function () {
  "use strict";

  document.querySelectorAll("[data-plan]").forEach(function (place) {
    [place.dataset.planTexts, place.dataset.plan].forEach(function (address) {
      var script = document.createElement("script");
      script.src = address;
      /* One after the other: the second needs what the first one brings. */
      script.async = false;
      script.addEventListener("error", function () {
        place.querySelector("[data-plan-failed]").hidden = false;
      });
      document.head.append(script);
    });
  });
})();
