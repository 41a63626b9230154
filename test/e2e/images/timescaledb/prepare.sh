# the contract is that of the official PostgreSQL image
cp "$(dirname "$0")/../postgres/docker-entrypoint.sh" .
