<?php
// Loads what is in plugins-enabled, as the official image does, and names the default server.
function adminer_object() {
	class DefaultServer extends Adminer\Plugin {
		function loginFormField($name, $heading, $value) {
			$server = getenv('ADMINER_DEFAULT_SERVER') ?: 'db';
			return $name === 'server' ? $heading . str_replace('value=""', 'value="' . htmlspecialchars($server) . '"', $value) . "\n" : null;
		}
	}
	$plugins = [];
	foreach (glob('plugins-enabled/*.php') as $file) {
		$plugins[] = require $file;
	}
	return new Adminer\Plugins([...$plugins, new DefaultServer()]);
}
require 'adminer.php';
