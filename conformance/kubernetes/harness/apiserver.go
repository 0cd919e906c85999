package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

// apiServerCommand is how this program calls itself as a kube-apiserver: the server keeps global state and wants a
// process of its own.
const apiServerCommand = "kube-apiserver"

// token is what the only client says; the server listens on loopback alone.
const token = "conformance"

func runAPIServer(args []string) int {
	command := app.NewAPIServerCommand()
	command.SetArgs(args)
	return cli.Run(command)
}

// apiServer is a running kube-apiserver.
type apiServer struct {
	process *exec.Cmd
	config  *rest.Config
	log     string
}

// startAPIServer waits until the server is ready. It stops when ctx ends.
func startAPIServer(ctx context.Context, folder, etcd string) (*apiServer, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	tokens, key := filepath.Join(folder, "tokens"), filepath.Join(folder, "key")
	if err := os.WriteFile(tokens, []byte(token+",admin,1,system:masters\n"), 0o600); err != nil {
		return nil, err
	}
	if err := writeKey(key); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	server := &apiServer{log: filepath.Join(folder, "apiserver.log")}
	log, err := os.Create(server.log)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	server.process = exec.CommandContext(ctx, self, apiServerCommand,
		"--etcd-servers="+etcd, "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--secure-port="+port,
		"--cert-dir="+filepath.Join(folder, "certificates"),
		"--token-auth-file="+tokens, "--authorization-mode=AlwaysAllow", "--service-account-issuer=https://localhost",
		"--service-account-key-file="+key, "--service-account-signing-key-file="+key,
		"--service-cluster-ip-range=10.96.0.0/16", "--endpoint-reconciler-type=none",
		// Nobody makes service accounts here, since no controllers run.
		"--disable-admission-plugins=ServiceAccount",
	)
	server.process.Stdout, server.process.Stderr = log, log
	if err := server.process.Start(); err != nil {
		return nil, err
	}
	server.config = &rest.Config{
		Host: "https://" + address, BearerToken: token, QPS: -1,
		TLSClientConfig: rest.TLSClientConfig{Insecure: true}, // a certificate that the server made for itself
	}
	if err := server.wait(ctx); err != nil {
		server.stop()
		return nil, err
	}
	return server, nil
}

func (s *apiServer) wait(ctx context.Context) error {
	client, err := kubernetes.NewForConfig(s.config)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- s.process.Wait() }()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-ended:
			text, _ := os.ReadFile(s.log)
			return fmt.Errorf("kube-apiserver has ended: %s", text[max(0, len(text)-2_000):])
		case <-time.After(200 * time.Millisecond):
		}
		if _, err := client.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx); err == nil {
			return nil
		}
	}
}

func (s *apiServer) stop() {
	_ = s.process.Process.Kill()
}

// writeKey makes the key that service accounts' tokens are signed with; the server does not start without one.
func writeKey(file string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return os.WriteFile(file, pem.EncodeToMemory(block), 0o600)
}
