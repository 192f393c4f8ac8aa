#include "tests/live/state_place.h"

#include <fmt/format.h>

#include "tests/support/memory_store.h"

namespace tfsck::testing {

std::string ConfigurationOf(const Inputs& inputs) {
  std::string text;
  for (const auto& [name, value] : inputs) {
    text += fmt::format("resource \"terraform_data\" \"{}\" {{\n  input = {}\n}}\n", name, value);
  }
  return text;
}

StatePlace::StatePlace(PlaceKind kind) {
  if (kind != PlaceKind::kLocal) {
    server_ = HttpStateServer::Start({.locking = kind == PlaceKind::kHttp});
    folder_.WriteFile("backend.tf", server_->BackendBlock());
  }
  folder_.WriteFile("main.tf", "");
  Run("init -no-color -input=false");
}

void StatePlace::Apply(const Inputs& inputs, const std::string& more) {
  folder_.WriteFile("main.tf", ConfigurationOf(inputs) + more);
  Run("apply -auto-approve -no-color -input=false");
}

void StatePlace::Run(const std::string& arguments) {
  const CommandAnswer answer = folder_.Command(arguments);
  if (answer.exit_status != 0 && failure_.empty()) {
    failure_ = fmt::format("terraform {}: {}", arguments, answer.errors);
  }
  Collect();
}

void StatePlace::Put(const std::optional<std::string>& document) {
  if (server_) {
    server_->Put(document);
  } else {
    folder_.WriteFile("terraform.tfstate", document);
  }
  versions_.push_back(document);
}

void StatePlace::WriteFile(const std::string& name, const std::string& text) {
  folder_.WriteFile(name, text);
}

void StatePlace::Collect() {
  if (server_) {
    const std::vector<std::string> written = server_->versions();
    for (; seen_ < written.size(); ++seen_) versions_.emplace_back(written[seen_]);
    return;
  }
  const std::optional<std::string> now = folder_.ReadFile("terraform.tfstate");
  if (now && (versions_.empty() || versions_.back() != now)) versions_.push_back(now);
}

std::string StatePlace::Stored() const {
  return (server_ ? server_->stored() : folder_.ReadFile("terraform.tfstate")).value_or("");
}

History StatePlace::ReadHistory() const {
  test::MemoryStore store;
  store.listing.keyed = true;
  for (size_t i = 0; i < versions_.size(); ++i) {
    StoredVersion& version = store.AddAt(static_cast<int64_t>(i) * 3600, fmt::format("v{}", i + 1),
                                         versions_[i].value_or(""));
    version.key = "state";
    version.delete_marker = !versions_[i];
    version.latest = i + 1 == versions_.size();
  }
  HistorySet set = test::Histories(store);
  return set.histories.size() == 1 ? std::move(set.histories.front()) : History();
}

}  // namespace tfsck::testing
