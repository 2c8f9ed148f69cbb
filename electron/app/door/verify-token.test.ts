import { describe, expect, test } from 'vitest';
import { type ManifestDelivery, manifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { hotpCode } from '../../../shared/protocol/schemes/oath/hotp.ts';
import { ocraAnswer } from '../../../shared/protocol/schemes/oath/ocra.ts';
import { parseOcraSuite } from '../../../shared/protocol/schemes/oath/ocra-suite.ts';
import { sealSeed } from '../../../shared/protocol/schemes/oath/sealed-seed.ts';
import { timeStep, totpCode } from '../../../shared/protocol/schemes/oath/totp.ts';
import { aDelivery, saidNothing } from '../../testing/samples.ts';
import { codeOf, PEPPER } from '../../testing/sealed-stop.ts';
import { agreesWithLog } from '../log/agrees-with-log.ts';
import {
  accepted,
  NOW,
  refused,
  SEED,
  TOKEN,
  verifyOthersForTests,
} from './testing/verify-others-for-tests.ts';

const { start, stocked } = verifyOthersForTests();

describe("a customer's token", () => {
  const tokenStop = (n: number, verifier: object, next = 0): ManifestDelivery => {
    const { id, epoch, verifier: sealed, ...rest } = aDelivery(n);
    return manifestDelivery.parse({
      ...rest,
      id,
      epoch,
      token: { id: TOKEN, next },
      verifier: {
        delivery: id,
        epoch,
        notBefore: sealed.notBefore,
        notAfter: sealed.notAfter,
        attempts: 5,
        seed: sealSeed(SEED, PEPPER, id, new Uint8Array(24).fill(n)),
        ...verifier,
      },
    });
  };
  const HOTP = { scheme: 'hotp', hash: 'SHA1', digits: 6, lookAhead: 3, resyncAhead: 100 };
  const counterCode = (counter: number) => hotpCode('SHA1', SEED, counter, 6);
  const one = tokenStop(1, HOTP);
  const two = tokenStop(2, HOTP);

  test('a counter is good once, and for one delivery of the token alone', async () => {
    const { store, verify } = stocked(one, two);
    expect(await verify.judgeToken(one.id, counterCode(2), saidNothing())).toEqual(accepted());
    for (const [counter, reason, more] of [
      [2, 'already-used', { at: null, by: null }],
      [1, 'wrong-code', { attemptsLeft: 3 }],
    ] as const) {
      expect(await verify.judgeToken(two.id, counterCode(counter), saidNothing())).toEqual(
        refused(reason, more),
      );
    }
    expect(await agreesWithLog(store)).toBe(true);
    store.close();
    const again = start();
    expect(again.store.tokenNext(TOKEN)).toBe(3);
    expect(await again.verify.judgeToken(two.id, counterCode(3), saidNothing())).toEqual(
      accepted(),
    );
    const proofs = again.store
      .entriesAfter(0 as never, 9)
      .flatMap(({ entry: { content } }) => (content.kind === 'hand-over' ? [content.proof] : []));
    expect(proofs).toEqual([
      { scheme: 'oath', token: TOKEN, factor: 2 },
      { scheme: 'oath', token: TOKEN, factor: 3 },
    ]);
    again.store.close();
  });

  test('two codes in a row bring back a token that has run ahead; each is an attempt', async () => {
    const { store, verify } = stocked(one);
    const show = (counter: number) =>
      verify.judgeToken(one.id, counterCode(counter), saidNothing());
    expect(await show(50)).toMatchObject(refused('wrong-code', { attemptsLeft: 4 }));
    expect(await show(60)).toMatchObject(refused('wrong-code', { attemptsLeft: 3 }));
    expect(await show(61)).toEqual(accepted());
    expect(store.tokenNext(TOKEN)).toBe(62);
    store.close();
  });

  test('what central knows to be used is used', async () => {
    const ahead = tokenStop(1, HOTP, 10);
    const { store, verify } = stocked(ahead);
    expect(await verify.judgeToken(one.id, counterCode(9), saidNothing())).toMatchObject(
      refused('already-used'),
    );
    expect(await verify.judgeToken(one.id, counterCode(10), saidNothing())).toEqual(accepted());
    store.close();
  });

  test('five wrong ones lock the stop, and what is not of its form is no attempt', async () => {
    const { store, verify } = stocked(one);
    for (const text of ['12345', '1234567', 'abcdef', '١٢٣٤٥٦', '']) {
      expect(await verify.judgeToken(one.id, utf8(text), saidNothing())).toEqual(
        refused('unreadable'),
      );
    }
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect(await verify.judgeToken(one.id, counterCode(900), saidNothing())).toEqual(
        refused('wrong-code', { attemptsLeft }),
      );
    }
    expect(await verify.judgeToken(one.id, counterCode(0), saidNothing())).toEqual(
      refused('locked', { until: null }),
    );
    store.close();
  });

  test('a step of time is good once', async () => {
    const totp = { scheme: 'totp', hash: 'SHA1', digits: 6, stepSeconds: 30, drift: 1 };
    const { store, verify } = stocked(tokenStop(1, totp), tokenStop(2, totp));
    const step = timeStep(NOW, 30);
    const code = () => totpCode('SHA1', SEED, step, 6);
    expect(await verify.judgeToken(one.id, code(), saidNothing())).toEqual(accepted());
    expect(await verify.judgeToken(two.id, code(), saidNothing())).toMatchObject(
      refused('already-used'),
    );
    store.close();
  });

  test('a question is kept, a wrong answer ends it, and the right one opens', async () => {
    const suite = 'OCRA-1:HOTP-SHA1-6:QN08-S006';
    const ocra = { scheme: 'ocra', suite, lookAhead: 0, drift: 0, pin: null };
    const item = tokenStop(1, ocra);
    const { store, verify } = stocked(item);
    verify.ask(item.id);
    const first = store.question(item.id);
    verify.ask(item.id);
    expect(store.question(item.id)).toBe(first);
    expect(await verify.judgeToken(item.id, utf8('000000'), saidNothing())).toMatchObject(
      refused('wrong-code'),
    );
    const question = store.question(item.id);
    expect(question).not.toBe(first);
    const parsed = parseOcraSuite(suite);
    if (!parsed.ok || question === null || first === null) throw new Error('no question');
    const answerTo = (asked: string) => {
      const answer = ocraAnswer(parsed.value, SEED, {
        questions: [asked],
        counter: null,
        pinHash: null,
        session: utf8(item.shortId),
        step: null,
      });
      if (!answer.ok) throw new Error(answer.error);
      return answer.value;
    };
    expect(await verify.judgeToken(item.id, answerTo(question), saidNothing())).toEqual(accepted());
    expect(store.question(item.id)).toBeNull();
    verify.ask(item.id);
    expect(store.question(item.id)).toBeNull();
    store.close();
  });

  test('a code that is scanned where the customer has a token is no attempt', async () => {
    const { store, verify } = stocked(one);
    expect(await verify.judge(one.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
      refused('unreadable'),
    );
    expect(store.stop(one.id)?.tries['hand-over'].count).toBe(0);
    store.close();
  });
});
