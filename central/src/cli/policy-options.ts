import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type MissingEvidenceRule,
  missingEvidenceRule,
  type UnscannedRule,
  unscannedRule,
} from '../../../shared/protocol/policy.ts';
import type { paths } from '../../client/api.ts';
import { HOUR, SECOND } from '../clock.ts';
import type { DepotView } from './find.ts';

const whole = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
};
const wholes = (text: string): number[] => text.split(',').map((part) => whole(part.trim()));

export type PolicyOptions = {
  readonly leaseHours?: number;
  readonly clockTolerance?: number;
  readonly clockBlocks?: boolean;
  readonly waits?: number[];
  readonly signOutAtDock?: boolean;
  readonly docksOnNetwork?: boolean;
  readonly unscanned?: UnscannedRule;
  readonly missingEvidence?: MissingEvidenceRule;
  readonly customerNumbers?: boolean;
};

/** The options by which a depot's policy is given. */
export const addPolicyOptions = (command: Command): Command =>
  command
    .option('--lease-hours <hours>', 'how long a terminal may accept after docking', whole)
    .option('--clock-tolerance <seconds>', 'tolerated error of the device clock', whole)
    .option('--clock-blocks', 'stop accepting if the clock was set back')
    .option('--no-clock-blocks', 'only warn if the clock was set back')
    .option('--waits <seconds>', 'waits after wrong codes, such as 0,30,300,3600', wholes)
    .option('--sign-out-at-dock', 'sign the driver out at each docking')
    .option('--no-sign-out-at-dock', 'keep the driver signed in across dockings')
    .option('--docks-on-network', 'terminals dock wherever they have a network')
    .option('--no-docks-on-network', 'terminals dock only in the dock')
    .addOption(
      new Option(
        '--unscanned <rule>',
        'unscanned parcels: hand over freely, ask the driver, or refuse',
      ).choices(unscannedRule.options),
    )
    .addOption(
      new Option(
        '--missing-evidence <rule>',
        'a signature or scan that a stop needs is missing: ask the driver, or refuse',
      ).choices(missingEvidenceRule.options),
    )
    .option('--customer-numbers', 'terminals get the numbers of customers who may be called')
    .option('--no-customer-numbers', "terminals get no customer's number");

type PolicySettings =
  paths['/v1/depots/{depot}/policy']['patch']['requestBody']['content']['application/json'];

/** The settings as central takes them; what was not given is left out. */
export const policySettingsOf = (options: PolicyOptions): PolicySettings =>
  Object.fromEntries(
    Object.entries({
      leaseHours: options.leaseHours,
      clockToleranceSeconds: options.clockTolerance,
      clockBlocks: options.clockBlocks,
      waitsSeconds: options.waits,
      signOutAtDock: options.signOutAtDock,
      docksOnNetwork: options.docksOnNetwork,
      unscanned: options.unscanned,
      missingEvidence: options.missingEvidence,
      customerNumbers: options.customerNumbers,
    }).filter(([, value]) => value !== undefined),
  );

/** A policy in a line. */
export const describePolicy = (policy: DepotView['policy']): string =>
  [
    `lease ${policy.leaseMs / HOUR} h`,
    `clock ±${policy.clockToleranceMs / SECOND} s, ${policy.clockBlocks ? 'blocks' : 'warns'}`,
    `waits ${policy.waitsMs.map((ms) => ms / SECOND).join(', ')} s`,
    `unscanned parcels: ${policy.unscanned}`,
    `missing evidence: ${policy.missingEvidence}`,
    ...(policy.signOutAtDock ? ['signs the driver out at each docking'] : []),
    ...(policy.customerNumbers ? ["terminals get customers' numbers"] : []),
    ...(policy.docksOnNetwork ? ['docks wherever there is a network'] : []),
  ].join('; ');
