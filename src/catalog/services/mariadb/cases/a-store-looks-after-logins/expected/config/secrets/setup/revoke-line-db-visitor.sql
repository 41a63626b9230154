CALL managed_logins.secrets_revoke('{{name}}');
