#!/bin/bash
# A secret for the login cookie, made once, and the size of uploads; then the command.
set -e
if [ ! -f /etc/phpmyadmin/config.secret.inc.php ]; then
  printf "<?php\n\$cfg['blowfish_secret'] = '%s';\n" "$(head -c 24 /dev/urandom | base64 | tr -d '\n')" >/etc/phpmyadmin/config.secret.inc.php
fi
limit=${UPLOAD_LIMIT:-2M}
printf 'upload_max_filesize=%s\npost_max_size=%s\n' "$limit" "$limit" >/etc/php/8.4/apache2/conf.d/90-upload.ini
exec "$@"
