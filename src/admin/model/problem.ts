import { z } from 'zod';
import { ROLES, type Role } from '../../domain/roles.ts';
import { issueText } from '../../errors/issue.ts';
import { koreanIssue, koreanMessage } from '../../errors/korean.ts';
import { TITLES_KO } from '../../errors/titles-ko.ts';
import { type ErrorCode, JobuError, messageOf } from '../../errors.ts';
import type { Language } from './language.ts';

/** One thing that is wrong with a request. */
export interface FieldProblem {
  /** JSON Pointer into the body. */
  readonly pointer?: string;
  /** Name of a query or path parameter. */
  readonly parameter?: string;
  readonly code: string;
  readonly message: string;
}

/** A problem in both languages. */
interface KoreanProblem extends FieldProblem {
  readonly korean: string;
}

const textOf = ({ pointer, parameter }: FieldProblem, message: string): string =>
  // The sentence that the text becomes a part of has a full stop of its own.
  `${parameter ?? pointer ?? ''}: ${message.replace(/\.$/, '')}`;

/** The schema of every answer that is no success: RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string().describe('Stable identifier of the kind of problem, as a URN.'),
    title: z.string().describe('The kind of problem in words; the same for every occurrence.'),
    status: z.int(),
    detail: z.string().describe('What is wrong with which value, and the way out.'),
    instance: z.string().describe('The path that was asked for.'),
    requiredRole: z.enum(ROLES).optional().describe('With ROLE_NEEDED: the role that it takes.'),
    retryAfter: z.int().optional().describe('With status 429: after so many seconds it may be tried again.'),
    code: z.string().describe('Stable code of the error; see docs/reference/errors.md.'),
    requestId: z.string().describe('Also in the header X-Request-Id and in the log.'),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional().describe('JSON Pointer into the body.'),
          parameter: z.string().optional().describe('Name of a query or path parameter.'),
          code: z.string(),
          message: z.string(),
        }),
      )
      .optional()
      .describe('Every single thing that is wrong, when it is the request.'),
  })
  .meta({ id: 'Problem' });

/** A request that does not fit its schema, with every single problem. */
export class RequestError extends JobuError<'REQUEST_INVALID' | 'QUERY_INVALID'> {
  readonly problems: readonly KoreanProblem[];
  /** The error of jobu behind the only problem, such as CRON_EXPRESSION_INVALID: it says more. */
  readonly only: JobuError | undefined;

  constructor(code: 'REQUEST_INVALID' | 'QUERY_INVALID', problems: readonly KoreanProblem[], only?: JobuError) {
    super(code, { problems: problems.map((one) => textOf(one, one.message)).join('; ') });
    this.problems = problems;
    this.only = only;
  }
}

const pointerOf = (path: readonly PropertyKey[]): string =>
  `#${path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;

/** What zod found, as an error of the API. `part` says where: `body`, or parameters. */
export function requestError(error: z.ZodError, part: 'body' | 'parameters'): RequestError {
  const causes: unknown[] = [];
  const problems = error.issues.flatMap((issue): KoreanProblem[] => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const cause = issue.code === 'custom' ? issue.params?.['cause'] : undefined;
    causes.push(cause);
    return paths.map((path) => ({
      ...(part === 'body' ? { pointer: pointerOf(path) } : { parameter: path.map(String).join('.') }),
      code: cause instanceof JobuError ? cause.code : issue.code.toUpperCase(),
      message: issue.code === 'unrecognized_keys' ? 'there is no such field' : issueText(issue),
      korean: cause instanceof JobuError ? koreanMessage(cause.code, cause.params) : koreanIssue(issue),
    }));
  });
  const only = causes.length === 1 && causes[0] instanceof JobuError ? causes[0] : undefined;
  return new RequestError(part === 'body' ? 'REQUEST_INVALID' : 'QUERY_INVALID', problems, only);
}

const FRAMEWORK_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_UNSUPPORTED',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'BODY_NOT_JSON',
  FST_ERR_BAD_URL: 'URL_INVALID',
  FST_ERR_ASYNC_CONSTRAINT: 'URL_INVALID',
  FST_ERR_MAX_PARAM_LENGTH: 'URL_INVALID',
};

/** Bodies larger than this are refused, in bytes. */
export const BODY_LIMIT = 1_048_576;

/** Anything thrown while a request was served as an error of jobu; what nobody expected becomes INTERNAL_ERROR. */
export function knownError(thrown: unknown, request: { id: string; path: string; mediaType: string }): JobuError {
  if (thrown instanceof JobuError) return thrown;
  const { code = '', statusCode = 500 } = (thrown ?? {}) as { code?: string; statusCode?: number };
  const cause = { cause: thrown };
  switch (FRAMEWORK_CODES[code]) {
    case 'BODY_TOO_LARGE':
      return new JobuError('BODY_TOO_LARGE', { maximum: BODY_LIMIT }, cause);
    case 'MEDIA_TYPE_UNSUPPORTED':
      return new JobuError('MEDIA_TYPE_UNSUPPORTED', { type: request.mediaType }, cause);
    case 'BODY_NOT_JSON':
      return new JobuError('BODY_NOT_JSON', { problem: messageOf(thrown) }, cause);
    case 'URL_INVALID':
      return new JobuError('URL_INVALID', { path: request.path, problem: messageOf(thrown) }, cause);
    default:
      return statusCode === 503
        ? new JobuError('TOO_BUSY', { problem: messageOf(thrown) }, cause)
        : new JobuError('INTERNAL_ERROR', { requestId: request.id }, cause);
  }
}

const titleOf = (code: string): string => code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ');

/** The problem document of an error. */
export function problemOf(
  thrown: JobuError,
  request: { id: string; path: string; language: Language },
): z.input<typeof problemSchema> {
  const { problems, only } = thrown instanceof RequestError ? thrown : {};
  const { code, status, message, params } = only ?? thrown;
  const isKorean = request.language === 'ko';
  const inKorean = () =>
    koreanMessage(
      code,
      problems && !only ? { problems: problems.map((one) => textOf(one, one.korean)).join('; ') } : params,
    );
  return {
    type: `urn:jobu:error:${code}`,
    title: isKorean ? TITLES_KO[code] : titleOf(code),
    status,
    detail: isKorean ? inKorean() : message,
    instance: request.path,
    code,
    requestId: request.id,
    requiredRole: code === 'ROLE_NEEDED' ? (params['role'] as Role) : undefined,
    retryAfter: status === 429 ? Number(params['seconds']) : undefined,
    errors: problems?.map(({ korean, ...one }) => (isKorean ? { ...one, message: korean } : one)),
  };
}
