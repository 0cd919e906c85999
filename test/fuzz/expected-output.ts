import { Run } from '../support/command-line';

/** Controls, marks of direction, invisible characters and halves of characters, as they would be raw. */
const RAW =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u;

/** Longer than this no input of its size may take. */
const MAX_SECONDS = 10;

/** What must not come out of a run of the command line; undefined where all is well. */
export function faultOf({ code, output, errors }: Run, args: readonly string[], seconds: number): string | undefined {
  const text = `${output}${errors}`;
  if (![0, 1, 2].includes(code)) {
    return `exit code ${code}`;
  }
  if (seconds > MAX_SECONDS) {
    return `${seconds} seconds`;
  }
  const raw = RAW.exec(text);
  if (raw) {
    return `the raw character ${JSON.stringify(raw[0])}`;
  }
  const isAnnotations = args.includes('github');
  const command = isAnnotations ? /##\[|^(?!::(?:error|warning|notice) )\s*::/m.exec(text) : /##\[|^\s*::/m.exec(text);
  if (command) {
    return `a command of a workflow: ${JSON.stringify(command[0])}`;
  }
  if (code !== 2 && (args.includes('json') || args.includes('sarif'))) {
    return isJson(output) ? undefined : 'no JSON';
  }
  return code !== 2 && args[0] === 'report' ? faultOfPage(output) : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The tags of a page that writes nothing of its own. */
const TAGS = new Set(
  'html head meta title link style body main header h1 h2 h3 p ul ol li dl dt dd div span section details summary pre code '
    .concat('table caption thead tbody tr th td figure figcaption svg g rect text line path defs pattern strong em small br nav a')
    .split(' '),
);

function faultOfPage(page: string): string | undefined {
  const foreign = [...page.matchAll(/<([a-z][a-z0-9]*)([^>]*)>/gi)].find(
    ([, tag, attributes]) => !TAGS.has(tag.toLowerCase()) || /\son\w+\s*=/i.test(attributes.replace(/"[^"]*"/g, '""')),
  );
  return foreign ? `the markup ${foreign[0]}` : undefined;
}
