/** Patterns for texts of users: which control characters they may hold. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
export const oneLine = /^[^\u0000-\u001f\u007f]*$/

/** Line breaks and tabs are allowed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not appear
export const severalLines = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/
