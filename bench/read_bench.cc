// Reading one document: our cursor beside simdjson's DOM parser, on the same bytes.
//
//     read_bench [FILE...]        without a file: a generated state of 100 MB, indented and compact
#include <fmt/format.h>
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "bench/compare.h"
#include "bench/generate_state/state_stream.h"
#include "engine/json/cursor.h"

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

// simdjson and the cursor must agree on the document before anybody is timed.
void CheckAnswers(std::string_view document) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  Require(parser.parse(document.data(), document.size(), false).get(root) == simdjson::SUCCESS,
          "simdjson refuses the document");
  uint64_t version = 0;
  Require(root["version"].get(version) == simdjson::SUCCESS && version == 4, "not a v4 state");
  const size_t trailing = document.size() - (document.find_last_of('}') + 1);
  Require(WalkWithCursor(document) + trailing == document.size(), "the cursor's span");
}

void CompareReaders(const std::string& name, const std::string& padded, size_t size) {
  const std::string_view document(padded.data(), size);
  CheckAnswers(document);
  CompareCold(name + ", cold", size, kRounds,
              {{"simdjson::dom::parser::parse",
                [&] {
                  simdjson::dom::parser parser;
                  ParseWithDom(&parser, document);
                }},
               {"json::Cursor::SkipValue", [&] { WalkWithCursor(document); }}});
  simdjson::dom::parser parser;
  Compare(name + ", warm", size, kRounds,
          {{"simdjson::dom::parser::parse", [&] { ParseWithDom(&parser, document); }},
           {"json::Cursor::SkipValue", [&] { WalkWithCursor(document); }}});
}

void CompareOn(const std::string& name, std::string document) {
  const size_t size = document.size();
  document.resize(size + json::kPadding);
  CompareReaders(name, document, size);
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
