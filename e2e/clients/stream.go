package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// stream is one watch: its resourceVersions rise strictly, from the one on that the client named. What comes before the
// bookmark that ends the initial events is in no order.
type stream struct {
	what    string
	initial bool
	asked   uint64
	last    uint64
	ended   bool
}

func newStream(asked *url.URL, initial bool) *stream {
	version, _ := strconv.ParseUint(asked.Query().Get("resourceVersion"), 10, 64) // absent is 0
	s := &stream{what: asked.RequestURI(), initial: initial || version == 0, asked: version}
	if !s.initial {
		s.last = version
	}
	return s
}

type line struct {
	Type   string `json:"type"`
	Object struct {
		Metadata metav1.ObjectMeta `json:"metadata"`
		Code     int               `json:"code"`
		Message  string            `json:"message"`
	} `json:"object"`
}

func (s *stream) read(text []byte, w *wire) {
	var event line
	if err := json.Unmarshal(text, &event); err != nil {
		w.found.add("%s: a line that is no event (%v): %.200s", s.what, err, text)
		return
	}
	if s.ended {
		w.found.add("%s: %s after the ERROR that ends a watch", s.what, event.Type)
	}
	if event.Type == "ERROR" {
		s.ended = true
		if event.Object.Code != http.StatusGone {
			w.found.add("%s: ended by %d %s", s.what, event.Object.Code, event.Object.Message)
			return
		}
		w.expired.Add(1)
		return
	}
	version, err := strconv.ParseUint(event.Object.Metadata.ResourceVersion, 10, 64)
	if err != nil {
		w.found.add("%s: an event without a resourceVersion: %.200s", s.what, text)
		return
	}
	if event.Type == "BOOKMARK" {
		s.bookmark(version, event.Object.Metadata.Annotations[metav1.InitialEventsAnnotationKey] == "true", w)
		return
	}
	w.events.Add(1)
	s.event(event.Type, version, w)
}

func (s *stream) event(kind string, version uint64, w *wire) {
	if s.initial {
		if kind != "ADDED" {
			w.found.add("%s: %s among the initial events, at %d", s.what, kind, version)
		}
		s.last = max(s.last, version)
		return
	}
	if version <= s.last {
		w.found.add("%s: %s at %d after %d was reached", s.what, kind, version, s.last)
	}
	s.last = version
}

func (s *stream) bookmark(version uint64, endsInitial bool, w *wire) {
	w.bookmarks.Add(1)
	if version < s.last || version < s.asked {
		w.found.add("%s: bookmark %d after %d was reached (asked for %d)", s.what, version, s.last, s.asked)
	}
	if endsInitial != s.initial {
		w.found.add("%s: bookmark %d says end of initial events %t, expected %t", s.what, version, endsInitial, s.initial)
	}
	s.initial = false
	s.last = version
}
