/* On paper, the address stands at the foot of each sheet, since sheets get apart. */
(function () {
  "use strict";

  var canonical = document.querySelector('link[rel="canonical"]');
  if (canonical) {
    document.documentElement.style.setProperty(
      "--gb-printed-address",
      JSON.stringify(canonical.href)
    );
  }
})();
