import {
  centralProof,
  dockPull,
  dockPush,
  enrol,
  messageDelivered,
  smsSent,
} from './at-the-depot.ts';
import { cancelled, changeOfDriver } from './changed-at-the-depot.ts';
import { customerPageScan } from './customer-page-scan.ts';
import { consoleOpens, consoleSaw } from './in-the-console.ts';
import {
  accept,
  exception,
  expiredRefused,
  locked,
  offline,
  override,
  parcelScan,
  powerLoss,
  replayRefused,
  typoNotCounted,
  wrongCustomerRefused,
} from './on-the-road.ts';
import type { Step } from './story.ts';
import { clockBackDetected, rollbackDetected } from './turned-back.ts';

/** The story of a day, in order. */
export const STEPS: readonly Step[] = [
  enrol,
  dockPull,
  consoleOpens,
  smsSent,
  messageDelivered,
  customerPageScan,
  offline,
  parcelScan,
  accept,
  replayRefused,
  wrongCustomerRefused,
  typoNotCounted,
  expiredRefused,
  locked,
  override,
  exception,
  powerLoss,
  rollbackDetected,
  clockBackDetected,
  dockPush,
  centralProof,
  consoleSaw,
  changeOfDriver,
  cancelled,
];
