// Package formattest holds what the tests of several formats need.
package formattest
