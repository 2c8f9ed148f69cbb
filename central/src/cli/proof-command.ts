import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { piecesOf } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { findDelivery } from './find-delivery.ts';
import { examples, printable } from './output.ts';

/** `delivery proof`: what proves one delivery, as a file for `audit verify`. */
export const addProofCommand = (delivery: Command, context: CommandContext): void => {
  delivery
    .command('proof <delivery>')
    .description('write what proves a delivery to a file for `audit verify`')
    .requiredOption('--out <file>', 'new file for the proof')
    .option('--depot <depot>', 'name or id, if two depots have the reference')
    .addHelpText('after', examples('delivery proof 4F7K2M --out 4F7K2M.json'))
    .action(async (asked: string, { out, depot }: { out: string; depot?: string }) => {
      const { client, output } = context();
      const { id, shortId } = await findDelivery(client, asked, depot);
      // It may have what a driver wrote of the customer: for its owner's eyes.
      const file = await open(out, 'wx', 0o600).catch(() => {
        const sentence = `The file ${out} exists already, or cannot be written.`;
        throw new CommandFailure('file-unwritable', sentence, 2);
      });
      try {
        const params = { path: { delivery: id } };
        // To the byte as central signed it, so that nothing reads and writes it on the way.
        const proof = client.streams.GET('/v1/deliveries/{delivery}/proof', {
          params,
          parseAs: 'stream',
        });
        for await (const piece of piecesOf(proof)) await file.write(piece);
      } finally {
        await file.close();
      }
      output.result({ delivery: id, file: out }, () =>
        printable(`wrote the proof of ${shortId} to ${out}; check it with: audit verify ${out}`),
      );
    });
};
