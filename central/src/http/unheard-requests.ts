import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HttpProblem, problemOf, sendProblem } from './problems.ts';
import { SAFE_HEADERS } from './safe-headers.ts';
import { setStrictTransport } from './tls-server.ts';

/** What Node.js's parser says of a request that it gives nobody; anything else is no HTTP at all. */
const BY_CODE: Readonly<Record<string, HttpProblem>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'too-slow',
};

/** Answers what is no request with a problem document, and ends its connection. */
export const answerNoRequest = (error: { readonly code?: string }, socket: Socket): void => {
  // Whoever has gone away hears nothing.
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const document = problemOf(BY_CODE[error.code ?? ''] ?? 'unreadable');
  const body = JSON.stringify(document);
  const head = [
    `HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(SAFE_HEADERS).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};

/** Answers a path that cannot be read: its percent signs stand for nothing. No hook has seen it. */
export const answerBadPath = (
  _error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void => {
  reply.headers(SAFE_HEADERS);
  setStrictTransport(request, reply);
  void sendProblem(reply, 'unreadable');
};
