/* « Puis-je… ? »: shows the answer to a use and a kind of data. Every answer is in the page, decided when it was built: nothing is
   decided here. The choice stands in the address, #usage=…&donnees=…, so that an answer can be sent to a colleague. */
(() => {
  "use strict";
  const form = document.querySelector("form.lookup");
  if (!form) return;
  const data = JSON.parse(form.querySelector("script").textContent);
  const use = form.querySelector("select");
  const filter = form.querySelector("input[type=search]");
  const answer = form.querySelector(".lookup__answer");
  const row = (id) => document.getElementById(`usage-${id}`);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, " ").toLowerCase().replace(/œ/g, "oe");
  const stem = (word) => (word.length > 4 ? word.replace(/[sx]$/, "") : word);

  const element = (tag, name, ...content) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...content);
    return made;
  };

  const option = (value, text) => {
    const made = element("option", "", text);
    made.value = value;
    return made;
  };

  /* The uses whose words hold all that is typed, each under its trade. */
  const list = (chosen) => {
    const typed = plain(filter.value).split(/\s+/).filter(Boolean).map(stem);
    const groups = [];
    let count = 0;
    for (const group of data.groups) {
      const found = group.uses.filter(({ id }) => id === chosen || typed.every((word) => plain(row(id).cells[0].textContent).includes(word)));
      count += found.length;
      if (!found.length) continue;
      const made = element("optgroup", "", ...found.map(({ id }) => option(id, row(id).cells[0].textContent)));
      made.label = group.title;
      groups.push(made);
    }
    use.replaceChildren(option("", data.words.pick.replace("#", count)), ...groups);
    use.value = chosen;
    if (use.selectedIndex < 0) use.value = "";
  };

  const articles = (found) => {
    const line = element("p", "lookup__articles", data.words.articles);
    found.forEach(([address, words], rank) => {
      const link = element("a", "", words);
      link.href = address;
      line.append(rank ? ", " : " ", link);
    });
    return line;
  };

  const show = () => {
    const kind = new FormData(form).get("donnees");
    const found = data.groups.flatMap((group) => group.uses).find(({ id }) => id === use.value);
    if (!found || !kind) {
      answer.replaceChildren();
      return;
    }
    const [light, said] = found.answers[data.kinds.indexOf(kind)];
    const [shape, word] = data.lights[light];
    const sign = element("span", "lamp", shape);
    sign.setAttribute("aria-hidden", "true");
    const heads = row(found.id).closest("table").tHead.rows[0].cells;
    const details = element("dl", "");
    for (let column = 2; column < heads.length; column += 1) {
      const content = [...row(found.id).cells[column].cloneNode(true).childNodes];
      details.append(element("dt", "", heads[column].textContent), element("dd", "", ...content));
    }
    const card = element("div", `lookup__card light--${light}`, element("p", "lookup__light", sign, ` ${word}`), element("p", "", data.said[said]), details);
    if (found.articles.length) card.append(articles(found.articles));
    answer.replaceChildren(card);
  };

  const chosen = () => {
    const state = new URLSearchParams();
    const kind = new FormData(form).get("donnees");
    if (use.value) state.set("usage", use.value);
    if (kind) state.set("donnees", kind);
    history.replaceState(null, "", `#${state}`);
    show();
  };

  const restore = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    if (location.hash && !state.has("usage") && !state.has("donnees")) return; // an anchor of the page, such as that of the skip link
    list(state.get("usage") ?? "");
    for (const radio of form.elements.namedItem("donnees")) radio.checked = radio.value === state.get("donnees");
    show();
    if (answer.firstChild) answer.scrollIntoView({ block: "nearest" });
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => event.target !== filter && chosen());
  filter.addEventListener("input", () => {
    list(use.value);
    show();
  });
  window.addEventListener("hashchange", restore);
  list("");
  form.hidden = false;
  restore();
})();
