import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { startFakeEngine } from '../../../test/support/fake-engine.ts'
import { smallPlant } from '../../../test/support/plants.ts'
import { temporaryFolder } from '../../../test/support/temporary.ts'
import { unzip } from '../../../test/support/unzip.ts'
import { stackBundle } from './bundle.ts'

/** An archive for a machine without internet, and what its scripts do: they are run, with a `docker` that only pretends. */

const isWindows = process.platform === 'win32'
const has = (program: string, ...args: string[]): boolean => spawnSync(program, args, { stdio: 'ignore' }).status === 0
const shells = [['sh'], ['dash'], ['busybox', 'sh']].filter(([program = '', ...rest]) =>
  has(program, ...rest, '-c', 'true'),
)

let files: ReadonlyMap<string, { readonly content: string; readonly mode: number }>
beforeAll(async () => {
  const context = testContext({ home: '/nonexistent/home' })
  const { data } = await stackBundle.run({ plant: { text: smallPlant }, secrets: 'fresh', offline: true }, context)
  files = new Map([...(await unzip(data.zip))].filter(([path]) => !path.endsWith('/')))
})

/** Made once and copied for each test: as unpacked, and after `images/save.sh`. */
let plain: string
let saved: string
beforeAll(() => {
  const base = mkdtempSync(join(tmpdir(), 'ign-offline-'))
  plain = join(base, 'plain')
  for (const [path, { content, mode }] of files) {
    mkdirSync(dirname(join(plain, path)), { recursive: true })
    writeFileSync(join(plain, path), content, { mode })
  }
  folder = join(base, 'saved', 'bundle')
  saved = folder
  cpSync(plain, saved, { recursive: true })
  expect(isWindows ? 0 : runScript('images/save.sh', pretending()).status).toBe(0)
  return () => rmSync(base, { recursive: true, force: true })
})

let folder: string
beforeEach(() => {
  folder = join(temporaryFolder(), 'bundle')
})

/** The archive as it comes out of `unzip`, with images where `save.sh` would have put them. */
function unpacked({ withImages = true } = {}): void {
  cpSync(withImages ? saved : plain, folder, { recursive: true })
}

function runScript(path: string, more: { PATH?: string } = {}, shell: readonly string[] = ['sh'], args: string[] = []) {
  const [program = 'sh', ...rest] = shell
  return spawnSync(program, [...rest, join(folder, path), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...more },
  })
}

/** A `docker` that knows no image until it is pulled or loaded, and writes down what it is asked. */
function pretending({ kind = 'linux/amd64', loses = '' } = {}): { PATH: string } {
  const bin = join(folder, '..', 'bin')
  mkdirSync(bin, { recursive: true })
  const script = `#!/bin/sh
state=${bin}/images
touch "$state"
echo "docker $*" >>${bin}/log
case "$1 $2" in
'image inspect')
  for last; do :; done
  grep -qxF "$last" "$state" || exit 1
  case $* in *Architecture*) echo linux/amd64 ;; *--format*) echo "sha256:of-$last" ;; esac ;;
'pull '*) echo "$2" >>"$state" ;;
'tag '*) echo "$3" >>"$state" ;;
'save --output') shift 3; printf '%s\\n' "$@" >images.tar ;;
'load --input') grep -vxF '${loses}' images.tar >>"$state" ;;
'version --format') echo ${kind} ;;
'compose version') echo 2.40.3 ;;
esac
`
  writeFileSync(join(bin, 'docker'), script)
  chmodSync(join(bin, 'docker'), 0o755)
  return { PATH: `${bin}:${process.env.PATH}` }
}
/** Another engine: the same program with no images. */
const another = (): void => rmSync(join(folder, '..', 'bin', 'images'), { force: true })
const asked = (): string => {
  const log = join(folder, '..', 'bin', 'log')
  return existsSync(log) ? readFileSync(log, 'utf8') : ''
}

