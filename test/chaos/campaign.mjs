// Many random kills: npm run test:chaos -- --runs 1000 --seed 7
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string' } } });
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
console.log(`${values.runs} runs with seed ${seed}`);
const { status } = spawnSync('npx', ['vitest', 'run', 'test/chaos/two-phase-random.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, JOBU_CHAOS_RUNS: values.runs, JOBU_CHAOS_SEED: seed },
});
process.exitCode = status ?? 1;
