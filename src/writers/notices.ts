import { Construct } from 'constructs';
import { perApp } from './registry/per-app';

/** What all providers have an option for. */
export interface NoticeOptions {
  /**
   * Say at synth time, once an app and on standard error, how the router's life goes on. Where no code can be
   * changed, the environment variable `CDK8S_ROLLOUTS_NOTICES=off` silences all notices.
   *
   * @default true
   */
  readonly lifeCycleNotice?: boolean;
}

const toldIn = perApp(() => new Set<string>());

/** Writes notices to standard error, each once an app. @internal */
export function tell(scope: Construct, notices: string[]): void {
  if (process.env.CDK8S_ROLLOUTS_NOTICES === 'off') {
    return;
  }
  const told = toldIn(scope);
  for (const notice of notices.filter((one) => !told.has(one))) {
    told.add(notice);
    process.stderr.write(`cdk8s-rollouts: ${notice}\n`);
  }
}

/** The notice of a router's life cycle, unless it is silenced. @internal */
export function lifeCycleNotices(provider: { readonly title: string; readonly lifeCycle: string }, options: NoticeOptions): string[] {
  return options.lifeCycleNotice === false ? [] : [`${provider.title}: ${provider.lifeCycle}. (Silence this with lifeCycleNotice: false.)`];
}
