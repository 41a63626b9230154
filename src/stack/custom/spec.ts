import { z } from 'zod'
import { categories } from '../../catalog/model.ts'
import { sizeText } from '../../catalog/options.ts'
import { oneLine, severalLines } from '../text.ts'

/**
 * A service that the plant brings itself: the same things that a service of the catalogue says, as data. Texts that
 * depend on the stack hold placeholders such as `${database.host}`.
 */

const shortText = z
  .string()
  .max(500)
  .regex(oneLine, 'must be one line')
  .refine((text) => text.isWellFormed(), 'must be well-formed text')

/** Stands in tables of Markdown. */
const title = shortText.regex(/^[^|`<>]*$/, 'must not hold any of | ` < >')

const shortName = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9-]{0,38}$/, 'must begin with a lower case letter and hold only letters, digits and "-"')

const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'must be a name of an environment variable: letters, digits and "_"')

/** A path that Compose mounts on as it is written; `/run/secrets` belongs to the secrets. */
const containerPath = z
  .string()
  .max(200)
  .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@+-]+)+$/, {
    error: 'must be an absolute path in the container',
    abort: true,
  })
  .refine((path) => !/^\/run(\/secrets(\/|$)|$)/.test(path), 'must not hide /run/secrets')

const filePath = z
  .string()
  .max(200)
  .regex(/^(?:(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@+-]+(?:\/(?!$)|$))+$/, 'must be a relative path of plain names')

const template = z
  .string()
  .max(4000)
  .regex(severalLines, 'must not hold control characters')
  .refine((text) => text.isWellFormed(), 'must be well-formed text')

const environment = z
  .record(variableName, template)
  .default({})
  .describe('Environment variables; values may hold placeholders')

const image = z
  .string()
  .max(200)
  .regex(
    /^(?:[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[1-9][0-9]{0,4})?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/,
    'must be the name of an image in lower case, without a tag',
  )

const tag = z
  .union([z.string(), z.number()], 'must be a tag of the image')
  .transform(String)
  .refine(
    (text) => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text) && text !== 'latest',
    'must be a tag of the image that stays the same, not "latest"',
  )

const Port = z.strictObject({
  container: z.int().min(1).max(65_535).describe('Port that the program listens on'),
  protocol: z.enum(['http', 'https', 'tcp', 'udp']).default('tcp').describe('What is spoken on it'),
  title: title.optional().describe('What it is, for lists of addresses'),
  host: z.int().min(1).max(65_535).optional().describe('Host port by default; absent: not published'),
})

const about = shortText.default('').describe('What it does')
const variable = variableName.optional().describe('Environment variable that gets the value')

const Option = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), description: about, default: shortText.optional(), variable }),
  z.strictObject({ type: z.literal('boolean'), description: about, default: z.boolean().default(false), variable }),
  z.strictObject({
    type: z.literal('integer'),
    description: about,
    default: z.int().optional(),
    min: z.int().optional(),
    max: z.int().optional(),
    variable,
  }),
  z.strictObject({
    type: z.literal('choice'),
    description: about,
    values: z.array(shortText.min(1)).min(1).max(100),
    default: shortText.optional(),
    variable,
  }),
  z.strictObject({
    type: z.literal('secret'),
    description: about,
    variable: variable.describe('Environment variable that gets the path of the file with the secret'),
  }),
])

const Secret = z.strictObject({
  variable: variable.describe('Environment variable that gets the path of the file with the secret'),
  user: shortText.optional().describe('Login that the password is for, where people use it'),
})

const File = z.strictObject({
  path: filePath.describe('Below config/<service> of the project'),
  mount: containerPath.describe('Where the container finds it'),
  content: z
    .string()
    .max(200_000)
    .regex(severalLines, 'must not hold control characters')
    .refine((text) => text.isWellFormed(), 'must be well-formed text')
    .describe('Text of the file; may hold placeholders'),
})

const Health = z.union(
  [
    z.strictObject({
      http: z
        .string()
        .max(200)
        .regex(/^\/[A-Za-z0-9._~/?&=%-]*$/, 'must be a path such as /health')
        .describe('Path that answers 200'),
      port: shortName.default('http').describe('Port to ask'),
      startPeriodS: z.int().min(0).max(3600).default(60).describe('Seconds in which failures do not count'),
    }),
    z.strictObject({
      tcp: shortName.describe('Port that takes connections'),
      startPeriodS: z.int().min(0).max(3600).default(60).describe('Seconds in which failures do not count'),
    }),
    z.strictObject({
      command: z.array(template).min(1).max(50).describe('Command in the container that ends with 0'),
      startPeriodS: z.int().min(0).max(3600).default(60).describe('Seconds in which failures do not count'),
    }),
  ],
  'must be a mapping with http, tcp or command',
)

