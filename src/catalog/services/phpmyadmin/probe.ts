import { quoteShell } from '../../../core/print/shell.ts'
import type { ProbedWire, ProbeStep } from '../../model.ts'

/** Signs in as a person does, with the token of the login page, and asks for the list of databases. */
export function loginSteps({ consumer, provider, claim }: ProbedWire<'database'>): ProbeStep[] {
  return [
    {
      what: `${consumer.name} signs "${claim.role}" in to ${provider.name}`,
      in: consumer.name,
      command: ['bash', '-c', signIn(provider.name, claim.role, claim.database)],
      secrets: { PMA_LOGIN: { of: consumer.name, secret: claim.password.name } },
      hint: `Open ${consumer.name} in a browser: its login page says what is wrong. See also docker compose logs ${consumer.name}.`,
    },
  ]
}

/** PHP is what the image surely has; the password is read from the environment and stands on no command line. */
const signIn = (server: string, user: string, database: string): string =>
  `exec php -r ${quoteShell(`
$jar = [];
$ask = function (string $path, ?array $form = null) use (&$jar) {
  $cookies = implode('; ', array_map(fn($name, $value) => "$name=$value", array_keys($jar), $jar));
  $http = ['method' => $form ? 'POST' : 'GET', 'timeout' => 5, 'ignore_errors' => true, 'follow_location' => 0,
    'header' => "Cookie: $cookies\\r\\n" . ($form ? "Content-Type: application/x-www-form-urlencoded\\r\\n" : ''),
    'content' => $form ? http_build_query($form) : ''];
  ini_set('allow_url_fopen', '1');
  $body = file_get_contents("http://127.0.0.1$path", false, stream_context_create(['http' => $http]));
  foreach ($http_response_header ?? [] as $line) {
    if (preg_match('/^Set-Cookie: ([^=]+)=([^;]*)/i', $line, $found)) $jar[$found[1]] = $found[2];
  }
  return (string) $body;
};
$page = $ask('/index.php?route=/');
preg_match('/name="token" value="([^"]+)"/', $page, $token);
preg_match('/name="set_session" value="([^"]+)"/', $page, $session);
preg_match('/<option value="([0-9]+)"[^>]*>\\s*${server}\\b/', $page, $number);
$ask('/index.php?route=/', ['pma_username' => '${user}', 'pma_password' => getenv('PMA_LOGIN'), 'server' => $number[1] ?? '1',
  'set_session' => $session[1] ?? '', 'token' => html_entity_decode($token[1] ?? '')]);
$page = $ask('/index.php?route=/server/databases&server=' . ($number[1] ?? '1'));
exit(str_contains($page, '${database}') && !str_contains($page, 'pma_password') ? 0 : 1);
`)}`
