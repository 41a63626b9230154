// Package libflux stands where the compiler of Flux would be, which is written in Rust and is no Go package. The server
// runs without it; every script of Flux is refused.
package libflux

import (
	"context"
	"errors"

	"github.com/influxdata/flux/semantic"
)

var errAbsent = errors.New("this build has no Flux")

type Options struct {
	Features []string `json:"features,omitempty"`
}

type ASTPkg struct{}

type SemanticPkg struct{}

type FluxError struct{}

type Analyzer struct{}

func NewOptions(context.Context) Options { return Options{} }

func Parse(string, string) *ASTPkg { return &ASTPkg{} }

func ParseString(string) *ASTPkg { return &ASTPkg{} }

func ParseJSON([]byte) (*ASTPkg, error) { return nil, errAbsent }

func MergePackages(*ASTPkg, *ASTPkg) error { return errAbsent }

func (p ASTPkg) ASTHandle() {}

func (p ASTPkg) Format() (string, error) { return "", errAbsent }

func (p ASTPkg) GetError(Options) error { return errAbsent }

func (p *ASTPkg) MarshalJSON() ([]byte, error) { return nil, errAbsent }

func (p *ASTPkg) Free() {}

func (p *ASTPkg) String() string { return "" }

func SemanticPackages() (map[string]*semantic.Package, error) { return nil, errAbsent }

func Analyze(*ASTPkg) (*SemanticPkg, error) { return nil, errAbsent }

func AnalyzeWithOptions(*ASTPkg, Options) (*SemanticPkg, error) { return nil, errAbsent }

func AnalyzeString(string) (*SemanticPkg, error) { return nil, errAbsent }

func (p *SemanticPkg) MarshalFB() ([]byte, error) { return nil, errAbsent }

func (p *SemanticPkg) Free() {}

func FindVarType(*ASTPkg, string) (semantic.MonoType, error) { return semantic.MonoType{}, errAbsent }

func NewAnalyzerWithOptions(Options) (*Analyzer, error) { return nil, errAbsent }

func (p *Analyzer) AnalyzeString(string) (*SemanticPkg, *FluxError) { return nil, &FluxError{} }

func (p *Analyzer) Analyze(string, *ASTPkg) (*SemanticPkg, *FluxError) { return nil, &FluxError{} }

func (p *Analyzer) Free() {}

func (p *FluxError) Free() {}

func (p *FluxError) Print() {}

func (p *FluxError) GoError() error { return errAbsent }
