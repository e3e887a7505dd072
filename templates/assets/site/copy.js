/* Buttons with `data-copy` copy the text of the element whose id they name, and say so in the
   `role=status` element beside them. Without this script they stay hidden. */
(function () {
  "use strict";

  function select(element) {
    var selection = window.getSelection();
    selection.removeAllRanges();
    var range = document.createRange();
    range.selectNodeContents(element);
    selection.addRange(range);
  }

  /* Older ways remain for pages that are not served over https, where there is no clipboard. */
  function copySelected() {
    try {
      return document.execCommand("copy");
    } catch (error) {
      return false;
    }
  }

  function copy(element) {
    var text = element.textContent.replace(/\s+/g, " ").trim();
    if (!navigator.clipboard) {
      select(element);
      return Promise.resolve(copySelected());
    }
    return navigator.clipboard.writeText(text).then(function () {
      return true;
    }, function () {
      select(element);
      return copySelected();
    });
  }

  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    var element = document.getElementById(button.dataset.copy);
    var status = button.parentElement.querySelector("[role=status]");
    if (!element || !status) {
      return;
    }
    button.hidden = false;
    button.addEventListener("click", function () {
      status.textContent = "";
      copy(element).then(function (isCopied) {
        status.textContent = isCopied ? button.dataset.copied : button.dataset.selected;
      });
    });
  });
})();
