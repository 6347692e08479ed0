// Drives Firefox through a list of steps, as JSON on the input; the results go out as JSON, one for each step.
//   node firefox.mjs FOLDER_OF_NODE_MODULES FIREFOX < steps.json
// {"goto": address} {"wait": expression, "seconds": 60} {"evaluate": expression} {"type": [selector, text]} {"click": selector}
// {"press": key} {"keys": text} {"tab": selector} {"screenshot": file} {"viewport": [width, height]} {"offline": true}
// `tab` presses the key until the focus is on what the selector names; its result is the outline that shows the focus there.
// An expression may be a promise. The policy of a page evaluates no text: expressions run by the protocol, beside it.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [modules, firefox] = process.argv.slice(2);
const puppeteer = createRequire(resolve(modules, 'index.js'))('puppeteer-core');

const DO = {
  goto: (page, address) => page.goto(address).then(() => address),
  evaluate: (page, expression) => page.evaluate(expression),
  type: (page, [selector, text]) => page.locator(selector).fill(text),
  click: (page, selector) => page.locator(selector).click(),
  press: (page, key) => page.keyboard.press(key),
  keys: (page, text) => page.keyboard.type(text),
  tab: async (page, selector) => {
    for (let presses = 0; presses < 150; presses++) {
      await page.keyboard.press('Tab');
      const focus = `document.activeElement.matches(${JSON.stringify(selector)}) && getComputedStyle(document.activeElement).outlineStyle`;
      const outline = await page.evaluate(focus);
      if (outline) return outline;
    }
    throw new Error(`Tab does not reach ${selector}; the focus is on ${await page.evaluate('document.activeElement.outerHTML.slice(0, 120)')}`);
  },
  screenshot: (page, path) => page.screenshot({ path }).then(() => path),
  viewport: (page, [width, height]) => page.setViewport({ width, height }),
  offline: (page, value) => page.setOfflineMode(value),
  wait: async (page, expression, { seconds = 60 }) => {
    for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
      const found = await page.evaluate(expression);
      if (found) return found;
      await new Promise(later => setTimeout(later, 100));
    }
    throw new Error(`after ${seconds} s: ${expression}`);
  },
};

const browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox, headless: true });
const said = [];
try {
  const page = await browser.newPage();
  page.on('console', message => said.push(message.text()));
  page.on('pageerror', error => said.push(String(error)));
  const results = [];
  for (const step of JSON.parse(readFileSync(0, 'utf8'))) {
    const [kind] = Object.keys(step);
    results.push((await DO[kind](page, step[kind], step)) ?? null);
  }
  process.stdout.write(JSON.stringify({ version: await browser.version(), results, said }));
} catch (error) {
  process.stdout.write(JSON.stringify({ error: String(error.message ?? error), said }));
  process.exitCode = 1;
} finally {
  await browser.close();
}
