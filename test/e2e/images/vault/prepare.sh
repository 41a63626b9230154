version=1.21.4
kept=$CACHE/go/vault-$version-$(digest <prepare.sh)
# Vault speaks to every cloud there is. What only clouds need is replaced by empty packages, which leaves a third of
# the code to compile: the sealing keys of clouds, finding cluster members by cloud tags, logins of agents by cloud
# identity, Kubernetes, Kerberos and LDAP. Storage, policies, AppRole, userpass, OIDC, KV, PKI, transit, SSH, the
# database engine with PostgreSQL and MySQL/MariaDB, the agent and the command line are the real ones.
cloud_key() { # NAME IDENTIFIER...: a stand-in for the sealing key of a cloud
  local dir=stub/$1 name; shift
  mkdir -p "$dir"
  printf 'module github.com/hashicorp/go-kms-wrapping/wrappers/%s/v2\n' "${dir#stub/}" >"$dir/go.mod"
  {
    printf 'package %s\n\nimport (\n\t"github.com/hashicorp/go-hclog"\n\twrapping "github.com/hashicorp/go-kms-wrapping/v2"\n)\n\n' "${dir#stub/}"
    printf 'type Wrapper struct{ wrapping.Wrapper }\n\nfunc NewWrapper() *Wrapper { return nil }\n\n'
    printf 'func WithDisallowEnvVars(bool) wrapping.Option { return nil }\n\nfunc WithLogger(hclog.Logger) wrapping.Option { return nil }\n\nvar (\n'
    for name in "$@"; do printf '\t%s = "-%s"\n' "$name" "$name"; done
    printf ')\n'
  } >"$dir/stub.go"
  go mod edit -replace "github.com/hashicorp/go-kms-wrapping/wrappers/${dir#stub/}/v2=./$dir"
}
no_clouds() { # in the folder of the module
  local name names
  for name in alicloudkms awskms azurekeyvault gcpckms ocikms; do
    names=$(grep -rhoE "\b$name\.(Env|Kms)[A-Za-z]+" --include=*.go internalshared vault | sed 's/.*\.//' | sort -u)
    cloud_key "$name" $names
  done
  mkdir -p stub/discover/provider/k8s
  printf 'module github.com/hashicorp/go-discover\n' >stub/discover/go.mod
  cat >stub/discover/stub.go <<'GO'
package discover

import (
	"errors"
	"log"
)

type Provider interface{}

type Discover struct{}

type Config map[string]string

type Option func(*Discover) error

var Providers = map[string]Provider{}

func New(...Option) (*Discover, error) { return &Discover{}, nil }

func WithProviders(map[string]Provider) Option { return nil }

func Parse(string) (Config, error) { return nil, errors.New("not in this build") }

func (Config) String() string { return "" }

func (*Discover) Addrs(string, *log.Logger) ([]string, error) { return nil, errors.New("not in this build") }
GO
  printf 'package k8s\n\ntype Provider struct{}\n' >stub/discover/provider/k8s/stub.go
  go mod edit -replace github.com/hashicorp/go-discover=./stub/discover
  for name in alicloud aws azure cf gcp kerberos kubernetes ldap oci; do
    sed -i "/agentproxyshared\/auth\/$name\"/d; /^func GetAutoAuthMethod/,/^}/{/^\tcase \"$name\"/,/return/d}" command/agentproxyshared/helpers.go
  done
  sed -i '/^\tcase "pcf"/,/return/d' command/agentproxyshared/helpers.go
}
if [ ! -x "$kept" ]; then
  mkdir -p "$CACHE/go"
  go_source github.com/hashicorp/vault "v$version" src
  (
    cd src
    # nested modules that are not in the archive; the releases nearest to this version's own
    for name in api api/auth/approle api/auth/kubernetes api/auth/userpass sdk; do
      go mod edit -dropreplace "github.com/hashicorp/vault/$name"
    done
    go mod edit -require github.com/hashicorp/vault/sdk@v0.21.0
    # two functions of the sdk differ from that release: one does not tell the name of a restored key, which only an
    # observer would hear, one hands on an argument that nobody looks at
    sed -i 's/restoredKeyName, err := b.lm.RestorePolicy(/restoredKeyName, err := keyName, b.lm.RestorePolicy(/' builtin/logical/transit/path_restore.go
    sed -i 's/ActivationFunc(ctx, nil)/ActivationFunc(ctx, nil, "")/' vault/logical_system_activation_flags.go
    sed -i 's/activateDeduplication(ctx context.Context, req \*logical.Request)/activateDeduplication(ctx context.Context, req *logical.Request, _ string)/' vault/identity_store_util.go
    no_clouds
    cat >helper/builtinplugins/registry_min.go <<'GO'
//go:build minimal

package builtinplugins

import (
	dbMysql "github.com/hashicorp/vault/plugins/database/mysql"
	dbPostgres "github.com/hashicorp/vault/plugins/database/postgresql"
)

func extendAddonPlugins(reg *registry) {
	reg.databasePlugins["mysql-database-plugin"] = databasePlugin{Factory: dbMysql.New(dbMysql.DefaultUserNameTemplate)}
	reg.databasePlugins["postgresql-database-plugin"] = databasePlugin{Factory: dbPostgres.New}
}
GO
    go_build "$kept" "" . -tags minimal
  )
  rm -rf src
fi
cp "$kept" vault
