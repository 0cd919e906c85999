/**
 * What the command line answers to each command of a report in ../shared/reports, in their order: the parts of a split,
 * the findings of `check` (severity, rule, and the code of a note), what `diff` says, or exit code 2 with the beginning
 * of the reason. Each was compared with the report's expected.md.
 */
export const REPORT_ANSWERS: { readonly [report: string]: string[] } = {
  '01-plugin-multi-rule-header': [
    'v2 1',
    'v2 1',
    'shop/cart 1',
  ],
  '02-plugin-same-header-name-twice': [
    'shop/cart 1',
    'v2 1',
    'warning argo-plugin-same-header',
  ],
  '03-plugin-own-canary-rule': [
    'v2 1',
    'shop/cart 4/5, v2 1/5',
    'shop/cart 4/5, v2 1/5',
    'warning argo-plugin-deletes-rule',
  ],
  '04-plugin-method-lost': [
    'v2 1',
    'shop/cart 1',
    '404 1',
  ],
  '06-plugin-route-selector': [
    'shop/cart 7/10, v2 3/10',
    '',
  ],
  '07-plugin-third-backend': [
    'shop/cart 2/5, v2 1/10, p1 1/2',
  ],
  '08-plugin-lane-without-pods': [
    'shop/cart 1',
    'warning argo-lane-lost',
  ],
  '09-plugin-useHeaderRoutes-missing': [
    'shop/cart 1',
    'warning argo-plugin-no-lanes',
  ],
  '11-nginx-canary-rewrite-ignored': [
    'v2 1',
    'warning ingress-nginx-ignored-on-canary',
  ],
  '12-nginx-misspelt-annotation': [
    'v1 1',
    'error route-without-requests, warning ingress-nginx-unknown-annotation, warning ingress-nginx-unknown-annotation',
  ],
  '13-nginx-unquoted-annotations': [
    'v1 1',
    'error rejected-by-api-server/object-rejected',
  ],
  '14-nginx-canary-second-host-unknown': [
    'v1 1/2, v2 1/2',
    '404 1',
    'warning ingress-nginx-canary-host-unknown',
  ],
  '15-nginx-test-host-404-canary-first': [
    '404 1',
    'v1 9/10, v2 1/10',
    'warning read-otherwise/ingress-nginx-service-of-canary',
  ],
  '17-nginx-canary-other-namespace': [
    'v2 1',
    'v1 1',
    'note ingress-nginx-always-only, note ingress-nginx-canary-other-namespace',
  ],
  '18-nginx-use-regex-exact-canary': [
    'v2 1',
    'v2 1',
    'v2 1',
  ],
  '19-nginx-primary-scaled-away': [
    '503 1',
    'error ingress-nginx-empty-primary, error no-answer/ingress-nginx-empty-backend',
  ],
  '20-nginx-canary-class-differs': [
    'v1 1',
    'error ingress-nginx-canary-other-class',
  ],
  '21-nginx-own-class-name': [
    'v1 3/5, v2 2/5',
  ],
  '22-argo-nginx-two-rollouts-one-ingress': [
    'v2 1',
    'v2 1',
    'v2 1',
    '',
  ],
  '23-argo-canaryscale-mid-rollout': [
    'shop/pay 1/2, v2 1/2',
    'shop/pay 1/2, v2 1/2',
    'shop/pay 1',
    '',
  ],
  '24-argo-dynamic-promotion-over-100': [
    'v2 1',
    'warning argo-dynamic-stable-burst, warning argo-scale-above-replicas',
  ],
  '25-argo-istio-static-lane-with-path': [
    'v2 1',
    'shop/pay 1',
    'v2 1',
    '',
  ],
  '26-argo-istio-routes-omitted': [
    'shop/pay 1',
    'error argo-rejected',
  ],
  '27-istio-match-null': [
    'v1 1',
    'p1 1',
    '',
  ],
  '28-istio-gateway-vs-does-not-chain': [
    'v2 1',
    'v1 4/5, v2 1/5',
    'warning istio-unchained',
  ],
  '29-istio-delegate-partly-conflicting': [
    'v1 1',
    'v2 1',
    'v1 1',
    'warning istio-delegate-conflict',
  ],
  '30-istio-two-vs-prefix-slash-and-longer': [
    'v2 1',
    '',
  ],
  '31-istio-unquoted-number-match': [
    '404 1',
    'error rejected-by-api-server/object-rejected',
  ],
  '32-istio-subset-label-number': [
    '503 1',
    '503 1',
    'error rejected-by-api-server/object-rejected, error no-answer/istio-subset-missing, error no-answer/istio-subset-missing',
  ],
  '33-flagger-match-with-weights': [
    'v1 1/2, v2 1/2',
    'v1 1',
  ],
  '34-flagger-canary-object': [
    'v2 1',
    '',
  ],
  '35-hpa-beside-replicas': [
    'warning argo-replicas-beside-autoscaler',
    'v1 1',
  ],
  '36-gw-exact-vs-regex-header': [
    'v1 1',
    'warning route-without-requests, warning read-otherwise/gateway-api-implementations-differ',
  ],
  '38-gw-single-weight-zero': [
    'undetermined 1',
    'warning undetermined/gateway-api-weights-zero',
  ],
  '39-gw-invalid-backend-share': [
    'v1 9/10, shop/b-typo 1/10',
    'warning service-missing',
  ],
  '40-gw-backend-not-ready': [
    'v1 1/2, 503 1/2',
    'error no-answer/gateway-api-no-ready-pod',
  ],
  '41-gw-header-count-per-match': [
    'v2 1',
  ],
  '42-gw-backend-filters-weights': [
    'v1 1/2, v2 1/2',
  ],
  '43-gw-child-httproute-backend': [
    'undetermined 1',
  ],
  '44-gw-two-routes-same-rule-age': [
    'v1 1',
    'error route-without-requests',
  ],
  '45-gw-cross-namespace-canary': [
    'v1 1/2, 500 1/2',
    'error no-answer/gateway-api-grant-missing',
  ],
  '46-gloo-two-delegations-not-global-weights': [
    'v1 1',
    'error route-without-requests',
  ],
  '47-gloo-header-route-moved-behind-longer-path': [
    'v1 1',
    'v2 1',
    'warning gloo-overtaken-route',
  ],
  '48-gloo-one-table-then-two': [
    'GET http://app.example/get: city-id: 99999 v2 100 % → v1 100 %; all other requests → v1 unchanged; GET http://app.example/zzz: all requests 404 100 % → v1 100 %',
  ],
  '49-gloo-regex-before-prefix-with-weights': [
    'v1 1',
    'error route-without-requests',
  ],
  '50-argo-istio-dynamic-stable-503': [
    'v2 1',
    'warning argo-dynamic-stable-burst',
  ],
  '52-argo-abort-sticky-subset-route': [
    'v2 1',
    '503 1',
    'v2 1',
    'warning argo-own-route-to-subset',
  ],
  '53-argo-new-revision-mid-release': [
    '',
  ],
  '54-istio-subset-two-destinationrules': [
    'v1 9/10, v2 1/10',
  ],
  '55-plain-shared-selector': [
    'v1 3/4, v2 1/4',
    'warning selectors-overlap',
  ],
  '56-argo-sticky-subset-transition': [
    'error error-share, warning argo-own-route-to-subset',
  ],
  '57-gamma-route-to-service': [
    'v1 1',
    'v1 1/2, v2 1/2',
    '',
  ],
  '58-nginx-several-hosts-one-missing-path': [
    'v1 1',
    'v1 1',
    'error ingress-nginx-unattached-canary',
  ],
  '59-nginx-cookie-and-header-and-weight': [
    'v1 1',
    'v2 1',
    'v1 1',
    'v1 1/2, v2 1/2',
  ],
  '63-argo-service-label-not-in-template': [
    'shop/pay 1',
    'error argo-rejected, warning service-without-pods, warning service-without-pods',
  ],
  '64-service-selector-and-labels-together': [
    'error error-share, error no-ready-pod',
    'error error-share, error no-ready-pod',
  ],
  '65-argo-selector-changed': [
    'warning read-otherwise/argo-selector-changed',
  ],
  '66-istio-vs-for-other-host': [
    'v1 1/2, v2 1/2',
    'v1 9/10, v2 1/10',
    'warning service-without-pods, note istio-subsets-unrouted',
  ],
  '67-istio-consistent-hash-and-weights': [
    'v1 4/5, v2 1/5',
    'note istio-sticky-weights',
  ],
  '68-nginx-affinity-weight-zero': [
    'v1 1',
    'v2 1',
    'v1 1',
    'warning ingress-nginx-affinity-canary, note ingress-nginx-always-only',
  ],
  '69-traefik-weighted': [
    '2: Among the objects are no routes of a known router',
    '',
  ],
  '71-argo-stable-service-missing': [
    'warning argo-reference-missing, warning service-missing',
    'shop/pay-stable 3/4, v2 1/4',
  ],
  '72-plugin-second-route-without-canary': [
    'shop/cart 4/5, v2 1/5',
    'shop/cart 1',
    'error argo-plugin-fails',
  ],
  '73-files-numbered-but-no-stages': [
    '',
    'v1 1',
    'no traffic changes',
  ],
  '74-cdk8s-dependency-prefix': [
    '',
    'v1 1',
  ],
  '75-kustomize-base-and-overlay': [
    '2: changes objects (patches) and takes objects from elsewhere (../../base): build it first',
    '2: changes objects (patches) and takes objects from elsewhere (../../base): build it first',
    '2: changes objects (patches) and takes objects from elsewhere (../../base): build it first',
  ],
  '76-helm-template-unrendered': [
    '2: no manifest (it is a Helm template',
    '2: no manifest (it is a Helm template',
  ],
  '77-same-name-in-two-clusters-context': [
    'warning object-repeated',
  ],
  '78-argo-live-cluster-state': [
    'v1 3/4, v2 1/4',
    'v1 3/4, v2 1/4',
    '',
  ],
  '80-deployment-live-with-replicasets': [
    'v1 1',
  ],
  '81-istio-delegate-rewrite-then-match': [
    '404 1',
    'warning istio-delegate-conflict',
  ],
  '82-istio-delegate-with-hosts': [
    'v2 1',
    'v2 1',
    'warning istio-delegate-missing',
  ],
  '84-argo-nginx-duplicate-key-stableIngress': [
    '2: no valid YAML (the key nginx is there twice in one map)',
    '2: no valid YAML (the key nginx is there twice in one map)',
  ],
  '85-nginx-weights-per-100-two-canaries': [
    'v1 4/5, v2 1/5',
    'warning ingress-nginx-second-canary',
  ],
  '87-plugin-max-traffic-weight': [
    'shop/cart 19/20, v2 1/20',
    'shop/cart 19/20, v2 1/20',
    'error argo-plugin-total',
  ],
};
