"""What igraph, NetworkX and SciPy find of a graph, by the names of crosscheck.py:
a generator of (quantity, program, value)."""

import igraph
import networkx
import numpy as np
import scipy.sparse as sp

# Larger graphs would take NetworkX, or igraph's census, many minutes.
NETWORKX_EDGES = 20_000
CENSUS_EDGES = 200_000


def measure(graph):
    for program, values in (("scipy", by_scipy(graph)), ("igraph", by_igraph(graph))):
        for what, value in values:
            yield what, program, value
    if graph.edges <= NETWORKX_EDGES:
        for what, value in by_networkx(graph):
            yield what, "networkx", value


def by_scipy(graph):
    """Straight from the definitions, as products of matrices."""
    a, n = graph.matrix, graph.n
    incoming, outgoing = (np.asarray(a.sum(axis=k)).ravel() for k in (0, 1))
    for side, degree in (("in", incoming), ("out", outgoing)):
        yield f"degree {side}_mean", degree.mean()
        yield f"degree {side}_sd", degree.std(ddof=1) if n > 1 else np.nan
        yield f"degree {side}_max", int(degree.max())
    yield "density density", graph.edges / (n * (n - 1)) if n > 1 else np.nan
    mutual = a.multiply(a.T)
    yield "reciprocity mutual_pairs", int(mutual.sum()) // 2

    # Each i → k → j with i → j is a 2-simplex.
    yield "simplices 0", n
    if graph.edges:
        yield "simplices 1", graph.edges
    yield "simplices 2", int((a @ a).multiply(a).sum())

    # Fagiolo 2007: triangles of A + Aᵀ at each neuron over those that its degree allows.
    both = a + a.T
    triangles = np.asarray((both @ both).multiply(both).sum(axis=1)).ravel()
    degree = incoming + outgoing
    possible = degree * (degree - 1) - 2 * np.asarray(mutual.sum(axis=1)).ravel()
    for kind, by in (("total", degree), ("in", incoming), ("out", outgoing)):
        yield "richclub " + kind, rich_club(a, by)
    yield from common_neighbors(a, n)
    yield "clustering fagiolo_mean", np.divide(triangles, 2 * possible, out=np.zeros(n), where=possible > 0).mean()


def rich_club(a, degree):
    """For every degree k up to the highest: the neurons of a higher one, the
    connections among them, and their density."""
    coo = a.tocoo()
    lower = np.minimum(degree[coo.row], degree[coo.col])  # a connection is in all clubs below it
    levels = []
    for k in range(int(degree.max()) + 1):
        n, edges = int((degree > k).sum()), int((lower > k).sum())
        levels.append((k, n, edges, edges / (n * (n - 1)) if n > 1 else np.nan))
    return levels


def common_neighbors(a, n):
    """Means over connected and over all ordered pairs, and their ratio."""
    for side, common in (("efferent", a @ a.T), ("afferent", a.T @ a)):
        everywhere = int(common.sum()) - int(common.diagonal().sum())
        connected = int(common.multiply(a).sum())
        edges, pairs = int(a.sum()), n * (n - 1)
        yield f"common_neighbours {side}_mean", everywhere / pairs if pairs else np.nan
        yield f"common_neighbours {side}_connected_mean", connected / edges if edges else np.nan
        ratio = connected / edges / (everywhere / pairs) if edges and everywhere else np.nan
        yield f"common_neighbours {side}_bias_factsheet", ratio
        common = common - sp.diags(common.diagonal(), dtype=common.dtype)
        yield f"common_neighbours {side}_max", int(common.max())


TRIADS = "003 012 102 021D 021U 021C 111U 111D 030T 030C 201 120D 120U 120C 210 300".split()


def by_igraph(graph):
    coo = graph.matrix.tocoo()
    g = igraph.Graph(n=graph.n, edges=list(zip(coo.row.tolist(), coo.col.tolist())), directed=True)
    undirected = g.as_undirected(mode="collapse")
    n = graph.n
    if n >= 3 and graph.edges <= CENSUS_EDGES:
        census = g.triad_census()
        for man in TRIADS:
            yield "triads " + man, 0 if np.isnan(census[man]) else int(census[man])
    yield "density density", g.density() if n > 1 else np.nan
    yield "reciprocity fraction", g.reciprocity() if graph.edges else np.nan
    yield "degree in_max", max(g.indegree())
    yield "degree out_max", max(g.outdegree())

    lengths = g.path_length_hist(directed=True)
    pairs = n * (n - 1)
    reachable = sum(count for _, _, count in lengths.bins())
    yield "paths mean", sum(count * length for length, _, count in lengths.bins()) / reachable if reachable else np.nan
    yield "paths diameter", max(int(length) for length, _, _ in lengths.bins()) if reachable else np.nan
    yield "paths unreachable", int(lengths.unconnected) / pairs if pairs else np.nan
    yield "paths histogram", [int(count) for _, _, count in lengths.bins()]
    yield "paths efficiency", sum(count / length for length, _, count in lengths.bins()) / pairs if pairs else np.nan

    yield "transitivity value", undirected.transitivity_undirected(mode="nan")
    yield "clustering watts_strogatz_mean", undirected.transitivity_avglocal_undirected(mode="zero")

    for mode in ("weak", "strong"):
        sizes = g.connected_components(mode=mode).sizes()
        yield f"components {mode}_components", len(sizes)
        yield f"components {mode}_largest", max(sizes)
    for suffix, cores in (("", undirected.coreness()), ("_total", g.coreness(mode="all"))):
        yield "kcore degeneracy" + suffix, max(cores)
        yield "kcore innermost" + suffix, cores.count(max(cores))
        yield "kcore core_mean" + suffix, sum(cores) / n

    degrees = {"in": g.indegree(), "out": g.outdegree()}
    for source in degrees:
        for target in degrees:
            yield f"assortativity {source}_{target}", g.assortativity(degrees[source], degrees[target], directed=True)
    yield "assortativity undirected", undirected.assortativity_degree(directed=False)


def by_networkx(graph):
    g = networkx.from_scipy_sparse_array(graph.matrix, create_using=networkx.DiGraph)
    undirected = g.to_undirected()
    for man, count in networkx.triadic_census(g).items():
        yield "triads " + man, int(count)
    if graph.edges:
        yield "reciprocity fraction", networkx.overall_reciprocity(g)
    yield "clustering fagiolo_mean", networkx.average_clustering(g)
    yield "clustering watts_strogatz_mean", networkx.average_clustering(undirected)
    if max(k for _, k in undirected.degree()) > 1:  # else it is not defined, and 0 here
        yield "transitivity value", networkx.transitivity(undirected)
    yield "components weak_components", networkx.number_weakly_connected_components(g)
    yield "components strong_components", networkx.number_strongly_connected_components(g)
    yield "kcore degeneracy", max(networkx.core_number(undirected).values())
