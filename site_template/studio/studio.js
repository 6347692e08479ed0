// The page: it reads inputs, asks the engine, shows what Python wrote. No rule, and no sentence of a charter, is decided here.
import { readText, startEngine } from './engine.js';

const config = JSON.parse(document.getElementById("config").textContent);
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = (name, values = {}) => config.words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
const form = $("#form"), steps = $$(".step"), live = $("#live"), status = $("#status");
let engine, look, current = steps[0], warned = null;
// Inputs that were left once, whose faults are told; questions that a link led to, shown even when nothing depends on them.
const touched = new Set(), wanted = new Set();

// ---- calls
const ask = (method, ...given) => engine(method, config.language, ...given);
const entries = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "studio-mode");
const full = () => $("[data-mode][value=full]").checked;
const fault = error => (engine ? words("stopped", { reason: String(error.message ?? error) }) : words("halted"));

// ---- the live charter: what the engine says after each answer
let running = null, again = false;
function refresh() {
  keep();
  if (!engine) return Promise.resolve();
  document.documentElement.dataset.busy = "yes";
  again = true;
  return running ??= looking().finally(() => { running = null; delete document.documentElement.dataset.busy; });
}
async function looking() {
  while (again) {
    again = false;
    try {
      const start = performance.now();
      look = await ask("look", entries(), full(), current.dataset.block ?? "");
      show(look);
      document.documentElement.dataset.took = Math.round(performance.now() - start);
    } catch (error) { status.textContent = fault(error); }
  }
}

function show(found) {
  const asked = new Set(found.asked), open = new Set(found.open);
  for (const question of $$("[data-question]")) {
    const name = question.dataset.question;
    question.hidden = !asked.has(name) && !wanted.has(name) && !question.contains(document.activeElement);
    const clear = $(".clear", question);
    if (clear) clear.hidden = !$("input:checked", question);
  }
  for (const [name, values] of Object.entries(found.possible))
    for (const input of $$(`[name="${CSS.escape(name)}"]`)) input.closest("label").hidden = !values.includes(input.value) && !input.checked;
  for (const step of steps.filter(step => step.dataset.block)) {
    const questions = $$("[data-question]", step);
    const left = questions.filter(question => open.has(question.dataset.question)).length;
    const mark = $(`.steps a[href="#${step.id}"] .left`);
    const wrong = found.clashes.some(clash => clash.error && questions.some(question => clash.questions.includes(question.dataset.question)));
    mark.textContent = wrong ? "!" : left ? String(left) : "✓";
    mark.classList.toggle("done", !left && !wrong);
    $(".nothing", step).hidden = questions.some(question => !question.hidden);
  }
  showFaults(found);
  $("#progress").textContent = found.progress;
  $("#count").textContent = $("#jump-count").textContent = `(${found.count})`;
  if (found.news) $("#news").textContent = found.news;
  $("#draft").hidden = !found.missing.length;
  $("#drawn").hidden = !found.drawn;
  patch(found.charter);
  if (current.id === "step-review") review();
  if (warned === current) summarise();
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
    const text = said.map(clash => `${clash.fact} ${clash.action}`).join(" ");
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle("error", said.some(clash => clash.error));
  }
}

// What did not change is not touched: an open door stays open, and a press that has begun on it still ends as a click.
const sources = new WeakMap();
const key = node => node.id || (node.matches("section") ? $("h3", node).textContent : node.tagName);
function patch(html) {
  const next = document.createElement("template");
  next.innerHTML = html;
  settle($("#charter"), next.content);
}
function settle(place, next) {
  const standing = new Map([...place.children].map(node => [key(node), node])), coming = new Set([...next.children].map(key));
  for (const [name, node] of standing) if (!coming.has(name)) node.remove();
  let at = place.firstElementChild;
  for (const node of [...next.children]) {
    const old = standing.get(key(node));
    const shown = node.matches("section") ? settle(old ?? node.cloneNode(), node) : renewed(old, node);
    if (at === old && shown !== old) at = shown;
    if (shown === at) at = at.nextElementSibling;
    else place.insertBefore(shown, at);
  }
  return place;
}
function renewed(old, node) {
  const source = node.outerHTML, same = old && sources.get(old) === source, shown = same ? old : node;
  for (const door of old ? $$("details", old) : []) {
    const next = $(`details[data-ask="${door.dataset.ask}"]`, shown);
    next.dataset.stale = "yes";
    if (door.open) { next.open = true; $("div", next).replaceChildren(...$("div", door).childNodes); fill(next); }
  }
  sources.set(shown, source);
  if (old && !same) old.replaceWith(shown);
  return shown;
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
  if (target?.dataset.question) { wanted.add(target.dataset.question); target.hidden = false; }
  document.title = `${words("step_of", { rank: rank + 1, count: steps.length, title: heading.textContent })} – ${config.title}`;
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
  if (location.hash.includes("=")) { answerByLink(); refresh(); return; }
  const found = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const step = found && found.closest(".step");
  if (step) go(step, found === step ? null : found);
}
const answerByLink = () => put([...new URLSearchParams(location.hash.slice(1))], { clear: false });
addEventListener("hashchange", route);

