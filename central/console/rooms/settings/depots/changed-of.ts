/**
 * What of a form is another than it was when it was begun. Only that is asked for: what somebody did not
 * touch is not theirs to undo, if another one has set it meanwhile.
 */
export const changedOf = <Form extends object>(begun: Form, given: Form): Partial<Form> => {
  const isSame = ([name, value]: [string, unknown]): boolean =>
    JSON.stringify(value) === JSON.stringify(begun[name as keyof Form]);
  return Object.fromEntries(
    Object.entries(given).filter((member) => !isSame(member)),
  ) as Partial<Form>;
};
