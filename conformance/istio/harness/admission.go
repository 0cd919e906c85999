package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	pkgcrd "istio.io/istio/pkg/config/crd"
)

// admission refuses what a cluster refuses: the API server by the schemas of the CRDs (with their CEL rules), and
// istiod's webhook by the validation of istio.io/istio/pkg/config/validation.
type admission struct {
	crds *pkgcrd.Validator
}

// newAdmission reads the CRDs that the module of Istio brings along, so that they are those of its version.
func newAdmission(istioSource string) (*admission, error) {
	validator, err := pkgcrd.NewValidatorFromFilesWithOptions([]string{
		filepath.Join(istioSource, "tests/integration/pilot/testdata/gateway-api-crd.yaml"),
		filepath.Join(istioSource, "manifests/charts/base/files/crd-all.gen.yaml"),
	}, pkgcrd.WithoutCRDValidation())
	if err != nil {
		return nil, err
	}
	validator.SkipMissing = true // Services, Deployments and the like have no CRD
	return &admission{validator}, nil
}

// admit also fills in the defaults of the CRD. Nil if the object gets into the cluster.
func (a *admission) admit(one object) error {
	if err := a.crds.ValidateCustomResource(&unstructured.Unstructured{Object: one}); err != nil {
		return fmt.Errorf("API server: %w", err)
	}
	if isIstio(one) {
		if _, err := istioConfigs(one); err != nil {
			return fmt.Errorf("webhook: %w", err)
		}
	}
	return nil
}

func isIstio(one object) bool {
	return strings.HasPrefix(textAt(one, "apiVersion"), "networking.istio.io/")
}

func isGatewayAPI(one object) bool {
	return strings.HasPrefix(textAt(one, "apiVersion"), "gateway.networking.k8s.io/")
}

// defaultAge is when objects were made that do not say it: all at once.
var defaultAge = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// istioConfigs validates an object as the webhook does, and gives what istiod makes of it.
func istioConfigs(one object) ([]config.Config, error) {
	text, err := json.Marshal(one)
	if err != nil {
		return nil, err
	}
	configs, _, err := crd.ParseInputs(string(text))
	for i := range configs {
		// The client for a cluster sets the domain (crdclient); without it short hosts would not be completed.
		configs[i].Domain = "cluster.local"
		if configs[i].CreationTimestamp.IsZero() {
			configs[i].CreationTimestamp = defaultAge
		}
	}
	return configs, err
}
