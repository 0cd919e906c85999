package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

// envoy is a running Envoy that reads its listeners and clusters from files. From files it takes each listener by
// itself, so that one that it refuses does not stop the others: as in a cluster, where the old one stays.
type envoy struct {
	process *exec.Cmd
	folder  string
	admin   string
}

// startEnvoy waits until all listeners that Envoy takes are there. It stops when ctx ends.
func startEnvoy(ctx context.Context, binary string, listeners, clusters []proto.Message) (*envoy, error) {
	folder, err := os.MkdirTemp("", "conformance-envoy-")
	if err != nil {
		return nil, err
	}
	e := &envoy{folder: folder}
	if err := e.start(ctx, binary, listeners, clusters); err != nil {
		e.stop()
		return nil, err
	}
	return e, nil
}

func (e *envoy) start(ctx context.Context, binary string, listeners, clusters []proto.Message) error {
	lds, cds := filepath.Join(e.folder, "listeners.json"), filepath.Join(e.folder, "clusters.json")
	if err := writeResources(lds, listeners); err != nil {
		return err
	}
	if err := writeResources(cds, clusters); err != nil {
		return err
	}
	fromFile := func(path string) map[string]any {
		return map[string]any{"resource_api_version": "V3", "path_config_source": map[string]any{"path": path}}
	}
	bootstrap, err := json.Marshal(map[string]any{
		"node": map[string]any{"id": "conformance", "cluster": "conformance"},
		"admin": map[string]any{"address": map[string]any{
			"socket_address": map[string]any{"address": "127.0.0.1", "port_value": 0},
		}},
		"dynamic_resources": map[string]any{"lds_config": fromFile(lds), "cds_config": fromFile(cds)},
	})
	if err != nil {
		return err
	}
	file, adminFile := filepath.Join(e.folder, "bootstrap.json"), filepath.Join(e.folder, "admin")
	if err := os.WriteFile(file, bootstrap, 0o600); err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(e.folder, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	e.process = exec.CommandContext(ctx, binary, "-c", file, "--admin-address-path", adminFile,
		"--concurrency", "2", "--use-dynamic-base-id", "--disable-hot-restart", "-l", "warning")
	e.process.Stdout, e.process.Stderr = log, log
	if err := e.process.Start(); err != nil {
		return fmt.Errorf("Envoy does not start: %w", err)
	}
	return e.wait(ctx, adminFile)
}

func (e *envoy) wait(ctx context.Context, adminFile string) error {
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(100 * time.Millisecond):
		}
		if e.admin == "" {
			address, _ := os.ReadFile(adminFile)
			e.admin = string(address)
			continue
		}
		response, err := http.Get("http://" + e.admin + "/ready")
		if err != nil {
			return fmt.Errorf("Envoy has ended: %s", e.lastLog())
		}
		response.Body.Close()
		if response.StatusCode == http.StatusOK {
			time.Sleep(300 * time.Millisecond) // workers open the sockets a moment after
			return nil
		}
	}
}

// addresses are where the listeners that Envoy took can be reached, by their names.
func (e *envoy) addresses() (map[string]string, error) {
	response, err := http.Get("http://" + e.admin + "/listeners?format=json")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer struct {
		Statuses []struct {
			Name    string `json:"name"`
			Address struct {
				Socket struct {
					Address string `json:"address"`
					Port    int    `json:"port_value"`
				} `json:"socket_address"`
			} `json:"local_address"`
		} `json:"listener_statuses"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	found := map[string]string{}
	for _, one := range answer.Statuses {
		found[one.Name] = fmt.Sprintf("%s:%d", one.Address.Socket.Address, one.Address.Socket.Port)
	}
	return found, nil
}

// version is as Envoy tells it: the number between the build and its kind.
func (e *envoy) version() string {
	response, err := http.Get("http://" + e.admin + "/server_info")
	if err != nil {
		return "unknown"
	}
	defer response.Body.Close()
	var info struct {
		Version string `json:"version"`
	}
	if json.NewDecoder(response.Body).Decode(&info) != nil {
		return "unknown"
	}
	if parts := strings.Split(info.Version, "/"); len(parts) > 1 {
		return parts[1]
	}
	return info.Version
}

// refusal is what Envoy's log says of a listener that it did not take: the last part of the entry, which may begin
// with lines of the configuration.
func (e *envoy) refusal(listener string) string {
	text, _ := os.ReadFile(filepath.Join(e.folder, "log"))
	_, rest, found := strings.Cut(string(text), "'"+listener+"' config rejected: ")
	if !found {
		return e.lastLog()
	}
	reason, _, _ := strings.Cut(rest, "\n[")
	if start := strings.LastIndex(reason, "\n: "); start >= 0 {
		reason = reason[start+len("\n: "):]
	}
	return reason
}

func (e *envoy) lastLog() string {
	text, _ := os.ReadFile(filepath.Join(e.folder, "log"))
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1]
}

func (e *envoy) stop() {
	if e.process != nil && e.process.Process != nil {
		_ = e.process.Process.Kill()
		_ = e.process.Wait()
	}
	_ = os.RemoveAll(e.folder)
}

func writeResources(path string, messages []proto.Message) error {
	resources := []json.RawMessage{}
	for _, message := range messages {
		wrapped, err := anypb.New(message)
		if err != nil {
			return err
		}
		text, err := protojson.Marshal(wrapped)
		if err != nil {
			return err
		}
		resources = append(resources, text)
	}
	text, err := json.Marshal(map[string]any{"version_info": "1", "resources": resources})
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}
