// The service makes static/texts/en.js of messages/en.properties when it is asked for; here this does.
import { existsSync, readFileSync } from 'node:fs';

const RESOURCES = new URL('../../main/resources/', import.meta.url);
const OWNERS = ['both.', 'script.'];
const PLURAL_FORM = /^(.+)\.(zero|one|two|few|many|other)$/;

export async function resolve(specifier, context, next) {
  return fileOf(specifier)
    ? { url: new URL(specifier, context.parentURL).href, shortCircuit: true }
    : next(specifier, context);
}

export async function load(url, context, next) {
  const file = fileOf(url);
  return file
    ? { format: 'module', shortCircuit: true, source: `export default ${JSON.stringify(textsOf(file))};` }
    : next(url, context);
}

/** The file that holds the texts of such a module; null for any other module, and where texts are a module themselves. */
function fileOf(address) {
  const language = /\/texts\/(\w+)\.js$/.exec(address)?.[1];
  const file = new URL(`messages/${language}.properties`, RESOURCES);
  return language && existsSync(file) ? file : null;
}

function textsOf(file) {
  const texts = {};
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, key, text] = /^([^#=\s]+)=(.*)$/.exec(line) ?? [];
    const owner = OWNERS.find(each => key?.startsWith(each));
    if (owner) {
      put(
        texts,
        key.slice(owner.length),
        text.replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
      );
    }
  }
  return texts;
}

function put(texts, key, text) {
  const [, whole, form] = PLURAL_FORM.exec(key) ?? [];
  if (form) {
    texts[whole] = { ...texts[whole], [form]: text };
  } else {
    texts[key] = text;
  }
}
