import { describe, expect, it } from 'vitest';
import { parseParams } from '../../src/domain/json.ts';
import { closest } from '../../src/domain/suggestion.ts';

describe('the closest word', () => {
  const commands = ['trigger', 'enable', 'disable', 'delete', 'list', 'add'];

  it.each([
    ['tirgger', 'trigger'],
    ['enabel', 'enable'],
    ['LIST', 'list'],
    ['lst', 'list'],
    ['dleet', 'delete'],
    ['disble', 'disable'],
    ['ad', 'add'],
    ['', undefined],
    ['frobnicate', undefined],
    ['xy', undefined],
  ])('to %s is %s', (word, meant) => {
    expect(closest(word, commands)).toBe(meant);
  });

  it('is the nearer of two, and the first of two as near', () => {
    expect(closest('poll_size', ['pool_sizes', 'pool_size'])).toBe('pool_size');
    expect(closest('cat', ['bat', 'rat'])).toBe('bat');
    expect(closest('anything', [])).toBeUndefined();
  });

  it('is found quickly for a word of any length', () => {
    expect(closest('x'.repeat(1_000_000), commands)).toBeUndefined();
  });
});

describe('params', () => {
  it('are a JSON object, or nothing', () => {
    expect(parseParams('{"day": 1, "to": ["a"]}')).toEqual({ day: 1, to: ['a'] });
    expect(parseParams('')).toEqual({});
    expect(parseParams(' \n')).toEqual({});
  });

  it.each([
    ['[1]', 'it is a list'],
    ['null', 'it is null'],
    ['5', 'it is a number'],
    ['"text"', 'it is a string'],
    ['{day: 1}', 'JSON'],
    ['{"day": 1', 'JSON'],
  ])('are refused when they are %s', (text, reason) => {
    expect(() => parseParams(text)).toThrow(
      expect.objectContaining({ code: 'PARAMS_NOT_JSON', message: expect.stringContaining(reason) }),
    );
    expect(() => parseParams(text)).toThrow(`"${text}"`);
  });

  it('are not repeated in full when they are long', () => {
    expect(() => parseParams(`[${'1,'.repeat(10_000)}1]`)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{0,400}$/) }),
    );
  });
});
