import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isLoopback } from '../../src/admin/address.ts';
import { memberTexts } from '../../src/admin/model/body-text.ts';
import { jsonWriter } from '../../src/admin/model/json-writer.ts';
import { jsonTextOf } from '../../src/admin/model/paging.ts';
import { jsonSchemaOf } from '../../src/admin/schema-compiler.ts';

describe('the members of a body', () => {
  test('are found as they were typed, whatever stands between them', () => {
    const text =
      ' {\n "a" : [1, {"b": "}],"}] ,"c":12345678901234567890, "\\u0064":"\\"" , "e":{} ,"f":null,"g":-1e5}\t';
    expect([...memberTexts(text)]).toEqual([
      ['a', '[1, {"b": "}],"}]'],
      ['c', '12345678901234567890'],
      ['d', '"\\""'],
      ['e', '{}'],
      ['f', 'null'],
      ['g', '-1e5'],
    ]);
    expect(memberTexts('{}').size).toBe(0);
    expect(memberTexts('{"a":1,"a":[2]}').get('a')).toBe('[2]');
  });

  test('any object: every member has its text, in any layout', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 1, '\t'), (object, indent) => {
        const members = memberTexts(JSON.stringify(object, null, indent));
        expect([...members.keys()].sort()).toEqual(Object.keys(object).sort());
        for (const [name, member] of members)
          expect(JSON.parse(member)).toEqual(JSON.parse(JSON.stringify(object[name])));
      }),
    );
  });
});

describe('the writer of a schema', () => {
  const item = z.object({ id: z.string(), at: z.date().meta({ type: 'string' }).nullable() }).meta({ id: 'TestItem' });
  const schema = z.object({
    items: z.array(item),
    raw: z.unknown().meta({ 'x-verbatim': true }),
    count: z.int().nullable(),
    kind: z.union([z.string(), z.int()]),
    left: z.string().optional(),
  });
  const write = jsonWriter(jsonSchemaOf(schema, 'output'));

  test('writes declared members in the declared order, text verbatim, and nothing else', () => {
    const value = {
      secret: 'no',
      kind: 7,
      count: null,
      raw: '{"n": 12345678901234567890}',
      items: [
        { at: new Date(0), id: 'a"\u2028', secret: 'no' },
        { id: 'b', at: null },
      ],
    };
    expect(write(value)).toBe(
      '{"items":[{"id":"a\\"\u2028","at":"1970-01-01T00:00:00.000Z"},{"id":"b","at":null}],' +
        '"raw":{"n": 12345678901234567890},"count":null,"kind":7}',
    );
  });

  test('any value of the schema reads back as it was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        fc.jsonValue(),
        fc.option(fc.integer()),
        fc.string(),
        (ids, raw, count, kind) => {
          const items = ids.map((id) => ({ id, at: null }));
          const text = write({ items, raw: JSON.stringify(raw), count, kind });
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ items, raw, count, kind })));
        },
      ),
    );
  });
});

test('texts and instants are written as JSON.stringify writes them', () => {
  const write = jsonWriter({ type: 'string' });
  const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
  const one = fc.oneof(text, fc.string(), fc.date({ noInvalidDate: false }), fc.constant(undefined));
  fc.assert(fc.property(one, (value) => write(value) === (JSON.stringify(value) ?? 'null')));
});

test('stored text that is no JSON is shown as a JSON string, never as broken JSON', () => {
  expect([jsonTextOf(null), jsonTextOf('{"a": 1}'), jsonTextOf('{a'), jsonTextOf('')]).toEqual([
    null,
    '{"a": 1}',
    '"{a"',
    '""',
  ]);
});

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.255.0.9', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['127.0.0.1.example.com', false],
  ['localhost.example.com', false],
  ['::', false],
  ['', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
