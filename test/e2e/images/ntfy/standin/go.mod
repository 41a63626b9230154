module ntfy-standin

go 1.24.0

require (
	golang.org/x/crypto v0.46.0
	gopkg.in/yaml.v3 v3.0.1
)
