import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { z } from 'zod';
import { createContext, type HandlerContext, LOG_LIMITS } from '../../src/worker/handlers/context.ts';
import { limitsOf } from '../../src/worker/handlers/definition.ts';
import { failureOf, serializeError } from '../../src/worker/handlers/failure.ts';
import { BaseHandler, defineHandler, handler } from '../../src/worker/handlers/handler.ts';
import { paramsJsonSchema, parseParams } from '../../src/worker/handlers/params.ts';
import { serializeResult } from '../../src/worker/handlers/result.ts';
import { CONTEXT, recordingHooks } from '../fixtures/handlers/attempt.ts';

const schema = z.object({ to: z.array(z.email()), at: z.coerce.date().optional(), n: z.number().default(1) });

describe('params', () => {
  it('are converted by the schema, absent ones to an empty object', async () => {
    expect(await parseParams('h', '{"to":[],"at":"2026-01-01"}', schema)).toEqual({
      to: [],
      at: new Date('2026-01-01'),
      n: 1,
    });
    expect(await parseParams('h', null)).toEqual({});
    expect(await parseParams('h', '')).toEqual({});
  });

  it('that do not fit are refused with each field and what is wrong', async () => {
    await expect(parseParams('h', '{"to":["kim"],"n":"x"}', schema)).rejects.toMatchObject({
      code: 'PARAMS_INVALID',
      message: expect.stringMatching(/to\[0\]: Invalid email address; n: .*expected number/),
    });
    await expect(parseParams('h', '{"to": [', schema)).rejects.toThrow(/they are no JSON/);
    await expect(parseParams('h', '[1]', schema)).rejects.toThrow(/expected object/);
  });

  it('are checked by any Standard Schema, also one that takes its time', async () => {
    const validate = async (value: unknown) =>
      value === 7 ? { value: 'seven' } : { issues: [{ message: 'not seven', path: [{ key: 'a' }, 0] }] };
    const own = { '~standard': { version: 1 as const, vendor: 'own', validate } };
    expect(await parseParams('h', '7', own)).toBe('seven');
    await expect(parseParams('h', '8', own)).rejects.toThrow(/a\[0\]: not seven/);
    expect(paramsJsonSchema(own)).toBeNull();
  });

  it('have a JSON Schema of what is written, where the library knows one', () => {
    expect(paramsJsonSchema(schema)).toMatchObject({
      type: 'object',
      properties: { to: { type: 'array' }, at: {}, n: { type: 'number', default: 1 } },
      required: ['to'],
    });
    const jsonSchema = { input: () => ({ type: 'string' }), output: () => ({}) };
    const offering = {
      '~standard': { version: 1 as const, vendor: 'own', validate: () => ({ value: '' }), jsonSchema },
    };
    expect(paramsJsonSchema(offering)).toEqual({ type: 'string' });
    expect(paramsJsonSchema(undefined)).toBeNull();
  });

  it('have the type of the schema in the code of a handler', () => {
    defineHandler({
      name: 'typed',
      params: schema,
      execute(params, context) {
        expectTypeOf(params).toEqualTypeOf<{ to: string[]; at?: Date | undefined; n: number }>();
        expectTypeOf(context).toEqualTypeOf<HandlerContext>();
        return { sent: true };
      },
    });
    const untyped = defineHandler({
      name: 'untyped',
      execute: (params) => {
        expectTypeOf(params).toEqualTypeOf<Record<string, unknown>>();
        return 1;
      },
    });
    expectTypeOf(untyped.execute).returns.toEqualTypeOf<number | Promise<number>>();

    class Plain extends BaseHandler<{ to: string }, number> {
      execute(params: { to: string }) {
        return params.to.length;
      }
    }
    handler('class-without-schema')(Plain);

    class Mismatched extends BaseHandler<{ to: number }> {
      execute(params: { to: number }) {
        return params;
      }
    }
    // @ts-expect-error the schema yields a list of strings
    handler('class-mismatched', { params: schema })(Mismatched);
  });
});

describe('results', () => {
  it.each([
    [undefined, 'null'],
    [() => 1, 'null'],
    [{ at: new Date(0), big: 10n }, '{"at":"1970-01-01T00:00:00.000Z","big":"10"}'],
    ['a\0\ud800', '"a\\u0000\\ud800"'],
  ])('%o are stored as %s', (value, text) => {
    expect(serializeResult('h', value)).toBe(text);
  });

  it('that are no JSON or too large are refused', () => {
    const refused = (value: unknown, maximum?: number) => () => serializeResult('h', value, maximum);
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(refused(cyclic)).toThrow(/is no JSON: Converting circular structure/);
    expect(
      refused({
        toJSON: () => {
          throw new Error('no');
        },
      }),
    ).toThrow(/is no JSON: no/);
    expect(refused('한'.repeat(4), 13)).toThrow(/has 14 bytes of JSON, more than 13/);
    expect(refused('한'.repeat(4), 14)).not.toThrow();
  });
});

