# copies
path "stack/data/copies/*" {
  capabilities = ["read"]
}
path "stack/metadata/copies/*" {
  capabilities = ["list"]
}