describe('an offline bundle', () => {
  test('holds the project and the scripts', () => {
    for (const path of ['docker-compose.yml', 'start.sh', 'start.bat', 'verify.sh', 'images/load.sh', 'OFFLINE.md'])
      expect([...files.keys()]).toContain(path)
    expect(files.get('images/images.txt')?.content).toMatch(/^grafana\/grafana:13\.2\.0 - -$/m)
  })

  test('lists images by id and digest where the engine knows them', async () => {
    const known = [
      {
        Id: 'sha256:1234',
        RepoTags: ['grafana/grafana:13.2.0'],
        RepoDigests: ['mirror/grafana@sha256:99', 'grafana/grafana@sha256:5678'],
      },
    ]
    const { dockerHost } = await startFakeEngine({
      intercept: ({ path }, response) => {
        if (!path.includes('/images/json')) return false
        response.writeHead(200, { 'Content-Type': 'application/json' })
        response.end(JSON.stringify(decodeURIComponent(path).includes('grafana/grafana:13.2.0') ? known : []))
        return true
      },
    })
    const { data } = await stackBundle.run(
      { plant: { text: smallPlant }, secrets: 'kept', offline: true },
      testContext({ dockerHost }),
    )

    const list = (await unzip(data.zip)).get('images/images.txt')?.content
    expect(list).toContain('\ngrafana/grafana:13.2.0 sha256:1234 grafana/grafana@sha256:5678\n')
    expect(list).toContain('\npostgres:17.11 - -\n')
    expect(data.images).toContainEqual({
      image: 'grafana/grafana:13.2.0',
      id: 'sha256:1234',
      digest: 'grafana/grafana@sha256:5678',
    })
  })

  test('keeps the sums of secrets with them, in the closed folder', () => {
    const open = files.get('SHA256SUMS')?.content ?? ''
    const closed = files.get('secrets/SHA256SUMS')

    expect(open).not.toContain('secrets/')
    expect(closed?.content).toContain('secrets/charts.admin-password')
    expect(((closed?.mode ?? 0) & 0o777).toString(8)).toBe('600')
  })

  test('has sums that the usual tool takes', () => {
    unpacked({ withImages: false })

    const check = spawnSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS', 'secrets/SHA256SUMS'], { cwd: folder })

    expect(check.status).toBe(0)
  })

  test.skipIf(!has('shellcheck', '--version'))('has scripts in which shellcheck finds nothing', () => {
    unpacked({ withImages: false })
    const scripts = [...files.keys()].filter((path) => path.endsWith('.sh') && !path.startsWith('config/'))

    const { stdout } = spawnSync('shellcheck', ['--shell=sh', ...scripts], { cwd: folder, encoding: 'utf8' })

    expect(scripts).toEqual(expect.arrayContaining(['docker/install.sh', 'images/save.sh', 'verify.sh', 'start.sh']))
    expect(stdout).toBe('')
  })

  test('has Windows scripts with Windows line ends', () => {
    for (const [path, { content }] of files)
      if (/\.(bat|ps1)$/.test(path)) expect(content.replaceAll('\r\n', ''), path).not.toMatch(/[\r\n]/)
  })
})

