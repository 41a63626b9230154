/** Messages begin in lower case and end without a full stop, as a line of a list does; here they stand alone. */
export const sentence = (message: string): string => {
  const text = `${message.charAt(0).toUpperCase()}${message.slice(1)}`
  return /[.!?]$/.test(text) ? text : `${text}.`
}
