// Package cache is a small LRU cache for values which were read lately.
package cache

import (
	"container/list"
	"sync"
)

type item struct {
	key   string
	value []byte
}

// LRU is a cache of at most max values.
type LRU struct {
	mu    sync.Mutex
	max   int
	order *list.List
	items map[string]*list.Element
}

// NewLRU returns an empty cache of at most max values.
func NewLRU(max int) *LRU {
	return &LRU{max: max, order: list.New(), items: make(map[string]*list.Element)}
}

// Get returns the value of key and marks it as used.
func (c *LRU) Get(key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.items[key]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*item).value, true
}

// Add stores a value and drops the least recently used one when it is full.
func (c *LRU) Add(key string, value []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items[key] = c.order.PushFront(&item{key: key, value: clone(value)})
	if c.order.Len() > c.max {
		c.remove(c.order.Back())
	}
}

// Remove drops key, after its value changed.
func (c *LRU) Remove(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.items[key]; ok {
		c.remove(e)
	}
}

func (c *LRU) remove(e *list.Element) {
	c.order.Remove(e)
	delete(c.items, e.Value.(*item).key)
}

func clone(b []byte) []byte { return append([]byte(nil), b...) }
