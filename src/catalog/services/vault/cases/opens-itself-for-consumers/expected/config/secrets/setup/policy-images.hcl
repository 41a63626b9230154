# images
path "stack/data/images/*" {
  capabilities = ["read"]
}
path "stack/metadata/images/*" {
  capabilities = ["list"]
}
