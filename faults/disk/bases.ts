import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { deliveryId, instant, publicKey, random16 } from '../../shared/protocol/ids.ts';
import { codesOfDay } from '../kill/customers.ts';
import { said } from '../kill/said.ts';

/** Where a trial begins: what the terminal had, what had been said, what central would sign for. */
const moment = z.strictObject({
  /** Within the folder of all; null: there is no profile yet. */
  folder: z.string().nullable(),
  keychain: z.array(z.tuple([z.string(), z.string()])),
  said: z.array(said),
  nonce: random16.nullable(),
});
export type Moment = z.infer<typeof moment>;

/** What the real central answered, in base64, and in which coding. */
const answer = z.strictObject({
  status: z.int(),
  coding: z.string().nullable(),
  body: z.base64(),
});
export type Answer = z.infer<typeof answer>;
/** By what it was asked. */
export type Answers = { [asked: string]: Answer };

/** The terminals that trials begin with, and what the real central said to them. */
const recording = z.strictObject({
  at: instant,
  enrolment: z.string(),
  answers: z.record(z.string(), answer),
  codes: codesOfDay,
  presenceKeys: z.array(
    z.strictObject({
      delivery: deliveryId,
      'hand-over': publicKey.nullable(),
      override: publicKey.nullable(),
    }),
  ),
  moments: z.strictObject({
    nothing: moment,
    created: moment,
    docked: moment,
    unclosed: moment,
    waiting: moment,
    long: moment,
  }),
});
export type Recording = z.infer<typeof recording>;

const FILE = 'recording.json';
export const writeRecording = (folder: string, recorded: Recording): void =>
  writeFileSync(path.join(folder, FILE), JSON.stringify(recorded));
export const readRecording = (folder: string): Recording =>
  recording.parse(JSON.parse(readFileSync(path.join(folder, FILE), 'utf8')));

/** What the worker that records asks the depot, and what it is told. */
export const depotRequest = z.strictObject({
  terminal: z.int().min(0).max(1),
  /** More stops in any case, or only if there are few. */
  more: z.boolean(),
});
export type DepotRequest = z.infer<typeof depotRequest>;
export const depotAnswer = z.strictObject({
  codes: codesOfDay,
  presenceKeys: recording.shape.presenceKeys,
});
export type DepotAnswer = z.infer<typeof depotAnswer>;
