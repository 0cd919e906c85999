import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { StagedRollout } from './staged-rollout';
import { PLAN_FILE_ENDING } from '../files/plan-file-name';
import { OutputFiles } from '../synthesis/output-files';

/**
 * Files with what manifests do not say: the stages of each rollout in their order, and the gates that have to hold
 * before the next one. `cdk8s-rollouts status`, `next` and `report` read them.
 *
 * They are called `<id>.plan.json5`, which neither kubectl nor Argo CD nor Flux takes for a manifest, and stand beside
 * the stages' files. docs/plan-file.md describes the format.
 */
export class PlanFiles {
  /**
   * Writes a file for each StagedRollout of an app into its output directory. To be called after `app.synth()`.
   *
   * @param app the app that holds the rollouts
   */
  public static write(app: App): void {
    const files = new OutputFiles(app.outdir);
    // Where charts depend on charts, cdk8s writes their numbers before the names.
    const numbered = new Map(readdirSync(app.outdir).map((file) => [file.replace(/^\d{4}-/, ''), file]));
    const written = (file: string) => (existsSync(join(app.outdir, file)) ? file : (numbered.get(file) ?? file));
    for (const rollout of app.node.findAll().filter((one) => one instanceof StagedRollout)) {
      files.add('', `${rollout.node.id}${PLAN_FILE_ENDING}`, [rollout._planDocument(written)]);
    }
    files.write();
  }

  private constructor() {}
}
