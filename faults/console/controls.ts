import type { SwitchedOff } from '../api/controls.ts';

const SESSION = 'central/src/sessions/find-session.ts';

/** All of these are off in one central: none hides another. */
export const CONTROLS: readonly SwitchedOff[] = [
  {
    without: 'the question which page a request comes from',
    edits: [
      {
        file: 'central/src/operators/operator-auth.ts',
        from: 'if (token !== null && !isFromOwnPage(request, context.publicUrl())) {',
        to: 'if (token === null && !isFromOwnPage(request, context.publicUrl())) {',
      },
    ],
    finds: /^a page of another site, .* and was to be refused/,
  },
  {
    without: 'the end of a session whose cookie is shown again',
    edits: [{ file: SESSION, from: 'if (row.isReplay) {', to: 'if (row.session === null) {' }],
    finds: /^replay: a cookie of before the exchange is answered/,
  },
  {
    without: 'the end of the session before in a browser',
    edits: [
      {
        file: 'central/src/sessions/sessions.ts',
        from: '`update operator_session set ended_at = now() where ended_at is null\n       and id =',
        to: '`update operator_session set ended_at = now() where false and id =',
      },
    ],
    finds: /^sameBrowser: the session of whoever sat there before is answered/,
  },
  {
    without: 'the hour after which an idle session is over',
    edits: [
      {
        file: SESSION,
        from: 'and s.last_used_at > now() -',
        to: 'and now() > now() -',
      },
    ],
    finds: /^idle: a session in which nothing was done/,
  },
  {
    without: 'what says that nobody may frame the page',
    edits: [
      {
        file: 'central/src/http/safe-headers.ts',
        from: "; frame-ancestors 'none'",
        to: '',
      },
    ],
    finds: /frame-ancestors is not 'none'/,
  },
  {
    without: 'cookies that no script can read',
    edits: [
      {
        file: 'central/src/sessions/session-cookie.ts',
        from: 'const attributes = `HttpOnly; SameSite',
        to: 'const attributes = `SameSite',
      },
    ],
    finds: /a cookie is read by scripts/,
  },
];

/** What is played where they are off. */
export const PLAYED: ReadonlySet<string> = new Set(['addDriver', 'listRoutes', 'getDelivery']);
