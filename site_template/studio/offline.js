// Keeps the studio for a visit without network. A new version waits until no page of the old one is open: their files never mix.
const NAME = `studio ${registration.scope} @@VERSION@@`;
const FILES = @@FILES@@;

addEventListener('install', event => event.waitUntil(caches.open(NAME).then(kept => kept.addAll(FILES.map(fresh)))));
addEventListener('activate', event => event.waitUntil(tidy().then(() => clients.claim())));
addEventListener('fetch', event => {
  if (event.request.method === 'GET') event.respondWith(answer(event.request));
});

// An address without a digest is asked again of the host: the browser may hold an older copy.
function fresh(file) {
  return new Request(file, { cache: file.includes('?') ? 'default' : 'no-cache' });
}

async function tidy() {
  const ours = (await caches.keys()).filter(name => name.startsWith(`studio ${registration.scope} `) && name !== NAME);
  await Promise.all(ours.map(name => caches.delete(name)));
}

async function answer(request) {
  const kept = await caches.open(NAME);
  const opened = new URL(request.url);
  const home = request.mode === 'navigate' && ['', 'index.html'].some(name => new URL(name, registration.scope).pathname === opened.pathname);
  return (await kept.match(home ? './' : request)) ?? fetch(request);
}
