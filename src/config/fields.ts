import { isIP } from 'node:net';
import { z } from 'zod';
import { assertTimeZone } from '../domain/time-zone.ts';
import { messageOf } from '../errors.ts';

const DAY_SECONDS = 86_400;

/** A duration in seconds, fractions allowed. */
export const seconds = (byDefault: number, sentence: string, min = 0.01, max = DAY_SECONDS) =>
  z.number().min(min).max(max).default(byDefault).describe(sentence);

/** A whole number. */
export const count = (byDefault: number, sentence: string, min: number, max: number) =>
  z.int().min(min).max(max).default(byDefault).describe(sentence);

export const flag = (byDefault: boolean, sentence: string) => z.boolean().default(byDefault).describe(sentence);

/** Text that is not empty. */
export const text = () => z.string().min(1);

export const texts = (byDefault: string[], sentence: string) => z.array(text()).default(byDefault).describe(sentence);

/** A TCP port; 0 takes any free one. */
export const port = () => z.int().min(0).max(65_535);

export const timeZone = (sentence: string) =>
  text()
    .superRefine((zone, context) => {
      try {
        assertTimeZone(zone);
      } catch (error) {
        context.addIssue({ code: 'custom', message: messageOf(error) });
      }
    })
    .default('Asia/Seoul')
    .describe(sentence);

/** A number of days, or `forever`, which becomes null. */
export const days = (byDefault: number, sentence: string) =>
  z
    .union([z.number().min(0).max(36_500), z.literal('forever')])
    .default(byDefault)
    .transform((value) => (value === 'forever' ? null : value))
    .describe(sentence);

/** A range of IP addresses such as `10.0.0.0/8`. */
export const addressRange = () =>
  z.string().refine(
    (range) => {
      const [address = '', bits, ...rest] = range.split('/');
      const family = isIP(address);
      const most = family === 6 ? 128 : 32;
      return (
        family > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
      );
    },
    { error: 'must be an IP address or a range such as 10.0.0.0/8' },
  );

/** Where browsers find a server: a URL without query, its path without a slash at the end. */
export const publicUrl = () =>
  z.string().refine(
    (value) => {
      const url = URL.canParse(value) ? new URL(value) : undefined;
      return (
        url !== undefined && /^https?:$/.test(url.protocol) && value === url.origin + url.pathname.replace(/\/$/, '')
      );
    },
    {
      error:
        'must be a URL such as https://ops.example.com or https://ops.example.com/jobu, without a slash at the end',
    },
  );

/** The name of an HTTP header. */
export const headerName = () => z.string().regex(/^[A-Za-z0-9-]+$/, { error: 'must be the name of a header' });

/** A web origin as a browser sends it. */
export const origin = () =>
  z.string().refine((value) => URL.canParse(value) && new URL(value).origin === value, {
    error: 'must be an origin such as https://ops.example.com, without a path',
  });
