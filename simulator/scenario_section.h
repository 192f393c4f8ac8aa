// ScenarioSection: a map of a scenario's YAML, read key by key into the fields of a Scenario.
//
// For the scenario_reader_*.cc only.  The first mistake is kept in the ScenarioReading and whatever
// is read after it changes nothing, so that a reader is a list of its keys and not of their errors.
// A field keeps its value where its key is absent.  Holds views of the document; not thread-safe.
#ifndef TFSCK_SIMULATOR_SCENARIO_SECTION_H_
#define TFSCK_SIMULATOR_SCENARIO_SECTION_H_

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/config_document.h"
#include "simulator/scenario.h"
#include "simulator/scenario_reader.h"

namespace tfsck {

// What all sections share.
struct ScenarioReading {
  ScenarioFileReader read_file;
  std::optional<Error> error;  // the first
  std::vector<Assumption> assumptions;

  void Fail(Error first) {
    if (!error) error = std::move(first);
  }
  // "PLACE: 'path' message": for messages that begin with "must be".
  void FailAt(const ConfigNode& node, std::string_view message);
};

class ScenarioSection {
 public:
  // The node must be a map (or nothing) of these keys.
  ScenarioSection(ConfigNode node, ScenarioReading* reading,
                  std::span<const std::string_view> keys);

  ScenarioReading* reading() const { return reading_; }
  const ConfigNode& node() const { return node_; }
  // Nothing where the key is absent or a mistake was made before.
  std::optional<ConfigNode> Find(std::string_view key) const;
  bool Has(std::string_view key) const { return Find(key).has_value(); }
  // A mistake where the key is absent.
  void Require(std::string_view key);
  void Fail(std::string_view message) { reading_->Fail(node_.ErrorHere(message)); }

  void Duration(std::string_view key, double* seconds);
  void Time(std::string_view key, SimTime* time);
  void Rate(std::string_view key, double* per_second);
  void Share(std::string_view key, double* share);  // 0 to 1
  void Number(std::string_view key, double* number);
  void Count(std::string_view key, uint32_t* count, uint32_t most = UINT32_MAX);
  void Seed(std::string_view key, uint64_t* seed);
  void Flag(std::string_view key, bool* flag);
  void Text(std::string_view key, std::string* text);
  void Law(std::string_view key, Distribution* law);
  // `word` stands for nothing: "forever".
  void OptionalLaw(std::string_view key, std::string_view word, std::optional<Distribution>* law);
  // The index of one of `names`, which is the value of the enumeration.
  template <typename Enum>
  void Choice(std::string_view key, std::span<const std::string_view> names, Enum* value) {
    if (const auto index = ChoiceIndex(key, names)) *value = static_cast<Enum>(*index);
  }

 private:
  std::optional<size_t> ChoiceIndex(std::string_view key, std::span<const std::string_view> names);

  ConfigNode node_;
  ScenarioReading* reading_;
};

// A value with a unit; `parse` is one of engine/base/units.h.  Nothing after a mistake.
std::optional<double> ReadQuantity(const ConfigNode& node, ScenarioReading* reading,
                                   Result<double> (*parse)(std::string_view));
// The items of a list; none after a mistake.
std::vector<ConfigNode> ReadItems(const ConfigNode& node, ScenarioReading* reading);
std::vector<double> ReadQuantities(const ConfigNode& node, ScenarioReading* reading,
                                   Result<double> (*parse)(std::string_view));
std::optional<int64_t> ReadWhole(const ConfigNode& node, ScenarioReading* reading, int64_t least,
                                 int64_t most);
std::optional<std::string> ReadText(const ConfigNode& node, ScenarioReading* reading);
// 6m, {exponential: 6m}, {lognormal: {mean: 6m, cv: 1}}, ...
void ReadLaw(const ConfigNode& node, ScenarioReading* reading, Distribution* law);
// The durations of a file, one a line: with a unit, or in seconds; # begins a comment.
std::vector<double> ReadDurationFile(const ConfigNode& node, ScenarioReading* reading,
                                     bool ascending);
// The index of a name among those of `what`.
std::optional<uint32_t> ReadReference(const ConfigNode& node, ScenarioReading* reading,
                                      std::string_view what,
                                      std::span<const std::string_view> names);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SCENARIO_SECTION_H_
