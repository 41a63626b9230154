CALL managed_logins.secrets_rotate('{{username}}', '{{password}}');
