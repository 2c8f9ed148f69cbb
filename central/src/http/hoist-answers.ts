type Members = { [member: string]: unknown };

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The names of the schemas that an answer refers to, in their order: `BadRequestOrNotFound`. */
const nameOf = (answer: unknown): string =>
  [...JSON.stringify(answer).matchAll(/#\/components\/schemas\/Problem(\w+)/g)]
    .map(([, name]) => name)
    .join('Or');

/** So many operations give an answer before it is said in one place for all of them. */
const SHARED_BY = 3;

/**
 * Says refusals that several operations share once, in the components. `paths` is changed in place.
 */
export const hoistAnswers = (paths: unknown): Readonly<Record<string, unknown>> => {
  const all = Object.values(isMembers(paths) ? paths : {})
    .flatMap((methods) => Object.values(isMembers(methods) ? methods : {}))
    .flatMap((operation) => {
      const answers = isMembers(operation) ? operation['responses'] : null;
      return isMembers(answers) ? [answers] : [];
    });
  const counts = new Map<string, number>();
  const refusals = (answers: Members): [string, unknown][] =>
    Object.entries(answers).filter(([status]) => !status.startsWith('2'));
  for (const answers of all) {
    for (const [, answer] of refusals(answers)) {
      const text = JSON.stringify(answer);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  const shared: Members = {};
  for (const answers of all) {
    for (const [status, answer] of refusals(answers)) {
      if ((counts.get(JSON.stringify(answer)) ?? 0) < SHARED_BY) continue;
      const name = nameOf(answer);
      shared[name] = answer;
      answers[status] = { $ref: `#/components/responses/${name}` };
    }
  }
  return Object.fromEntries(Object.entries(shared).sort(([a], [b]) => (a < b ? -1 : 1)));
};
