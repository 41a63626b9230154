/** `user:ada` as people say it: `ada`. A token or the shell keeps its kind. */
export const personOf = (actor: string): string => actor.replace(/^user:/, '').replace(/^(\w+):/, '$1 ')
