type QuestionGroup = { readonly from: number; readonly text: string };

/** A question in groups of at most four, as even as they can be. `from`: where a group begins. */
export const questionGroups = (question: string): readonly QuestionGroup[] => {
  const count = Math.ceil(question.length / 4);
  const startOf = (group: number) => Math.ceil((group * question.length) / count);
  return Array.from({ length: count }, (_, group) => ({
    from: startOf(group),
    text: question.slice(startOf(group), startOf(group + 1)),
  }));
};
