import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const entries = ['index.ts', 'services.ts'].map((name) => join(import.meta.dirname, '../../src', name));
const program = ts.createProgram(entries, {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
});
const checker = program.getTypeChecker();
const names = entries
  .flatMap((entry) => checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!))
  .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
  .map((symbol) => ({
    name: symbol.name,
    isForeign: symbol.declarations?.[0]?.getSourceFile().fileName.includes('/node_modules/') ?? true,
    text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
  }));

describe('the public names', () => {
  it('are those that handlers and applications need', () => {
    const needed = [
      'handler',
      'defineHandler',
      'transactional',
      'getConnection',
      'createExecution',
      'loadConfig',
      'WorkerService',
    ];
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(needed));
  });

  it('each say at their source what they are for', () => {
    const undocumented = names.filter(({ isForeign, text }) => !isForeign && text === '').map(({ name }) => name);
    expect(undocumented).toEqual([]);
  });
});