// Going on with something to mend or to complete: said once, with the way to each.
function onward() {
  if (look && warned !== current && $(".summary", current)) {
    for (const input of $$("[name]", current)) touched.add(input.name);
    showFaults(look);
    if (summarise()) { warned = current; $(".summary", current).focus(); return; }
  }
  location.hash = steps[steps.indexOf(current) + 1].id;
}
/** What this step lacks, in its box; how many lines there are. */
function summarise() {
  const box = $(".summary", current), list = document.createElement("ul"), title = document.createElement("h3");
  for (const [place, text] of lacking(current)) {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = `#${place.closest("[data-question]").id}`;
    link.textContent = text;
    link.addEventListener("click", event => { event.preventDefault(); place.focus(); });
    item.append(link);
    list.append(item);
  }
  title.textContent = words("faults");
  box.replaceChildren(title, list);
  box.hidden = !list.children.length;
  $("#next").textContent = words(box.hidden ? "next" : "next_anyway");
  return list.children.length;
}
function lacking(step) {
  const found = [];
  for (const question of $$("[data-question]", step).filter(question => !question.hidden)) {
    const before = found.length;
    for (const name of new Set($$("[name]", question).map(input => input.name))) {
      const text = look.faults[name] ?? look.gaps[name], input = $(`[name="${CSS.escape(name)}"]`, question);
      const row = input.closest(".row")?.querySelector("legend").textContent;
      if (text) found.push([input, row ? `${row} – ${text}` : text]);
    }
    const first = $("input:not([type=hidden])", question);
    for (const clash of look.clashes) if (clash.error && clash.questions[0] === question.dataset.question) found.push([first, `${clash.fact} ${clash.action}`]);
    if (found.length === before && look.missing.includes(question.dataset.question)) found.push([first, words("unanswered", { label: question.dataset.label })]);
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
  const clear = event.target.closest("[data-clear]");
  if (clear) {
    const question = clear.closest("[data-question]");
    for (const input of $$("input", question)) input.type === "radio" ? input.checked = false : input.value = "";
    $("input", question).focus();
    refresh();
  }
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
  if (clear) {
    for (const place of $$(".rows")) { place.replaceChildren(); addRow(place.dataset.rows, 0); }
    form.reset(); for (const input of $$("[name]", form)) if (["radio", "checkbox"].includes(input.type)) input.checked = input.matches("[data-mode][value=quick]"); else input.value = ""; }
  for (const [name, value] of found) {
    const [list, rank] = name.split(".");
    if (/^\d+$/.test(rank ?? "") && rows(list) && !$(`[name="${CSS.escape(name)}"]`)) addRow(list, Number(rank));
    for (const input of $$(`[name="${CSS.escape(name)}"]`, form))
      if (["radio", "checkbox"].includes(input.type)) { if (input.value === value) input.checked = true; } else input.value = value;
  }
}
const STORE = "charter-studio";
/** The files last opened: what else a profile says, and what goes with it. */
let opened = null;
/** The inputs as the page came, and as they last left for a file or came from one. */
const blank = entries();
let safe = JSON.stringify(blank);
/** Whether the browser holds the answers of now. */
function keep() {
  if (!$("#keep").checked) return false;
  try { localStorage.setItem(STORE, JSON.stringify({ entries: entries(), full: full(), opened })); return true; } catch { return false; }
}
function kept() {
  try { return JSON.parse(localStorage.getItem(STORE)); } catch { return null; }
}

function drop() {
  try { localStorage.removeItem(STORE); } catch { /* nothing was stored */ }
}
addEventListener("beforeunload", event => { if (!keep() && JSON.stringify(entries()) !== safe) event.preventDefault(); });

// ---- everything erased, once that is confirmed: inputs, store, files, what the engine knows
$("#erase").addEventListener("click", () => { status.textContent = ""; $("#erasing").hidden = false; $("#erasing").focus(); });
$("#erase-not").addEventListener("click", () => { $("#erasing").hidden = true; $("#erase").focus(); });
$("#erase-all").addEventListener("click", async () => {
  $("#erasing").hidden = true;
  $("#keep").checked = false;
  drop();
  opened = null;
  touched.clear();
  wanted.clear();
  put(blank);
  safe = JSON.stringify(blank);
  for (const place of ["#poster", "#changes", "#review", "#problems", "#news"]) $(place).replaceChildren();
  $("#problems").hidden = true;
  history.replaceState(null, "", `#${steps[0].id}`);
  try {
    if (engine) await ask("forget");
    go(steps[0]);
    await refresh();
    status.textContent = words("erased");
  } catch (error) { status.textContent = fault(error); }
});

// ---- files
const base64 = async file => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768) text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  return btoa(text);
};
$("#open").addEventListener("change", async event => {
  const files = [...event.target.files], box = $("#problems");
  if (!files.length) return;
  box.hidden = true;
  event.target.dataset.busy = "yes";
  try {
    const read = await Promise.all(files.map(async file => [file.name, await base64(file)]));
    const found = await ask("open", read);
    const text = document.createElement("pre");
    text.textContent = found.problems;
    box.replaceChildren(text);
    box.hidden = !found.problems;
    if (found.entries) {
      opened = read;
      put(found.entries);
      safe = JSON.stringify(entries());
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
  if (button.getAttribute("aria-disabled") === "true") return; // not `disabled`: the focus would be lost
  status.textContent = words("making", { name: file });
  button.setAttribute("aria-disabled", "true");
  try {
    if (name !== "answers") await engine.documents();
    if (name === "pdf") await engine.pdf();
    await refresh();
    const now = JSON.stringify(entries());
    const made = name === "answers" ? await ask("answers") : await ask("document", name);
    if (made.refused !== undefined) {
      $("#problems").innerHTML = made.refused;
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
      const left = name === "answers" ? Object.keys({ ...look.faults, ...look.gaps }).length : 0;
      if (name === "answers" && !left) safe = now;
      status.textContent = words(name === "site" && look.drawn ? "made_drawn" : left ? "made_but" : "made", { name: file, count: left });
    }
  } catch (error) { status.textContent = `${words("not_made", { name: file })} ${fault(error)}`; }
  button.removeAttribute("aria-disabled");
}

// ---- start
form.addEventListener("submit", event => event.preventDefault());
form.addEventListener("input", refresh);
form.addEventListener("change", event => { touched.add(event.target.name); refresh(); });
$("#keep").addEventListener("change", () => { drop(); if (!keep()) safe = JSON.stringify(blank); });
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

/** An engine that knows the files last opened and the answers of now. */
async function begin(follow) {
  engine = await startEngine(config, follow, halted);
  if (opened) await ask("open", opened);
  await refresh();
  document.documentElement.dataset.engine = "ready";
}
/** The engine died, of want of memory most often. The inputs are the page's own: they stay. */
function halted() {
  engine = null;
  document.documentElement.dataset.engine = "halted";
  $("#halted").hidden = false;
}
$("#restart").addEventListener("click", async () => {
  if (engine) return;
  status.textContent = words("restarting");
  try {
    await begin();
    $("#halted").hidden = true;
    $("h2", current).focus();
    status.textContent = words("restarted");
  } catch (error) { status.textContent = words("failed", { reason: String(error.message ?? error) }); }
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
  if (stored) { put(stored.entries); $("#keep").checked = true; $("[data-mode][value=full]").checked = stored.full; opened = stored.opened; }
  if (location.hash.includes("=")) answerByLink();
  const asked = document.getElementById(location.hash.slice(1));
  go(asked?.closest(".step") ?? steps[0], null, true);
  begin(follow).then(() => {
    for (const control of waiting) control.disabled = false;
    document.documentElement.classList.remove("waiting");
    old.hidden = true;
  }).catch(error => {
    document.documentElement.classList.remove("ready"); // the page is a questionnaire again
    for (const hidden of $$(".step[data-block], [data-question]")) hidden.hidden = false;
    old.textContent = words("failed", { reason: String(error.message ?? error) }); document.documentElement.dataset.engine = "failed";
  });
}
