import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import {
  accepted,
  type Callback,
  type Fate,
  type MessageProvider,
  type ProviderAnswer,
  refused,
} from '../message-provider.ts';
import { askGateway, type GatewayAnswer } from './ask-gateway.ts';
import { fill, fillAll, gapsOf, unknownGaps } from './template.ts';

const template = z
  .string()
  .max(4_000)
  .refine((text) => unknownGaps(text).length === 0, 'has something in braces that is no gap');
const jsonTemplate = z
  .json()
  .refine(
    (value) => unknownGaps(JSON.stringify(value)).length === 0,
    'has something in braces that is no gap',
  );
const status = z.int().min(200).max(499);
/** A JSON pointer (RFC 6901). */
const pointer = z.string().regex(/^(\/[^/]*)+$/, 'must be a JSON pointer, such as /message/id');

export const httpSettings = z
  .strictObject({
    provider: z.literal('http'),
    method: z.enum(['POST', 'PUT', 'GET']).default('POST'),
    /** May have gaps, which are then escaped as an address needs it. */
    url: template.refine((text) => /^https?:\/\//.test(text), 'must be an http(s):// URL'),
    headers: z.record(z.string(), template).default({}),
    json: jsonTemplate.optional(),
    form: z.record(z.string(), template).optional(),
    /** Which answers say that the gateway has it, and where in them its id is. */
    accepted: z.strictObject({
      status: z.array(status).default([200, 201, 202]),
      id: pointer.optional(),
    }),
    /** Which answers say that this message will never go. */
    refused: z.array(status).default([400, 404, 422]),
    /** How its callbacks are read; without it none is. */
    reports: z
      .strictObject({
        /** The header and the value in it by which the gateway shows itself. */
        header: z.string().min(1),
        secret: z.string().min(8),
        id: z.string().min(1).optional(),
        status: z.string().min(1),
        delivered: z.array(z.string()).min(1),
        failed: z.array(z.string()).default([]),
      })
      .optional(),
  })
  .refine(({ json, form }) => json === undefined || form === undefined, 'has json and form');

type HttpSettings = z.infer<typeof httpSettings>;

const at = (value: unknown, path: string): unknown =>
  path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (inner, step) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
          ? (inner as Record<string, unknown>)[step]
          : undefined,
      value,
    );

const readId = (text: string, path: string): string | null => {
  try {
    const id = at(JSON.parse(text), path);
    return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
  } catch {
    return null;
  }
};

const readAnswer = (
  settings: HttpSettings,
  { status, text }: GatewayAnswer,
): ProviderAnswer | null => {
  if (settings.refused.includes(status)) return refused('refused');
  if (!settings.accepted.status.includes(status)) return null;
  if (settings.accepted.id === undefined) return accepted();
  const id = readId(text, settings.accepted.id);
  return id === null ? null : accepted(id);
};

const isFrom = (secret: string, given: string | undefined): boolean => {
  const [right, shown] = [Buffer.from(secret), Buffer.from(given ?? '')];
  return right.length === shown.length && timingSafeEqual(right, shown);
};

const readReport = (
  { header, secret, id, status, delivered, failed }: NonNullable<HttpSettings['reports']>,
  { headers, query, body }: Callback,
): ReturnType<MessageProvider['readCallback']> => {
  if (!isFrom(secret, headers[header.toLowerCase()])) return null;
  const members = { ...query, ...body };
  const said = members[status];
  if (said === undefined) return null;
  const named = id === undefined ? null : (members[id] ?? null);
  const fate: Fate = delivered.includes(said)
    ? { kind: 'delivered' }
    : failed.includes(said)
      ? { kind: 'failed', why: 'unreachable-number' }
      : { kind: 'under-way' };
  return { id: named, fate };
};

const bodyOf = (
  { json, form }: HttpSettings,
  gaps: ReturnType<typeof gapsOf>,
): { readonly body?: string | URLSearchParams; readonly type: Record<string, string> } => {
  if (json !== undefined) {
    const body = JSON.stringify(fillAll(json, gaps));
    return { body, type: { 'content-type': 'application/json' } };
  }
  if (form === undefined) return { type: {} };
  return { body: new URLSearchParams(fillAll(form, gaps) as Record<string, string>), type: {} };
};

/** Any gateway that takes messages over HTTP, as a template says. */
export const makeHttpGateway = (settings: HttpSettings): MessageProvider => ({
  name: 'http',
  reports: settings.reports !== undefined,
  start: () => {},
  send: (message, deadline) => {
    const gaps = gapsOf(message);
    const { body, type } = bodyOf(settings, gaps);
    const headers = { ...type, ...(fillAll(settings.headers, gaps) as Record<string, string>) };
    const request = { method: settings.method, headers, ...(body === undefined ? {} : { body }) };
    const url = fill(settings.url, gaps, encodeURIComponent);
    return askGateway(url, request, deadline, (answer) => readAnswer(settings, answer));
  },
  readCallback: (callback) =>
    settings.reports === undefined ? null : readReport(settings.reports, callback),
  stop: async () => {},
});
