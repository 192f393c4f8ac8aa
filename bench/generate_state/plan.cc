#include "bench/generate_state/plan.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace tfsck::bench {
namespace {

constexpr size_t kResourcesPerModule = 24;
constexpr size_t kMaxModuleDepth = 3;
constexpr size_t kMaxModuleInstances = 48;
constexpr uint32_t kMaxCount = 400;

constexpr std::array<std::string_view, 20> kNouns = {
    "checkout", "orders",  "billing", "catalog", "search", "identity", "payments",
    "media",    "reports", "gateway", "ingest",  "ledger", "notify",   "profile",
    "shipping", "audit",   "metrics", "cache",   "events", "warehouse"};
constexpr std::array<std::string_view, 12> kRoles = {"api",  "worker", "main",    "primary",
                                                     "this", "public", "private", "internal",
                                                     "db",   "queue",  "readers", "default"};
constexpr std::array<std::string_view, 6> kPlaces = {"eu-central-1a", "us-east-1b", "prod-blue",
                                                     "staging",       "team/core",  "10.0.0.0/16"};

}  // namespace

std::string ForEachKey(uint64_t seed, uint32_t i) {
  Random random(seed ^ Mix64(i));
  if (i < kPlaces.size() && seed % 2 == 0) return std::string(kPlaces[i]);
  return fmt::format("{}-{}-{}", random.Pick(kNouns), random.Pick(kRoles), i);
}

StatePlan::StatePlan(uint64_t seed, size_t modules) : random_(seed), wanted_modules_(modules) {
  modules_.emplace_back();
  modules_[0].instances.emplace_back();
  double sum = 0;
  for (const ResourceType& type : ResourceTypes()) {
    cumulative_weights_.push_back(sum += type.mode == "data" ? 1 : type.weight);
  }
  for (size_t i = 1; i < wanted_modules_; ++i) AddModule();
}

void StatePlan::AddModule() {
  PlannedModule module;
  const auto id = static_cast<uint32_t>(modules_.size());
  module.parent = random_.Chance(0.55) ? 0 : static_cast<uint32_t>(random_.Below(modules_.size()));
  if (modules_[module.parent].depth >= kMaxModuleDepth) module.parent = 0;
  const PlannedModule& parent = modules_[module.parent];
  module.depth = parent.depth + 1;
  module.provider = ChooseType(parent).provider;
  const std::string step = fmt::format("module.{}_{}", random_.Pick(kNouns), id);
  module.path = parent.path.empty() ? step : parent.path + "." + step;
  const double kind = random_.Unit();
  const size_t count = kind < 0.6 ? 1 : random_.HeavyTail(3, 0.7, 12);
  const uint64_t keys = random_.Next();
  for (const std::string& outer : parent.instances) {
    for (uint32_t i = 0; i < count && module.instances.size() < kMaxModuleInstances; ++i) {
      std::string address = outer.empty() ? step : outer + "." + step;
      if (kind >= 0.75) {
        address += fmt::format("[\"{}\"]", ForEachKey(keys, i));
      } else if (kind >= 0.6) {
        address += fmt::format("[{}]", i);
      }
      module.instances.push_back(std::move(address));
    }
  }
  modules_.push_back(std::move(module));
}

uint32_t StatePlan::ChooseModule() {
  if (wanted_modules_ != 0) return static_cast<uint32_t>(random_.Below(modules_.size()));
  if (random_.Chance(0.15)) return 0;
  if (until_next_module_ == 0) {
    AddModule();
    until_next_module_ = random_.HeavyTail(kResourcesPerModule * 0.7, 0.8, 400);
  }
  --until_next_module_;
  return static_cast<uint32_t>(modules_.size() - 1);
}

// By weight; a few tries for one of the module's own provider keep other providers rare in it.
const ResourceType& StatePlan::ChooseType(const PlannedModule& module) {
  const ResourceType* type = nullptr;
  for (int tries = 0; tries < 12; ++tries) {
    const double at = random_.Unit() * cumulative_weights_.back();
    const auto found =
        std::upper_bound(cumulative_weights_.begin(), cumulative_weights_.end() - 1, at);
    type = &ResourceTypes()[static_cast<size_t>(found - cumulative_weights_.begin())];
    if (module.provider.empty() || module.provider == type->provider) break;
  }
  return *type;
}

void StatePlan::ChooseInstances(PlannedResource* resource) {
  const double kind = random_.Unit();
  if (kind < 0.8) return;
  resource->each = kind < 0.9 ? Each::kCount : Each::kForEach;
  resource->count = static_cast<uint32_t>(random_.HeavyTail(3.5, 1.1, kMaxCount));
}

// A random resource in a layer below `layer`, most often the one right below, of `module` or the
// nearest module around it that has one.
bool StatePlan::PickBelow(uint32_t module, size_t layer, uint32_t* found) {
  const size_t start = random_.Chance(0.6) ? layer - 1 : random_.Below(layer);
  for (size_t i = 0; i < layer; ++i) {
    const auto& candidates = modules_[module].layers[(start + layer - i) % layer];
    if (candidates.empty()) continue;
    *found = random_.Pick(candidates);
    return true;
  }
  return module != 0 && PickBelow(modules_[module].parent, layer, found);
}

void StatePlan::Depend(uint32_t on, std::vector<uint32_t>* ancestors) const {
  ancestors->push_back(on);
  const auto& further = resources_[on].ancestors;
  ancestors->insert(ancestors->end(), further.begin(), further.end());
}

void StatePlan::ChooseDependencies(PlannedResource* resource) {
  const size_t layer = resource->type->layer;
  const bool data = resource->type->mode == "data";
  if (layer == 0 || (data && random_.Chance(0.85))) return;
  // Few depend on much: dashboards, policies over everything.
  size_t direct = random_.Chance(0.01) ? 6 + random_.HeavyTail(8, 0.8, 40) : 1;
  while (direct < 4 && random_.Chance(0.4)) ++direct;
  for (size_t i = 0; i < direct; ++i) {
    uint32_t module = resource->module;
    if (random_.Chance(0.2)) module = modules_[module].parent;
    uint32_t found = 0;
    if (PickBelow(module, layer, &found)) Depend(found, &resource->ancestors);
  }
  auto& all = resource->ancestors;
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

uint32_t StatePlan::AddResource() {
  const auto id = static_cast<uint32_t>(resources_.size());
  PlannedResource resource;
  resource.module = ChooseModule();
  resource.type = &ChooseType(modules_[resource.module]);
  resource.name = fmt::format("{}_{}_{}", random_.Pick(kNouns), random_.Pick(kRoles), id);
  const PlannedModule& module = modules_[resource.module];
  resource.address =
      fmt::format("{}{}{}{}.{}", module.path, module.path.empty() ? "" : ".",
                  resource.type->mode == "data" ? "data." : "", resource.type->name, resource.name);
  resource.aliased_provider = random_.Chance(0.03);
  ChooseInstances(&resource);
  ChooseDependencies(&resource);
  modules_[resource.module].layers[resource.type->layer].push_back(id);
  resources_.push_back(std::move(resource));
  return id;
}

void StatePlan::ForceCreateBeforeDestroy() {
  constexpr size_t kFewAncestors = 12;
  for (PlannedResource& resource : resources_) {
    if (resource.type->mode == "data" || resource.ancestors.size() > kFewAncestors) continue;
    if (!random_.Chance(0.02)) continue;
    resource.create_before_destroy = true;
    for (const uint32_t id : resource.ancestors) {
      resources_[id].create_before_destroy = resources_[id].type->mode == "managed";
    }
  }
}

}  // namespace tfsck::bench
