// The page: it reads inputs, asks the engine, shows what Python wrote. No rule, and no sentence of a charter, is decided here.
import { readText, startEngine } from './engine.js';

const config = JSON.parse(document.getElementById("config").textContent);
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = (name, values = {}) => config.words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
const form = $("#form"), steps = $$(".step"), live = $("#live"), status = $("#status");
let engine, look, current = steps[0], warned = null;
const touched = new Set();

// ---- calls
async function ask(method, ...given) {
  const found = await engine(method, config.language, ...given);
  return found;
}
const entries = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "studio-mode");
const full = () => $("[data-mode][value=full]").checked;
const fault = error => words("stopped", { reason: String(error.message ?? error) });

// ---- the live charter: what the engine says after each answer
let busy = false, again = false;
async function refresh() {
  if (!engine) return;
  document.documentElement.dataset.busy = "yes";
  if (busy) { again = true; return; }
  busy = true;
  try {
    do {
      again = false;
      keep();
      const start = performance.now();
      look = await ask("look", entries(), full(), current.dataset.block ?? "");
      show(look);
      document.documentElement.dataset.took = Math.round(performance.now() - start);
    } while (again);
  } catch (error) { status.textContent = fault(error); }
  busy = false;
  delete document.documentElement.dataset.busy;
}

function show(found) {
  const asked = new Set(found.asked), open = new Set(found.open);
  for (const question of $$("[data-question]")) question.hidden = !asked.has(question.dataset.question);
  for (const [name, values] of Object.entries(found.possible))
    for (const input of $$(`[name="${CSS.escape(name)}"]`)) input.closest("label").hidden = !values.includes(input.value) && !input.checked;
  for (const step of steps.filter(step => step.dataset.block)) {
    const questions = $$("[data-question]", step);
    const left = questions.filter(question => open.has(question.dataset.question)).length;
    const mark = $(`.steps a[href="#${step.id}"] .left`);
    mark.textContent = left ? String(left) : "✓";
    mark.classList.toggle("done", !left);
    $(".nothing", step).hidden = questions.some(question => !question.hidden);
  }
  showFaults(found);
  $("#progress").textContent = found.progress;
  $("#count").textContent = $("#jump-count").textContent = `(${found.count})`;
  if (found.news) $("#news").textContent = found.news;
  $("#draft").hidden = !found.missing.length;
  patch(found.charter);
  if (current.id === "step-review") review();
  for (const name of ["poster", "changes"]) { $(`#${name}`).dataset.stale = "yes"; if (!$(`#${name}`).hidden) view(name); }
}

function showFaults(found) {
  for (const line of $$(".fault")) {
    const name = line.id.slice(2), said = touched.has(name) ? found.faults[name] ?? found.gaps[name] ?? "" : "";
    line.textContent = said;
    line.hidden = !said;
    for (const input of $$(`[name="${CSS.escape(name)}"]`)) said ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
  }
  const clashing = {};
  for (const clash of found.clashes) (clashing[clash.questions[0]] ??= []).push(clash);
  for (const question of $$("[data-question]")) {
    const said = clashing[question.dataset.question] ?? [], line = $(".clash", question);
    line.textContent = said.map(clash => `${clash.fact} ${clash.action}`).join(" ");
    line.hidden = !said.length;
    line.classList.toggle("error", said.some(clash => clash.error));
  }
}

// Articles that did not change stay in place, with the doors that are open in them.
const sources = new Map();
function patch(html) {
  const place = $("#charter"), next = document.createElement("template");
  next.innerHTML = html;
  const standing = new Map($$("article", place).map(article => [article.id, article]));
  for (const article of $$("article", next.content)) {
    const source = article.outerHTML, old = standing.get(article.id);
    if (old && sources.get(article.id) === source) {
      article.replaceWith(old);
      for (const door of $$("details", old)) { door.dataset.stale = "yes"; if (door.open) fill(door); }
    } else if (old) {
      for (const door of $$("details[open]", old)) { const same = $(`details[data-ask="${door.dataset.ask}"]`, article); same.open = true; fill(same); }
    }
    sources.set(article.id, source);
  }
  place.replaceChildren(next.content);
}

async function fill(door) {
  delete door.dataset.stale;
  const place = $("div", door);
  if (!place.textContent) place.textContent = words("wait");
  try { place.innerHTML = await ask(door.dataset.ask, door.dataset.clause); } catch (error) { place.textContent = fault(error); }
}
live.addEventListener("toggle", event => {
  const door = event.target;
  if (door.dataset.ask && door.open && (door.dataset.stale || !$("div", door).textContent)) fill(door);
}, true);

