// Starts Python in a worker and carries questions and answers between the page and it. No rule and no sentence lives here.
// The same file is the page's side and the worker's. On a web host the packed files are fetched beside the page; in the single
// file they are in the page itself. Either way Python's own loader finds them through the worker's `fetch`: nothing is changed in it.

const PYTHON = ['pyodide.mjs', 'pyodide.asm.mjs', 'pyodide.asm.wasm', 'python_stdlib.zip'];
const network = globalThis.fetch.bind(globalThis);

// --- the page's side ------------------------------------------------------------------------------------------------------

/** Start the engine; `call(method, ...arguments)` then asks Python. `onProgress(bytes, total)` follows the loading; `onStop()`: the engine,
 * once started, answers no more. It has to be started again. */
export async function startEngine(config, onProgress = () => {}, onStop = () => {}) {
  const waiting = new Map();
  let last = 0, state = 'starting', engine;
  const receive = ({ id, result, error, progress, dead }) => {
    const { resolve, reject, follow } = waiting.get(id) ?? {};
    if (!resolve) return;
    if (progress) return follow(...progress);
    waiting.delete(id);
    error === undefined ? resolve(result) : reject(new Error(error));
    if (dead) stopped();
  };
  const ask = (method, args, follow = () => {}) => new Promise((resolve, reject) => {
    if (state === 'stopped') return reject(new Error('worker'));
    waiting.set(++last, { resolve, reject, follow });
    engine.send({ id: last, method, args });
  });
  const stopped = () => {
    if (state === 'stopped') return;
    const started = state === 'started';
    state = 'stopped';
    engine?.end();
    for (const { reject } of waiting.values()) reject(new Error('worker'));
    waiting.clear();
    if (started) onStop();
  };
  engine = (await inWorker(config, receive, stopped)) ?? onThisThread(receive);
  await ask('@start', [{ ...config, base: config.single ? '' : new URL('.', document.baseURI).href, packed: inThePage() }], onProgress);
  state = 'started';
  const once = {};
  const call = (method, ...args) => ask(method, args);
  call.documents = follow => (once.documents ??= ask('@documents', [], follow));
  call.pdf = follow => (once.pdf ??= ask('@pdf', [], follow).catch(error => { delete once.pdf; throw error; }));
  keepForLater(config);
  return call;
}

/** A text that is among the files of the page: the licences, in the single file. */
export async function readText(config, name) {
  return new TextDecoder().decode(await unpacked(await packed({ ...config, packed: inThePage() }, name)));
}

/** The files that the page holds, in base64, by name. */
function inThePage() {
  return Object.fromEntries([...document.querySelectorAll('script[data-asset]')].map(s => [s.dataset.asset, s.textContent]));
}

// A worker from a `blob:` or `data:` address is under the page's own Content-Security-Policy; a worker from a file would not be.
async function inWorker(config, receive, stopped) {
  const source = config.single
    ? `data:text/javascript;charset=utf-8,${encodeURIComponent(document.getElementById('engine-source').textContent)}`
    : URL.createObjectURL(new Blob([`import ${JSON.stringify(import.meta.url)};`], { type: 'text/javascript' }));
  try {
    const worker = new Worker(source, { type: 'module' });
    await new Promise((ready, refused) => {
      worker.onmessage = ready;
      worker.onerror = refused;
    });
    worker.onmessage = ({ data }) => receive(data);
    worker.onerror = stopped;
    return { send: message => worker.postMessage(message), end: () => worker.terminate() };
  } catch {
    return null;
  }
}

/** A browser that refuses workers here: the same engine, on the page's own thread. */
function onThisThread(receive) {
  document.documentElement.dataset.thread = 'page';
  return { send: message => serve(message, receive), end: () => {} };
}

/** After the start only: keeping everything for a visit without network must not slow down the first charter. */
async function keepForLater(config) {
  if (config.single || !navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register('offline.js');
    await navigator.serviceWorker.ready;
    document.documentElement.dataset.offline = 'ready';
  } catch { /* such a host or browser keeps nothing; the page works all the same */ }
}

// --- Python's side --------------------------------------------------------------------------------------------------------

let python, documents;

