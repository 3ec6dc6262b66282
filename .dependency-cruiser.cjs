// Who may import whom (ARCHITECTURE.md). Type-only imports count as well, except for cycles.
const only = (folder, ...allowed) => ({
  name: `${folder}-imports-only-what-lies-below`,
  severity: 'error',
  comment: `src/${folder} may import: ${[folder, ...allowed].join(', ')}`,
  from: { path: `^src/${folder}(/|\\.ts$)` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})(/|\\.ts$)` },
});

const below = ['ledger', 'database', 'domain', 'runtime', 'config', 'errors'];

module.exports = {
  forbidden: [
    only('errors'),
    only('domain', 'errors'),
    {
      name: 'domain-does-no-input-or-output',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['core'] },
    },
    only('runtime', 'database', 'domain', 'errors'),
    only('config', 'database', 'domain', 'errors'),
    only('database', 'domain', 'runtime', 'errors'),
    only('ledger', 'database', 'domain', 'runtime', 'config', 'errors'),
    only('dispatcher', ...below),
    only('worker', ...below),
    // What a stream tells is the same list for the server and its viewers.
    only('admin', ...below, 'client/events'),
    only('client'),
    {
      name: 'what-falls-due-is-found-by-one-function',
      severity: 'error',
      comment:
        'dispatcher, plan and previews ask src/domain/occurrences.ts; only jobu next and checks look at bare expressions',
      from: {
        path: '^src/',
        pathNot: '^src/(domain/|index\\.ts$|ledger/cron-file\\.ts$|cli/(commands/next|doctor/machine)\\.ts$)',
      },
      to: { path: '^src/domain/(nominal-times|fire-times|cron-calendar)\\.ts$' },
    },
    {
      name: 'the-dispatcher-computes-no-times',
      severity: 'error',
      comment: 'what is due comes from src/ledger/occurrences.ts',
      from: { path: '^src/dispatcher/' },
      to: { path: '^src/domain/(occurrences|schedule|timing|zone-clock|cron-.*|business-calendar)\\.ts$' },
    },
    {
      name: 'the-web-interface-knows-the-client-alone',
      severity: 'error',
      comment: 'what the browser runs goes through the documented API',
      from: { path: '^web/' },
      to: { path: '^(src|test|bench|scripts)/', pathNot: '^src/client/' },
    },
    {
      name: 'config-takes-only-types-from-the-database-module',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { path: '^src/database/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-the-tests',
      severity: 'error',
      from: { path: '^(src|examples)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'the-package-runs-without-development-dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(src|test|web)/' },
      // A page that the list of pages loads later may use that list.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      // The examples import the package by its own name, which resolves once it is built.
      to: { couldNotResolve: true, pathNot: '^jobu(/testing|/client)?$' },
    },
  ],
  required: [
    {
      name: 'dispatch-plan-and-previews-ask-the-same-function',
      severity: 'error',
      module: { path: '^src/ledger/(occurrences|plan|preview|backfill|upcoming)\\.ts$' },
      to: { path: '^src/domain/occurrences\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
