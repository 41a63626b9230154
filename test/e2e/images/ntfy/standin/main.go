// A stand-in for the ntfy server: publishing, polling and streams with users, access rules and tokens as server.yml declares
// them. It is for tests of generated stacks where the real program cannot be had, and refuses what it does not know.
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"text/template"
	"time"

	"golang.org/x/crypto/bcrypt"
	"gopkg.in/yaml.v3"
)

type settings struct {
	BaseURL       string   `yaml:"base-url"`
	ListenHTTP    string   `yaml:"listen-http"`
	CacheFile     string   `yaml:"cache-file"`
	CacheDuration string   `yaml:"cache-duration"`
	AuthFile      string   `yaml:"auth-file"`
	AuthDefault   string   `yaml:"auth-default-access"`
	AuthUsers     []string `yaml:"auth-users"`
	AuthAccess    []string `yaml:"auth-access"`
	AuthTokens    []string `yaml:"auth-tokens"`
	BehindProxy   bool     `yaml:"behind-proxy"`
	EnableLogin   bool     `yaml:"enable-login"`
	EnableSignup  bool     `yaml:"enable-signup"`
	MetricsListen string   `yaml:"metrics-listen-http"`
	Exempt        string   `yaml:"visitor-request-limit-exempt-hosts"`
	Upstream      string   `yaml:"upstream-base-url"`
}

type user struct {
	hash  string
	admin bool
}

type rule struct{ user, topic, access string }

type message struct {
	ID       string   `json:"id"`
	Time     int64    `json:"time"`
	Event    string   `json:"event"`
	Topic    string   `json:"topic"`
	Title    string   `json:"title,omitempty"`
	Message  string   `json:"message"`
	Priority int      `json:"priority,omitempty"`
	Tags     []string `json:"tags,omitempty"`
}

var (
	conf     settings
	users    = map[string]user{}
	rules    []rule
	tokens   = map[string]string{}
	mutex    sync.Mutex
	messages []message
	streams  = map[chan message]string{}

	userName  = regexp.MustCompile(`^[-_.+@a-zA-Z0-9]+$`)
	hashForm  = regexp.MustCompile(`^\$2[aby]\$(1[0-9]|2[0-9]|3[01])\$[./A-Za-z0-9]{53}$`)
	tokenForm = regexp.MustCompile(`^tk_[a-z0-9]{29}$`)
	topicPath = regexp.MustCompile(`^/([-_A-Za-z0-9]{1,64})(/json)?$`)
	disallow  = regexp.MustCompile(`(?m)\{\{-?\s*(call|template|define)\b`)
	accesses  = map[string]string{
		"read-write": "rw", "rw": "rw", "read-only": "ro", "ro": "ro", "read": "ro",
		"write-only": "wo", "wo": "wo", "write": "wo", "deny": "", "none": "", "deny-all": "",
	}
)

func main() {
	if len(os.Args) < 2 || os.Args[1] != "serve" {
		log.Fatal("stand-in for ntfy: only serve is there")
	}
	path := "/etc/ntfy/server.yml"
	if len(os.Args) == 4 && os.Args[2] == "--config" {
		path = os.Args[3]
	} else if len(os.Args) != 2 {
		log.Fatalf("unknown arguments %q", os.Args[2:])
	}
	load(path)
	if conf.MetricsListen != "" {
		go func() {
			log.Fatal(http.ListenAndServe(conf.MetricsListen, http.HandlerFunc(metrics)))
		}()
	}
	log.Printf("stand-in for ntfy listens on %s: %d users, %d tokens", conf.ListenHTTP, len(users), len(tokens))
	log.Fatal(http.ListenAndServe(conf.ListenHTTP, http.HandlerFunc(serve)))
}

