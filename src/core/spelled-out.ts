/** What begins a line of its own, steers a terminal, or turns the direction of what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** A text of somebody else on one line, harmless to who reads it in a terminal: `\u000a` in place of a line break. */
export const spelledOut = (text: string): string =>
  text.replace(unprintable, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
