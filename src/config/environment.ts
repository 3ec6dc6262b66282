import { type Position, type Problem, problem } from './problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\$\{|\$\{([A-Za-z_]\w*)(:-([^}]*))?\}|\$\{[^}]*\}?/g;

/**
 * Replaces `${NAME}` and `${NAME:-default}` (the default also stands in for an empty variable); `$${` is a literal `${`.
 * What cannot be replaced is reported.
 */
export function substitute(
  text: string,
  environment: Environment,
  at: Position,
): { text: string; variables: string[]; problems: Problem[] } {
  const variables: string[] = [];
  const problems: Problem[] = [];
  const replaced = text.replace(REFERENCE, (reference, name?: string, hasDefault?: string, byDefault?: string) => {
    if (reference === '$${') return '${';
    if (name === undefined) {
      problems.push(
        problem(at, 'CONFIG_VARIABLE_INVALID', { text: reference, example: '${NAME} or ${NAME:-default}' }),
      );
      return reference;
    }
    variables.push(name);
    const value = environment[name];
    if (hasDefault !== undefined) return value || (byDefault ?? '');
    if (value === undefined) {
      problems.push(problem(at, 'CONFIG_VARIABLE_MISSING', { variable: name, example: `\${${name}:-default}` }));
    }
    return value ?? '';
  });
  return { text: replaced, variables, problems };
}
