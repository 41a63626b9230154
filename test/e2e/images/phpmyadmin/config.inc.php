<?php
// The variables of the official image, one server for each host.
require '/etc/phpmyadmin/config.secret.inc.php';
$list = fn(string $one, string $many) => getenv($one) !== false ? [getenv($one)] : (getenv($many) === false ? [] : array_map('trim', explode(',', getenv($many))));
$hosts = $list('PMA_HOST', 'PMA_HOSTS') ?: ['db'];
$ports = $list('PMA_PORT', 'PMA_PORTS');
$names = $list('PMA_VERBOSE', 'PMA_VERBOSES');
foreach ($hosts as $i => $host) {
	$server = ['host' => $host, 'auth_type' => 'cookie', 'compress' => false, 'AllowNoPassword' => true];
	if (($ports[$i] ?? '') !== '') $server['port'] = $ports[$i];
	if (($names[$i] ?? '') !== '') $server['verbose'] = $names[$i];
	$cfg['Servers'][$i + 1] = $server;
}
if (getenv('PMA_ABSOLUTE_URI') !== false) $cfg['PmaAbsoluteUri'] = trim(getenv('PMA_ABSOLUTE_URI'));
if (getenv('PMA_ARBITRARY') === '1') $cfg['AllowArbitraryServer'] = true;
foreach (glob('/etc/phpmyadmin/conf.d/*.php') as $file) include $file;
