#include "engine/body_hash.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "engine/json/indent.h"
#include "engine/sensitive_paths.h"
#include "engine/state_list.h"
#include "engine/state_writer.h"

namespace tfsck {
namespace {

// Texts one behind the other, each led by its size: no two lists of texts give the same bytes.
void AppendSized(std::string_view text, std::string* out) {
  const uint64_t size = text.size();
  out->append(reinterpret_cast<const char*>(&size), sizeof size);
  out->append(text);
}

void AppendNumber(uint64_t number, std::string* out) {
  out->append(reinterpret_cast<const char*>(&number), sizeof number);
}

void AppendHash(const Hash128& hash, std::string* out) {
  AppendNumber(hash.high, out);
  AppendNumber(hash.low, out);
}

class BodyHasher {
 public:
  BodyHasher(const StateSnapshot& state, ToolFamily tool, AttributeHashes* attributes)
      : state_(state),
        tool_(tool),
        attributes_(attributes != nullptr ? *attributes : own_attributes_),
        lists_(state.dependency_lists.size()),
        known_(lists_.size(), false) {}

  BodyHashes Run() {
    hashes_.objects.resize(state_.instances.size());
    std::string body;
    AppendOutputs(state_, &body);
    body += '\0';
    AppendChecks(state_, &body);
    const std::vector<uint32_t> order = WriterOrder(state_);
    for (const auto blocks : BlocksByResource(state_, order)) AddResource(blocks, &body);
    // What only OpenTofu holds, in document order.
    for (uint32_t row = 0; row < state_.resources.size(); ++row) {
      const Resource& resource = state_.resources[row];
      if (resource.dropped && HoldsResource(state_, resource, tool_)) {
        AddResource(std::span(&row, 1), &body);
      }
    }
    hashes_.body = HashBytes128(body);
    return std::move(hashes_);
  }

 private:
  void AddResource(std::span<const uint32_t> blocks, std::string* body) {
    const Resource& resource = state_.resources[blocks.front()];
    AppendSized(state_.modules[resource.module].text, body);
    *body += resource.mode == ResourceMode::kData ? 'd' : 'm';
    AppendSized(resource.type, body);
    AppendSized(resource.name, body);
    // Of merged blocks the last one's counts, as in the writer.
    AppendSized(state_.providers[state_.resources[blocks.back()].provider].text, body);
    const std::vector<uint32_t> objects = ObjectOrder(state_, blocks);
    AppendNumber(objects.size(), body);
    for (const uint32_t row : objects) {
      const Instance& object = state_.instances[row];
      *body += static_cast<char>('0' + static_cast<int>(object.key.kind));
      AppendNumber(static_cast<uint64_t>(object.key.number), body);
      AppendSized(object.key.text, body);
      AppendSized(object.deposed, body);
      hashes_.objects[row] = HashObject(object);
      AppendHash(hashes_.objects[row], body);
    }
  }

  Hash128 HashObject(const Instance& object) {
    text_.clear();
    text_ += object.tainted ? 't' : '-';
    text_ += object.create_before_destroy ? 'c' : '-';
    AppendNumber(object.schema_version, &text_);
    AppendSized(object.private_data, &text_);
    AppendHash(HashOfList(object.dependency_list), &text_);
    AppendHash(attributes_.HashOfPaths(object.sensitive_attributes), &text_);
    AddAttributes(object);
    const bool own_provider = state_.resources[object.resource].dropped && object.extra != kNoId;
    if (own_provider) AppendSized(state_.extras[object.extra].provider, &text_);
    return HashBytes128(text_);
  }

  void AddAttributes(const Instance& object) {
    const bool flat = object.attributes.empty() && object.extra != kNoId &&
                      !state_.extras[object.extra].attributes_flat.empty();
    if (flat) {
      text_ += 'f';
      AppendObjectBody(state_, object, &text_);
    } else {
      text_ += 'a';
      AppendHash(attributes_.HashOf(object.attributes.empty() ? "{}" : object.attributes), &text_);
    }
  }

  const Hash128& HashOfList(uint32_t list) {
    if (!known_[list]) {
      known_[list] = true;
      list_text_.clear();
      for (const uint32_t hub : state_.Dependencies(list)) {
        AppendSized(state_.hubs[hub].text, &list_text_);
      }
      lists_[list] = HashBytes128(list_text_);
    }
    return lists_[list];
  }

  const StateSnapshot& state_;
  const ToolFamily tool_;
  AttributeHashes own_attributes_;
  AttributeHashes& attributes_;
  BodyHashes hashes_;
  std::vector<Hash128> lists_;  // by dependency list, where known
  std::vector<bool> known_;
  std::string text_;  // reused
  std::string list_text_;
};

// Texts remembered of each kind.
constexpr size_t kMost = 262'144;

}  // namespace

Hash128 AttributeHashes::HashOf(std::string_view raw) {
  const Hash128 bytes = HashBytes128(raw);
  if (const auto known = known_.find(bytes); known != known_.end()) return known->second;
  text_.clear();
  json::AppendCompact(raw, &text_);
  if (known_.size() == kMost) known_.clear();
  return known_[bytes] = HashBytes128(text_);
}

Hash128 AttributeHashes::HashOfPaths(std::string_view raw) {
  if (raw.empty() || raw == "[]") return {};
  const Hash128 bytes = HashBytes128(raw);
  if (const auto known = known_paths_.find(bytes); known != known_paths_.end()) {
    return known->second;
  }
  text_.clear();
  if (const auto parsed = ParseSensitivePaths(raw)) AppendSensitivePaths(*parsed, &text_);
  if (known_paths_.size() == kMost) known_paths_.clear();
  const bool none = text_.empty() || text_ == "[]";
  return known_paths_[bytes] = none ? Hash128() : HashBytes128(text_);
}

BodyHashes HashBody(const StateSnapshot& state, ToolFamily tool, AttributeHashes* attributes) {
  return BodyHasher(state, tool, attributes).Run();
}

Hash128 BodyHash(const StateSnapshot& state) {
  return HashBody(state, ToolFamily::kTerraform).body;
}

}  // namespace tfsck
