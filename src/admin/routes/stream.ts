import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LIVE_EVENTS, type LiveTopic, LOG_EVENT, RESET_EVENT } from '../../client/events.ts';
import { JobuError } from '../../errors.ts';
import { requireExecution } from '../../ledger/executions.ts';
import { events, type RuntimeEvent } from '../../runtime/events.ts';
import { ChangePoll } from '../live/change-poll.ts';
import { Hub, type LiveEvent } from '../live/hub.ts';
import { tailLog } from '../live/log-tail.ts';
import { logLineSchema } from '../model/execution.ts';
import { jsonWriter } from '../model/json-writer.ts';
import { idText } from '../model/paging.ts';
import { requireExecutionGroup } from '../model/principal.ts';
import type { AdminOptions } from '../options.ts';
import { jsonSchemaOf } from '../schema-compiler.ts';
import { sql } from '../statements.ts';

const TOPICS = Object.keys(LIVE_EVENTS) as LiveTopic[];
const MOST_LOGS = 10;

const streamQuery = z.strictObject({
  topics: z
    .string()
    .max(500)
    .optional()
    .describe('Separated by commas: executions, crons, workers, stats, operations, banner. Default: all.'),
  log: z
    .preprocess((value) => (value === undefined ? undefined : [value].flat()), z.array(idText).max(MOST_LOGS))
    .optional()
    .meta({
      type: 'array',
      items: { type: 'string' },
      description: 'Also what this execution logs, as log.append. Repeat the key for several.',
    }),
  logAfter: idText.optional().describe('Id of the last line that is known.'),
  lastEventId: z
    .string()
    .max(100)
    .optional()
    .describe('As the header Last-Event-ID, which a new EventSource cannot send.'),
});

const PING_MS = 15_000;
const CHECK_MS = 60_000;
const CHANGES_ACCESS = /\/(auth|me|users|tokens)(\/|$)/;
const PER_USER = 10;
/** A viewer that takes nothing is let go. */
const MOST_UNSENT = 1_048_576;

const SOURCES: Partial<Record<RuntimeEvent, LiveTopic>> = {
  cronsChanged: 'crons',
  executionsCreated: 'executions',
  executionsFinished: 'executions',
  statsChanged: 'stats',
};

/** The topics asked for. Throws TOPIC_UNKNOWN. */
function topicsOf(text: string | undefined): ReadonlySet<LiveTopic> {
  if (text === undefined || text === '') return new Set(TOPICS);
  return new Set(
    text.split(',').map((name) => {
      const topic = TOPICS.find((one) => one === name);
      if (!topic) throw new JobuError('TOPIC_UNKNOWN', { topic: name, topics: TOPICS.join(', ') });
      return topic;
    }),
  );
}

