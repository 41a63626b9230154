# images
path "stack/data/images/*" {
  capabilities = ["read"]
}
path "stack/metadata/images/*" {
  capabilities = ["list"]
}
path "database/static-creds/history-reports" {
  capabilities = ["read"]
}
path "database/creds/history-visitor" {
  capabilities = ["read"]
}
