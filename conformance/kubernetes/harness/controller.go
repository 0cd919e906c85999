package main

import (
	"errors"
	"fmt"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/validation"
	ingressutil "github.com/argoproj/argo-rollouts/utils/ingress"
	istioutil "github.com/argoproj/argo-rollouts/utils/istio"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// controllerRefusals are the Rollouts that the Argo Rollouts controller calls invalid, and then leaves alone. The
// checks are the controller's own package; their order is that of getRolloutValidationErrors in rollout/controller.go.
// Rollouts with a workloadRef are not measured: the controller first reads their template from a Deployment.
func controllerRefusals(objects []*unstructured.Unstructured) []string {
	refused := []string{}
	for _, one := range objects {
		if one.GetKind() != "Rollout" {
			continue
		}
		if err := rolloutRefusal(one, references{one.GetNamespace(), objects}); err != nil {
			refused = append(refused, fmt.Sprintf("%s: controller: %v", idOf(one), err))
		}
	}
	return refused
}

func rolloutRefusal(one *unstructured.Unstructured, known references) error {
	rollout := &v1alpha1.Rollout{}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(one.Object, rollout); err != nil {
		return err
	}
	if found := validation.ValidateRollout(rollout); len(found) > 0 {
		return found[0]
	}
	if rollout.Spec.Strategy.Canary == nil {
		return nil
	}
	resources, err := known.of(rollout)
	if err != nil {
		return err
	}
	if found := validation.ValidateRolloutReferencedResources(rollout, *resources); len(found) > 0 {
		return found[0]
	}
	return nil
}

// references finds the objects that a canary Rollout names.
type references struct {
	namespace string
	objects   []*unstructured.Unstructured
}

func (r references) of(rollout *v1alpha1.Rollout) (*validation.ReferencedResources, error) {
	resources := &validation.ReferencedResources{}
	collectors := []func(*v1alpha1.Rollout, *validation.ReferencedResources) error{
		r.services, r.templates, r.ingresses, r.virtualServices,
	}
	for _, collect := range collectors {
		if err := collect(rollout, resources); err != nil {
			return nil, err
		}
	}
	return resources, nil
}

func (r references) services(rollout *v1alpha1.Rollout, resources *validation.ReferencedResources) error {
	canary := rollout.Spec.Strategy.Canary
	type role struct {
		name string
		kind validation.ServiceType
	}
	named := []role{{canary.StableService, validation.StableService}, {canary.CanaryService, validation.CanaryService}}
	if pingPong := canary.PingPong; pingPong != nil {
		named = append(named,
			role{pingPong.PingService, validation.PingService}, role{pingPong.PongService, validation.PongService})
	}
	for _, one := range named {
		if one.name == "" {
			continue
		}
		service := &corev1.Service{}
		if err := r.find("Service", r.namespace, one.name, service); err != nil {
			return err
		}
		found := validation.ServiceWithType{Service: service, Type: one.kind}
		resources.ServiceWithType = append(resources.ServiceWithType, found)
	}
	return nil
}

func (r references) templates(rollout *v1alpha1.Rollout, resources *validation.ReferencedResources) error {
	canary := rollout.Spec.Strategy.Canary
	for i, step := range canary.Steps {
		if step.Analysis != nil {
			if err := r.analysis(step.Analysis, validation.InlineAnalysis, i, resources); err != nil {
				return err
			}
		}
	}
	if canary.Analysis != nil {
		return r.analysis(&canary.Analysis.RolloutAnalysis, validation.BackgroundAnalysis, 0, resources)
	}
	return nil
}

func (r references) analysis(
	of *v1alpha1.RolloutAnalysis, kind validation.AnalysisTemplateType, step int,
	resources *validation.ReferencedResources,
) error {
	found := validation.AnalysisTemplatesWithType{TemplateType: kind, CanaryStepIndex: step, Args: of.Args}
	for _, one := range of.Templates {
		template := &v1alpha1.AnalysisTemplate{}
		if err := r.find("AnalysisTemplate", r.namespace, one.TemplateName, template); err != nil {
			return err
		}
		found.AnalysisTemplates = append(found.AnalysisTemplates, template)
	}
	resources.AnalysisTemplatesWithType = append(resources.AnalysisTemplatesWithType, found)
	return nil
}

func (r references) ingresses(rollout *v1alpha1.Rollout, resources *validation.ReferencedResources) error {
	if err := validation.ValidateRolloutNginxIngressesConfig(rollout); err != nil {
		return err
	}
	routing := rollout.Spec.Strategy.Canary.TrafficRouting
	if routing == nil || routing.Nginx == nil {
		return nil
	}
	names := routing.Nginx.StableIngresses
	if names == nil {
		names = []string{routing.Nginx.StableIngress}
	}
	for _, name := range names {
		ingress := &networkingv1.Ingress{}
		if err := r.find("Ingress", r.namespace, name, ingress); err != nil {
			return err
		}
		resources.Ingresses = append(resources.Ingresses, *ingressutil.NewIngress(ingress))
	}
	return nil
}

func (r references) virtualServices(rollout *v1alpha1.Rollout, resources *validation.ReferencedResources) error {
	if err := validation.ValidateRolloutVirtualServicesConfig(rollout); err != nil {
		return err
	}
	routing := rollout.Spec.Strategy.Canary.TrafficRouting
	if routing == nil || routing.Istio == nil {
		return nil
	}
	named := routing.Istio.VirtualServices
	if !istioutil.MultipleVirtualServiceConfigured(rollout) {
		named = []v1alpha1.IstioVirtualService{*routing.Istio.VirtualService}
	}
	for _, one := range named {
		namespace, name := istioutil.GetVirtualServiceNamespaceName(one.Name)
		if namespace == "" {
			namespace = r.namespace
		}
		service := &unstructured.Unstructured{}
		if err := r.find("VirtualService", namespace, name, &service.Object); err != nil {
			return err
		}
		resources.VirtualServices = append(resources.VirtualServices, *service)
	}
	return nil
}

var errNotFound = errors.New("not found")

// find decodes an object of the case into its Go type.
func (r references) find(kind, namespace, name string, into any) error {
	for _, one := range r.objects {
		if one.GetKind() != kind || one.GetNamespace() != namespace || one.GetName() != name {
			continue
		}
		if fields, isPlain := into.(*map[string]any); isPlain {
			*fields = one.Object
			return nil
		}
		return runtime.DefaultUnstructuredConverter.FromUnstructured(one.Object, into)
	}
	return fmt.Errorf("%s %s/%s: %w", kind, namespace, name, errNotFound)
}
