// Prints what client-go sends for some objects, as protobuf in Base64 and as JSON, for ProtobufBodyTest. Run in a folder
// of its own, with a go.mod that requires k8s.io/api and k8s.io/apimachinery v0.36.3:
//
//	go run bodies.go > bodies.json
package main

import (
	"bytes"
	"encoding/json"
	"os"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/apimachinery/pkg/types"
)

type body struct {
	Protobuf []byte         `json:"protobuf"`
	JSON     runtime.Object `json:"json"`
}

func pointer[T any](value T) *T { return &value }

func main() {
	bodies := map[string]body{}
	scheme := runtime.NewScheme()
	serializer := protobuf.NewSerializer(scheme, scheme)
	at := metav1.NewTime(time.Date(2026, 11, 22, 4, 5, 6, 789000000, time.UTC))
	micro := metav1.NewMicroTime(time.Date(2026, 11, 22, 4, 5, 6, 789012000, time.UTC))
	meta := metav1.ObjectMeta{
		Name: "full", GenerateName: "fu", Namespace: "default", UID: "u-1", ResourceVersion: "42", Generation: 3,
		CreationTimestamp: at, DeletionTimestamp: &at, DeletionGracePeriodSeconds: pointer(int64(0)),
		Labels: map[string]string{"tier": "web", "empty": ""}, Annotations: map[string]string{"note": "Grüße ✓"},
		OwnerReferences: []metav1.OwnerReference{{APIVersion: "kubeforge.io/v1alpha1", Kind: "Cluster", Name: "demo", UID: "u-2",
			Controller: pointer(true), BlockOwnerDeletion: pointer(false)}},
		Finalizers: []string{"kubeforge.io/in-use", "a/b"},
		ManagedFields: []metav1.ManagedFieldsEntry{{Manager: "kubectl", Operation: "Update", APIVersion: "v1", Time: &at,
			FieldsType: "FieldsV1", FieldsV1: &metav1.FieldsV1{Raw: []byte(`{"f:data":{}}`)}, Subresource: "status"}},
	}
	reference := corev1.ObjectReference{Kind: "Host", Namespace: "default", Name: "h-1", UID: "u-3", APIVersion: "kubeforge.io/v1alpha1",
		ResourceVersion: "7", FieldPath: "spec.address"}
	write := func(name, apiVersion, kind string, object runtime.Object) {
		object.GetObjectKind().SetGroupVersionKind(schema.FromAPIVersionAndKind(apiVersion, kind))
		var buffer bytes.Buffer
		if err := serializer.Encode(object, &buffer); err != nil {
			panic(err)
		}
		bodies[name] = body{buffer.Bytes(), object}
	}
	write("secret", "v1", "Secret", &corev1.Secret{ObjectMeta: meta, Type: corev1.SecretTypeOpaque, Immutable: pointer(false),
		Data: map[string][]byte{"password": []byte("hunter2"), "nothing": {}}, StringData: map[string]string{"plain": "text"}})
	write("secret-small", "v1", "Secret", &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "small"}, Data: map[string][]byte{"a": {0, 255}}})
	write("configmap", "v1", "ConfigMap", &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "c"}, Immutable: pointer(true),
		Data: map[string]string{"a": "b", "empty": ""}, BinaryData: map[string][]byte{"b": {1, 2, 3}}})
	write("namespace", "v1", "Namespace", &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "n"}})
	write("namespace-full", "v1", "Namespace", &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "n"},
		Spec: corev1.NamespaceSpec{Finalizers: []corev1.FinalizerName{"kubernetes"}},
		Status: corev1.NamespaceStatus{Phase: corev1.NamespaceTerminating, Conditions: []corev1.NamespaceCondition{{
			Type: "NamespaceContentRemaining", Status: "True", LastTransitionTime: at, Reason: "Some", Message: "left"}}}})
	write("event", "v1", "Event", &corev1.Event{ObjectMeta: metav1.ObjectMeta{Name: "e", Namespace: "default"}, InvolvedObject: reference,
		Reason: "Rebooted", Message: "the host was rebooted", Source: corev1.EventSource{Component: "test", Host: "h"}, FirstTimestamp: at,
		LastTimestamp: at, Count: 2, Type: "Warning", EventTime: micro, Series: &corev1.EventSeries{Count: 5, LastObservedTime: micro},
		Action: "Reboot", Related: &reference, ReportingController: "kubeforge.io/test", ReportingInstance: "test-1"})
	write("event-small", "v1", "Event", &corev1.Event{ObjectMeta: metav1.ObjectMeta{Name: "e"}, Series: &corev1.EventSeries{}})
	write("delete-options", "v1", "DeleteOptions", &metav1.DeleteOptions{GracePeriodSeconds: pointer(int64(0)),
		Preconditions: &metav1.Preconditions{UID: pointer(types.UID("u-1")), ResourceVersion: pointer("42")}, OrphanDependents: pointer(false),
		PropagationPolicy: pointer(metav1.DeletePropagationForeground), DryRun: []string{"All"}})
	write("delete-options-precondition", "authorization.k8s.io/v1", "DeleteOptions", &metav1.DeleteOptions{
		Preconditions: &metav1.Preconditions{UID: pointer(types.UID("another"))}})
	write("delete-options-empty", "meta.k8s.io/v1", "DeleteOptions", &metav1.DeleteOptions{})
	write("access-review", "authorization.k8s.io/v1", "SelfSubjectAccessReview", &authorizationv1.SelfSubjectAccessReview{
		Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{Namespace: "default",
			Verb: "list", Group: "kubeforge.io", Version: "v1alpha1", Resource: "clusters", Subresource: "status", Name: "demo",
			FieldSelector: &authorizationv1.FieldSelectorAttributes{RawSelector: "a=b"},
			LabelSelector: &authorizationv1.LabelSelectorAttributes{Requirements: []metav1.LabelSelectorRequirement{{Key: "tier",
				Operator: metav1.LabelSelectorOpIn, Values: []string{"web", ""}}}}}}})
	write("access-review-url", "authorization.k8s.io/v1", "SelfSubjectAccessReview", &authorizationv1.SelfSubjectAccessReview{
		Spec:   authorizationv1.SelfSubjectAccessReviewSpec{NonResourceAttributes: &authorizationv1.NonResourceAttributes{Path: "/healthz", Verb: "get"}},
		Status: authorizationv1.SubjectAccessReviewStatus{Allowed: true, Denied: true, Reason: "because", EvaluationError: "none"}})
	write("rules-review", "authorization.k8s.io/v1", "SelfSubjectRulesReview", &authorizationv1.SelfSubjectRulesReview{
		Spec: authorizationv1.SelfSubjectRulesReviewSpec{Namespace: "default"},
		Status: authorizationv1.SubjectRulesReviewStatus{Incomplete: true, EvaluationError: "none",
			ResourceRules:    []authorizationv1.ResourceRule{{Verbs: []string{"get"}, APIGroups: []string{""}, Resources: []string{"secrets"}, ResourceNames: []string{"x"}}},
			NonResourceRules: []authorizationv1.NonResourceRule{{Verbs: []string{"get"}, NonResourceURLs: []string{"/healthz"}}}}})
	write("self-review", "authentication.k8s.io/v1", "SelfSubjectReview", &authenticationv1.SelfSubjectReview{})
	write("self-review-full", "authentication.k8s.io/v1", "SelfSubjectReview", &authenticationv1.SelfSubjectReview{
		Status: authenticationv1.SelfSubjectReviewStatus{UserInfo: authenticationv1.UserInfo{Username: "admin", UID: "1",
			Groups: []string{"a", "b"}, Extra: map[string]authenticationv1.ExtraValue{"scopes": {"x", "y"}, "none": {}}}}})
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(bodies); err != nil {
		panic(err)
	}
}