describe.skipIf(isWindows).each(shells.map((shell) => [shell.join(' '), shell] as const))(
  'checked by %s',
  (_, shell) => {
    const verify = () => runScript('verify.sh', {}, shell)
    const load = () => runScript('images/load.sh', pretending(), shell)

    test('a whole bundle passes', () => {
      unpacked()

      expect(verify()).toMatchObject({ status: 0, stdout: 'all files are whole\n', stderr: '' })
    })

    test('and loaded, its images are there', () => {
      unpacked()
      another()

      const { status, stderr, stdout } = load()

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(stdout).toContain('all images are loaded')
      expect(asked()).toContain('docker load --input images.tar')
    })

    test.each<[string, () => void, string[]]>([
      ['a file is missing', () => rmSync(join(folder, 'docker-compose.yml')), ['missing: docker-compose.yml']],
      ['a file was changed', () => appendFileSync(join(folder, '.env'), 'X=1\n'), ['damaged: .env']],
      [
        'a secret is missing',
        () => rmSync(join(folder, 'secrets/charts.admin-password')),
        ['missing: secrets/charts.admin-password'],
      ],
      [
        'the images are damaged',
        () => appendFileSync(join(folder, 'images/images.tar'), 'x'),
        ['damaged: images/images.tar'],
      ],
      ['the images are missing', () => rmSync(join(folder, 'images/images.tar')), ['missing: images/images.tar']],
      [
        'the list of images was changed',
        () => appendFileSync(join(folder, 'images/images.lock'), 'x y z\n'),
        ['damaged: images/images.lock'],
      ],
      ['the sums are missing', () => rmSync(join(folder, 'SHA256SUMS')), ['missing: SHA256SUMS']],
      ['the sums were cut', () => cut('SHA256SUMS'), ['damaged: SHA256SUMS']],
      [
        'the sums of the images are missing',
        () => rmSync(join(folder, 'images/SHA256SUMS')),
        ['missing: images/images.tar'],
      ],
      [
        'several are wrong',
        () => {
          rmSync(join(folder, 'start.sh'))
          appendFileSync(join(folder, 'images/images.tar'), 'x')
        },
        ['missing: start.sh', 'damaged: images/images.tar'],
      ],
    ])('is refused with names when %s, and nothing is loaded', (_, damage, named) => {
      unpacked()
      damage()

      expect(verify().status).toBe(1)
      const { status, stderr } = load()

      expect(status).toBe(1)
      for (const line of named) expect(stderr).toContain(line)
      expect(asked()).not.toContain('docker load')
    })
  },
)

function cut(path: string): void {
  const full = join(folder, path)
  const end = readFileSync(full, 'utf8').split('\n', 3).join('\n').length + 1
  truncateSync(full, Math.min(end, statSync(full).size))
}

describe.skipIf(isWindows)('carrying images over', () => {
  test('pulls by digest where that is known, by tag where not, and not at all what is there', () => {
    unpacked({ withImages: false })
    const path = join(folder, 'images/images.txt')
    const list = readFileSync(path, 'utf8').replace(
      /^grafana\/grafana:13\.2\.0 - -$/m,
      'grafana/grafana:13.2.0 sha256:1 grafana/grafana@sha256:2',
    )
    writeFileSync(path, list)

    const { stderr } = runScript('images/save.sh', pretending())

    expect(asked()).toContain(
      'docker pull grafana/grafana@sha256:2\ndocker tag grafana/grafana@sha256:2 grafana/grafana:13.2.0',
    )
    expect(asked()).toContain('docker pull postgres:17.11')
    expect(stderr).toContain('was sha256:1 where the bundle was made')

    rmSync(join(folder, '..', 'bin', 'log'))
    runScript('images/save.sh', pretending())
    expect(asked()).not.toContain('docker pull')
  })

  test('leaves nothing that looks whole when an image cannot be had', () => {
    unpacked({ withImages: false })
    const environment = pretending()
    const docker = join(folder, '..', 'bin', 'docker')
    writeFileSync(docker, readFileSync(docker, 'utf8').replace("'pull '*)", "'pull '*) exit 1;; 'never '*)"))

    const { status, stderr } = runScript('images/save.sh', environment)

    expect(status).toBe(1)
    expect(stderr).toContain('cannot get ')
    expect(existsSync(join(folder, 'images/images.tar'))).toBe(false)
    expect(existsSync(join(folder, 'images/SHA256SUMS'))).toBe(false)
  })

  test('refuses an engine of another kind before anything is loaded', () => {
    unpacked()
    another()

    const { status, stderr } = runScript('images/load.sh', pretending({ kind: 'linux/arm64' }))

    expect(status).toBe(1)
    expect(stderr).toMatch(/is made for linux\/amd64, and the engine here is linux\/arm64/)
    expect(asked()).not.toContain('docker load')
  })

  test('notices an image that is not there after loading', () => {
    unpacked()
    another()

    const { status, stderr } = runScript('images/load.sh', pretending({ loses: 'postgres:17.11' }))

    expect(status).toBe(1)
    expect(stderr).toContain('postgres:17.11 is not there after loading')
  })
})

