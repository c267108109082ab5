/**
 * Markup with everything escaped that was not written as markup.
 *
 * A string in a template is text, whatever it holds; only what came out of a template is markup. Left out: scripts and
 * styles, which have rules of their own (bundle.ts).
 */

/** Markup that is safe to write out. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for between tags and for attributes in quotes; control characters are shown as such. */
export const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter]!).replaceAll(/(?![\n\t])\p{Cc}/gu, '\uFFFD');

const partOf = (part: Part): string => {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(partOf).join('');
  return escaped(String(part));
};

/** How a template is laid out here is not the page's affair. */
const INDENT = /\n\s+/g;

/** `html\`<b>${name}</b>\``: undefined is nothing, a list is its items one after the other. */
export const html = (markup: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(markup.map((text, i) => text.replaceAll(INDENT, '\n') + partOf(parts[i])).join(''));

/** JSON for a script element that is data: nothing in it can end the element or open a comment. */
export const jsonInScript = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');

/**
 * A script or style element whose text stands in it byte by byte, so that its hash is that of the text.
 *
 * @param tag   name and attributes, written as markup
 * @param text  holds no end tag of its own
 */
export const verbatim = (tag: string, text: string): Html =>
  new Html(`<${tag}>${text}</${tag.split(' ')[0]!}>\n`);
