#include "engine/state_builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/index_key.h"
#include "engine/json/cursor.h"
#include "engine/sensitive_paths.h"

namespace tfsck {
namespace {

std::string Words(const AddressError& error) {
  return error.detail.empty() ? error.summary : error.summary + ": " + error.detail;
}

// Writer order inside one resource: no key, numbers, strings; the current object first.
int CompareObjects(const Instance& a, const Instance& b) {
  if (const int compared = Compare(a.key, b.key); compared != 0) return compared;
  return a.deposed.compare(b.deposed);
}

}  // namespace

StateBuilder::StateBuilder(StateSnapshot* state, FactLog* facts, size_t document_size)
    : state_(*state), facts_(*facts) {
  // About as dense as states are.  What stays unused is address space, not memory, but of that too
  // not all is given.
  const size_t foreseen = std::min(document_size, size_t{1} << 30);
  state_.instances.reserve(foreseen / 1024);
  state_.resources.reserve(foreseen / 2048);
  first_block_.reserve(foreseen / 4096);
  state_.modules.push_back({});  // the root
  modules_by_raw_.emplace("", 0);
  modules_by_text_.emplace("", 0);
}

void StateBuilder::Judge(FactKind kind, uint64_t offset, std::string_view detail) {
  if (dropped_) {
    facts_.Note(kind, offset, detail);
  } else {
    facts_.Refuse(kind, offset, detail);
  }
}

// ---- resources ----------------------------------------------------------------------------

void StateBuilder::AddResource(const RawResource& raw) {
  const auto row = static_cast<uint32_t>(state_.resources.size());
  facts_.SetResource(row);
  Resource resource;
  resource.type = raw.type;
  resource.name = raw.name;
  resource.offset = raw.offset;
  resource.size = raw.size;
  resource.same_as = row;
  resource.first_instance = static_cast<uint32_t>(state_.instances.size());
  if (raw.wrong_kind) {
    // What an earlier array of the same name may have put into it does not become rows.
    resource.readable = false;
    state_.resources.push_back(resource);
    return;
  }
  resource.instance_count = static_cast<uint32_t>(raw.instances.size());
  resource.readable = ReadMode(raw, &resource);
  resource.readable = ReadModule(raw, &resource) && resource.readable;
  if (resource.readable) ReadProvider(raw, &resource);
  dropped_ = resource.dropped || !resource.readable;
  if (resource.readable) {
    resource.hub = InternHub(state_.modules[resource.module].static_text, resource.mode,
                             resource.type, resource.name);
    HubResource& hub = state_.hubs[resource.hub];
    hub.in_state = true;
    // The same texts, but side by side in the arena: rules need not touch the document for them.
    resource.type = hub.type;
    resource.name = hub.name;
  }
  if (!dropped_) {
    const uint64_t key = uint64_t{resource.hub} << 32 | resource.module;
    const auto [first, inserted] = first_block_.emplace(key, row);
    resource.same_as = first->second;
    if (!inserted) later_blocks_.push_back(row);
  }
  state_.resources.push_back(resource);
  for (const RawInstance& instance : raw.instances.elements()) {
    facts_.SetInstance(static_cast<uint32_t>(state_.instances.size()));
    AddInstance(instance);
  }
  facts_.SetInstance(kNoId);
  FindDuplicatesOfResource(resource);
}

bool StateBuilder::ReadMode(const RawResource& raw, Resource* resource) {
  if (raw.mode == "managed") return true;
  resource->mode = ResourceMode::kData;
  if (raw.mode == "data") return true;
  resource->mode = ResourceMode::kManaged;
  facts_.Refuse(FactKind::kModeBad, raw.offset, raw.mode);
  return false;
}

bool StateBuilder::ReadModule(const RawResource& raw, Resource* resource) {
  if (raw.module == last_module_) {
    resource->module = last_module_row_;
    return true;
  }
  if (const auto known = modules_by_raw_.find(raw.module); known != modules_by_raw_.end()) {
    last_module_ = raw.module;
    last_module_row_ = resource->module = known->second;
    return true;
  }
  auto parsed = ParseModuleAddress(raw.module);
  if (!parsed) {
    facts_.Refuse(FactKind::kModuleBad, raw.module_offset, Words(parsed.error()));
    return false;
  }
  const std::string text = ToString(*parsed);
  resource->module = InternModule(text, std::move(*parsed));
  const std::string_view canonical = state_.modules[resource->module].text;
  if (canonical == raw.module) {
    modules_by_raw_.emplace(canonical, resource->module);  // other spellings are noted each time
  } else {
    facts_.Note(FactKind::kModuleNonCanonical, raw.module_offset, canonical);
  }
  return true;
}

uint32_t StateBuilder::InternModule(std::string_view text, ModuleAddress address) {
  if (const auto known = modules_by_text_.find(text); known != modules_by_text_.end()) {
    return known->second;
  }
  const auto row = static_cast<uint32_t>(state_.modules.size());
  Module module;
  module.text = state_.arena.Copy(text);
  module.static_text = address.HasKeys() ? state_.arena.Copy(ToStaticString(address)) : module.text;
  module.address = std::move(address);
  state_.modules.push_back(std::move(module));
  modules_by_text_.emplace(state_.modules.back().text, row);
  return row;
}

void StateBuilder::ReadProvider(const RawResource& raw, Resource* resource) {
  const bool on_instances =
      std::any_of(raw.instances.elements().begin(), raw.instances.elements().end(),
                  [](const RawInstance& instance) { return instance.has_provider; });
  if (raw.provider.empty() && on_instances) {
    resource->dropped = true;  // by every Terraform up to 1.16; OpenTofu >= 1.9 reads it
    ReadInstanceProviders(raw, resource);
    return;
  }
  if (on_instances) facts_.Note(FactKind::kProviderBothLevels, raw.provider_offset);
  resource->provider = InternProvider(raw.provider);
  const Provider& provider = state_.providers[resource->provider];
  const uint64_t offset = raw.provider_offset != 0 ? raw.provider_offset : raw.offset;
  if (!provider.parsed) {
    resource->dropped = true;
    dropped_ = !provider.crashes;
    Judge(FactKind::kProviderUnparsable, offset, raw.provider.substr(0, 200));
  } else if (provider.text != provider.raw) {
    facts_.Note(FactKind::kProviderNonCanonical, offset, provider.text);
  }
}

// OpenTofu keeps a provider with for_each on the instances; all must name one configuration.
void StateBuilder::ReadInstanceProviders(const RawResource& raw, Resource* resource) {
  facts_.Note(FactKind::kProviderOnInstance, raw.offset);
  std::string config;
  for (const RawInstance& instance : raw.instances.elements()) {
    const auto parsed = ParseOpenTofuProviderInstance(instance.provider);
    const std::string text = parsed ? ToString(parsed->config) : std::string();
    if (!parsed || (!config.empty() && text != config)) {
      facts_.Note(FactKind::kProviderDiffers, instance.offset);
      return;
    }
    config = text;
  }
  resource->provider = InternProvider(state_.arena.Copy(config));
}

uint32_t StateBuilder::InternProvider(std::string_view raw) {
  if (raw != last_provider_ || last_provider_row_ == kNoId) {
    last_provider_row_ = FindOrAddProvider(raw);
    last_provider_ = raw;
  }
  return last_provider_row_;
}

uint32_t StateBuilder::FindOrAddProvider(std::string_view raw) {
  if (const auto known = providers_by_raw_.find(raw); known != providers_by_raw_.end()) {
    return known->second;
  }
  const auto row = static_cast<uint32_t>(state_.providers.size());
  Provider provider;
  provider.raw = raw;
  if (auto parsed = ParseProviderAddress(raw)) {
    provider.parsed = true;
    const std::string text = ToString(*parsed);
    provider.text = text == raw ? raw : state_.arena.Copy(text);
    provider.address = std::move(*parsed);
  } else {
    provider.crashes = parsed.error().crashes;
  }
  state_.providers.push_back(std::move(provider));
  providers_by_raw_.emplace(raw, row);
  return row;
}

uint32_t StateBuilder::InternHub(std::string_view module, ResourceMode mode, std::string_view type,
                                 std::string_view name) {
  // Types and names are not validated, so the address alone could be ambiguous.
  scratch_.assign(module);
  scratch_ += '\0';
  scratch_ += static_cast<char>('0' + static_cast<int>(mode));
  scratch_ += type;
  scratch_ += '\0';
  scratch_ += name;
  if (const auto known = hubs_by_key_.find(scratch_); known != hubs_by_key_.end()) {
    return known->second;
  }
  const auto row = static_cast<uint32_t>(state_.hubs.size());
  const std::string_view key = state_.arena.CopyText(scratch_);
  std::string text(module);
  if (!text.empty()) text += '.';
  AppendResource(mode, type, name, &text);
  HubResource hub;
  hub.text = state_.arena.CopyText(text);
  hub.module = key.substr(0, module.size());
  hub.mode = mode;
  hub.type = key.substr(module.size() + 2, type.size());
  hub.name = key.substr(module.size() + 3 + type.size());
  state_.hubs.push_back(hub);
  hubs_by_key_.emplace(key, row);
  return row;
}

// ---- instances ----------------------------------------------------------------------------

void StateBuilder::AddInstance(const RawInstance& raw) {
  Instance instance;
  instance.resource = static_cast<uint32_t>(state_.resources.size() - 1);
  instance.offset = raw.offset;
  instance.size = raw.size;
  instance.schema_version = raw.schema_version;
  instance.create_before_destroy = raw.create_before_destroy;
  instance.private_data = raw.private_data;
  instance.deposed = raw.deposed;
  instance.refused = !ReadKey(raw.index_key, &instance);
  ReadAttributes(raw, &instance);
  if (!ReadSensitivePaths(raw)) instance.refused = true;
  instance.tainted = raw.status == "tainted";
  if (!instance.tainted && !raw.status.empty()) {
    Judge(FactKind::kStatusBad, raw.status_offset, raw.status.substr(0, 200));
    instance.refused = true;
  }
  instance.dependency_list = ReadDependencies(raw);
  if (!raw.deposed.empty() && raw.deposed.size() != 8) {
    Judge(FactKind::kDeposedKeyLength, raw.deposed_offset, raw.deposed.substr(0, 200));
    instance.refused = true;
  }
  ReadExtras(raw, &instance);
  state_.instances.push_back(instance);
}

bool StateBuilder::ReadKey(const RawIndexKey& raw, Instance* instance) {
  switch (raw.kind) {
    case RawIndexKey::Kind::kNone:
      return true;
    case RawIndexKey::Kind::kString:
      instance->key.kind = InstanceKey::Kind::kString;
      instance->key.text = raw.text;
      return true;
    case RawIndexKey::Kind::kNumber: {
      const IndexNumber number = ReadIndexNumber(raw.text);
      instance->key.kind = InstanceKey::Kind::kInt;
      instance->key.number = number.value;
      if (number.lossy) facts_.Note(FactKind::kKeyLossy, raw.offset, raw.text.substr(0, 40));
      return true;
    }
    default:
      Judge(FactKind::kKeyKind, raw.offset, raw.text);
      return false;
  }
}

void StateBuilder::ReadAttributes(const RawInstance& raw, Instance* instance) {
  instance->attributes = raw.attributes;
  instance->id = raw.id;
  instance->unique_name = raw.unique_name;
  if (!raw.attributes_flat.empty()) {
    facts_.Note(FactKind::kAttributesFlat, raw.offset,
                raw.attributes.empty() ? "alone" : "beside attributes");
  } else if (raw.attributes.empty()) {
    facts_.Note(FactKind::kAttributesMissing, raw.offset);
  }
  if (raw.attributes.empty() || raw.attributes.front() == '{') return;
  if (raw.attributes == "null") {
    facts_.Note(FactKind::kAttributesNull, raw.attributes_offset);
    return;
  }
  json::Cursor value(raw.attributes);
  facts_.Note(FactKind::kAttributesKind, raw.attributes_offset, json::KindName(value.Peek()));
}

bool StateBuilder::ReadSensitivePaths(const RawInstance& raw) {
  const std::string_view text = raw.sensitive_attributes;
  if (text.empty() || text == "[]" || text == "null") return true;
  if (sensitive_seen_.contains(text)) return true;
  const auto paths = ParseSensitivePaths(text);
  if (paths) {
    sensitive_seen_.emplace(text);
    return true;
  }
  for (const std::string& problem : paths.error().problems) {
    Judge(FactKind::kSensitivePathBad, raw.sensitive_offset, problem);
  }
  return false;
}

void StateBuilder::ReadExtras(const RawInstance& raw, Instance* instance) {
  if (raw.sensitive_attributes != "null") instance->sensitive_attributes = raw.sensitive_attributes;
  const bool any = !raw.attributes_flat.empty() || !raw.identity.empty() || raw.has_provider ||
                   raw.identity_schema_version != 0 || raw.skip_destroy || !raw.depends_on.empty();
  if (!any) return;
  InstanceExtra extra;
  extra.attributes_flat = raw.attributes_flat;
  extra.identity = raw.identity;
  extra.identity_schema_version = raw.identity_schema_version;
  extra.has_identity_schema_version = raw.has_identity_schema_version;
  extra.provider = raw.provider;
  extra.skip_destroy = raw.skip_destroy;
  extra.depends_on = raw.depends_on;
  instance->extra = static_cast<uint32_t>(state_.extras.size());
  state_.extras.push_back(extra);
}

// ---- dependencies -------------------------------------------------------------------------

// Equal lists are read once: neighbours usually have the same, to the byte.
uint32_t StateBuilder::ReadDependencies(const RawInstance& raw) {
  list_.clear();
  list_is_clean_ = true;
  if (raw.dependencies_merged) {
    for (const RawDependency& dependency : raw.merged_dependencies.elements()) {
      ReadDependency(dependency.text, dependency.offset);
    }
    return AddDependencyList();
  }
  const std::string_view text = raw.dependencies;
  if (text.empty()) return 0;
  if (text == last_list_) return last_list_row_;
  if (const auto known = lists_by_raw_.find(text); known != lists_by_raw_.end()) {
    last_list_ = text;
    last_list_row_ = known->second;
    return known->second;
  }
  json::Cursor cursor(text, raw.dependencies_offset);
  cursor.EnterArray();
  while (cursor.NextElement()) {
    const uint64_t offset = cursor.offset();
    if (cursor.Peek() == json::Kind::kString) {
      const json::RawString element = cursor.TakeString();
      ReadDependency(element.plain ? element.text : state_.arena.Copy(json::Decode(element)),
                     offset);
    } else if (cursor.Peek() == json::Kind::kNull) {
      cursor.TakeLiteral();
      ReadDependency("", offset);
    } else {
      list_is_clean_ = false;
      facts_.Refuse(
          FactKind::kDependencyBad, offset,
          fmt::format("resources.instances.dependencies: {}", json::KindName(cursor.Peek())));
      cursor.SkipValue();
    }
  }
  const uint32_t row = AddDependencyList();
  if (list_is_clean_) {
    lists_by_raw_.emplace(state_.arena.CopyText(text), row);
    last_list_ = text;
    last_list_row_ = row;
  }
  return row;
}

uint32_t StateBuilder::AddDependencyList() {
  if (list_.empty()) return 0;
  state_.dependency_rows.insert(state_.dependency_rows.end(), list_.begin(), list_.end());
  state_.dependency_lists.push_back(static_cast<uint32_t>(state_.dependency_rows.size()));
  return static_cast<uint32_t>(state_.dependency_lists.size() - 2);
}

void StateBuilder::ReadDependency(std::string_view text, uint64_t offset) {
  auto known = dependencies_by_raw_.find(text);
  if (known == dependencies_by_raw_.end()) {
    const auto parsed = ParseDependency(text);
    if (!parsed) {
      list_is_clean_ = false;
      Judge(FactKind::kDependencyBad, offset, Words(parsed.error()));
      return;
    }
    const uint32_t hub = InternHub(parsed->module, parsed->mode, parsed->type, parsed->name);
    // The equal text of the arena is nearer at hand than the document's.
    const std::string_view equal = state_.hubs[hub].text;
    known = dependencies_by_raw_
                .emplace(equal == text ? equal : text, DependencyText{hub, parsed->canonical})
                .first;
  }
  if (!known->second.canonical) {
    list_is_clean_ = false;
    facts_.Note(FactKind::kDependencyNonCanonical, offset, state_.hubs[known->second.hub].text);
  }
  list_.push_back(known->second.hub);
}

// ---- duplicates ---------------------------------------------------------------------------

// Objects in the writer's order, strictly ascending, cannot repeat: nothing to sort then.
void StateBuilder::FindDuplicatesOfResource(const Resource& resource) {
  if (dropped_ || resource.instance_count < 2) return;
  const auto objects = state_.InstancesOf(resource);
  bool ascending = true;
  for (size_t i = 1; ascending && i < objects.size(); ++i) {
    ascending = CompareObjects(objects[i - 1], objects[i]) < 0;
  }
  if (ascending) return;
  std::vector<uint32_t> rows(resource.instance_count);
  for (uint32_t i = 0; i < resource.instance_count; ++i) rows[i] = resource.first_instance + i;
  FindDuplicates(&rows);
}

// Marks all but the first of the objects with the same key and deposed key.
void StateBuilder::FindDuplicates(std::vector<uint32_t>* rows) {
  const auto& objects = state_.instances;
  std::erase_if(*rows, [&](uint32_t row) { return objects[row].refused; });
  std::sort(rows->begin(), rows->end(), [&](uint32_t a, uint32_t b) {
    const int compared = CompareObjects(objects[a], objects[b]);
    return compared != 0 ? compared < 0 : a < b;
  });
  for (size_t i = 1; i < rows->size(); ++i) {
    Instance& object = state_.instances[(*rows)[i]];
    if (CompareObjects(objects[(*rows)[i - 1]], object) != 0 || object.duplicate) continue;
    object.duplicate = true;
    facts_.SetResource(object.resource);
    facts_.SetInstance((*rows)[i]);
    facts_.Refuse(
        object.deposed.empty() ? FactKind::kDuplicateCurrent : FactKind::kDuplicateDeposed,
        object.offset, object.deposed);
  }
  facts_.SetInstance(kNoId);
}

// Blocks of one resource are merged; those that only repeat instances say nothing new.
void StateBuilder::RelateBlocks() {
  std::vector<std::pair<uint32_t, uint32_t>> groups;  // first block, block
  for (const uint32_t row : later_blocks_) groups.emplace_back(state_.resources[row].same_as, row);
  std::sort(groups.begin(), groups.end());
  for (size_t begin = 0; begin < groups.size();) {
    size_t end = begin;
    std::vector<uint32_t> rows;
    const auto add = [&](uint32_t block) {
      const Resource& resource = state_.resources[block];
      for (uint32_t i = 0; i < resource.instance_count; ++i) {
        rows.push_back(resource.first_instance + i);
      }
    };
    add(groups[begin].first);
    for (; end < groups.size() && groups[end].first == groups[begin].first; ++end) {
      add(groups[end].second);
    }
    FindDuplicates(&rows);
    for (; begin < end; ++begin) {
      const Resource& block = state_.resources[groups[begin].second];
      const auto objects = state_.InstancesOf(block);
      const bool only_repeats =
          !objects.empty() && std::all_of(objects.begin(), objects.end(),
                                          [](const Instance& object) { return object.duplicate; });
      if (only_repeats) continue;
      facts_.SetResource(groups[begin].second);
      facts_.Note(FactKind::kDuplicateBlock, block.offset);
    }
  }
}

void StateBuilder::ForgetResources() {
  state_.resources.clear();
  state_.instances.clear();
  state_.extras.clear();
  for (HubResource& hub : state_.hubs) hub.in_state = false;
  first_block_.clear();
  later_blocks_.clear();
  facts_.ForgetResources();
}

void StateBuilder::Finish() {
  RelateBlocks();
  facts_.SetResource(kNoId);
}

}  // namespace tfsck
