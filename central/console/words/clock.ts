/** The time of day where a depot is, as a field for times has it: '09:05'. */
export const clockOf = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
