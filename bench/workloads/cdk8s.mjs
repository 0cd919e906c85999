// cdk8s alone: a chart for each stage, with the same objects as plain ApiObjects.
import { ApiObject, App, Chart } from 'cdk8s';
import { fileOf, nameOf, objectsOf, STAGES } from './plain-objects.mjs';

export default function run(_variant, count, outdir) {
  const app = new App({ outdir });
  for (let index = 0; index < count; index++) {
    const name = nameOf(index);
    STAGES.forEach(([stage, state], place) => {
      const chart = new Chart(app, fileOf(name, stage, place).replace('.k8s.yaml', ''));
      objectsOf(name, state).forEach((object) => new ApiObject(chart, `${object.kind}-${object.metadata.name}`, object));
    });
  }
  app.synth();
}
