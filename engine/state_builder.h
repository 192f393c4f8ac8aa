// StateBuilder: raw structs into the tables of a StateSnapshot, as Terraform interprets them.
//
// Addresses and dependency lists are parsed once per distinct text.  Whatever Terraform refuses or
// drops becomes a fact and stays in the tables, marked, so that one bad record hides no other.
// Source: TF: statefile/version4.go, prepareStateV4.
#ifndef TFSCK_ENGINE_STATE_BUILDER_H_
#define TFSCK_ENGINE_STATE_BUILDER_H_

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/base/hash.h"
#include "engine/checkable_address.h"
#include "engine/fact_log.h"
#include "engine/raw_state.h"
#include "engine/state.h"

namespace tfsck {

class StateBuilder {
 public:
  // `document_size`, in bytes, lets the tables grow in one step.
  StateBuilder(StateSnapshot* state, FactLog* facts, size_t document_size);

  // Rows are added in the order of calls.
  void AddResource(const RawResource& raw);
  void AddOutputs(const std::vector<RawOutput>& raw);
  void AddCheck(const RawCheck& raw);
  // Forgets all resources and what was said of them.
  void ForgetResources();
  // Relates what needs the whole document: repeated blocks and instances.
  void Finish();

 private:
  struct TextHash {
    size_t operator()(std::string_view text) const { return Hash64(text); }
  };
  template <typename Value>
  using TextMap = std::unordered_map<std::string_view, Value, TextHash>;

  void Judge(FactKind kind, uint64_t offset, std::string_view detail);
  bool ReadMode(const RawResource& raw, Resource* resource);
  bool ReadModule(const RawResource& raw, Resource* resource);
  void ReadProvider(const RawResource& raw, Resource* resource);
  void ReadInstanceProviders(const RawResource& raw, Resource* resource);
  uint32_t InternModule(std::string_view text, ModuleAddress address);
  uint32_t InternProvider(std::string_view raw);
  uint32_t FindOrAddProvider(std::string_view raw);
  uint32_t InternHub(std::string_view module, ResourceMode mode, std::string_view type,
                     std::string_view name);

  void AddInstance(const RawInstance& raw);
  bool ReadKey(const RawIndexKey& raw, Instance* instance);
  void ReadAttributes(const RawInstance& raw, Instance* instance);
  bool ReadSensitivePaths(const RawInstance& raw);
  void ReadExtras(const RawInstance& raw, Instance* instance);
  uint32_t ReadDependencies(const RawInstance& raw);
  uint32_t AddDependencyList();
  void ReadDependency(std::string_view text, uint64_t offset);

  void FindDuplicates(std::vector<uint32_t>* rows);
  void FindDuplicatesOfResource(const Resource& resource);
  void RelateBlocks();

  void JudgeOutput(Output* output);
  std::optional<std::string_view> ReadCheckAddress(CheckableKind kind, std::string_view text,
                                                   uint64_t offset, bool config);

  StateSnapshot& state_;
  FactLog& facts_;
  bool dropped_ = false;  // Terraform forgets the resource at hand, so nothing in it is refused

  // The resource before usually names the same module and provider.
  std::string_view last_module_;
  uint32_t last_module_row_ = 0;
  std::string_view last_provider_;
  uint32_t last_provider_row_ = kNoId;
  TextMap<uint32_t> modules_by_raw_;
  TextMap<uint32_t> modules_by_text_;
  TextMap<uint32_t> providers_by_raw_;
  TextMap<uint32_t> hubs_by_key_;
  struct DependencyText {
    uint32_t hub;
    bool canonical;
  };
  TextMap<DependencyText> dependencies_by_raw_;
  TextMap<uint32_t> lists_by_raw_;
  std::unordered_set<std::string_view, TextHash> sensitive_seen_;  // well-formed path lists
  std::string_view last_list_;
  uint32_t last_list_row_ = 0;
  bool list_is_clean_ = true;   // the list at hand gave no fact
  std::vector<uint32_t> list_;  // the list at hand
  // First block of each (hub, module), and the later ones of those that have any.
  std::unordered_map<uint64_t, uint32_t> first_block_;
  std::vector<uint32_t> later_blocks_;
  std::string scratch_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STATE_BUILDER_H_
