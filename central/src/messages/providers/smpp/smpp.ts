/// <reference path="./npm-smpp.d.ts" />
import type { Pdu, Session } from 'smpp';
import {
  accepted,
  type MessageProvider,
  type ProviderAnswer,
  type TakeReport,
  tryAgain,
} from '../../message-provider.ts';
import { keepBound, type Link } from './link.ts';
import { readReceipt } from './receipt.ts';
import type { SmppSettings } from './settings.ts';
import { answerToStatus, type Submission, submissionsOf } from './submissions.ts';
import { makeWindow } from './window.ts';

/** 'Try it again later', to a receipt that could not be kept. */
const RX_TEMPORARY = 0x64;

/** How long a message waits for a line that is not bound: the worker has others to try. */
const PATIENCE_MS = 3_000;

/** Answers what the centre delivers: a receipt once it is kept, and whatever else at once. */
const takeDelivery = async (takeReport: TakeReport, session: Session, pdu: Pdu): Promise<void> => {
  const report = readReceipt(pdu);
  try {
    if (report !== null) await takeReport(report);
    session.send(pdu.response());
  } catch {
    session.send(pdu.response({ command_status: RX_TEMPORARY }));
  }
};

/** Submits one part. The answer that comes after the deadline, or never, is `no-answer`. */
const submit = (
  session: Session,
  submission: Submission,
  deadline: AbortSignal,
): Promise<ProviderAnswer> =>
  new Promise((resolve) => {
    const settle = (answer: ProviderAnswer): void => {
      deadline.removeEventListener('abort', late);
      session.off('close', lost);
      resolve(answer);
    };
    const late = (): void => settle(tryAgain('no-answer'));
    const lost = (): void => settle(tryAgain('not-understood'));
    // Its turn came, and with it the deadline: nothing is sent.
    if (deadline.aborted) return resolve(tryAgain('busy'));
    deadline.addEventListener('abort', late);
    session.once('close', lost);
    const isSent = session.submit_sm(
      submission,
      ({ command, command_status: status, message_id: id }) => {
        if (status !== 0) return settle(answerToStatus(status));
        settle(
          command === 'submit_sm_resp' && typeof id === 'string'
            ? accepted(id)
            : tryAgain('not-understood'),
        );
      },
    );
    if (!isSent) settle(tryAgain('unreachable'));
  });

/** A network's own message centre, by SMPP 3.4 as a transceiver. */
export const makeSmpp = (settings: SmppSettings): MessageProvider => {
  const window = makeWindow(settings.window);
  let link: Link | null = null;

  const submitAll = async (
    submissions: readonly Submission[],
    deadline: AbortSignal,
  ): Promise<ProviderAnswer> => {
    const session = await link?.bound(
      AbortSignal.any([deadline, AbortSignal.timeout(PATIENCE_MS)]),
    );
    if (session === null || session === undefined) {
      return tryAgain(link?.isRefused() ? 'not-authorised' : 'unreachable');
    }
    const ids: string[] = [];
    for (const submission of submissions) {
      const answer = await window(deadline, () => submit(session, submission, deadline));
      if (answer === null) return tryAgain('busy');
      if (answer.kind !== 'accepted') return answer;
      ids.push(...answer.ids);
    }
    return accepted(...ids);
  };

  return {
    name: 'smpp',
    reports: true,
    start: (takeReport) => {
      link = keepBound(settings, (session, pdu) => void takeDelivery(takeReport, session, pdu));
    },
    send: (message, deadline) => submitAll(submissionsOf(message, settings), deadline),
    readCallback: () => null,
    stop: async () => link?.stop(),
  };
};
