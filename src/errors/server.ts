import type { ErrorTable } from '../errors.ts';

export const serverErrors = {
  ADMIN_NOT_LOOPBACK: [
    403,
    'The admin server may not listen on "{host}" without sign-in: everybody who reaches it could do everything.',
    'Set admin.sign_in.mode to password (or proxy), or admin.host to 127.0.0.1, ::1 or localhost. For probes and metrics alone there is admin.health_port.',
  ],
  PORT_UNAVAILABLE: [
    409,
    'The {service} cannot listen on {address}: {reason}.',
    'Stop what uses the port, or set {setting} to another one.',
  ],
  TLS_INVALID: [
    500,
    'The key and the certificate of admin.tls do not work: {reason}.',
    'Give PEM files that belong together; the certificate file also holds the certificates between it and the root.',
  ],
  REQUEST_INVALID: [
    422,
    'The request is not valid: {problems}.',
    'Correct the fields named; /docs says what is accepted.',
  ],
  QUERY_INVALID: [
    400,
    'The parameters are not valid: {problems}.',
    'Correct the parameters named; /docs says what is accepted.',
  ],
  URL_INVALID: [400, 'The address "{path}" cannot be read: {problem}.', 'Percent-encode it as RFC 3986 says.'],
  BODY_NOT_JSON: [400, 'The body is not JSON: {problem}.', 'Send one JSON object in UTF-8.'],
  BODY_TOO_LARGE: [413, 'The body is larger than {maximum} bytes.', 'Send less at once.'],
  MEDIA_TYPE_UNSUPPORTED: [
    415,
    'A body of type "{type}" is not accepted.',
    'Send the header "Content-Type: application/json", also with an empty body, and no Content-Encoding.',
  ],
  STATS_GROUPING_INVALID: [
    400,
    'The metric "{metric}" cannot be grouped by "{groupBy}".',
    'Leave groupBy out; groups and handlers are counted each by itself, for throughput alone.',
  ],
  ERROR_GROUP_NOT_FOUND: [
    404,
    'There is no group of errors "{fingerprint}".',
    'Take the fingerprint from /error-groups.',
  ],
  TIMELINE_RANGE_INVALID: [
    400,
    'The time line cannot go from {from} to {to}.',
    'Let "to" lie after "from", by at most 7 days.',
  ],
  WORKER_ENDED: [
    409,
    'The worker "{worker}" does not run any more ({state}).',
    'List those that do: GET /api/v1/workers?state=active',
  ],
  HANDLER_UNKNOWN: [
    404,
    'No process has offered a handler "{handler}" lately.',
    'List those that are offered: GET /api/v1/handlers',
  ],
  TOPIC_UNKNOWN: [400, 'There is no topic "{topic}".', 'Take some of {topics}, separated by commas.'],
  STREAMS_EXHAUSTED: [429, '"{name}" has {most} streams open already.', 'Close one: a browser needs no more than one.'],
  VIEW_NOT_FOUND: [
    404,
    'There is no saved view {view}, or it belongs to somebody else.',
    'List yours: GET /api/v1/saved-views',
  ],
  ROUTE_NOT_FOUND: [404, 'There is nothing at {method} {path}.', 'Everything that exists is listed at /docs.'],
  HOST_REFUSED: [
    403,
    'The host "{host}" is not an address of this server.',
    'Use localhost, 127.0.0.1 or [::1] with its own port {port}; a tunnel has to keep the port.',
  ],
  ORIGIN_REFUSED: [
    403,
    'Pages from "{origin}" may not call this server.',
    'Open its own pages, or list the origin in admin.cors.',
  ],
  PRECONDITION_INVALID: [
    400,
    'The header If-Match "{value}" is not a list of entity tags.',
    'Send back the ETag of the last answer, for instance "3" in double quotes.',
  ],
  PRECONDITION_REQUIRED: [
    428,
    'The header If-Match is missing: it says which version of the {what} is to be changed.',
    'Read it and send its ETag back, or * for whatever version there is.',
  ],
  PRECONDITION_FAILED: [
    412,
    'The {what} is at version {version} and does not match If-Match {expected}.',
    'Read it again and repeat the change.',
  ],
  IDEMPOTENCY_KEY_REUSED: [
    422,
    'The Idempotency-Key "{key}" already belongs to execution {execution} of something else.',
    'Make a new key for every new request.',
  ],
  WORKER_NOT_FOUND: [404, 'There is no worker "{worker}".', 'List them at /api/v1/workers, or with: jobu worker list'],
  WEB_NOT_BUILT: [
    500,
    'The files of the web interface are not there.',
    'From the sources, make them with: npm run build; a published package has them.',
  ],
  TOO_BUSY: [503, 'The server is stopping or too busy: {problem}.', 'Try again in a moment.'],
  INTERNAL_ERROR: [
    500,
    'The request failed for a reason that was not expected.',
    'The log of the server has the cause under request id {requestId}.',
  ],
} as const satisfies ErrorTable;
