//go:build tools

// Package kubernetes pins the Kubernetes of the local cluster: its only purpose is a go.mod and a go.sum from which the
// components are built where their official binaries cannot be downloaded. See ../README.md.
package kubernetes

import (
	_ "k8s.io/component-base/cli"
	_ "k8s.io/kubectl/pkg/cmd"
	_ "k8s.io/kubectl/pkg/cmd/util"
	_ "k8s.io/kubernetes/cmd/kube-apiserver/app"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	_ "k8s.io/kubernetes/cmd/kube-scheduler/app"
)
