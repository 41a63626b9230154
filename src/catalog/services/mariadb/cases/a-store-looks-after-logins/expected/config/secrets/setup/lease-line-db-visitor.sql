CALL managed_logins.secrets_lease('{{name}}', '{{password}}');
