import type { Page } from 'playwright-core';

/**
 * The text on a page that is drawn with fonts of the operating system: each with the font's name. A
 * terminal may have none, and then shows boxes.
 */
export const lettersOfOtherFonts = async (page: Page): Promise<readonly string[]> => {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument', { depth: -1 });
    const found: string[] = [];
    const look = async (node: typeof root): Promise<void> => {
      const children = node.children ?? [];
      const text = children
        .filter(({ nodeName }) => nodeName === '#text')
        .map(({ nodeValue }) => nodeValue)
        .join('')
        .trim();
      if (text !== '' && !['STYLE', 'SCRIPT', 'TITLE'].includes(node.nodeName)) {
        const { fonts } = await session.send('CSS.getPlatformFontsForNode', {
          nodeId: node.nodeId,
        });
        for (const { familyName, isCustomFont } of fonts) {
          if (!isCustomFont) found.push(`${text} (${familyName})`);
        }
      }
      for (const child of children) await look(child);
    };
    await look(root);
    return found;
  } finally {
    await session.detach();
  }
};