/** GET /api/v1/stream: hints that something changed, as server-sent events. */
export function streamRoutes(app: FastifyInstance, options: AdminOptions): void {
  const { database, clock, logger } = options;
  const hub = new Hub();
  const poll = new ChangePoll({ database, clock, hub, logger });
  const open = new Set<ServerResponse>();
  const perUser = new Map<string, number>();
  const checks = new Set<() => void>();
  const sources = Object.entries(SOURCES).map(([name, topic]) => {
    const pass = (): void => {
      if (hub.isHeard) hub.publish(topic);
    };
    events.on(name as RuntimeEvent, pass);
    return () => events.off(name as RuntimeEvent, pass);
  });
  const writeLine = jsonWriter(jsonSchemaOf(logLineSchema, 'output'));

  // Whoever is signed out here leaves at once; what another server or the command line changes is found within a minute.
  app.addHook('onResponse', async ({ method, routeOptions: { url = '' } }, { statusCode }) => {
    if (method !== 'GET' && statusCode < 400 && CHANGES_ACCESS.test(url)) for (const check of checks) check();
  });

  app.addHook('preClose', async () => {
    for (const stop of sources) stop();
    poll.stop();
    hub.stop();
    for (const response of open) response.end();
  });

  /** Runs one stream until either side ends it. */
  const run = async (
    request: FastifyRequest,
    response: ServerResponse,
    topics: ReadonlySet<LiveTopic>,
  ): Promise<void> => {
    const { log = [], logAfter, lastEventId } = request.query as z.output<typeof streamQuery>;
    const { name, groups } = request.principal;
    const send = (text: string): void => {
      if (response.writableLength > MOST_UNSENT) response.destroy();
      else response.write(text);
    };
    const sendEvent = ({ id, event, topic, data }: LiveEvent): void => {
      // Ids of what others own are none of the viewer's business.
      if (topics.has(topic))
        send(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(groups === null ? data : {})}\n\n`);
    };
    open.add(response);
    perUser.set(name, (perUser.get(name) ?? 0) + 1);
    const stops = [hub.hear(sendEvent)];
    const every = (ms: number, work: () => void): void => {
      const timer = setInterval(work, ms).unref();
      stops.push(() => clearInterval(timer));
    };
    response.once('close', () => {
      for (const stop of stops) stop();
      open.delete(response);
      perUser.set(name, (perUser.get(name) ?? 1) - 1);
      if (perUser.get(name) === 0) perUser.delete(name);
    });
    const lastId = request.headers['last-event-id'] ?? lastEventId;
    const missed = typeof lastId === 'string' ? hub.since(lastId) : [];
    send('retry: 2000\n\n');
    if (missed) for (const event of missed) sendEvent(event);
    else send(`id: ${hub.lastId}\nevent: ${RESET_EVENT}\ndata: {}\n\n`);
    every(PING_MS, () => send(': ping\n\n'));
    const check = (): void => {
      const isAdmitted = async () => {
        for (const id of log) await requireExecutionGroup(database.autocommit, request.principal, id);
        return await app.isStillAdmitted(request.principal);
      };
      isAdmitted().then(
        (admitted) => admitted || response.end(),
        () => response.end(),
      );
    };
    checks.add(check);
    stops.push(() => checks.delete(check));
    every(CHECK_MS, check);
    for (const id of log) {
      const after =
        logAfter ?? String((await database.autocommit.fetchValue(sql('find_last_log'), { id: BigInt(id) })) ?? 0);
      if (response.destroyed) return;
      stops.push(
        tailLog(database.autocommit, id, after, (lines, seq) =>
          send(
            `event: ${LOG_EVENT}\ndata: {"executionId":"${id}","seq":"${seq}","lines":[${lines.map(writeLine).join(',')}]}\n\n`,
          ),
        ),
      );
    }
    poll.start();
  };

  app.get<{ Querystring: z.output<typeof streamQuery> }>(
    '/stream',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['live'],
        operationId: 'openStream',
        summary: 'Hints that something changed, as server-sent events',
        querystring: streamQuery,
        headers: z.looseObject({
          'last-event-id': z.string().max(100).optional().describe('Goes on behind this event, or sends reset.'),
        }),
        response: {
          200: {
            description: 'Events until either side ends it.',
            content: { 'text/event-stream': { schema: z.string() } },
          },
        },
      },
    },
    async (request, reply) => {
      const { query, principal } = request;
      const topics = topicsOf(query.topics);
      for (const id of query.log ?? []) {
        await requireExecutionGroup(database.autocommit, principal, id);
        await requireExecution(database.autocommit, id);
      }
      if ((perUser.get(principal.name) ?? 0) >= PER_USER)
        throw new JobuError('STREAMS_EXHAUSTED', { name: principal.name, most: PER_USER });
      const headers = reply.getHeaders();
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(headers as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        // The connection has no use after the stream, and would keep the server from closing.
        connection: 'close',
      });
      await run(request, reply.raw, topics).catch((error: unknown) => {
        logger.warn({ error }, 'a stream of changes ended');
        reply.raw.end();
      });
    },
  );
}
