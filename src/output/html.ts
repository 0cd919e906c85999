import { Shown } from './shown';
import { visible, visibleLines } from './visible';

/** A text for HTML, in attributes too: nothing of it is markup, and every character can be seen. @internal */
export function htmlText(text: string): string {
  return markupFree(visible(text));
}

/** The same for a text of several lines. @internal */
export function htmlBlock(text: string): string {
  return markupFree(visibleLines(text));
}

/** A page whose values went through the functions above. @internal */
export function htmlDocument(text: string): Shown {
  return text as Shown;
}

/** Also what a runner takes for a command where the page is written to its log. */
const MARKUP = /[&<>"'`]|:(?=:)|#(?=#\[)/g;

function markupFree(text: string): string {
  return text.replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);
}
