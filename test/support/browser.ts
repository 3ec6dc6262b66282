import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { installPackages } from './server-binaries.ts';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const KOREAN_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';

/**
 * Chromium of the system, without a window. Installs it, and a Korean font, with apt-get where they are missing and this
 * process is root.
 * @throws Error that says what to install
 */
export async function launchBrowser(): Promise<Browser> {
  const find = () => process.env['JOBU_TEST_CHROMIUM'] ?? PROGRAMS.find((path) => existsSync(path));
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (mayInstall && find() === undefined) installPackages('chromium', 'fonts-noto-cjk');
  if (mayInstall && !existsSync(KOREAN_FONT)) installPackages('fonts-noto-cjk');
  const executablePath = find();
  if (executablePath === undefined)
    throw new Error(
      'Chromium is needed for the tests of the web interface and was not found. Install it, for instance: ' +
        'sudo apt-get install chromium fonts-noto-cjk  or set JOBU_TEST_CHROMIUM to its path',
    );
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
