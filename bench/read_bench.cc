// One document in memory: walking, reading and checking it beside simdjson's DOM parser, on the
// same bytes.
//
//     read_bench [FILE...]        without a file: a generated state of 100 MB, indented and compact
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/check.h"
#include "bench/compare.h"
#include "bench/generate_state/state_stream.h"
#include "engine/document.h"
#include "engine/graph.h"
#include "engine/json/cursor.h"
#include "engine/state_reader.h"

namespace tfsck::bench {
namespace {

constexpr int kRounds = 7;
constexpr uint64_t kBytes = 100'000'000;

void Require(bool good, std::string_view what) {
  if (good) return;
  fmt::print(stderr, "read_bench: wrong answer: {}\n", what);
  std::exit(1);
}

size_t WalkWithCursor(std::string_view document) {
  json::Cursor cursor(document);
  const size_t size = cursor.SkipValue().size();
  Require(cursor.Finish(), "the cursor refuses the document");
  Require(cursor.anomalies().empty(), "the cursor finds anomalies");
  return size;
}

void ParseWithDom(simdjson::dom::parser* parser, std::string_view document) {
  simdjson::dom::element root;
  const auto error = parser->parse(document.data(), document.size(), false).get(root);
  Require(error == simdjson::SUCCESS, "simdjson refuses the document");
}

// Instances and dependencies of the state, counted.
struct Counts {
  uint64_t instances = 0;
  uint64_t dependencies = 0;
  bool operator==(const Counts&) const = default;
};

uint64_t ArraySize(simdjson::dom::element object, const char* key) {
  simdjson::dom::array array;
  return object[key].get(array) == simdjson::SUCCESS ? array.size() : 0;
}

// What the document holds, told by simdjson alone.
Counts CountWithDom(std::string_view document) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  simdjson::dom::array resources;
  Require(parser.parse(document.data(), document.size(), false).get(root) == simdjson::SUCCESS,
          "simdjson refuses the document");
  Require(root["resources"].get(resources) == simdjson::SUCCESS, "no resources");
  Counts counts;
  for (const simdjson::dom::element resource : resources) {
    simdjson::dom::array instances;
    if (resource["instances"].get(instances) != simdjson::SUCCESS) continue;
    for (const simdjson::dom::element instance : instances) {
      ++counts.instances;
      counts.dependencies += ArraySize(instance, "dependencies");
    }
  }
  return counts;
}

Counts CountWithReader(const Buffer& buffer) {
  const StateSnapshot state = ReadState(buffer);
  Require(state.Readable() && state.facts.empty(), "the reader finds something odd");
  const DependencyGraph graph = BuildDependencyGraph(state);
  Require(graph.vertex_count() == state.hubs.size(), "the graph's size");
  Counts counts;
  counts.instances = state.instances.size();
  for (const Instance& instance : state.instances) {
    counts.dependencies += state.Dependencies(instance.dependency_list).size();
  }
  return counts;
}

void ReadAndBuild(const Buffer& buffer) {
  const StateSnapshot state = ReadState(buffer);
  const DependencyGraph graph = BuildDependencyGraph(state);
  Require(graph.vertex_count() == state.hubs.size(), "the graph's size");
}

DocumentReport CheckAll(const Buffer& buffer, unsigned threads) {
  const auto document = MakeDocument("bench", buffer);
  Require(document.has_value(), "the document is not recognised");
  CheckOptions options;
  options.threads = threads;
  return Check(*document, options);
}

// Everybody must agree on the document before anybody is timed.
void CheckAnswers(const Buffer& buffer) {
  const std::string_view document = buffer.bytes;
  const size_t trailing = document.size() - (document.find_last_of('}') + 1);
  Require(WalkWithCursor(document) + trailing == document.size(), "the cursor's span");
  const Counts counts = CountWithDom(document);
  Require(counts.instances > 0 && CountWithReader(buffer) == counts, "the reader's counts");
  for (const unsigned threads : {1u, 2u}) {
    const DocumentReport report = CheckAll(buffer, threads);
    Require(report.readable, "the check does not read the document");
    Require(report.instances + report.deposed == counts.instances, "the check's count");
    Require(WorstSeverity(report.counts).value_or(Severity::kInfo) == Severity::kInfo,
            "the check finds more than notes");
  }
}

std::vector<Contender> Contenders(const Buffer& buffer, simdjson::dom::parser* parser) {
  return {{"simdjson::dom::parser::parse",
           [=] {
             simdjson::dom::parser fresh;
             ParseWithDom(parser == nullptr ? &fresh : parser, buffer.bytes);
           }},
          {"json::Cursor::SkipValue", [=] { WalkWithCursor(buffer.bytes); }},
          {"ReadState + BuildDependencyGraph", [=] { ReadAndBuild(buffer); }},
          {"Check, 1 thread", [=] { CheckAll(buffer, 1); }},
          {"Check, 2 threads", [=] { CheckAll(buffer, 2); }}};
}

void CompareReaders(const std::string& name, const Buffer& buffer) {
  CheckAnswers(buffer);
  const size_t size = buffer.bytes.size();
  const std::vector<Contender> cold = Contenders(buffer, nullptr);
  const std::vector<Timing> timings = CompareCold(name + ", cold", size, kRounds, cold);
  PrintTargets(cold, timings, {{2, 0.7, false}, {3, 0.6, false}, {4, 1.0, true}});
  simdjson::dom::parser parser;
  Compare(name + ", warm", size, kRounds, Contenders(buffer, &parser));
}

void CompareOn(const std::string& name, const std::string& document) {
  CompareReaders(name, Buffer::Copy(document));
}

std::string Generate(bool compact) {
  StateOptions options;
  options.bytes = kBytes;
  options.compact = compact;
  std::string document;
  GenerateState(options, [&document](std::string_view piece) {
    document += piece;
    return true;
  });
  return document;
}

int Main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    Require(file.good(), fmt::format("cannot open {}", argv[i]));
    CompareOn(argv[i], std::string(std::istreambuf_iterator<char>(file), {}));
  }
  if (argc > 1) return 0;
  CompareOn("100 MB, indented", Generate(false));
  CompareOn("100 MB, compact", Generate(true));
  return 0;
}

}  // namespace
}  // namespace tfsck::bench

int main(int argc, char** argv) { return tfsck::bench::Main(argc, argv); }
