// What modules that write texts ask of a page when they are loaded; to be imported before them.
import { register } from 'node:module';

const globals = {
  document: { documentElement: { lang: 'en' }, body: { dataset: { context: '8192' } } },
  navigator: { languages: ['en-GB'] },
};

for (const [name, value] of Object.entries(globals)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
register('./texts-loader.js', import.meta.url);
