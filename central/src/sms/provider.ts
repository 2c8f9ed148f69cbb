/** One message to one customer. `text` holds the code: it is nowhere logged or kept. */
export type Sms = { readonly to: string; readonly text: string; readonly issue: string };

/**
 * Whoever takes messages to the network. `send` resolves when the provider has taken the message
 * on, and throws if it has not.
 */
export type SmsProvider = { readonly name: string; readonly send: (sms: Sms) => Promise<void> };