const providers = z
  .array(z.string().max(100))
  .min(1)
  .max(50)
  .optional()
  .describe('Services of the catalogue that it can use; all when absent')

const Accepts = z.strictObject({
  'reverse-proxy': z
    .strictObject({
      healthPath: z
        .string()
        .max(200)
        .regex(/^\/[A-Za-z0-9._~/?&=%-]*$/, 'must be a path such as /health')
        .default('/')
        .describe('Path that answers below 400 without a login'),
      login: z
        .enum(['own', 'operator'])
        .default('operator')
        .describe('own: the program asks for a login itself; operator: the proxy asks'),
      environment,
    })
    .optional()
    .describe('The port http gets a host name at the reverse proxy'),
  database: z
    .strictObject({
      providers,
      access: z
        .enum(['owner', 'writer', 'reader'])
        .default('owner')
        .describe('owner: a database of its own; writer, reader: the one that the stack shares'),
      environment,
    })
    .optional()
    .describe('A database and a role of its own'),
  mail: z.strictObject({ environment }).optional().describe('Mail goes to the mail server of the stack'),
  metrics: z
    .strictObject({
      port: shortName.default('http').describe('Port of the metrics'),
      path: z
        .string()
        .max(200)
        .regex(/^\/[A-Za-z0-9._~/-]*$/, 'must be a path such as /metrics')
        .default('/metrics')
        .describe('Path of the metrics'),
    })
    .optional()
    .describe('Prometheus metrics that are collected'),
  'mqtt-broker': z
    .strictObject({
      providers,
      topics: z
        .array(
          z.strictObject({
            access: z.enum(['read', 'write', 'readwrite']).describe('What it may do'),
            filter: z
              .string()
              .max(200)
              .regex(
                /^(?:[A-Za-z0-9_.:$-]+|\+)(?:\/(?:[A-Za-z0-9_.:-]+|\+))*(?:\/#)?$|^#$/,
                'must be a topic filter such as line1/+/temperature or line1/#',
              )
              .describe('Topic filter'),
          }),
        )
        .max(100)
        .default([{ access: 'readwrite', filter: '#' }])
        .describe('Rights by topic'),
      environment,
    })
    .optional()
    .describe('A user of its own at the broker'),
})

export const CustomService = z.strictObject({
  title: title.min(1).describe('Name of the program'),
  summary: shortText.default('').describe('What it does'),
  category: z.enum(categories).default('operations').describe('Where lists show it'),
  homepage: z.httpUrl().optional().describe('Page of the program'),
  license: shortText.default('unknown').describe('Licence of the program'),
  image: image.describe('Image without a tag'),
  versions: z.array(tag).min(1).max(100).describe('Tags that were tried, the default first'),
  ports: z.record(shortName, Port).default({}).describe('Ports by name; http is the web page'),
  options: z.record(shortName, Option).default({}).describe('Options of an instance'),
  secrets: z.record(shortName, Secret).default({}).describe('Passwords that are generated for each instance'),
  environment,
  entrypoint: z.array(template).min(1).max(100).optional().describe('Instead of that of the image'),
  command: z.array(template).min(1).max(100).optional().describe('Instead of that of the image'),
  files: z.array(File).max(100).default([]).describe('Settings files'),
  volumes: z.record(shortName, containerPath).default({}).describe('Volumes for data: name and path in the container'),
  user: z
    .string()
    .regex(/^\d{1,7}(:\d{1,7})?$/, 'must be the numbers of a user and a group: "1000:1000"')
    .default('65534:65534')
    .describe('User that the program runs as in the image'),
  toolbox: z
    .enum(['bash', 'busybox', 'node', 'none'])
    .default('none')
    .describe('What health checks can be made of in the image'),
  health: Health.describe('How to see that it works'),
  memory: sizeText.default('256MiB').describe('Most memory of a container'),
  cpus: z.number().min(0.01).max(1024).default(0.5).describe('Most processors of a container'),
  multiple: z.boolean().default(true).describe('Whether a stack can have it more than once'),
  accepts: Accepts.default({}).describe('What it uses of other services'),
})
export type CustomService = z.output<typeof CustomService>
