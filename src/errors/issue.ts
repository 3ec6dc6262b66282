import type { z } from 'zod';

/** What each alternative of a union has against a value. */
export function branchesOf(
  { errors }: z.core.$ZodIssueInvalidUnion,
  say: (issue: z.core.$ZodIssue) => string,
): string[] {
  return [...new Set(errors.flatMap(([first]) => (first ? [say(first)] : [])))];
}

/** What zod found about one value, in English. */
export const issueText = (issue: z.core.$ZodIssue): string =>
  (issue.code === 'invalid_union' && branchesOf(issue, issueText).join(', or ')) || issue.message;
