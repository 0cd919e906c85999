import { Feature } from '../../../plan';
import { Support } from '../../support';

/** The features of the controller, with any router. @internal */
export const CONTROLLER_SUPPORT = {
  [Feature.PAUSE_MANUAL]: Support.native(),
  [Feature.PAUSE_TIMED]: Support.limited('whole seconds'),
  [Feature.ANALYSIS]: Support.native(),
};

/** The header features of a Rollout's setHeaderRoute step, with a router that supports all of them. @internal */
export const HEADER_SUPPORT = {
  [Feature.HEADER_EXACT]: Support.native(),
  [Feature.HEADER_REGEX]: Support.native(),
  [Feature.HEADER_PREFIX]: Support.native(),
  [Feature.HEADER_PRESENT]: Support.limited('written as the expression .*'),
  [Feature.HEADERS_OR]: Support.limited('a managed route for each'),
  [Feature.HEADER_WITH_WEIGHT]: Support.native(),
};

/** One refusal for all header features. @internal */
export function withoutHeaders(
  why: string,
  instead: string,
): Record<keyof typeof HEADER_SUPPORT | Feature.HEADERS_AND, Support> {
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