func load(path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&conf); err != nil {
		log.Fatalf("%s: %v", path, err)
	}
	if _, known := accesses[conf.AuthDefault]; !known || conf.AuthFile == "" {
		log.Fatal("auth-file and auth-default-access have to be set")
	}
	for _, folder := range []string{conf.AuthFile, conf.CacheFile} {
		file, err := os.OpenFile(folder, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			log.Fatal(err)
		}
		file.Close()
	}
	for _, line := range conf.AuthUsers {
		parts := strings.Split(line, ":")
		if len(parts) != 3 || !userName.MatchString(parts[0]) || !hashForm.MatchString(parts[1]) ||
			(parts[2] != "admin" && parts[2] != "user") {
			log.Fatalf("invalid auth-users entry of %q", parts[0])
		}
		users[parts[0]] = user{parts[1], parts[2] == "admin"}
	}
	for _, line := range conf.AuthAccess {
		parts := strings.Split(line, ":")
		if len(parts) != 3 {
			log.Fatalf("invalid auth-access entry %q", line)
		}
		access, known := accesses[parts[2]]
		if _, is := users[parts[0]]; !known || (!is && parts[0] != "everyone" && parts[0] != "*") {
			log.Fatalf("invalid auth-access entry %q", line)
		}
		if users[parts[0]].admin {
			log.Fatalf("%q is an admin: access rules are for users", parts[0])
		}
		rules = append(rules, rule{parts[0], parts[1], access})
	}
	for _, line := range conf.AuthTokens {
		parts := strings.Split(line, ":")
		if _, is := users[parts[0]]; len(parts) < 2 || !is || !tokenForm.MatchString(parts[1]) {
			log.Fatalf("invalid auth-tokens entry of %q", parts[0])
		}
		tokens[parts[1]] = parts[0]
	}
}

func metrics(w http.ResponseWriter, r *http.Request) {
	mutex.Lock()
	defer mutex.Unlock()
	fmt.Fprintf(w, "# TYPE ntfy_messages_published_success counter\nntfy_messages_published_success %d\n", len(messages))
}

// who is asking; false for a login that is wrong, which is not the same as none.
func who(r *http.Request) (string, bool) {
	header := r.Header.Get("Authorization")
	if given := r.URL.Query().Get("auth"); given != "" {
		text, _ := base64.RawURLEncoding.DecodeString(given)
		header = string(text)
	}
	if header == "" {
		return "", true
	}
	if token, is := strings.CutPrefix(header, "Bearer "); is {
		name, known := tokens[token]
		return name, known
	}
	check := http.Request{Header: http.Header{"Authorization": {header}}}
	name, password, is := check.BasicAuth()
	if !is {
		return "", false
	}
	if name == "" {
		owner, known := tokens[password]
		return owner, known
	}
	entry, known := users[name]
	return name, known && bcrypt.CompareHashAndPassword([]byte(entry.hash), []byte(password)) == nil
}

func may(name, topic, what string) bool {
	if users[name].admin {
		return true
	}
	access := accesses[conf.AuthDefault]
	longest := 0
	for _, rule := range rules {
		pattern := "^" + strings.ReplaceAll(regexp.QuoteMeta(rule.topic), `\*`, ".*") + "$"
		isFor := rule.user == "everyone" || rule.user == "*" || (name != "" && rule.user == name)
		if is, _ := regexp.MatchString(pattern, topic); is && isFor && len(rule.topic) >= longest {
			access, longest = rule.access, len(rule.topic)
		}
	}
	return strings.Contains(access, what)
}

func refuse(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"code": status * 100, "http": status, "error": text})
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(value)
}

func serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/v1/health" {
		answer(w, map[string]bool{"healthy": true})
		return
	}
	name, isKnown := who(r)
	if !isKnown {
		refuse(w, 401, "unauthorized")
		return
	}
	if r.URL.Path == "/v1/account" {
		if name == "" {
			name = "*"
		}
		answer(w, map[string]string{"username": name})
		return
	}
	found := topicPath.FindStringSubmatch(r.URL.Path)
	switch {
	case found == nil:
		refuse(w, 404, "page not found")
	case found[2] == "" && (r.Method == "POST" || r.Method == "PUT"):
		if !may(name, found[1], "w") {
			refuse(w, 403, "forbidden")
			return
		}
		publish(w, r, found[1])
	case found[2] == "/json" && r.Method == "GET":
		if !may(name, found[1], "r") {
			refuse(w, 403, "forbidden")
			return
		}
		poll(w, r, found[1])
	default:
		refuse(w, 404, "page not found")
	}
}

func param(r *http.Request, names ...string) string {
	for _, name := range names {
		if value := r.Header.Get(name); value != "" {
			return value
		}
		if value := r.URL.Query().Get(strings.ToLower(name)); value != "" {
			return value
		}
	}
	return ""
}

