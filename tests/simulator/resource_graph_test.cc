// What a workspace takes over from a state file.
#include "simulator/resource_graph.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/base/buffer.h"
#include "engine/state_reader.h"

namespace tfsck {
namespace {

using Texts = std::vector<std::string>;

std::string Instance(const std::string& dependencies, const std::string& more = "") {
  return R"({"schema_version": 0, "attributes": {}, )" + more + R"("dependencies": [)" +
         dependencies + "]}";
}

std::string Block(const std::string& type, const std::string& name, const std::string& instances,
                  const std::string& mode = "managed") {
  return R"({"mode": ")" + mode + R"(", "type": ")" + type + R"(", "name": ")" + name +
         R"(", "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]", "instances": [)" +
         instances + "]}";
}

Result<StateGraph> Read(const Texts& blocks) {
  std::string text =
      R"({"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "l", "resources": [)";
  for (size_t i = 0; i < blocks.size(); ++i) text += (i > 0 ? "," : "") + blocks[i];
  return GraphOfState(ReadState(Buffer::Copy(text + "]}")));
}

std::vector<std::string> Edges(const StateGraph& state) {
  std::vector<std::string> edges;
  for (uint32_t v = 0; v < state.graph.vertex_count(); ++v) {
    for (const uint32_t d : state.graph.dependencies(v)) {
      edges.push_back(state.addresses[v] + " -> " + state.addresses[d]);
    }
  }
  return edges;
}

TEST(GraphOfState, StoredClosuresAreReducedToDirectDependencies) {
  const auto state = Read({
      Block("aws_vpc", "a", Instance("")),
      Block("aws_subnet", "b", Instance(R"("aws_vpc.a")")),
      Block("aws_instance", "c", Instance(R"("aws_subnet.b", "aws_vpc.a")")),
  });
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(Edges(*state), (Texts{"aws_subnet.b -> aws_vpc.a", "aws_instance.c -> aws_subnet.b"}));
}

TEST(GraphOfState, VerticesCarryTypesAndInstances) {
  const auto state = Read({
      Block("aws_vpc", "a", Instance("")),
      Block("aws_eip", "b",
            Instance("", R"("index_key": 0, )") + "," + Instance("", R"("index_key": 1, )")),
      Block("aws_vpc", "c", Instance("")),
  });
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(state->addresses, (Texts{"aws_vpc.a", "aws_eip.b", "aws_vpc.c"}));
  EXPECT_EQ(state->types, (Texts{"aws_vpc", "aws_eip"}));
  EXPECT_EQ(state->type_of, (std::vector<uint32_t>{0, 1, 0}));
  EXPECT_EQ(state->instances, (std::vector<uint32_t>{1, 2, 1}));
  EXPECT_EQ(state->instance_count, 4u);
}

TEST(GraphOfState, WhatIsReachedThroughDataIsReachedDirectly) {
  const auto state = Read({
      Block("aws_vpc", "a", Instance("")),
      Block("aws_ami", "d", Instance(R"("aws_vpc.a")"), "data"),
      Block("aws_instance", "c", Instance(R"("aws_vpc.a", "data.aws_ami.d")")),
  });
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(Edges(*state), (Texts{"aws_instance.c -> aws_vpc.a"}));
}

TEST(GraphOfState, WhatIsNotThereIsNoVertex) {
  const auto state = Read({
      Block("aws_vpc", "empty", ""),
      Block("aws_vpc", "deposed", Instance("", R"("deposed": "0a1b2c3d", )")),
      Block("aws_instance", "c", Instance(R"("aws_vpc.gone", "aws_vpc.empty", "aws_vpc.deposed")")),
  });
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(state->addresses, (Texts{"aws_instance.c"}));
  EXPECT_EQ(Edges(*state), Texts());
}

TEST(GraphOfState, WhatTerraformDropsIsNoVertex) {
  std::string dropped = Block("aws_vpc", "dropped", Instance(""));
  const std::string provider = "provider[\\\"registry";
  dropped.replace(dropped.find(provider), provider.size(), "nonsense[\\\"registry");
  const auto state = Read({dropped, Block("aws_vpc", "kept", Instance(""))});
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(state->addresses, (Texts{"aws_vpc.kept"}));
}

TEST(GraphOfState, RepeatedObjectsCountOnce) {
  const auto state = Read({Block("aws_vpc", "a", Instance("") + "," + Instance(""))});
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(state->instance_count, 1u);
}

TEST(GraphOfState, DependingOnItselfIsNoEdge) {
  const auto state = Read({Block("aws_vpc", "a", Instance(R"("aws_vpc.a")"))});
  ASSERT_TRUE(state.has_value());
  EXPECT_EQ(Edges(*state), Texts());
}

TEST(GraphOfState, RefusesStatesThatCannotBeSimulated) {
  const auto empty = Read({Block("aws_ami", "d", Instance(""), "data")});
  ASSERT_FALSE(empty.has_value());
  EXPECT_EQ(empty.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(empty.error().message, "the state holds no managed resource: nothing to simulate");
  const auto cycle = Read({
      Block("aws_vpc", "a", Instance(R"("aws_vpc.b")")),
      Block("aws_vpc", "b", Instance(R"("aws_vpc.a")")),
  });
  ASSERT_FALSE(cycle.has_value());
  EXPECT_EQ(cycle.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(cycle.error().message,
            "resources of the state depend on each other in a cycle: aws_vpc.a -> aws_vpc.b -> "
            "aws_vpc.a");
}

}  // namespace
}  // namespace tfsck
