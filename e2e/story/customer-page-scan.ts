import { en } from '../../renderer/i18n/en.ts';
import { openTelephone } from '../support/telephone.ts';
import { codeAt, openByParcel, type Step, verdict } from './story.ts';

/** The customer who shows the QR on a telephone. */
const SHOWS = 11;

/**
 * The customer opens the link of the message and loses the network; the driver's scanner reads the
 * QR from the telephone's screen.
 */
export const customerPageScan: Step = {
  id: 'customer-page-scan',
  play: async (story) => {
    const { display, line } = story.world;
    const { link } = codeAt(story, SHOWS);
    const telephone = await openTelephone(link, display);
    let shown: Uint8Array;
    try {
      await telephone.kept();
      await telephone.setOffline(true);
      await telephone.page.reload();
      shown = await telephone.readScreen();
    } finally {
      await telephone.close();
    }
    await openByParcel(story, SHOWS);
    await line.write(Buffer.concat([Buffer.from(']Q1'), shown, Buffer.from('\r')]));
    await verdict(story, en.verdict.accepted.title, 'accepted');
    return 'the code was accepted from the QR on a telephone without a network';
  },
};
