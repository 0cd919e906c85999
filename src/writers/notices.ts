/** Options of every provider. */
export interface NoticeOptions {
  /**
   * Print the router's end-of-life notice on standard error when the app is synthesized, once per app. The environment
   * variable `CDK8S_ROLLOUTS_NOTICES=off` silences all notices without a change to the code.
   *
   * @default true
   */
  readonly lifeCycleNotice?: boolean;
}

/** The router's end-of-life notice, unless it is silenced. @internal */
export function lifeCycleNotices(
  provider: { readonly title: string; readonly lifeCycle: string },
  options: NoticeOptions,
): string[] {
  return options.lifeCycleNotice === false
    ? []
    : [`${provider.title}: ${provider.lifeCycle}. (Silence this with lifeCycleNotice: false.)`];
}
