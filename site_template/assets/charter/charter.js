/* The script of every page: light or dark, the menu of a narrow screen, the search, and folded text on paper.
 * Without it everything can be read; nothing is fetched from elsewhere. */
(function () {
  "use strict";
  var root = document.documentElement;
  var KEPT = "charter-theme"; // the one thing that a browser keeps: the reader's own choice of light or dark
  root.classList.replace("no-js", "js");
  try {
    var kept = localStorage.getItem(KEPT);
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch (refused) { /* storage is closed: the system's choice stands */ }

  document.addEventListener("DOMContentLoaded", function () {
    theme(document.querySelector(".theme-button"));
    menu(document.querySelector(".menu-button"), document.getElementById("menu"));
    search(document.getElementById("search"), document.querySelector(".search-button"));
    contents(document.querySelectorAll(".contents a"));
    document.querySelectorAll("a.language").forEach(function (link) {
      link.addEventListener("click", function () { link.hash = location.hash; }); // the same article, in the other language
    });
    paper();
  });

  function theme(button) {
    if (!button) return;
    var system = matchMedia("(prefers-color-scheme: dark)");
    function dark() { return root.dataset.theme ? root.dataset.theme === "dark" : system.matches; }
    function show() { button.setAttribute("aria-pressed", String(dark())); }
    button.addEventListener("click", function () {
      var wanted = dark() ? "light" : "dark";
      root.dataset.theme = wanted;
      try {
        if ((wanted === "dark") === system.matches) localStorage.removeItem(KEPT);
        else localStorage.setItem(KEPT, wanted);
      } catch (refused) { /* it holds for this page */ }
      show();
    });
    system.addEventListener("change", show);
    show();
  }

  function menu(button, panel) {
    if (!button || !panel) return;
    function set(open) {
      button.setAttribute("aria-expanded", String(open));
      root.classList.toggle("menu-open", open);
    }
    button.addEventListener("click", function () { set(button.getAttribute("aria-expanded") !== "true"); });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
      set(false);
      button.focus();
    });
  }

  function contents(links) {
    if (!links.length || !("IntersectionObserver" in window)) return;
    var byHeading = new Map();
    links.forEach(function (link) {
      var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) byHeading.set(heading, link);
    });
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        links.forEach(function (link) { link.removeAttribute("aria-current"); });
        byHeading.get(entry.target).setAttribute("aria-current", "location");
      });
    }, { rootMargin: "-10% 0px -70% 0px" });
    byHeading.forEach(function (link, heading) { seen.observe(heading); });
  }

  function paper() {
    var opened = [];
    addEventListener("beforeprint", function () {
      opened = Array.from(document.querySelectorAll("main details:not([open])"));
      opened.forEach(function (folded) { folded.open = true; });
    });
    addEventListener("afterprint", function () {
      opened.forEach(function (folded) { folded.open = false; });
    });
  }

  // ------------------------------------------------------------------------------------------------------------ search

  /* Letters without their accents, one for one, so that a place in the folded text is a place in the text. */
  function folded(text) {
    return Array.from(text, function (letter) {
      var plain = letter.normalize("NFD")[0].toLowerCase();
      return plain.length === letter.length ? plain : letter;
    }).join("");
  }

  /* What is looked for: words without their elisions, « l'appréciation » being the word « appreciation ». */
  function wanted(query) {
    var found = folded(query.replace(/œ/gi, "oe").replace(/æ/gi, "ae")).split(/[^\p{L}\p{N}]+/u);
    var words = found.filter(function (word) { return word.length > 1 && word !== "qu"; });
    return words.length ? words : found.filter(Boolean);
  }

  function pattern(word) {
    var stem = word.length > 4 ? word.replace(/[sx]$/, "") : word; // the plural finds the singular
    return new RegExp("(?<![\\p{L}\\p{N}])" + stem.replace(/oe/g, "(?:oe|œ)").replace(/ae/g, "(?:ae|æ)"), "gu");
  }

  /* The entries that hold every word, best first; failing these, those that hold most of them. */
  function matches(entries, query) {
    var patterns = wanted(query).map(pattern);
    var scored = entries.map(function (entry) {
      var held = 0, score = 0;
      patterns.forEach(function (word) {
        var inTitle = (entry.foldedTitle.match(word) || []).length, inText = (entry.foldedText.match(word) || []).length;
        if (inTitle || inText) held += 1;
        score += 8 * Math.min(inTitle, 1) + Math.min(inText, 4);
      });
      return { entry: entry, held: held, score: score };
    });
    var most = scored.reduce(function (most, found) { return Math.max(most, found.held); }, 0);
    return scored
      .filter(function (found) { return most && found.held === most; })
      .sort(function (one, other) { return other.score - one.score; })
      .map(function (found) { return { entry: found.entry, patterns: patterns }; });
  }

  /* A stretch of text with the words found marked. */
  function marked(text, foldedText, patterns, length) {
    var places = [];
    patterns.forEach(function (word) {
      for (var found of foldedText.matchAll(word)) {
        var end = found.index + found[0].length;
        while (/[\p{L}\p{N}]/u.test(foldedText[end] || "")) end += 1;
        places.push([found.index, end]);
      }
    });
    places.sort(function (one, other) { return one[0] - other[0]; });
    var first = places.length ? places[0][0] : 0;
    var start = first < length / 2 ? 0 : text.lastIndexOf(" ", first - length / 3) + 1;
    var stop = text.length > start + length ? text.lastIndexOf(" ", start + length) : text.length;
    var shown = document.createDocumentFragment(), at = start;
    if (start) shown.append("… ");
    places.forEach(function (place) {
      if (place[0] < at || place[1] > stop) return;
      var mark = document.createElement("mark");
      mark.textContent = text.slice(place[0], place[1]);
      shown.append(text.slice(at, place[0]), mark);
      at = place[1];
    });
    shown.append(text.slice(at, stop) + (stop < text.length ? " …" : ""));
    return shown;
  }

  function search(box, button) {
    if (!box || !button || !box.showModal) return;
    var input = box.querySelector("input"), count = box.querySelector(".search__count"), list = box.querySelector(".search__results");
    var entries = null;

    function load() {
      if (entries || document.querySelector("script[data-search]")) return;
      var script = document.createElement("script"); // a script and not a request: pages opened from disk may load it too
      script.src = box.dataset.index;
      script.dataset.search = "";
      script.onload = function () {
        entries = window.charterIndex.map(function (entry) {
          return { address: entry[0], page: entry[1], title: entry[2], text: entry[3], foldedTitle: folded(entry[2]), foldedText: folded(entry[3]) };
        });
        show();
      };
      document.head.append(script);
    }

    function show() {
      list.replaceChildren();
      count.textContent = "";
      if (!entries || !input.value.trim()) return;
      var found = matches(entries, input.value);
      count.textContent = !found.length ? box.dataset.none : found.length === 1 ? box.dataset.one : box.dataset.many.replace("N", found.length);
      found.slice(0, 30).forEach(function (match) {
        var item = document.createElement("li"), link = document.createElement("a");
        var page = document.createElement("span"), title = document.createElement("span"), text = document.createElement("p");
        link.href = box.dataset.root + "/" + match.entry.address;
        title.className = "search__title";
        title.append(marked(match.entry.title, match.entry.foldedTitle, match.patterns, 120));
        link.append(title);
        if (match.entry.page !== match.entry.title) {
          page.className = "search__page";
          page.textContent = match.entry.page;
          link.append(" ", page);
        }
        text.className = "search__text";
        text.append(marked(match.entry.text, match.entry.foldedText, match.patterns, 180));
        item.append(link, text);
        list.append(item);
      });
    }

    function open() {
      load();
      if (!box.open) box.showModal();
      input.focus();
      input.select();
    }

    button.addEventListener("click", open);
    document.addEventListener("keydown", function (event) {
      if (event.key !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      open();
    });
    input.addEventListener("input", show);
    box.querySelector(".search__close").addEventListener("click", function () { box.close(); });
    box.addEventListener("click", function (event) {
      if (event.target === box || event.target.closest("a")) box.close(); // beside the box, or towards a result
    });
    box.addEventListener("keydown", function (event) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      var stops = [input].concat(Array.from(list.querySelectorAll("a")));
      var next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      if (stops[next]) stops[next].focus();
    });
  }
})();
