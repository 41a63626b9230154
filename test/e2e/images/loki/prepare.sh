version=3.7.6
kept=$CACHE/go/loki-$version-$(digest <prepare.sh)
# Loki stores in every cloud there is. What only clouds need is replaced by empty packages, which leaves two thirds of
# the code to compile. Distributor, ingester, querier, index, chunks in files, compactor, retention and ruler are the
# real ones.

# absent_store PACKAGE SETTINGS... -- NAME=RESULT...: a client of chunks, index or tables without its program; the
# declarations on the standard input stand beside it
absent_store() {
  local package=$1 name; shift
  local dir=pkg/storage/chunk/client/$package
  rm -r "$dir"; mkdir "$dir"
  {
    printf 'package %s\n\nimport (\n\t"errors"\n\t"flag"\n\n' "$package"
    printf '\t"github.com/grafana/dskit/backoff"\n\t"github.com/grafana/dskit/flagext"\n\n'
    printf '\t"github.com/grafana/loki/v3/pkg/storage/chunk/client"\n'
    printf '\t"github.com/grafana/loki/v3/pkg/storage/stores/series/index"\n)\n\n'
    printf 'var (\n\terrAbsent = errors.New("not in this build")\n\n'
    printf '\t_ backoff.Config\n\t_ flagext.URLValue\n\t_ client.Client\n\t_ index.Client\n)\n\n'
    cat
    while [ "$1" != -- ]; do
      [ "${1#*+}" = "$1" ] && printf '\ntype %s struct{}\n' "$1"
      name=${1#+}; shift
      printf '\nfunc (*%s) RegisterFlags(*flag.FlagSet) {}\n\nfunc (*%s) RegisterFlagsWithPrefix(string, *flag.FlagSet) {}\n' "$name" "$name"
      printf '\nfunc (*%s) Validate() error { return nil }\n' "$name"
    done
    shift
    for name; do printf '\nfunc New%s(...any) (%s, error) { return nil, errAbsent }\n' "${name%=*}" "${name#*=}"; done
  } >"$dir/absent.go"
}

absent_bucket() { # absent_bucket PACKAGE: a client of the other kind; its settings stay
  rm -f "pkg/storage/bucket/$1/key_rewrite_bucket.go"
  printf 'package %s\n\nimport (\n\t"errors"\n\n\t"github.com/thanos-io/objstore"\n)\n\nfunc NewBucketClient(...any) (objstore.Bucket, error) { return nil, errors.New("not in this build") }\n' \
    "$1" >"pkg/storage/bucket/$1/bucket_client.go"
}

no_clouds() { # in the folder of the module
  local name objects=client.ObjectClient chunks=client.Client index=index.Client tables=index.TableClient
  absent_store alibaba OssConfig -- OssObjectClient=$objects </dev/null
  absent_store azure BlobStorageConfig -- BlobStorage=$objects <<'GO'
type BlobStorageMetrics struct{}

func NewBlobStorageMetrics() BlobStorageMetrics { return BlobStorageMetrics{} }

func (BlobStorageMetrics) Unregister() {}
GO
  absent_store baidubce BOSStorageConfig -- BOSObjectStorage=$objects </dev/null
  absent_store cassandra Config -- StorageClient=$index ObjectClient=$chunks TableClient=$tables </dev/null
  absent_store ibmcloud COSConfig -- COSObjectClient=$objects </dev/null
  absent_store openstack SwiftConfig -- SwiftObjectClient=$objects </dev/null
  absent_store gcp +Config +GCSConfig -- GCSObjectClient=$objects StorageClientV1=$index StorageClientColumnKey=$index \
    BigtableObjectClient=$chunks TableClient=$tables <<'GO'
type Config struct{ DistributeKeys bool }

type GCSConfig struct{ EnableRetries bool }

func IsRetryableErr(error) bool { return false }
GO
  absent_store aws +StorageConfig -- S3ObjectClient=$objects DynamoDBIndexClient=$index DynamoDBChunkClient=$chunks \
    DynamoDBTableClient=$tables <<'GO'
type S3Config struct{ BackoffConfig backoff.Config }

func (*S3Config) RegisterFlagsWithPrefix(string, *flag.FlagSet) {}

func (*S3Config) Validate() error { return nil }

type DynamoDBConfig struct {
	DynamoDB flagext.URLValue
	Metrics  struct{ URL string }
}

type StorageConfig struct {
	DynamoDBConfig
	S3Config
}

func IsRetryableErr(error) bool { return false }
GO
  for name in azure bos gcs oss swift; do absent_bucket $name; done
}

no_sqlite() { # a second kind of list of deletions beside the default one, with a compiled database of 13 MB of code
  rm pkg/compactor/deletion/*sqlite*.go
  sed -i '/^\tif deleteRequestsStoreDBType == DeleteRequestsStoreDBTypeSQLite {/,/^\t}$/d; /case DeleteRequestsStoreDBTypeSQLite:/,+1d' \
    pkg/compactor/deletion/delete_requests_store.go
  printf 'package deletion\n\ntype userCacheGen struct{ userID, cacheGen string }\n' >pkg/compactor/deletion/cache_gen.go
}

if [ ! -x "$kept/loki" ]; then
  mkdir -p "$kept"
  go_source github.com/grafana/loki/v3 "v$version" src
  (
    cd src
    # the module of the push API is beside the repository's root upstream and is not in the module
    go mod edit -dropreplace github.com/grafana/loki/pkg/push
    cp cmd/loki/loki-docker-config.yaml "$kept/local-config.yaml"
    no_clouds
    no_sqlite
    go_build "$kept/loki" "-X github.com/grafana/loki/v3/pkg/util/build.Version=$version" ./cmd/loki -tags netgo
  )
  rm -rf src
fi
cp "$kept/loki" "$kept/local-config.yaml" .
