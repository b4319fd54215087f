package motifs

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lookupTable is the class of every labelled graph, by 16·d01 + 4·d02 + d12:
// written out by hand, where the package derives its own from the patterns.
var lookupTable = [64]Triad{
	0, 1, 1, 2, 1, 4, 3, 8, 1, 3, 5, 7, 2, 8, 7, 10, 1, 3, 4, 8, 5, 6, 6, 13, 3, 9, 6, 11, 7, 11, 12, 14,
	1, 5, 3, 7, 3, 6, 9, 11, 4, 6, 6, 12, 8, 13, 11, 14, 2, 7, 8, 10, 7, 12, 11, 14, 8, 11, 13, 14, 10, 14, 14, 15,
}

func TestTriadOf(t *testing.T) {
	for code, want := range lookupTable {
		d01, d02, d12 := Dyad(code>>4), Dyad(code>>2&3), Dyad(code&3)
		require.Equal(t, want, TriadOf(d01, d02, d12), "code %d", code)

		// The assignment of roles reproduces the graph.
		got, node := PlaceTriad(d01, d02, d12)
		require.Equal(t, want, got)
		between := map[[2]uint8]Dyad{{0, 1}: d01, {0, 2}: d02, {1, 2}: d12,
			{1, 0}: d01.reversed(), {2, 0}: d02.reversed(), {2, 1}: d12.reversed()}
		for i := range 3 {
			for j := range 3 {
				if i != j {
					require.Equal(t, got.Dyad(i, j), between[[2]uint8{node[i], node[j]}], "code %d roles %d %d", code, i, j)
				}
			}
		}
	}
}

func TestTriadProperties(t *testing.T) {
	motif := 0
	labelled := 0
	for c := range Triad(NumTriads) {
		m, a, n := c.Dyads()
		assert.Equal(t, 3, m+a+n, "%v: pairs", c)
		assert.Len(t, c.Edges(), 2*m+a, "%v: connections", c)
		assert.Equal(t, 6, c.Labelled()*len(c.Automorphisms()), "%v: orbit and stabilizer", c)
		assert.Equal(t, [3]uint8{0, 1, 2}, c.Automorphisms()[0])
		assert.Equal(t, n == 0, c.Closed())
		labelled += c.Labelled()
		if c > T102 {
			motif++
			back, ok := TriadOfMotif(motif)
			assert.True(t, ok)
			assert.Equal(t, c, back)
		}
		assert.Equal(t, map[bool]int{false: 0, true: motif}[c > T102], c.Motif())
		back, err := ParseTriad(c.MAN())
		require.NoError(t, err)
		assert.Equal(t, c, back)
		assert.Equal(t, c, c.Transposed().Transposed())
		for _, p := range c.Automorphisms() {
			for r := range 3 {
				assert.Equal(t, c.Role(r), c.Role(int(p[r])), "%v: automorphisms keep roles", c)
			}
		}
	}
	assert.Equal(t, 64, labelled)
	_, err := ParseTriad("021")
	assert.ErrorContains(t, err, "is no triad")
	for _, bad := range []int{-1, 0, 14} {
		_, ok := TriadOfMotif(bad)
		assert.False(t, ok)
	}
}

func TestTriadTransposed(t *testing.T) {
	swapped := map[Triad]Triad{T021U: T021D, T021D: T021U, T111U: T111D, T111D: T111U, T120U: T120D, T120D: T120U}
	for c := range Triad(NumTriads) {
		want, ok := swapped[c]
		if !ok {
			want = c
		}
		assert.Equal(t, want, c.Transposed(), "%v", c)
	}
}

func TestTriadRoles(t *testing.T) {
	for c, want := range map[Triad][]int{
		T003: {0}, T012: {0, 1, 2}, T102: {0, 2}, T021C: {0, 1, 2}, T021U: {0, 1}, T021D: {0, 1},
		T030T: {0, 1, 2}, T111U: {0, 1, 2}, T111D: {0, 1, 2}, T030C: {0}, T201: {0, 1}, T120C: {0, 1, 2},
		T120U: {0, 1}, T120D: {0, 1}, T210: {0, 1, 2}, T300: {0},
	} {
		assert.Equal(t, want, c.Roles(), "%v", c)
	}
}

