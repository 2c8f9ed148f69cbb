import type { Database } from 'better-sqlite3';
import { assertNever } from '../../shared/assert-never.ts';
import type { ManifestDelivery } from '../../shared/protocol/api/terminal.ts';
import { PIN_ATTEMPTS } from '../../shared/protocol/crew/pin.ts';
import { foldWithSpellings } from '../../shared/protocol/search/fold.ts';
import type { StoreWriter } from '../app/ports/store.ts';
import { makeErase } from './erase-store.ts';

/** The store's writing half, to be used inside one transaction. */
export const makeWriter = (database: Database): StoreWriter => {
  const append = database.prepare(
    'INSERT INTO log (sequence, hash, at, entry, signature) VALUES (?, ?, ?, ?, ?)',
  );
  const keepDetails = database.prepare('INSERT INTO detail (sequence, details) VALUES (?, ?)');
  const dropDetails = database.prepare('DELETE FROM detail WHERE sequence <= ?');
  const setForgotten = database.prepare('UPDATE terminal SET forgotten = max(forgotten, ?)');
  const setEntryVersion = database.prepare('UPDATE terminal SET entry_version = ?');
  const rename = database.prepare(
    "UPDATE terminal SET record = json_set(record, '$.grant.terminalName', ?)",
  );
  const enrol = database.prepare('INSERT INTO terminal (id, record) VALUES (1, ?)');
  const accept = database.prepare(
    `INSERT INTO acceptance (delivery, epoch, sequence, at, driver, purpose, once)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const putDelivery = database.prepare(
    `INSERT INTO delivery (id, short_id, epoch, route, position, item, search)
     VALUES ($id, $shortId, $epoch, $route, $position, $item, $search)
     ON CONFLICT (id) DO UPDATE SET short_id = excluded.short_id, epoch = excluded.epoch,
       route = excluded.route, position = excluded.position, item = excluded.item,
       search = excluded.search, withdrawn = 0`,
  );
  const dropNote = database.prepare('DELETE FROM door_note WHERE delivery = ?');
  // Before the new item is put in its place: a customer may still have the message of the old one.
  const keepEarlier = database.prepare(
    `INSERT INTO earlier_verifier (delivery, verifier)
     SELECT id, item -> 'verifier' FROM delivery
     WHERE id = $id AND item ->> 'epoch' < $epoch AND item ->> '$.verifier.scheme' = 'sealed'
     ON CONFLICT (delivery) DO UPDATE SET verifier = excluded.verifier`,
  );
  const giveTryBack = database.prepare(
    `UPDATE tries SET count = $count, last_at = $lastAt
     WHERE delivery = $delivery AND epoch = $epoch AND purpose = $purpose`,
  );
  const dropTry = database.prepare(
    'DELETE FROM tries WHERE delivery = ? AND epoch = ? AND purpose = ?',
  );
  const dropParcels = database.prepare('DELETE FROM parcel WHERE delivery = ?');
  const putParcel = database.prepare(
    `INSERT INTO parcel (label, delivery) VALUES (?, ?)
     ON CONFLICT (label) DO UPDATE SET delivery = excluded.delivery`,
  );
  const withdraw = database.prepare('UPDATE delivery SET withdrawn = 1 WHERE id = ?');
  const recordException = database.prepare(
    `INSERT INTO exception (delivery, outcome, at) VALUES (?, ?, ?)
     ON CONFLICT (delivery) DO UPDATE SET outcome = excluded.outcome, at = excluded.at`,
  );
  const undoException = database.prepare('DELETE FROM exception WHERE delivery = ?');
  const putPolicy = database.prepare(
    `INSERT INTO policy (id, policy) VALUES (1, ?)
     ON CONFLICT (id) DO UPDATE SET policy = excluded.policy`,
  );
  const putDepot = database.prepare(
    `INSERT INTO depot (id, facts) VALUES (1, ?)
     ON CONFLICT (id) DO UPDATE SET facts = excluded.facts`,
  );
  const putRoute = database.prepare(
    `INSERT INTO route (id, name, day, driver, driver_name) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, day = excluded.day,
       driver = excluded.driver, driver_name = excluded.driver_name`,
  );
  const putKeys = database.prepare(
    `UPDATE terminal SET record = json_set(record, '$.keys', json(?))`,
  );
  const putRoot = database.prepare(
    `UPDATE terminal SET record = json_set(record, '$.root', $root, '$.roots', json($roots),
       '$.keys', json($keys))`,
  );
  const withdrawPass = database.prepare(
    'INSERT INTO withdrawn_pass (once) VALUES (?) ON CONFLICT DO NOTHING',
  );
  const moveToken = database.prepare(
    `INSERT INTO token (id, next) VALUES (?, ?)
     ON CONFLICT (id) DO UPDATE SET next = max(next, excluded.next)`,
  );
  const dropQuestion = database.prepare('DELETE FROM question WHERE delivery = ?');
  const putStaff = database.prepare(
    `INSERT INTO staff (id, number, badge, item) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET number = excluded.number, badge = excluded.badge,
       item = excluded.item, removed = 0`,
  );
  const removeStaff = database.prepare(
    "UPDATE staff SET removed = 1, item = json_set(item, '$.pin', NULL) WHERE id = ?",
  );
  const signIn = database.prepare(
    `INSERT INTO signed_in (id, staff) VALUES (1, ?)
     ON CONFLICT (id) DO UPDATE SET staff = excluded.staff`,
  );
  const signOut = database.prepare('DELETE FROM signed_in');
  const forgetTries = database.prepare('DELETE FROM pin_tries WHERE staff = ?');
  const forgetTriesOfOldPin = database.prepare(
    `DELETE FROM pin_tries WHERE staff = $id
       AND (SELECT item -> '$.pin' FROM staff WHERE id = $id) IS NOT $pin`,
  );
  const liftLocks = database.prepare('UPDATE pin_tries SET count = $left WHERE count > $left');
  const setCursor = database.prepare('UPDATE terminal SET cursor = ?, manifest = ?');
  const setTimeAnchor = database.prepare(
    'UPDATE terminal SET time_anchor = ?, time_anchor_sequence = ?',
  );
  const stop = database.prepare('UPDATE terminal SET stopped = coalesce(stopped, ?)');

  const applyDelivery = (item: ManifestDelivery): void => {
    const search = foldWithSpellings([item.customer, ...item.address, ...item.parcels].join(' '));
    const { id, shortId, epoch, route, position } = item;
    keepEarlier.run({ id, epoch });
    const text = JSON.stringify(item);
    putDelivery.run({ id, shortId, epoch, route, position, item: text, search });
    dropParcels.run(item.id);
    for (const label of item.parcels) putParcel.run(label, item.id);
  };

  return {
    appendEntry: ({ entry, signature, details }, head) => {
      append.run(head.sequence, head.hash, entry.time.at, JSON.stringify(entry), signature);
      if (details !== undefined) keepDetails.run(head.sequence, JSON.stringify(details));
    },
    enrol: (record) => {
      enrol.run(JSON.stringify(record));
    },
    accept: ({ delivery, epoch, sequence, at, driver, purpose, once }) => {
      dropQuestion.run(delivery);
      dropNote.run(delivery);
      return accept.run(delivery, epoch, sequence, at, driver, purpose, once).changes === 1;
    },
    moveToken: (token, next) => {
      moveToken.run(token, next);
    },
    recordException: (delivery, outcome, at) => {
      dropNote.run(delivery);
      recordException.run(delivery, outcome, at);
    },
    giveTryBack: ({ delivery, epoch, tries }, purpose) => {
      const { count, lastAt } = tries[purpose];
      if (count === 0) dropTry.run(delivery, epoch, purpose);
      else giveTryBack.run({ count, lastAt, delivery, epoch, purpose });
    },
    undoException: (delivery) => {
      undoException.run(delivery);
    },
    applyItem: (item) => {
      switch (item.type) {
        case 'delivery':
          return applyDelivery(item);
        case 'route':
          return void putRoute.run(item.id, item.name, item.day, item.driver.id, item.driver.name);
        case 'withdrawn':
          dropNote.run(item.delivery);
          return void withdraw.run(item.delivery);
        case 'policy':
          return void putPolicy.run(JSON.stringify(item.policy));
        case 'depot': {
          const { type: _, ...facts } = item;
          return void putDepot.run(JSON.stringify(facts));
        }
        case 'keys':
          return void putKeys.run(JSON.stringify(item.keys));
        case 'root':
          return void putRoot.run({
            root: item.root,
            roots: JSON.stringify(item.roots),
            keys: JSON.stringify(item.keys),
          });
        case 'pass-withdrawn':
          return void withdrawPass.run(item.once);
        case 'staff': {
          const { type: _, ...member } = item;
          forgetTriesOfOldPin.run({ id: item.id, pin: JSON.stringify(item.pin) });
          return void putStaff.run(item.id, item.number, item.badge, JSON.stringify(member));
        }
        case 'staff-removed':
          return void removeStaff.run(item.id);
        default:
          return assertNever(item);
      }
    },
    erase: makeErase(database),
    forgetDetails: (upTo) => {
      dropDetails.run(upTo);
      setForgotten.run(upTo);
      database.pragma('incremental_vacuum');
    },
    setEntryVersion: (version) => {
      setEntryVersion.run(version);
    },
    rename: (name) => {
      rename.run(name);
    },
    signIn: (staff) => {
      forgetTries.run(staff);
      signIn.run(staff);
    },
    signOut: () => {
      signOut.run();
    },
    liftPinLocks: () => {
      liftLocks.run({ left: PIN_ATTEMPTS - 1 });
    },
    setCursor: (cursor, manifest) => {
      setCursor.run(cursor, manifest);
    },
    setTimeAnchor: (anchor, at) => {
      setTimeAnchor.run(JSON.stringify(anchor), at);
    },
    stop: (why) => {
      stop.run(JSON.stringify(why));
    },
  };
};
