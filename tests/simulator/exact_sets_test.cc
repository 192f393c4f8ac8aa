// Locks on sets of resources against exact values (facts: simulation-model 3.3).
#include <gtest/gtest.h>

#include <tuple>

#include "simulator/replication.h"
#include "tests/simulator/support/scenario_builder.h"

namespace tfsck::testing {
namespace {

double ShareAborted(const Observations& seen) {
  const auto aborted = static_cast<double>(seen.outcomes[static_cast<size_t>(Outcome::kConflict)]);
  return aborted / (aborted + static_cast<double>(seen.done));
}

// A source and an operation for each set of resources.
Scenario WithSets(std::string_view discipline, const std::vector<std::vector<uint32_t>>& sets,
                  const Distribution& service, const std::function<Source()>& source) {
  Scenario made = Base(discipline, service);
  made.operations.clear();
  for (uint32_t i = 0; i < sets.size(); ++i) {
    made.operations.push_back(OneHold(service));
    made.operations[i].writes = sets[i];
    made.sources.push_back(source());
    made.sources[i].operations = {{i, 1}};
  }
  made.workspaces[0].resources = 8;
  return made;
}

TEST(ExactSets, HardCoreLossIsInsensitive) {
  using Sets = std::vector<std::vector<uint32_t>>;
  // Runs conflict where their sets meet: an edge of the conflict graph is a resource.
  const std::tuple<const char*, Sets, double> cases[] = {
      {"path4", Sets{{0}, {0, 1}, {1, 2}, {2}}, 0.322916666667},
      {"cycle5", Sets{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}}, 0.363636363636},
      {"star5", Sets{{0, 1, 2, 3}, {0}, {1}, {2}, {3}}, 0.304011259676},
      {"complete4", Sets{{0}, {0}, {0}, {0}}, 0.444444444444},
      {"empty4", Sets{{0}, {1}, {2}, {3}}, 0.166666666667},
  };
  for (const auto& [name, sets, blocked] : cases) {
    for (const Distribution& law : {Exp(1), Fixed(1), LogNormal(1, 2)}) {
      Scenario scenario = WithSets("resource-409", sets, law, [] { return OpenSource(0.2); });
      SetWindow(&scenario, 500, 60'000);
      ExpectExact(scenario, {{name, blocked, 0.012, ShareUnserved}});
    }
  }
}

TEST(ExactSets, TerraformLikeGraph) {
  for (const auto& [rule, blocked] : {std::tuple{FootprintRule::kCone, 0.53125},
                                      std::tuple{FootprintRule::kReadDirect, 0.360265337703}}) {
    Scenario scenario = OneLock("resource-409", 1.6, Exp(1));
    scenario.lock.footprint = rule;
    scenario.workspaces[0].resources = 8;
    scenario.workspaces[0].graph.shape = GraphShape::kExplicit;
    scenario.workspaces[0].graph.edges = {{1, 0}, {2, 0}, {3, 0}, {4, 1}, {4, 3},
                                          {5, 2}, {5, 3}, {5, 4}, {6, 5}};
    SetWindow(&scenario, 500, 40'000);
    ExpectExact(scenario, {{"blocked", blocked, 0.01, ShareUnserved}});
  }
}

TEST(ExactSets, MitraWeinberger) {
  for (const auto& [resources, wanted, load, blocked, busy] :
       {std::tuple{6U, 2U, 1.0, 0.358870967742, 0.641129032258},
        std::tuple{7U, 3U, 0.5, 0.301886792453, 0.349056603774},
        std::tuple{100U, 3U, 5.0, 0.284736677705, 3.57631661147}}) {
    Scenario scenario = OneLock("resource-409", load, Exp(1));
    scenario.workspaces[0].resources = resources;
    scenario.operations[0].uniform_writes = wanted;
    SetWindow(&scenario, 500, 40'000);
    ExpectExact(scenario,
                {{"blocked", blocked, 0.015, ShareUnserved}, {"busy", busy, 0.015, Utilisation}});
  }
}

// Four engineers with the footprints A, AB, BC and D.
Scenario FourEngineers(std::string_view discipline) {
  Scenario made = WithSets(discipline, {{0}, {0, 1}, {1, 2}, {3}}, Exp(1),
                           [] { return ClosedSource(1, Exp(2)); });
  SetWindow(&made, 500, 40'000);
  return made;
}

TEST(ExactSets, FourEngineersWait) {
  const auto wait = [](size_t engineer) {
    return [engineer](const Observations& seen) { return seen.by_source[engineer].served.Mean(); };
  };
  for (const auto& [discipline, throughput, first, second] :
       {std::tuple{"resource-conservative", 1.20773714891, 0.293193717277, 0.744047619048},
        std::tuple{"resource-reserve", 1.18495357211, 0.46942800789, 0.634297520661},
        std::tuple{"resource-strict", 1.15086034113, 0.46942800789, 0.634297520661}}) {
    ExpectExact(FourEngineers(discipline), {{discipline, throughput, 0.01, Throughput},
                                            {"wait of A", first, 0.02, wait(0)},
                                            {"wait of AB", second, 0.02, wait(1)}});
  }
}

TEST(ExactSets, FourEngineersValidateAtCommit) {
  Scenario scenario = FourEngineers("resource-optimistic");
  for (Source& source : scenario.sources) {
    source.retry.on_failure = OnFailure::kRetry;
    source.retry.after = Fixed(0);
    source.retry.redraw = true;
  }
  ExpectExact(scenario, {{"commits", 1.20617533519, 0.01, Throughput},
                         {"aborted", 0.240275977399, 0.01, ShareAborted}});
}

// ---- Ways to say the same --------------------------------------------------------------------

// What happened, without what it is counted under.
std::string Happened(const Scenario& scenario) {
  const Model model = CompileOrDie(scenario);
  Replication replication(model);
  const Observations& seen = replication.Carry({.seed = 5});
  EXPECT_EQ(seen.violation, "");
  return std::to_string(seen.fingerprint) + " " + std::to_string(seen.lock_wait.sum) + " " +
         std::to_string(seen.done);
}

TEST(ExactSets, CompleteConflictIsOneLock) {
  for (const char* const sets : {"resource-conservative", "resource-reserve", "resource-strict"}) {
    Scenario scenario = OneLock("fifo", 0.8, Exp(1));
    SetWindow(&scenario, 0, 20'000);
    const std::string one = Happened(scenario);
    scenario.workspaces[0].resources = 5;
    scenario.workspaces[0].graph.shape = GraphShape::kChain;
    scenario.lock = DisciplineNamed(sets);
    // Every cone of a chain has its last resource.
    EXPECT_EQ(Happened(scenario), one) << sets;
  }
}

TEST(ExactSets, NobodyWaitsWhereSetsNeverMeet) {
  Scenario scenario = WithSets("resource-conservative", {{0}, {1}, {2}, {3}}, Exp(1),
                               [] { return ClosedSource(1, Exp(1)); });
  const Model model = CompileOrDie(scenario);
  Replication replication(model);
  const Observations& seen = replication.Carry({.seed = 5});
  EXPECT_GT(seen.grants, 1000U);
  EXPECT_EQ(seen.lock_wait.sum, 0);
}

TEST(ExactSets, AllPartsAtOnceAreOneLock) {
  for (const char* const discipline : {"fifo", "terraform", "atlantis-pr"}) {
    Scenario scenario = OneLock(discipline, 0.7, Exp(1));
    SetWindow(&scenario, 0, 20'000);
    const std::string one = Happened(scenario);
    scenario.workspaces[0].count = 4;
    scenario.sources[0].cross_state_share = 1;
    scenario.sources[0].cross_state_count = 4;
    EXPECT_EQ(Happened(scenario), one) << discipline;
  }
}

}  // namespace
}  // namespace tfsck::testing
