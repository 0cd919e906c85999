declare const SHOWN: unique symbol;

/**
 * A text that is fit for the place where it is shown. Only the modules of this folder make one, each for its kind of
 * place; what writes to a stream takes nothing else.
 *
 * @internal
 */
export type Shown = string & { readonly [SHOWN]: true };
