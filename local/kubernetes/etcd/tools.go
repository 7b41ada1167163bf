//go:build tools

// Package etcd pins the etcd of the local cluster: its only purpose is a go.mod and a go.sum from which it is built
// where the official binary cannot be downloaded. See ../README.md.
package etcd

import (
	_ "go.etcd.io/etcd/server/v3/etcdmain"
)
