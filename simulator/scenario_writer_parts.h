// The writers of a scenario's parts; for scenario_writer*.cc only.
#ifndef TFSCK_SIMULATOR_SCENARIO_WRITER_PARTS_H_
#define TFSCK_SIMULATOR_SCENARIO_WRITER_PARTS_H_

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "simulator/scenario.h"

namespace tfsck {

// A text as a YAML scalar: as it is where that is safe, else in double quotes.
std::string YamlText(std::string_view text);

// {a: 1, b: 2} on one line; members come in the order they are added.
class FlowMap {
 public:
  void Add(std::string_view key, std::string_view value);
  bool empty() const { return members_.empty(); }
  std::string Text() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

// [a, b, c] of what `text` makes of each item.
template <typename Items, typename ToText>
std::string FlowList(const Items& items, ToText text) {
  std::string list;
  for (const auto& item : items) {
    if (!list.empty()) list += ", ";
    list += text(item);
  }
  return "[" + list + "]";
}

// Lines of a block map, of which the first may begin an item of a list.
class BlockMap {
 public:
  // `indent` spaces before each line; the first has "- " before its key where `item`.
  BlockMap(std::string* out, size_t indent, bool item)
      : out_(out), indent_(indent), dash_(item), item_(item) {}
  void Add(std::string_view key, std::string_view value);
  // A key whose value is on the lines that follow.
  void Open(std::string_view key);

 private:
  std::string* out_;
  size_t indent_;
  bool dash_;
  bool item_;
};

std::string RefreshText(const Scenario& scenario, const RefreshWork& work);
std::string ApplyText(const ApplyWork& work);
void WriteOperations(const Scenario& scenario, std::string* out);
void WriteSources(const Scenario& scenario, std::string* out);
void WriteLock(const LockDiscipline& lock, std::string* out);
void WriteRunners(const Runners& runners, std::string* out);
void WriteFaults(const Faults& faults, std::string* out);
void WriteAnalysis(const Analysis& analysis, std::string* out);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SCENARIO_WRITER_PARTS_H_
