import { expect } from 'vitest';
import type { TestCentral } from './test-central.ts';

/**
 * Follows the pages of a list to its end, so many rows at a time, and expects that they say rightly
 * whether there are more. `path` has its filters.
 */
export const walkPages = async (
  central: TestCentral,
  path: string,
  member: string,
  limit: number,
): Promise<unknown[]> => {
  const rows: unknown[] = [];
  for (let cursor: string | null = null; ; ) {
    const asked = new URL(path, 'http://central');
    asked.searchParams.set('limit', String(limit));
    if (cursor !== null) asked.searchParams.set('cursor', cursor);
    const { status, body } = await central.staff('GET', `${asked.pathname}${asked.search}`);
    expect([path, status]).toEqual([path, 200]);
    rows.push(...body[member]);
    if (body.more) expect(body[member]).toHaveLength(limit);
    expect([body.more, body.next]).toEqual([body.next !== null, body.next]);
    if (!body.more) return rows;
    cursor = body.next;
  }
};
