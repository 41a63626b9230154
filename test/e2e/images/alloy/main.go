// The command without the OpenTelemetry engine, whose module is not in the archive.
package main

import (
	"os"

	"github.com/grafana/alloy/flowcmd"
)

func main() {
	if flowcmd.RootCommand().Execute() != nil {
		os.Exit(1)
	}
}
