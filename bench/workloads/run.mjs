// One run of one workload: node run.mjs <workload> <variant> <applications> <output directory>. It says how much memory it took.
const [workload, variant, count, outdir] = process.argv.slice(2);
const { default: run } = await import(`./${workload}.mjs`);
run(variant, Number(count), outdir);
console.log(JSON.stringify({ peak: process.resourceUsage().maxRSS * 1024 }));
