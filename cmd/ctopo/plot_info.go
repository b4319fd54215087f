package main

import (
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/figure"
)

// The tables that the figure of info is drawn from, which are made for it.
const (
	infoDegrees     = "degrees"
	infoConnections = "connections"
)

// infoDrawing is the figure of info.
func infoDrawing() drawing {
	return drawing{name: "info", tables: []string{cellTypesTable, infoConnections, infoDegrees},
		draw: func(t []connectome.Table, m figure.Meta) (*figure.Figure, error) {
			return figure.Info(t[0], t[1], t[2], m)
		}}
}

// degreesOf lists the degrees of all neurons.
func degreesOf(in instance, c *connectome.Connectome) connectome.Table {
	g := c.Graph
	ins, outs := make([]int64, g.N()), make([]int64, g.N())
	for v := range uint32(g.N()) {
		ins[v], outs[v] = int64(len(g.In(v))), int64(len(g.Out(v)))
	}
	return connectome.NewTable(infoDegrees, connectome.Constant("instance", in.name, g.N()), connectome.Ints("in", ins), connectome.Ints("out", outs))
}

// connectionsOf counts connections between m-types, layers and classes of neurons.
func connectionsOf(in instance, c *connectome.Connectome) connectome.Table {
	labels := []connectome.Labels{c.Cells.MTypes(), c.Cells.Layers(), c.Cells.Classes()}
	kind := make([]uint32, c.Graph.N()) // of a neuron: its m-type, layer and class
	kinds := make(map[[3]uint32]uint32)
	var list [][3]uint32
	for v := range kind {
		key := [3]uint32{labels[0].Of[v], labels[1].Of[v], labels[2].Of[v]}
		k, ok := kinds[key]
		if !ok {
			k = uint32(len(list))
			kinds[key] = k
			list = append(list, key)
		}
		kind[v] = k
	}
	members := make([][]uint32, len(list))
	for v, k := range kind {
		members[k] = append(members[k], uint32(v))
	}
	var codes [6][]uint32
	var connections []int64
	for a := range list {
		to := make([]int64, len(list))
		for _, v := range members[a] {
			for _, w := range c.Graph.Out(v) {
				to[kind[w]]++
			}
		}
		for b, count := range to {
			if count == 0 {
				continue
			}
			connections = append(connections, count)
			for l := range labels {
				codes[l], codes[3+l] = append(codes[l], list[a][l]), append(codes[3+l], list[b][l])
			}
		}
	}
	t := connectome.NewTable(infoConnections, connectome.Constant("instance", in.name, len(connections)))
	for l, column := range []string{"mtype", "layer", "class"} {
		t.Columns = append(t.Columns, connectome.Coded("pre_"+column, codes[l], labels[l].Names), connectome.Coded("post_"+column, codes[3+l], labels[l].Names))
	}
	t.Columns = append(t.Columns, connectome.Ints("connections", connections))
	return t
}
