import type { KnownMember } from '../../../electron/app/ports/store.ts';
import { err, ok } from '../../../shared/result.ts';
import type { SwitchedOff } from '../terminal-under-test.ts';
import { staffIdOf } from '../what-central-makes.ts';
import { withStore, withWriter } from './with-store.ts';

/** Nobody who drove is ever gone. */
const stillThere = (member: KnownMember | null): KnownMember | null =>
  member === null ? null : { ...member, removed: false };

/** Of what central says, and of who drives. */
export const OF_THE_DEPOT: readonly SwitchedOff[] = [
  {
    without: 'the erasing of what is over',
    ports: withStore(() => ({ erasable: () => ({ deliveries: [], routes: [] }) })),
  },
  {
    without: 'what is left of an erased delivery',
    ports: withStore(() => ({ erased: () => null })),
  },
  {
    without: 'what central takes away',
    ports: withWriter((writer) => ({
      applyItem: (item) => (item.type === 'withdrawn' ? undefined : writer.applyItem(item)),
    })),
  },
  {
    without: "central's word that it has revoked the terminal",
    ports: ({ central, ...others }) => ({
      ...others,
      central: {
        ...central,
        proveTime: async (record) => {
          const answer = await central.proveTime(record);
          return answer.ok ? ok({ ...answer.value, revoked: null }) : answer;
        },
      },
    }),
  },
  {
    without: 'a receipt for less than it had',
    ports: withStore((store) => ({
      acknowledge: (sequence) => {
        if (sequence > store.acknowledged()) store.acknowledge(sequence);
      },
    })),
  },
  {
    without: 'the manifest pulled anew from a central that was restored',
    ports: ({ central, ...others }) => ({
      ...others,
      central: {
        ...central,
        pull: async (...given) => {
          const answer = await central.pull(...given);
          const isUnknown = !answer.ok && answer.error === 'cursor-unknown';
          return isUnknown ? err('central-answer-malformed') : answer;
        },
      },
    }),
  },
  {
    without: 'the withdrawal of what a restored central does not give again',
    ports: withStore(() => ({ given: () => [] })),
  },
  {
    without: 'who is signed in, in the entries',
    drawnFrom: 2,
    ports: withStore(({ staff }) => ({
      staff: { ...staff, signedIn: () => (staff.signedIn() === null ? null : staffIdOf(1)) },
    })),
  },
  {
    without: 'a driver to sign in before anything',
    ports: withStore(({ staff }) => ({ staff: { ...staff, hasDrivers: () => false } })),
  },
  {
    without: 'the removal of a driver',
    drawnFrom: 2,
    ports: withStore(({ staff }) => ({
      staff: {
        ...staff,
        byId: (id) => stillThere(staff.byId(id)),
        byBadge: (badge) => stillThere(staff.byBadge(badge)),
      },
    })),
  },
];
