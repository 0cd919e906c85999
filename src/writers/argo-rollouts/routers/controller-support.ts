import { Feature } from '../../../plan';
import { Support } from '../../support';

/** What the controller does by itself, whatever the router. @internal */
export const CONTROLLER_SUPPORT = {
  [Feature.PAUSE_MANUAL]: Support.native(),
  [Feature.PAUSE_TIMED]: Support.limited('whole seconds'),
  [Feature.ANALYSIS]: Support.native(),
};

/** What the API of a header step can say of one header, with a router that takes it as it is. @internal */
export const HEADER_SUPPORT = {
  [Feature.HEADER_EXACT]: Support.native(),
  [Feature.HEADER_REGEX]: Support.native(),
  [Feature.HEADER_PREFIX]: Support.native(),
  [Feature.HEADER_PRESENT]: Support.limited('written as the expression .*'),
  [Feature.HEADERS_OR]: Support.limited('a managed route for each'),
  [Feature.HEADER_WITH_WEIGHT]: Support.native(),
};

/** The same refusal for all that has to do with headers. @internal */
export function withoutHeaders(why: string, instead: string): Record<keyof typeof HEADER_SUPPORT | Feature.HEADERS_AND, Support> {
  const refused = Support.refused(why, instead);
  return {
    [Feature.HEADER_EXACT]: refused,
    [Feature.HEADER_REGEX]: refused,
    [Feature.HEADER_PREFIX]: refused,
    [Feature.HEADER_PRESENT]: refused,
    [Feature.HEADERS_AND]: refused,
    [Feature.HEADERS_OR]: refused,
    [Feature.HEADER_WITH_WEIGHT]: refused,
  };
}
