// Package clique counts directed simplices inside small sets of vertices.
//
// A directed k-simplex is an ordered tuple (v0..vk) with vi → vj for all i < j.
// Every simplex that starts at a root s continues inside the set of the root's
// neighbours, so the connections among those, as a square bit matrix ([Matrix]),
// are all that its counting needs; and every simplex that starts s, t continues
// inside the common set of the two, mostly fewer than 64 vertices: there the
// matrix shrinks to one machine word a row and all deeper levels are single-word
// operations ([Counter]).
//
// The package knows neither graphs nor types: it works on plain slices.
// Which direction a row of the matrix stands for is the caller's choice: the
// number of simplices is the same for a graph and its transpose.
package clique