// TestBCT derives the numbers as the toolbox's make_motif34lib does: classes
// sorted by the sorted list of (out, in) degrees, then renamed to the
// classification of Sporns and Kötter.
func TestBCT(t *testing.T) {
	type label [6]int
	labels := map[label]Triad{}
	for c := T021C; c < NumTriads; c++ {
		var deg [3][2]int
		for _, e := range c.Edges() {
			deg[e[0]][0]++
			deg[e[1]][1]++
		}
		for i := range 3 {
			for j := i + 1; j < 3; j++ {
				if deg[j][0] < deg[i][0] || deg[j][0] == deg[i][0] && deg[j][1] < deg[i][1] {
					deg[i], deg[j] = deg[j], deg[i]
				}
			}
		}
		labels[label{deg[0][0], deg[0][1], deg[1][0], deg[1][1], deg[2][0], deg[2][1]}] = c
	}
	require.Len(t, labels, 13)
	less := func(a, b label) bool {
		for i := range a {
			if a[i] != b[i] {
				return a[i] < b[i]
			}
		}
		return false
	}
	rename := map[int]int{1: 3, 3: 6, 4: 1, 6: 11, 7: 4, 8: 7, 11: 8}
	for l, c := range labels {
		number := 1
		for k := range labels {
			if less(k, l) {
				number++
			}
		}
		if to, ok := rename[number]; ok {
			number = to
		}
		assert.Equal(t, number, c.BCT(), "%v", c)
		back, ok := TriadOfBCT(number)
		assert.True(t, ok)
		assert.Equal(t, c, back)
	}
}

func TestNumberings(t *testing.T) {
	var c Counts
	for i := range c {
		c[i] = uint64(100 + i)
	}
	for i, n := range c.Motifs() {
		back, _ := TriadOfMotif(i + 1)
		assert.Equal(t, c[back], n)
	}
	for i, n := range c.BCT() {
		back, _ := TriadOfBCT(i + 1)
		assert.Equal(t, c[back], n)
	}
	seen := map[Triad]bool{}
	for i, n := range c.Egger() {
		back, ok := TriadOfEgger(i + 1)
		assert.True(t, ok)
		assert.Equal(t, c[back], n)
		assert.Equal(t, i+1, back.Egger())
		seen[back] = true
	}
	assert.Len(t, seen, 13)
	for i, motif := range []int{13, 7, 12, 9, 10, 11, 4, 8, 1, 5, 6, 2, 3} { // Egger's order by Gal's numbers, as netsci has it
		back, _ := TriadOfEgger(i + 1)
		assert.Equal(t, motif, back.Motif(), "Egger %d", i+1)
	}
	// The names that networkx gives the sixteen places.
	for i, name := range []string{"003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D", "120U", "120C", "210", "300"} {
		back, ok := TriadOfCensusIndex(i)
		assert.True(t, ok)
		assert.Equal(t, name, back.MAN())
		assert.Equal(t, i, back.CensusIndex())
		assert.Equal(t, c[back], c.CensusOrder()[i])
	}
	assert.Zero(t, T012.BCT())
	assert.Zero(t, T003.Egger())
	_, ok := TriadOfCensusIndex(16)
	assert.False(t, ok)
}

func TestCountsTransposed(t *testing.T) {
	var c Counts
	for i := range c {
		c[i] = uint64(i)
	}
	assert.Equal(t, Counts{0, 1, 2, 3, 5, 4, 6, 8, 7, 9, 10, 11, 13, 12, 14, 15}, c.Transposed())
}

func TestTriadsInOrder(t *testing.T) {
	assert.Len(t, slices.Collect(Triads()), NumTriads)
	for c := range Triads() {
		assert.Equal(t, T003, c)
		break
	}
}
