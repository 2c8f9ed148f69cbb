import type { Edit } from '../kill/bundle.ts';

/** A protection that is switched off, and the note that the campaign must make then. */
export type SwitchedOff = {
  readonly without: string;
  readonly edits: readonly Edit[];
  readonly finds: RegExp;
};

const ALLOW = 'central/src/operators/allow.ts';
const LIMIT = 'central/src/http/rate-limit.ts';

/** All of these are off in one central: none hides another. */
export const CONTROLS: readonly SwitchedOff[] = [
  {
    without: 'the right that a route asks for',
    edits: [
      {
        file: 'central/src/operators/rights.ts',
        from: "'POST /v1/depots/:depot/drivers': inDepot('crew')",
        to: "'POST /v1/depots/:depot/drivers': inDepot('look')",
      },
    ],
    finds: /addDriver in their own depot: answered 201, and was to be refused/,
  },
  {
    without: 'the wall in the database, and the depot in a statement',
    edits: [
      { file: ALLOW, from: 'if (!hasDepotWall || own', to: 'if (hasDepotWall || own' },
      {
        file: 'central/src/deliveries/routes.ts',
        from: 'where route.depot = asked.depot and ($2::uuid',
        to: 'where ($2::uuid',
      },
    ],
    finds: /listRoutes in their own depot: shows another depot’s/,
  },
  {
    without: 'the answers that are kept by their key',
    edits: [
      {
        file: 'central/src/operators/idempotency.ts',
        from: 'await keep(tx, request, done.value, now());',
        to: 'void keep;',
      },
    ],
    finds: /setInstructions in their own depot: the same again/,
  },
  {
    without: 'the line in the audit',
    edits: [
      {
        file: 'central/src/crew/crew.ts',
        from: 'await noteAct(tx, operator, act, { staff: id, depot }, now());',
        to: 'void [noteAct, act, now];',
      },
    ],
    finds: /renewBadge in their own depot: changed .*, and the audit has no act/,
  },
  {
    without: 'that a request to read writes nothing',
    edits: [
      {
        file: 'central/src/deliveries/delivery-routes.ts',
        from: 'const view = depot === null ? null : await viewDelivery(ports.pool, depot, id);',
        to: "const view = depot === null ? null : await viewDelivery(ports.pool, depot, id);\n      await ports.pool.query('update depot set lead_ms = lead_ms + 1 where id = $1', [depot]);",
      },
    ],
    finds: /getDelivery in their own depot: answered 200, and changed depot/,
  },
  {
    without: 'the end of a key',
    edits: [
      {
        file: 'central/src/operators/operator-auth.ts',
        from: 'k.revoked_at is null and o.removed_at is null',
        to: 'o.removed_at is null',
      },
    ],
    finds: /^a key that was rolled, .* and was to be refused/,
  },
  {
    without: 'the end of a session',
    edits: [
      {
        file: 'central/src/sessions/find-session.ts',
        from: 's.ended_at is null and o.removed_at is null',
        to: 'o.removed_at is null',
      },
    ],
    finds: /^the cookie of somebody who signed out, .* and was to be refused/,
  },
  {
    without: 'one answer for another depot’s and for what there is not',
    edits: [
      {
        file: ALLOW,
        from: 'const isOwn = about',
        to: "if (about.includes(null)) return sendProblem(reply, 'not-found');\n      const isOwn = about",
      },
    ],
    finds: /in another depot: another depot’s is answered 403, what there is not 404/,
  },
  {
    without: 'one duration for both',
    edits: [
      {
        file: ALLOW,
        from: 'const about = await depotsOf(db, request);',
        to: "const about = await depotsOf(db, request);\n      if (!about.includes(null)) await db.query('select pg_sleep(0.004)');",
      },
    ],
    finds: /another depot’s takes .* ms, what there is not/,
  },
];

/** What is played where they are off. */
export const PLAYED: ReadonlySet<string> = new Set([
  ...['addDriver', 'listRoutes', 'setInstructions', 'renewBadge', 'getDelivery'],
]);

/** These are off in one that is flooded. */
export const FLOOD_CONTROLS: readonly SwitchedOff[] = [
  {
    without: 'the limit of an operator’s requests',
    edits: [{ file: LIMIT, from: 'if (limits.perOperator === 0) return;', to: 'return;' }],
    finds: /a flood by one key: \d+ of \d+ were taken/,
  },
  {
    without: 'the limit of an address’s requests',
    edits: [{ file: LIMIT, from: 'if (limits.perAddress === 0) return;', to: 'return;' }],
    finds: /a flood from one address: \d+ of \d+ were taken/,
  },
  {
    without: 'the limit of tries to sign in',
    edits: [
      {
        file: 'central/src/sign-in/limits.ts',
        from: 'if (waitMs > 0) return waitMs;',
        to: 'void waitMs;',
      },
    ],
    finds: /tries to sign in: \d+ of \d+ were taken/,
  },
];
