/** Settings of a worker, as in `config/worker.yaml`; what is left out takes the default named there. */
export interface WorkerSettings {
  readonly queues?: readonly string[];
  /** Version of the handlers, which executions keep; null: not told. */
  readonly codeVersion?: string | null;
  readonly poolSize?: number;
  readonly pollIntervalSeconds?: number;
  readonly claimBatchSize?: number;
  readonly heartbeatIntervalSeconds?: number;
  readonly leaseSeconds?: number;
  readonly rescueIntervalSeconds?: number;
  readonly shutdownTimeoutSeconds?: number;
  readonly abortGraceSeconds?: number;
  readonly log?: { readonly maxLines: number; readonly maxBytes: number };
  /** Name of the database that holds the executions. */
  readonly database?: string;
  /** Names of the databases that handlers in threads and processes may open. */
  readonly databases?: readonly string[];
}

/** Everything filled in. */
export type CompleteSettings = Required<Omit<WorkerSettings, 'databases'>>;

const DEFAULTS = {
  queues: ['default'],
  codeVersion: null,
  poolSize: 10,
  pollIntervalSeconds: 1,
  claimBatchSize: 500,
  heartbeatIntervalSeconds: 5,
  leaseSeconds: 30,
  rescueIntervalSeconds: 5,
  shutdownTimeoutSeconds: 30,
  abortGraceSeconds: 10,
  log: { maxLines: 10_000, maxBytes: 1_048_576 },
  database: 'default',
} as const satisfies CompleteSettings;

export function completeSettings(settings: WorkerSettings): CompleteSettings {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { ...DEFAULTS, ...given };
}
