#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "engine/base/buffer.h"
#include "engine/json/go_scanner.h"
#include "tests/support/state_mutator.h"

namespace tfsck::testing {
namespace {

constexpr size_t kLongestFragment = 2000;

std::string ReadWhole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void AddBases(const std::string& folder, size_t max_bytes, std::vector<std::string>* bases) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".tfstate" && entry.file_size() <= max_bytes) {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());  // the order of a folder is nobody's promise
  for (const auto& path : paths) bases->push_back(ReadWhole(path));
}

void AddFragments(const std::string& document, MutationCorpus* corpus) {
  const Buffer buffer = Buffer::Copy(document);
  const json::Tape tape(buffer.bytes);
  if (tape.empty()) return;
  for (uint32_t node = 0; node < tape.end(0); ++node) {
    if (tape.kind(node) != json::Kind::kObject) continue;
    for (uint32_t key = tape.FirstChild(node); key != tape.end(node); key = tape.end(key + 1)) {
      const std::string_view value = tape.Raw(key + 1);
      if (value.size() <= kLongestFragment) {
        corpus->fragments[tape.Text(key)].emplace_back(value);
      }
    }
  }
}

// The cells that are JSON strings; others (Go writes \x escapes) cannot stand in a document.
std::vector<std::string> JsonCells(const std::string& table, size_t column) {
  std::vector<std::string> cells;
  std::ifstream file(std::string(TFSCK_SOURCE_DIR) + "/corpus/addresses/" + table);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream row(line);
    std::string cell;
    for (size_t i = 0; i <= column; ++i) std::getline(row, cell, '\t');
    if (!json::FindSyntaxError(cell)) cells.push_back(cell);
  }
  return cells;
}

void RemoveRepeats(std::vector<std::string>* texts) {
  std::sort(texts->begin(), texts->end());
  texts->erase(std::unique(texts->begin(), texts->end()), texts->end());
}

}  // namespace

MutationCorpus LoadMutationCorpus(size_t max_bytes) {
  MutationCorpus corpus;
  for (const char* folder : {"valid", "oracle/cases", "mutations"}) {
    AddBases(std::string(TFSCK_SOURCE_DIR) + "/corpus/" + folder, max_bytes, &corpus.bases);
  }
  for (const std::string& base : corpus.bases) AddFragments(base, &corpus);
  for (auto& [key, values] : corpus.fragments) {
    RemoveRepeats(&values);
    corpus.keys.push_back(key);
  }
  corpus.addresses["module"] = JsonCells("module.tsv", 0);
  corpus.addresses["provider"] = JsonCells("provider.tsv", 0);
  corpus.addresses["dependencies"] = JsonCells("dependency.tsv", 0);
  corpus.addresses["config_addr"] = JsonCells("checkable.tsv", 1);
  return corpus;
}

}  // namespace tfsck::testing
