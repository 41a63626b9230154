import { defineCodes, exitCodes, failuresOf } from '../core/error.ts'

const invalid = { exitCode: exitCodes.usage, status: 422 } as const

/** What can be wrong with a plant file, and the one error that carries it all. */
export const stackCodes = defineCodes({
  'stack.invalid': { ...invalid, title: 'The plant file has errors', hint: 'Mend the problems listed and try again.' },
  'stack.unreadable': {
    ...invalid,
    title: 'The text is not YAML or JSON',
    hint: 'Mend the syntax at the place named.',
  },
  'stack.too-large': {
    ...invalid,
    title: 'The plant file is too large',
    hint: 'Keep it below 1 MiB; move data to files of their own.',
  },
  'stack.too-many-problems': {
    ...invalid,
    title: 'There are more problems than can be listed',
    hint: 'Mend the ones that are listed and check again.',
  },
  'stack.not-possible': {
    ...invalid,
    title: 'The program cannot do what is asked of it',
    hint: 'Choose another program for it, or leave it out.',
  },
  'stack.alias': {
    ...invalid,
    title: 'A service is meant by another name',
    hint: 'Nothing has to be done; the name in the catalogue is the better one.',
  },
  'stack.unknown-key': { ...invalid, title: 'A key has no meaning here', hint: 'Remove it or correct its spelling.' },
  'stack.invalid-value': {
    ...invalid,
    title: 'A value does not fit its place',
    hint: 'Give a value of the kind named.',
  },
  'stack.missing-value': { ...invalid, title: 'A required value is missing', hint: 'Add it.' },
  'stack.invalid-name': {
    ...invalid,
    title: 'A name is not a DNS label',
    hint: 'Use lower case letters, digits and hyphens, at most 40, beginning with a letter and ending with a letter or digit.',
  },
  'stack.duplicate-name': { ...invalid, title: 'Two services have the same name', hint: 'Rename one of them.' },
  'stack.shared-name': {
    ...invalid,
    title: 'An overlay keeps the name of the plant, and with it secrets and data',
    hint: 'Give the overlay a name of its own, unless it is the same stack.',
  },
  'stack.empty': {
    ...invalid,
    title: 'The plant has no services',
    hint: 'Add one under services; ign stack catalog lists them.',
  },
  'stack.unknown-service': { ...invalid, title: 'The catalogue has no such service', hint: 'See ign stack catalog.' },
  'stack.invalid-version': {
    ...invalid,
    title: 'The version is not one of the service',
    hint: 'Choose a version that ign stack catalog lists.',
  },
  'stack.untested-version': {
    ...invalid,
    title: 'The version was not tried with this catalogue',
    hint: 'Prefer a version that ign stack catalog lists.',
  },
  'stack.unknown-port': {
    ...invalid,
    title: 'The service has no such port',
    hint: 'Use a port name that ign stack catalog SERVICE lists.',
  },
  'stack.port-clash': {
    ...invalid,
    title: 'A host port is given twice',
    hint: 'Give one of the services another port.',
  },
  'stack.port-shifted': {
    ...invalid,
    title: 'A default host port was taken, so the next free one is used',
    hint: 'Set the port yourself to keep it.',
  },
  'stack.host-clash': {
    ...invalid,
    title: 'Two web pages have the same host name',
    hint: 'Give one of them another host.',
  },
  'stack.name-clash': { ...invalid, title: 'A job would have the name of a service', hint: 'Rename the service.' },
  'stack.unknown-reference': {
    ...invalid,
    title: 'A name refers to nothing in the stack',
    hint: 'Correct the name or add the service.',
  },
  'stack.cycle': {
    ...invalid,
    title: 'Services wait for each other in a circle',
    hint: 'Remove one of the "after" entries.',
  },
  'stack.exclusive': { ...invalid, title: 'Two services cannot be in one stack', hint: 'Remove one of them.' },
  'stack.single-instance': {
    ...invalid,
    title: 'The service can be in a stack only once',
    hint: 'Remove the other instances.',
  },
  'stack.unmet-need': {
    ...invalid,
    title: 'A service lacks what it cannot work without',
    hint: 'Add a provider or remove the connect entry that switches it off.',
  },
  'stack.added': {
    ...invalid,
    title: 'A service was added because another needs it',
    hint: 'Add it to the plant file to choose its name and options.',
  },
  'stack.several-providers': {
    ...invalid,
    title: 'Several providers could serve a consumer',
    hint: 'Choose with connect.',
  },
  'stack.eula-missing': {
    ...invalid,
    title: 'A licence is not accepted',
    hint: 'Read the licence and accept it in the options.',
  },
  'stack.eula-assumed': {
    ...invalid,
    title: 'Choosing the product was taken as accepting its licence',
    hint: 'Read the licence; in a plant file it is accepted explicitly.',
  },
  'stack.option-conflict': {
    ...invalid,
    title: 'Options contradict each other or the version',
    hint: 'Change one of them.',
  },
  'stack.weak-security': {
    ...invalid,
    title: 'A setting is weaker than it should be',
    hint: 'Choose the stronger setting.',
  },
  'stack.tls-invalid': {
    ...invalid,
    title: 'TLS cannot work like this',
    hint: 'Choose another tls mode or add what it needs.',
  },
  'stack.unknown-role': {
    ...invalid,
    title: 'A user has a role that nothing defines',
    hint: 'Add the role under integrations.oidc.roles.',
  },
  'stack.unknown-mqtt-user': {
    ...invalid,
    title: 'A rule is for a user that the broker does not know',
    hint: 'Add the user under integrations.mqtt.users.',
  },
  'stack.file-missing': {
    ...invalid,
    title: 'A file that the plant file names cannot be read',
    hint: 'Put the file there, or correct its path: it is relative to the plant file.',
  },
  'stack.file-refused': {
    ...invalid,
    title: 'A request from outside names a file of this machine',
    hint: 'Run ign where the file is.',
  },
  'stack.file-too-large': {
    ...invalid,
    title: 'A file that the plant file names is too large',
    hint: 'Name a smaller file.',
  },
  'stack.users-invalid': {
    ...invalid,
    title: 'A list of users has errors',
    hint: 'Mend the problems listed; nothing was changed.',
  },
  'stack.file-invalid': {
    ...invalid,
    title: 'A file that the plant file names is not what it should be',
    hint: 'Get the file again from where it was made.',
  },
  'stack.file-mismatch': {
    ...invalid,
    title: 'A file is another one than the plant file says',
    hint: 'Compare the file with what the plant file says about it.',
  },
  'stack.ignored-setting': {
    ...invalid,
    title: 'A setting of an older request has no counterpart',
    hint: 'Remove it.',
  },
})

export type StackCode = keyof typeof stackCodes & string

export const stackError = failuresOf(stackCodes)
