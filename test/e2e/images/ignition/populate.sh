#!/bin/bash
# populate.sh VERSION - the skeleton of an install folder: enough that a volume
# mounted on data/ is filled by the engine and that a seeding step finds its places
set -euo pipefail
home=/usr/local/bin/ignition
mkdir -p $home/{logs,user-lib/modules,user-lib/jdbc,user-lib/pylib} $home/data/{projects,var}
cd $home/data
cat >gateway.xml <<'X'
<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE properties SYSTEM "http://java.sun.com/dtd/properties.dtd">
<properties>
<comment>stand-in</comment>
<entry key="gateway.port">8088</entry>
<entry key="gateway.sslport">8043</entry>
<entry key="gateway.metroSSLPort">8060</entry>
</properties>
X
printf '# stand-in: wrapper configuration\nwrapper.java.maxmemory=1024\n' >ignition.conf
case $1 in
  8.1.*) mkdir -p db; printf 'stand-in, not an SQLite file\n' >db/config.idb;;
  *)
    mkdir -p config/local config/resources/{core,external}/ignition
    printf '{"title":"Core","description":"stand-in","enabled":true,"inheritable":true,"parent":"external"}\n' >config/resources/core/config-mode.json
    printf '{"title":"External","description":"stand-in","enabled":true,"inheritable":true,"parent":"system"}\n' >config/resources/external/config-mode.json
    ;;
esac
chown -R ignition:ignition $home
