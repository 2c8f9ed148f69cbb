import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Policy, type UnscannedRule, unscannedRule } from '../../../shared/policy.ts';
import { HOUR, SECOND } from '../clock.ts';

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
};

/** The options by which a depot's policy is given. */
export const addPolicyOptions = (command: Command): Command =>
  command
    .option('--lease-hours <hours>', 'how long after a docking a terminal may accept', whole)
    .option('--clock-tolerance <seconds>', 'how far the wall clock may be off unnoticed', whole)
    .option('--clock-blocks', 'a clock that was set back stops acceptance')
    .option('--no-clock-blocks', 'a clock that was set back only warns')
    .option('--waits <seconds>', 'the waits after wrong codes, as 0,30,300,3600', wholes)
    .option('--sign-out-at-dock', 'a docking signs the driver out')
    .option('--no-sign-out-at-dock', 'a driver stays signed in over a docking')
    .option('--docks-on-network', 'terminals dock wherever they have a network')
    .option('--no-docks-on-network', 'terminals dock at the dock alone')
    .addOption(
      new Option(
        '--unscanned <rule>',
        'parcels that were not scanned are handed over freely, once the driver says so, or not at all',
      ).choices(unscannedRule.options),
    );

/** The settings as central takes them; what was not given is left out. */
export const policySettingsOf = (options: PolicyOptions): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries({
      leaseHours: options.leaseHours,
      clockToleranceSeconds: options.clockTolerance,
      clockBlocks: options.clockBlocks,
      waitsSeconds: options.waits,
      signOutAtDock: options.signOutAtDock,
      docksOnNetwork: options.docksOnNetwork,
      unscanned: options.unscanned,
    }).filter(([, value]) => value !== undefined),
  );

/** A policy in a line. */
export const describePolicy = (policy: Policy): string =>
  [
    `lease ${policy.leaseMs / HOUR} h`,
    `clock ±${policy.clockToleranceMs / SECOND} s, ${policy.clockBlocks ? 'blocks' : 'warns'}`,
    `waits ${policy.waitsMs.map((ms) => ms / SECOND).join(', ')} s`,
    `unscanned parcels: ${policy.unscanned}`,
    ...(policy.signOutAtDock ? ['a docking signs the driver out'] : []),
    ...(policy.docksOnNetwork ? ['docks wherever there is a network'] : []),
  ].join('; ');