async function serve({ id, method, args }, post) {
  const follow = (...progress) => post({ id, progress });
  try {
    if (method === '@start') python = start(args[0], follow);
    const { ask, add, settings } = await python;
    if (method === '@start') {
      post({ id, result: true });
      documents = packed(settings, 'documents.zip'); // quietly: the page is at work already
      documents.catch(() => {});
    } else if (method === '@documents') {
      documents = documents.catch(() => packed(settings, 'documents.zip', follow));
      add(await unpacked(await documents));
      post({ id, result: true });
    } else if (method === '@pdf') {
      add(await unpacked(await packed(settings, 'typst.whl', follow)));
      answerZone();
      post({ id, result: true });
    } else {
      const result = ask(method, args);
      post({ id, result }, result instanceof Uint8Array ? [result.buffer] : []);
    }
  } catch (error) {
    post({ id, error: lastLine(error), dead: !(await answers()) });
  }
}

/** Whether Python still runs: when its memory fails it never does again, and says so at each call. */
async function answers() {
  try {
    return (await python).alive();
  } catch {
    return false;
  }
}

async function start(settings, follow) {
  const names = [...PYTHON, 'engine.zip'];
  const total = names.reduce((sum, name) => sum + settings.assets[name].size, 0);
  const got = {};
  const files = {};
  await Promise.all(names.map(async name => {
    const whole = await packed(settings, name, bytes => {
      got[name] = bytes;
      follow(Object.values(got).reduce((sum, one) => sum + one, 0), total);
    });
    files[name] = await unpacked(whole);
  }));
  const loaded = await loadPython(files, settings.lock);
  const folder = loaded.runPython('import site; site.getsitepackages()[0]');
  const add = bytes => {
    loaded.unpackArchive(bytes, 'zip', { extractDir: folder });
    loaded.runPython('import importlib; importlib.invalidate_caches()');
  };
  add(files['engine.zip']);
  const answer = loaded.runPython('from charter_builder.studio.desk import answer; answer');
  const ask = (method, args) => {
    const result = answer(method, JSON.stringify(args));
    if (typeof result === 'string') return JSON.parse(result);
    const bytes = result.toJs();
    result.destroy();
    return bytes;
  };
  return { ask, add, settings, alive: () => loaded.runPython('True') };
}

/** Pyodide as its authors made it, its files given from memory. Once it is loaded, `fetch` is the browser's again. */
async function loadPython(files, lock) {
  const address = name => URL.createObjectURL(new Blob([files[name]], { type: 'text/javascript' }));
  const type = name => (name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream');
  globalThis.fetch = async request => {
    const name = String(request.url ?? request).split('/').pop();
    return files[name] ? new Response(files[name], { headers: { 'Content-Type': type(name) } }) : network(request);
  };
  try {
    const { default: createPyodideModule } = await import(address('pyodide.asm.mjs'));
    const { loadPyodide } = await import(address('pyodide.mjs'));
    return await loadPyodide({ createPyodideModule, indexURL: 'mem:/', packageBaseUrl: 'mem:/', lockFileContents: lock });
  } finally {
    globalThis.fetch = network;
  }
}

/** Typst asks for the time zone by a text to evaluate. The policy of the page evaluates no text; this one is answered, and no other. */
function answerZone() {
  globalThis.eval = text => {
    if (text === 'Intl.DateTimeFormat().resolvedOptions().timeZone') return Intl.DateTimeFormat().resolvedOptions().timeZone;
    throw new EvalError(text);
  };
}

/** A file as it was packed: from the page, else from the host. `follow(bytes, total)` is told how far it is. */
async function packed(settings, name, follow = () => {}) {
  if (settings.packed[name] !== undefined) {
    const bytes = Uint8Array.from(atob(settings.packed[name]), letter => letter.charCodeAt(0));
    follow(bytes.length, bytes.length);
    return bytes;
  }
  const { file, size } = settings.assets[name] ?? {};
  if (!file) throw new Error(name);
  const response = await network(settings.base + file);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  const parts = [];
  let received = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    follow(Math.min((received += value.length), size), size);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Unpacked, unless the host has said Content-Encoding and the browser has done it. */
async function unpacked(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function lastLine(error) {
  return String(error?.message ?? error).trim().split('\n').pop();
}

if (typeof document === 'undefined') {
  globalThis.onmessage = ({ data }) => serve(data, (message, transfer) => globalThis.postMessage(message, transfer ?? []));
  globalThis.postMessage({ ready: true });
}
