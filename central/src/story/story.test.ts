import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../clock.ts';
import { centralForTests } from '../testing/central-for-tests.ts';
import { codeFor, deliveriesOf, overrideFor, pullAll, seedRoute } from '../testing/seed.ts';

const central = centralForTests();

type Event = { readonly what: string; readonly at: number } & Readonly<Record<string, unknown>>;

const storyOf = async (delivery: string): Promise<readonly Event[]> =>
  (await central.staff('GET', `/v1/deliveries/${delivery}/story`)).body.events;

describe("a delivery's story", () => {
  it('tells in order what was done, sent, tried and handed over, and by whom', async () => {
    const { terminal } = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const { id, epoch } = delivery;
    await codeFor(central, delivery);
    const { body } = await central.staff('GET', `/v1/deliveries/${id}`);
    central.clock.advance(MINUTE);
    const headers = { 'if-match': `"${body.version}"`, 'idempotency-key': `"${randomUUID()}"` };
    await central.staff('PATCH', `/v1/deliveries/${id}`, { customer: 'R. Okafor' }, headers);
    central.clock.advance(MINUTE);
    await overrideFor(central, delivery);
    central.clock.advance(MINUTE);
    const refusal = { reason: 'wrong-code' as const, attemptsLeft: 4 };
    const attempt = { kind: 'attempt' as const, delivery: id, epoch, refusal, counted: 1 };
    const first = terminal.write(attempt);
    central.clock.advance(MINUTE);
    const taken = await terminal.handOver(delivery, await codeFor(central, delivery), {
      recipient: { to: 'neighbour', who: '31a' },
      note: 'Blue door',
    });
    if (taken === null) throw new Error('the code was refused');
    await terminal.handIn([first, taken]);
    const story = await storyOf(id);
    expect(story.map(({ what }) => what)).toEqual([
      'created',
      'act',
      'code-made',
      'message',
      'act',
      'act',
      'attempt',
      'hand-over',
    ]);
    expect(story.map(({ at }) => at)).toEqual(story.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(story).toMatchObject([
      { by: 'first key' },
      { act: 'route-assigned', terminal: 'T1' },
      { epoch, terminal: { id: terminal.id, name: 'T1' } },
      { kind: 'code', state: 'sent' },
      { act: 'delivery-changed', fields: ['customer'] },
      { act: 'override-shown', reason: 'the telephone is broken' },
      { reason: 'wrong-code', attemptsLeft: 4 },
      { by: 'code', to: 'neighbour', place: '31a', note: 'Blue door', counted: true },
    ]);
    expect(
      story
        .filter(({ what }) => what === 'act')
        .every(({ by }) => typeof by === 'string' && by !== ''),
    ).toBe(true);
  });

  it('has what is wrong with a hand-over, and nothing of another delivery', async () => {
    const { terminal } = await seedRoute(central, 2);
    const [one, two] = deliveriesOf((await pullAll(terminal)).items);
    if (one === undefined || two === undefined) throw new Error('no deliveries');
    const code = await codeFor(central, one);
    const entries = [await terminal.handOver(one, code), await terminal.handOver(one, code)];
    await terminal.handIn(entries.flatMap((entry) => entry ?? []));
    const story = await storyOf(one.id);
    const finding = story.find(({ what }) => what === 'finding');
    expect(finding).toMatchObject({ code: 'second-hand-over', isOpen: true });
    const settlement = { counts: false, reason: 'scanned twice' };
    await central.staff('POST', `/v1/findings/${finding?.['finding']}/settle`, settlement);
    expect(await storyOf(one.id)).toContainEqual(
      expect.objectContaining({
        what: 'finding-settled',
        as: 'dismissed',
        reason: 'scanned twice',
      }),
    );
    expect((await storyOf(two.id)).map(({ what }) => what)).not.toContain('hand-over');
  });

  it('says why a delivery was cancelled, and who took its code back', async () => {
    const { terminal } = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    await codeFor(central, delivery);
    const { body } = await central.staff('GET', `/v1/deliveries/${delivery.id}`);
    const headers = { 'if-match': `"${body.version}"`, 'idempotency-key': `"${randomUUID()}"` };
    central.clock.advance(MINUTE);
    const reason = { reason: 'address-wrong' };
    await central.staff('POST', `/v1/deliveries/${delivery.id}/cancel`, reason, headers);
    const story = await storyOf(delivery.id);
    const cancelled = story.find(({ act }) => act === 'delivery-cancelled');
    expect(cancelled).toMatchObject(reason);
    expect(story.find(({ what }) => what === 'code-withdrawn')).toMatchObject({
      by: cancelled?.['by'],
    });
  });

  it('says what was decided of a stop that was not delivered', async () => {
    const { terminal, depot } = await seedRoute(central, 1);
    const [delivery] = deliveriesOf((await pullAll(terminal)).items);
    if (delivery === undefined) throw new Error('no delivery');
    const { id: of, epoch } = delivery;
    await terminal.handIn([
      terminal.write({
        kind: 'exception',
        delivery: of,
        epoch,
        outcome: 'nobody-home',
        note: '',
        strokes: [],
      }),
    ]);
    const asked = `/v1/cases?depot=${depot}&delivery=${delivery.id}`;
    const { id } = (await central.staff('GET', asked)).body.cases[0];
    const decision = { cases: [id], decision: { as: 'noted', code: 'goes-back' } };
    await central.staff('POST', `/v1/depots/${depot}/cases/settle`, decision, {
      'idempotency-key': `"${randomUUID()}"`,
    });
    expect(await storyOf(delivery.id)).toContainEqual(
      expect.objectContaining({ act: 'exception-settled', code: 'goes-back' }),
    );
  });

  it('of a delivery that there is not is not there', async () => {
    expect((await central.staff('GET', `/v1/deliveries/${randomUUID()}/story`)).status).toBe(404);
  });
});
