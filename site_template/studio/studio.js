import { startEngine } from './engine.js';

const config = JSON.parse(document.getElementById('config').textContent);
const status = document.querySelector('[role=status]');
document.getElementById('start').addEventListener('click', async () => {
  try {
    globalThis.call = await startEngine(config, (bytes, total) => { status.textContent = `${bytes} / ${total}`; });
    status.textContent = await globalThis.call('ping');
  } catch (error) {
    status.textContent = `error: ${error.message}`;
  }
});