async function view(name) {
  for (const button of $$("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
  for (const shown of ["charter", "poster", "changes"]) $(`#${shown}`).hidden = shown !== name;
  const place = $(`#${name}`);
  if (name === "charter" || !place.dataset.stale) return;
  delete place.dataset.stale;
  if (!place.textContent) place.textContent = words("wait");
  try { place.innerHTML = await ask(name); } catch (error) { place.textContent = fault(error); }
}

async function review() {
  try { $("#review").innerHTML = await ask("review", full()); } catch (error) { $("#review").textContent = fault(error); }
}

// ---- steps: links, in any order
function go(step, target = null, quiet = false) {
  current = step;
  for (const one of steps) one.hidden = one !== step;
  const rank = steps.indexOf(step), heading = $("h2", step);
  for (const link of $$(".steps a")) link.hash === `#${step.id}` ? link.setAttribute("aria-current", "step") : link.removeAttribute("aria-current");
  $("#back").hidden = rank === 0;
  if (rank) $("#back").href = `#${steps[rank - 1].id}`;
  $("#next").hidden = rank === steps.length - 1;
  $("#next").textContent = words("next");
  $(".mode").hidden = rank !== 0;
  warned = null;
  document.title = `${words("step_of", { rank: rank + 1, count: steps.length })} : ${heading.textContent} – ${config.title}`;
  const link = $(".steps [aria-current]");
  link.parentElement.parentElement.scrollLeft = link.offsetLeft - 20;
  if (!quiet) {
    (target && $("input", target) || heading).focus({ preventScroll: true });
    (target ?? $(".steps")).scrollIntoView({ block: "start" });
  }
  status.textContent = "";
  if (engine) refresh();
}
function route() {
  const found = location.hash.length > 1 && !location.hash.includes("=") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const step = found && found.closest(".step");
  if (step) go(step, found === step ? null : found);
}
addEventListener("hashchange", route);

// Going on with something to mend or to complete: said once, with the way to each.
function onward() {
  const next = steps[steps.indexOf(current) + 1];
  const problems = look && warned !== current ? lacking(current) : [];
  const box = $(".summary", current);
  if (box) box.hidden = !problems.length;
  if (!problems.length) { location.hash = next.id; return; }
  warned = current;
  showFaults(look);
  const list = document.createElement("ul");
  for (const [id, text] of problems) {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = `#${id}`;
    link.textContent = text;
    link.addEventListener("click", event => { event.preventDefault(); const place = document.getElementById(id); (place.matches("input") ? place : $("input", place)).focus(); });
    item.append(link);
    list.append(item);
  }
  const title = document.createElement("h3");
  title.textContent = words("faults");
  box.replaceChildren(title, list);
  box.focus();
  $("#next").textContent = words("next_anyway");
}
function lacking(step) {
  const found = [];
  for (const question of $$("[data-question]", step).filter(question => !question.hidden)) {
    const names = [...new Set($$("[name]", question).map(input => input.name))];
    let said = false;
    for (const name of names) {
      touched.add(name);
      const text = look.faults[name] ?? look.gaps[name];
      if (text) { found.push([document.getElementById(`i-${name}`) ? `i-${name}` : question.id, text]); said = true; }
    }
    for (const clash of look.clashes) if (clash.error && clash.questions[0] === question.dataset.question) { found.push([question.id, `${clash.fact} ${clash.action}`]); said = true; }
    if (!said && look.missing.includes(question.dataset.question)) found.push([question.id, words("unanswered", { label: question.dataset.label })]);
  }
  return found;
}

// ---- rows of a list
const rows = name => $(`[data-rows="${CSS.escape(name)}"]`);
function addRow(name, rank = null) {
  const place = rows(name), made = document.createElement("template");
  rank ??= Math.max(-1, ...$$(".row", place).map(row => Number($("[name]", row).name.split(".")[1]))) + 1;
  made.innerHTML = $(`template[data-row="${CSS.escape(name)}"]`).innerHTML.replaceAll("{row}", String(rank));
  const row = made.content.firstElementChild;
  place.append(row);
  number(place);
  return row;
}
const number = place => $$(".row > legend", place).forEach((legend, rank) => { legend.textContent = words("row", { rank: rank + 1 }); });
form.addEventListener("click", event => {
  const add = event.target.closest("[data-add]"), remove = event.target.closest("[data-remove]");
  if (add) { const row = addRow(add.dataset.add); $("input", row).focus(); status.textContent = words("added_row"); }
  if (remove) {
    const place = remove.closest(".rows"), name = place.dataset.rows;
    remove.closest(".row").remove();
    if (!$(".row", place)) addRow(name);
    number(place);
    $(`[data-add="${CSS.escape(name)}"]`).focus();
    status.textContent = words("removed_row");
    refresh();
  }
});

// ---- inputs filled by a link, by a file, or by what was kept
function put(found, { clear = true } = {}) {
  if (clear) { form.reset(); for (const input of $$("[name]", form)) if (["radio", "checkbox"].includes(input.type)) input.checked = input.matches("[data-mode][value=quick]"); else input.value = ""; }
  for (const [name, value] of found) {
    const [list, rank] = name.split(".");
    if (/^\d+$/.test(rank ?? "") && rows(list) && !$(`[name="${CSS.escape(name)}"]`)) addRow(list, Number(rank));
    for (const input of $$(`[name="${CSS.escape(name)}"]`, form))
      if (["radio", "checkbox"].includes(input.type)) { if (input.value === value) input.checked = true; } else input.value = value;
  }
}
const STORE = "charter-studio";
function keep() {
  try { $("#keep").checked ? localStorage.setItem(STORE, JSON.stringify(entries())) : localStorage.removeItem(STORE); } catch { /* a browser that stores nothing */ }
}
function kept() {
  try { return JSON.parse(localStorage.getItem(STORE)) ?? null; } catch { return null; }
}

// ---- files
const base64 = async file => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768) text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  return btoa(text);
};
$("#open").addEventListener("change", async event => {
  const files = [...event.target.files], box = $("#problems");
  if (!files.length || !engine) return;
  box.hidden = true;
  event.target.dataset.busy = "yes";
  try {
    const found = await ask("open", await Promise.all(files.map(async file => [file.name, await base64(file)])));
    box.textContent = found.problems;
    box.hidden = !found.problems;
    if (found.entries) {
      put(found.entries);
      touched.clear();
      await refresh();
    }
    status.textContent = found.entries ? words(found.count === 1 ? "opened_one" : "opened", found) : words("not_opened", found);
    if (!found.entries) box.focus();
  } catch (error) { status.textContent = fault(error); }
  event.target.value = "";
  delete event.target.dataset.busy;
});

