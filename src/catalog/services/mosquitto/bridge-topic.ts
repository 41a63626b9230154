import { z } from 'zod'

/** Spaces would end a word of the configuration; `#` stands only at the end, `+` only alone. */
const bridgedTopic = z
  .string()
  .max(500)
  .regex(
    /^(#|(\+|[!-"$-*,-.0-~]+)(\/(\+|[!-"$-*,-.0-~]+))*(\/#)?)$/,
    'must be a topic filter without spaces, such as line1/+/temperature or line1/#',
  )

const prefix = z
  .string()
  .max(200)
  .regex(/^[!-"$-*,-~]+\/$/, 'must be a topic that ends with "/" and holds no space, "+" or "#"')

/** What a bridge carries from one broker to the other. */
export const BridgeTopic = z.strictObject({
  topic: bridgedTopic.describe('Topic filter, the part after the prefixes'),
  direction: z.enum(['out', 'in', 'both']).default('out').describe('To the other broker, from it, or both ways'),
  qos: z.int().min(0).max(2).default(1).describe('Quality of service over the bridge'),
  localPrefix: prefix.optional().describe('Put before the topic here'),
  remotePrefix: prefix.optional().describe('Put before the topic on the other broker'),
})
export type BridgeTopic = z.output<typeof BridgeTopic>
