import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { makeRunFolder, removeAbandonedRuns, removeRunFolder } from './run-folder.ts';

/** Before the tests: a folder for this run and the built program. Servers start when the first test asks for one. */
export default function setup(): () => void {
  removeAbandonedRuns();
  const folder = makeRunFolder();
  process.env['JOBU_TEST_RUN'] = folder;
  const build = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [build], { stdio: 'inherit' });
  if (status !== 0)
    console.error('The build has errors (npm run check shows all); process tests run on what it could make.');
  return () => removeRunFolder(folder);
}
