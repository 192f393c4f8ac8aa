// Which edges a snapshot's stored dependency lists make.
#include <gtest/gtest.h>

#include "engine/graph.h"
#include "engine/state.h"
#include "tests/support/graph_oracle.h"

namespace tfsck::testing {
namespace {

using Lists = std::vector<std::vector<uint32_t>>;

class SnapshotGraph : public ::testing::Test {
 protected:
  // Vertices 0 to 4; list 0 is empty, as in every snapshot.
  SnapshotGraph() {
    snapshot_.hubs.resize(5);
    for (const auto& list : Lists{{1, 2}, {2, 3}, {2, 1, 2, 4}}) {
      snapshot_.dependency_rows.insert(snapshot_.dependency_rows.end(), list.begin(), list.end());
      snapshot_.dependency_lists.push_back(static_cast<uint32_t>(snapshot_.dependency_rows.size()));
    }
  }

  // A resource of vertex `hub` with one instance for each of `lists`.
  Resource& Add(uint32_t hub, const std::vector<uint32_t>& lists) {
    Resource resource;
    resource.hub = hub;
    resource.first_instance = static_cast<uint32_t>(snapshot_.instances.size());
    resource.instance_count = static_cast<uint32_t>(lists.size());
    for (const uint32_t list : lists) {
      Instance instance;
      instance.dependency_list = list;
      snapshot_.instances.push_back(instance);
    }
    return snapshot_.resources.emplace_back(resource);
  }

  Edges StoredEdges() {
    const DependencyGraph graph = BuildDependencyGraph(snapshot_);
    EXPECT_EQ(GraphDefect(graph), "");
    EXPECT_EQ(graph.vertex_count(), 5u);
    Edges edges = EdgesOf(graph.rows(Direction::kDependencies));
    for (const uint32_t v : graph.self_loops()) edges.emplace_back(v, v);
    return edges;
  }

  StateSnapshot snapshot_;
};

TEST_F(SnapshotGraph, WithoutListsHasNoEdges) {
  Add(0, {0, 0});
  Add(1, {});
  EXPECT_EQ(StoredEdges(), Edges());
}

TEST_F(SnapshotGraph, InstancesOfOneResourceAddUp) {
  Add(0, {1, 1, 0, 2, 1});
  EXPECT_EQ(StoredEdges(), (Edges{{0, 1}, {0, 2}, {0, 3}}));
}

// module.m["a"].x.y and module.m["b"].x.y are two blocks and one vertex.
TEST_F(SnapshotGraph, BlocksOfOneVertexAddUp) {
  Add(0, {1});
  Add(4, {2});
  Add(0, {2});
  EXPECT_EQ(StoredEdges(), (Edges{{0, 1}, {0, 2}, {0, 3}, {4, 2}, {4, 3}}));
}

TEST_F(SnapshotGraph, RepeatsCountOnceAndLoopsAreKeptApart) {
  Add(4, {3});
  EXPECT_EQ(StoredEdges(), (Edges{{4, 1}, {4, 2}, {4, 4}}));
}

TEST_F(SnapshotGraph, WhatTerraformDropsOrRefusesAddsNothing) {
  Add(0, {1}).dropped = true;
  Resource& refused = Add(kNoId, {1});
  refused.readable = false;
  Add(3, {1});
  EXPECT_EQ(StoredEdges(), (Edges{{3, 1}, {3, 2}}));
}

TEST_F(SnapshotGraph, OfAnEmptyStateIsEmpty) {
  EXPECT_EQ(BuildDependencyGraph(StateSnapshot()).vertex_count(), 0u);
}

}  // namespace
}  // namespace tfsck::testing
