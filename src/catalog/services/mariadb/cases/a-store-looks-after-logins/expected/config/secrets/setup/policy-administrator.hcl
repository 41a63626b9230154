# everything: for the operator and for the job that sets the store up
path "*" {
  capabilities = ["create", "read", "update", "delete", "list", "sudo"]
}