describe('errors', () => {
  it('become text of at most 64 KB with causes and without NUL', () => {
    const error = new Error(`${'길'.repeat(100_000)}\0`, { cause: new TypeError('root \0 cause') });
    const { text, message, name } = failureOf(error);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(8_192);
    expect([name, text.includes('\0'), text.includes('\uFFFD')]).toEqual(['Error', false, false]);
    expect(serializeError(new Error('outer', { cause: new TypeError('inner') }))).toMatch(
      /^Error: outer\n\s+at .*\nCaused by: TypeError: inner\n\s+at /s,
    );
  });

  it('of several at once name each', () => {
    expect(serializeError(new AggregateError([new Error('one'), 'two'], 'both'))).toMatch(
      /AggregateError: both.*with Error: one.*with thrown: 'two'/s,
    );
  });

  it.each([
    [new Error('x'), true],
    [Object.assign(new Error('x'), { retryable: false }), false],
    [{ message: 'like an error', code: 'ECONNRESET' }, true],
    [Symbol('s'), true],
    [Object.create(null), true],
  ])('%o may be retried: %s', (thrown, retryable) => {
    expect(failureOf(thrown).retryable).toBe(retryable);
  });
});

describe('the log of an attempt', () => {
  it('ends with a mark at its limits, however much the handler writes', () => {
    const { hooks, logged } = recordingHooks();
    const { context } = createContext('h', CONTEXT, hooks, { ...LOG_LIMITS, lines: 3 });
    for (let line = 1; line <= 1000; line++) context.log.debug(`line ${line}`);
    expect(logged.map(({ message }) => message.slice(0, 20))).toEqual([
      'line 1',
      'line 2',
      'line 3',
      'The log of this atte',
    ]);

    const second = recordingHooks();
    const bytes = createContext('h', CONTEXT, second.hooks, { ...LOG_LIMITS, bytes: 40_000 });
    for (let line = 1; line <= 1000; line++) bytes.context.log.info('x'.repeat(1_000_000));
    expect(second.logged).toHaveLength(3);
    expect(second.logged[0]?.message).toMatch(/^x+ \.\.\. \[cut, 1000000 characters in all\]$/);
    expect(Buffer.byteLength(second.logged[0]!.message)).toBeLessThanOrEqual(16_384);
  });

  it('takes any data and any message', () => {
    const { hooks, logged } = recordingHooks();
    const { context, close } = createContext('h', CONTEXT, hooks);
    const cyclic: Record<string, unknown> = { big: 1n };
    cyclic['self'] = cyclic;
    context.log.info('a', { n: 1n });
    context.log.info('b', cyclic);
    context.log.info({ not: 'text' } as unknown as string, 'y'.repeat(100_000));
    close();
    context.log.error('after the end');
    expect(logged.map(({ data }) => JSON.parse(data!))).toEqual([
      { n: '1' },
      expect.stringContaining('[Circular'),
      { cut: expect.stringContaining('[cut,') },
    ]);
    expect(logged[2]?.message).toBe('{"not":"text"}');
  });

  it('gets progress at once, then not more often than five times a second, and the last value in any case', () => {
    vi.useFakeTimers();
    const { hooks, progress } = recordingHooks();
    const { context, close } = createContext('h', CONTEXT, hooks);
    for (let step = 0; step <= 100; step++) context.progress(step / 100);
    expect(progress).toEqual([[0, null]]);
    vi.advanceTimersByTime(200);
    expect(progress).toEqual([
      [0, null],
      [1, null],
    ]);
    vi.advanceTimersByTime(1000);
    context.progress(7, 'beyond');
    context.progress(Number.NaN);
    context.progress(0.5, 'last');
    close();
    expect(progress.slice(2)).toEqual([
      [1, 'beyond'],
      [0.5, 'last'],
    ]);
    vi.useRealTimers();
  });
});

describe('the limits of an execution', () => {
  it.each([
    [{}, { maxRetry: 3, timeoutSeconds: 60 }, { maxRetry: 3, timeoutSeconds: 60 }],
    [
      { maxRetry: 0, timeoutSeconds: 10 },
      { maxRetry: 3, timeoutSeconds: 60 },
      { maxRetry: 0, timeoutSeconds: 10 },
    ],
    [{ timeoutSeconds: 10 }, { maxRetry: 3, timeoutSeconds: 0 }, { maxRetry: 3, timeoutSeconds: 10 }],
    [
      { maxRetry: 9, timeoutSeconds: 99 },
      { maxRetry: 3, timeoutSeconds: 60 },
      { maxRetry: 3, timeoutSeconds: 60 },
    ],
  ])('of a handler %j lower those of %j', (options, execution, limits) => {
    expect(limitsOf(options, execution)).toEqual(limits);
  });
});
