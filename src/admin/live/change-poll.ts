import type { Database } from '../../database/database.ts';
import { messageOf } from '../../errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logging.ts';
import { processState } from '../model/system-status.ts';
import { sql } from '../statements.ts';
import type { Hub } from './hub.ts';

const EVERY_MS = 1_000;
const LIMIT = 500;
const OPERATIONS = 50;

interface RunningRow {
  readonly id: number | bigint;
  readonly job_id: number | bigint | null;
  readonly fence?: number | bigint;
  readonly progress?: number | null;
}

interface Seen {
  lastId: number | bigint;
  finishedAt: Date;
  running: ReadonlyMap<string, string>;
  operations: ReadonlyMap<string, string>;
  crons: string;
  workers: string;
  banner: string;
}

/** Looks once a second what changed in the database, as long as anybody listens, and tells the hub. */
export class ChangePoll {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #hub: Hub;
  readonly #logger: Logger;
  #seen: Seen | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isPolling = false;

  constructor({ database, clock, hub, logger }: { database: Database; clock: Clock; hub: Hub; logger: Logger }) {
    this.#database = database;
    this.#clock = clock;
    this.#hub = hub;
    this.#logger = logger;
  }

  /** Begins with what is there now; does nothing while it polls. */
  start(): void {
    if (this.#timer) return;
    this.#seen = undefined;
    this.#timer = setInterval(() => void this.#pollOnce(), EVERY_MS).unref();
    void this.#pollOnce();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #pollOnce(): Promise<void> {
    if (this.#isPolling) return;
    if (!this.#hub.isHeard) return this.stop();
    this.#isPolling = true;
    try {
      await this.#look();
    } catch (error) {
      this.#logger.debug({ reason: messageOf(error) }, 'could not look for changes');
    }
    this.#isPolling = false;
  }

  async #look(): Promise<void> {
    const { autocommit } = this.#database;
    const before = this.#seen;
    const [newest, running, crons, processes, operations, settings] = await Promise.all([
      autocommit.fetchOne<{ id: number | bigint; finished_at: string | null }>(sql('read_newest')),
      autocommit.fetchAll<RunningRow>(sql('list_running_now'), { limit: LIMIT }),
      autocommit.fetchOne(sql('summarise_crons')),
      processState(this.#database, this.#clock.now()),
      autocommit.fetchAll(sql('list_newest_operations'), { limit: OPERATIONS }),
      autocommit.fetchAll(sql('list_setting_versions')),
    ]);
    const { rows, alive, skewedClocks } = processes;
    const now: Seen = {
      lastId: newest?.id ?? 0,
      finishedAt: new Date(newest?.finished_at ?? 0),
      running: new Map(running.map(({ id, fence, progress }) => [String(id), `${fence} ${progress}`])),
      crons: JSON.stringify(crons, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
      workers: JSON.stringify(
        rows.map(({ id, state, desiredState, running: runs }) => [id, state, desiredState, runs]).sort(),
      ),
      banner: JSON.stringify([settings, alive.dispatcher > 0, alive.worker > 0, skewedClocks.map(({ id }) => id)]),
      operations: new Map(operations.map(({ id, ...state }) => [String(id), JSON.stringify(state)])),
    };
    this.#seen = now;
    if (!before) return;
    const changed: RunningRow[] = [];
    if (now.lastId > before.lastId)
      changed.push(
        ...(await autocommit.fetchAll<RunningRow>(sql('list_created_since'), {
          after_id: before.lastId,
          limit: LIMIT,
        })),
      );
    if (now.finishedAt > before.finishedAt)
      changed.push(
        ...(await autocommit.fetchAll<RunningRow>(sql('list_finished_since'), {
          finished_at: before.finishedAt,
          limit: LIMIT,
        })),
      );
    changed.push(...running.filter(({ id }) => before.running.get(String(id)) !== now.running.get(String(id))));
    const ids = new Set(changed.map(({ id }) => String(id)));
    for (const id of before.running.keys()) if (!now.running.has(id)) ids.add(id);
    if (ids.size > 0) {
      const cronIds = changed.flatMap(({ job_id }) => (job_id === null ? [] : [String(job_id)]));
      this.#hub.publish('executions', { ids: [...ids], cronIds: [...new Set(cronIds)] });
    }
    if (now.crons !== before.crons) this.#hub.publish('crons');
    const moved = [...now.operations.keys()].filter((id) => now.operations.get(id) !== before.operations.get(id));
    if (moved.length > 0) this.#hub.publish('operations', { ids: moved });
    if (now.workers !== before.workers) this.#hub.publish('workers');
    if (now.banner !== before.banner) this.#hub.publish('banner');
  }
}