describe.skipIf(isWindows)('installing the engine', () => {
  const releases = {
    debian: 'ID=debian\nVERSION_CODENAME=trixie\n',
    ubuntu: 'ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\nUBUNTU_CODENAME=noble\n',
    mint: 'ID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=xia\nUBUNTU_CODENAME=noble\n',
    fedora: 'ID=fedora\nVERSION_ID=43\n',
    rhel: 'ID="rhel"\nID_LIKE="fedora"\nVERSION_ID="10.1"\n',
    rocky: 'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.6"\n',
    suse: 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\nVERSION_ID="16.0"\n',
    alpine: 'ID=alpine\nVERSION_ID=3.22.1\n',
  } as const

  function commands(release: string, ...args: string[]): string {
    unpacked({ withImages: false })
    const path = join(folder, '..', 'os-release')
    writeFileSync(path, release)
    const { status, stderr } = spawnSync('sh', [join(folder, 'docker/install.sh'), '--dry-run', ...args], {
      encoding: 'utf8',
      env: { ...process.env, OS_RELEASE: path },
    })
    expect(status, stderr).toBe(0)
    return stderr
  }

  test.each<[keyof typeof releases, string[]]>([
    [
      'debian',
      [
        'https://download.docker.com/linux/debian/gpg',
        'write /etc/apt/sources.list.d/docker.sources',
        'apt-get install -y docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin',
      ],
    ],
    ['ubuntu', ['https://download.docker.com/linux/ubuntu/gpg', 'apt-get install -y docker-ce']],
    ['mint', ['https://download.docker.com/linux/ubuntu/gpg']],
    ['fedora', ['https://download.docker.com/linux/fedora/docker-ce.repo', 'dnf install -y docker-ce']],
    ['rhel', ['https://download.docker.com/linux/rhel/docker-ce.repo']],
    ['rocky', ['https://download.docker.com/linux/centos/docker-ce.repo', 'systemctl enable --now docker']],
    ['suse', ['zypper --non-interactive install docker docker-compose']],
    ['alpine', ['apk add docker docker-cli-compose', 'rc-update add docker default', 'service docker start']],
  ])('on %s runs what is documented for it', (name, wanted) => {
    const told = commands(releases[name])

    for (const command of wanted) expect(told).toContain(command)
  })

  test.each(Object.entries(releases))(
    'on %s gets packages for another machine without starting anything',
    (_, release) => {
      const told = commands(release, '--download', 'packages')

      expect(told).toMatch(/download|fetch/)
      expect(told).not.toMatch(/systemctl|rc-update/)
    },
  )

  test('from carried packages checks them first', () => {
    unpacked({ withImages: false })
    const packages = join(folder, 'packages')
    mkdirSync(packages)
    writeFileSync(join(packages, 'a.deb'), 'a')
    const sum = (file: string) => spawnSync('sha256sum', [file], { cwd: packages, encoding: 'utf8' }).stdout
    writeFileSync(join(packages, 'SHA256SUMS'), `${sum('a.deb')}${sum('a.deb').replace('a.deb', 'b.deb')}`)
    writeFileSync(join(folder, '..', 'os-release'), releases.debian)
    const install = () =>
      spawnSync('sh', [join(folder, 'docker/install.sh'), '--dry-run', '--from', packages], {
        encoding: 'utf8',
        env: { ...process.env, OS_RELEASE: join(folder, '..', 'os-release') },
      })

    expect(install()).toMatchObject({ status: 1, stderr: `missing: ${packages}/b.deb\n` })

    writeFileSync(join(packages, 'b.deb'), 'a')
    expect(install().stderr).toContain(`+ dpkg --install ${packages}/a.deb ${packages}/b.deb`)

    writeFileSync(join(packages, 'b.deb'), 'b')
    expect(install()).toMatchObject({ status: 1, stderr: `damaged: ${packages}/b.deb\n` })
  })

  test('on a system that it does not know says where to look', () => {
    unpacked({ withImages: false })
    const path = join(folder, '..', 'os-release')
    writeFileSync(path, 'ID=plan9\n')

    const { status, stderr } = spawnSync('sh', [join(folder, 'docker/install.sh'), '--dry-run'], {
      encoding: 'utf8',
      env: { ...process.env, OS_RELEASE: path },
    })

    expect(status).toBe(1)
    expect(stderr).toContain('plan9 is not known')
  })
})
