import { z } from 'zod'
import { secretOption, userName } from '../../options.ts'

/** Printable, so that it can stand in messages; the name itself is plain, because it comes from wherever files come from. */
const pathOf = (ending: string) =>
  z
    .string()
    .max(500)
    .regex(
      new RegExp(`^(?:[^\\u0000-\\u001f\\u007f]*[/\\\\])?[A-Za-z0-9][A-Za-z0-9._+() -]{0,119}\\.${ending}$`),
      `must be the path of a .${ending} file whose name holds only letters, digits, blanks and . _ + - ( )`,
    )

const ThirdPartyModule = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,40}(?:\.[A-Za-z0-9_-]{1,40}){0,8}$/, 'must be a module identifier')
    .describe('Identifier of the module, as its module.xml has it'),
  file: pathOf('modl').describe('Path of the .modl file, relative to the plant file'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in lower case')
    .optional()
    .describe('SHA-256 of the file, as its maker publishes it'),
  acceptLicense: z.boolean().default(false).describe('You accept the licence of the module'),
  acceptCertificate: z.boolean().default(false).describe('You trust the certificate that the module is signed with'),
})
export type ThirdPartyModule = z.output<typeof ThirdPartyModule>

export const Options = z.strictObject({
  acceptEula: z
    .boolean()
    .default(false)
    .describe('You accept the Ignition licence: https://inductiveautomation.com/ignition/license'),
  edition: z.enum(['standard', 'edge', 'maker']).default('standard').describe('Edition of the gateway'),
  adminUser: userName.default('admin').describe('First administrator'),
  password: secretOption.optional(),
  gatewayName: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, 'must hold only letters, digits, "_" and "-"')
    .optional()
    .describe('System name; the instance name when absent'),
  heapMiB: z.int().min(256).max(262_144).default(1024).describe('Most memory for the Java heap, in MiB'),
  initialHeapMiB: z
    .int()
    .min(64)
    .max(262_144)
    .optional()
    .describe('Memory of the Java heap at the start, in MiB; what the image sets when absent'),
  modules: z
    .union([
      z.literal('all'),
      z
        .array(z.string().regex(/^[A-Za-z0-9._-]{1,120}$/, 'must be a module identifier'))
        .min(1)
        .max(100),
    ])
    .default('all')
    .describe('Modules to run: all, or the only ones allowed, by identifier'),
  thirdPartyModules: z.array(ThirdPartyModule).max(50).default([]).describe('Modules of other makers to install'),
  allowUnsignedModules: z.boolean().default(false).describe('Load modules that nobody has signed; for development'),
  restore: pathOf('gwbk').optional().describe('Gateway backup (.gwbk) that a new gateway begins with'),
  incomingGateways: z
    .enum(['approved', 'open'])
    .default('approved')
    .describe('Other gateways that connect to this one: encrypted and approved by a person, or open to all'),
  quickStart: z.boolean().default(false).describe('Sample project and connections on a new gateway'),
  licenseKey: secretOption.optional().describe('Licence key, by reference (Maker: required)'),
  activationToken: secretOption.optional().describe('Activation token, by reference (Maker: required)'),
  autoRegister: z.boolean().default(true).describe('Register the databases of the stack on this gateway'),
})
export type IgnitionOptions = z.output<typeof Options>