async function take(button) {
  const { take: name, file, kind } = button.dataset;
  status.textContent = words("making", { name: file });
  button.disabled = true;
  try {
    if (name !== "answers") await engine.documents();
    if (name === "pdf") await engine.pdf();
    await refresh();
    const made = name === "answers" ? await ask("answers") : await ask("document", name);
    if (made.refused !== undefined) {
      $("#problems").textContent = made.refused;
      $("#problems").hidden = false;
      status.textContent = words("not_made", { name: file });
      $("#problems").focus();
    } else {
      $("#problems").hidden = true;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([made], { type: kind }));
      link.download = file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      status.textContent = words("made", { name: file });
    }
  } catch (error) { status.textContent = `${words("not_made", { name: file })} ${fault(error)}`; }
  button.disabled = false;
}

// ---- start
form.addEventListener("submit", event => event.preventDefault());
form.addEventListener("input", refresh);
form.addEventListener("change", event => { touched.add(event.target.name); refresh(); });
$("#keep").addEventListener("change", keep);
$("#next").addEventListener("click", onward);
for (const button of $$("[data-view]")) button.addEventListener("click", () => view(button.dataset.view));
for (const button of $$("[data-take]")) button.addEventListener("click", () => take(button));
for (const place of $$(".rows")) number(place);

$("#licences").addEventListener("click", async event => {
  if (!config.single) return;
  event.preventDefault();
  const text = await readText(config, "licences.txt"), place = document.createElement("pre");
  place.textContent = text;
  $("#licences").replaceWith(place);
});

const old = $("#old");
if (typeof DecompressionStream === "undefined" || typeof WebAssembly === "undefined") old.textContent = words("too_old");
else {
  document.documentElement.classList.add("ready");
  const megabytes = number => number.toLocaleString(config.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const follow = done => { old.textContent = words("loading", { done: megabytes(done / 1e6), size: megabytes(config.size) }); };
  const waiting = $$("[data-take], [data-view], #open");
  for (const control of waiting) control.disabled = true;
  follow(0);
  if (config.pdf) $("#pdf-what").textContent = words("take_pdf_what", { size: megabytes(config.pdf) });
  else $("[data-take=pdf]").hidden = true;
  const stored = kept();
  if (stored) { put(stored); $("#keep").checked = true; }
  if (location.hash.includes("=")) put([...new URLSearchParams(location.hash.slice(1))], { clear: false });
  const asked = document.getElementById(location.hash.slice(1));
  go(asked?.closest(".step") ?? steps[0], null, true);
  startEngine(config, follow).then(async call => {
    engine = call;
    for (const control of waiting) control.disabled = false;
    await refresh();
    document.documentElement.classList.remove("waiting");
    old.hidden = true;
    document.documentElement.dataset.engine = "ready";
  }).catch(error => { old.textContent = words("failed", { reason: String(error.message ?? error) }); document.documentElement.dataset.engine = "failed"; });
}