func publish(w http.ResponseWriter, r *http.Request, topic string) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	if err != nil {
		refuse(w, 400, err.Error())
		return
	}
	id := make([]byte, 6)
	rand.Read(id)
	one := message{
		ID: hex.EncodeToString(id), Time: time.Now().Unix(), Event: "message", Topic: topic,
		Title: param(r, "X-Title", "Title", "T"), Message: strings.TrimSpace(string(body)),
	}
	if tags := param(r, "X-Tags", "Tags", "Tag", "Ta"); tags != "" {
		one.Tags = strings.Split(tags, ",")
	}
	if one.Priority, err = priority(param(r, "X-Priority", "Priority", "Prio", "P")); err != nil {
		refuse(w, 400, "invalid priority")
		return
	}
	switch param(r, "X-Template", "Template", "Tpl") {
	case "":
		if text := param(r, "X-Message", "Message", "M"); text != "" {
			one.Message = text
		}
	case "yes", "1", "true":
		if len(body) > 32768 {
			refuse(w, 413, "JSON body too large")
			return
		}
		var data any
		if err := json.Unmarshal(body, &data); err != nil {
			refuse(w, 400, "template needs a JSON message")
			return
		}
		if one.Message, err = fill(param(r, "X-Message", "Message", "M"), data); err == nil {
			one.Title, err = fill(one.Title, data)
		}
		if err != nil {
			refuse(w, 400, err.Error())
			return
		}
	default:
		refuse(w, 400, "the stand-in has no named templates")
		return
	}
	if len(one.Message) > 4096 {
		refuse(w, 413, "message too large for the stand-in")
		return
	}
	mutex.Lock()
	messages = append(messages, one)
	for stream, wanted := range streams {
		if wanted == topic {
			select {
			case stream <- one:
			default:
			}
		}
	}
	mutex.Unlock()
	answer(w, one)
}

func priority(text string) (int, error) {
	switch text {
	case "":
		return 0, nil
	case "min":
		return 1, nil
	case "low":
		return 2, nil
	case "default":
		return 3, nil
	case "high":
		return 4, nil
	case "max", "urgent":
		return 5, nil
	}
	number, err := strconv.Atoi(text)
	if err == nil && (number < 1 || number > 5) {
		err = fmt.Errorf("priority %d", number)
	}
	return number, err
}

func fill(text string, data any) (string, error) {
	if disallow.MatchString(text) {
		return "", fmt.Errorf("template uses an expression that is not allowed")
	}
	parsed, err := template.New("").Parse(text)
	if err != nil {
		return "", fmt.Errorf("template: %w", err)
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, data); err != nil {
		return "", fmt.Errorf("template: %w", err)
	}
	return strings.TrimSpace(out.String()), nil
}

func poll(w http.ResponseWriter, r *http.Request, topic string) {
	if r.URL.Query().Get("poll") != "1" {
		subscribe(w, r, topic)
		return
	}
	since := int64(0)
	if text := r.URL.Query().Get("since"); text != "" && text != "all" {
		if span, err := time.ParseDuration(text); err == nil {
			since = time.Now().Add(-span).Unix()
		}
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	mutex.Lock()
	defer mutex.Unlock()
	for _, one := range messages {
		if one.Topic == topic && one.Time >= since {
			json.NewEncoder(w).Encode(one)
		}
	}
}

// subscribe sends what is published from now on, one JSON object for each line, and a sign of life in between.
func subscribe(w http.ResponseWriter, r *http.Request, topic string) {
	if r.URL.Query().Get("since") != "" {
		refuse(w, 400, "the stand-in has no since for streams")
		return
	}
	stream := make(chan message, 100)
	mutex.Lock()
	streams[stream] = topic
	mutex.Unlock()
	defer func() {
		mutex.Lock()
		delete(streams, stream)
		mutex.Unlock()
	}()
	w.Header().Set("Content-Type", "application/x-ndjson; charset=utf-8")
	send := func(value any) {
		json.NewEncoder(w).Encode(value)
		w.(http.Flusher).Flush()
	}
	send(message{ID: "open", Time: time.Now().Unix(), Event: "open", Topic: topic})
	for {
		select {
		case one := <-stream:
			send(one)
		case <-time.After(45 * time.Second):
			send(message{ID: "keepalive", Time: time.Now().Unix(), Event: "keepalive", Topic: topic})
		case <-r.Context().Done():
			return
		}
	}
}
