/* Search from a page opened from disk. Browsers refuse workers there, so the search script runs in a hidden frame that speaks
 * like a worker: messages both ways, and importScripts. Over http(s) this file does nothing. */
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  function load(frame, address) {
    return new Promise(function (done, failed) {
      var script = frame.contentDocument.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      frame.contentDocument.head.appendChild(script);
    });
  }

  class FrameWorker extends EventTarget {
    constructor(address) {
      super();
      var worker = this;
      var frame = document.createElement("iframe");
      frame.hidden = true;
      frame.setAttribute("aria-hidden", "true");
      frame.tabIndex = -1;
      document.body.appendChild(frame);
      this.frame = frame;
      var inner = frame.contentWindow;
      inner.postMessage = function (data) {
        worker.dispatchEvent(new MessageEvent("message", { data: data }));
      };
      inner.importScripts = function () {
        return Array.from(arguments).reduce(function (before, script) {
          return before.then(function () { return load(frame, script); });
        }, Promise.resolve());
      };
      this.ready = load(frame, new URL(address, document.baseURI).href);
    }

    postMessage(data) {
      var inner = this.frame.contentWindow;
      this.ready.then(function () {
        inner.dispatchEvent(new inner.MessageEvent("message", { data: data }));
      });
    }

    terminate() {
      this.frame.remove();
    }
  }

  window.IFrameWorker = FrameWorker; // the search script looks for this name to find its own address
  window.Worker = FrameWorker;
})();
