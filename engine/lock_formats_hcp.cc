// A workspace of HCP Terraform or Terraform Enterprise as its API shows it, and the file with which
// a working directory finds its backend.
//
// Sources: HashiCorp: "Workspaces API" (attributes.locked, relationships.locked-by); TF:
// internal/cloud/state.go (the lock id is ORGANIZATION/WORKSPACE), internal/command/workdir/
// backend_state.go.
#include <utility>

#include "engine/lock_formats.h"

namespace tfsck {
namespace {

bool AddWorkspace(const JsonValue& data, const std::string& source, LockEvidence* evidence) {
  const JsonValue attributes = data.Get("attributes");
  if (data.Get("type").Text() != "workspaces" || !attributes.IsObject()) return false;
  if (!attributes.Get("locked").IsTrue()) return true;
  LockRecord record;
  record.backend = LockBackend::kHcp;
  const JsonValue relations = data.Get("relationships");
  record.state.container = relations.Get("organization").Get("data").Get("id").Text();
  record.state.key = attributes.Get("name").Text();
  if (!record.state.container.empty()) record.unlock_id = record.state.Text();
  const JsonValue holder = relations.Get("locked-by").Get("data");
  record.held_by = holder.Get("type").Text();
  if (!record.held_by.empty()) record.held_by += ' ';
  record.held_by += holder.Get("id").Text();
  record.source = source;
  record.offset = data.Offset();
  evidence->records.push_back(std::move(record));
  return true;
}

std::string SettingText(const JsonValue& value) {
  if (value.IsTrue()) return "true";
  return value.Text();
}

}  // namespace

FormatReading ReadHcp(const JsonValue& root, const std::string& source, LockEvidence* evidence) {
  const JsonValue data = root.Get("data");
  bool any = AddWorkspace(data, source, evidence);
  data.ForEach([&](const JsonValue& entry) { any = AddWorkspace(entry, source, evidence) || any; });
  if (!any) return std::nullopt;
  return LockSourceKind::kHcpWorkspace;
}

void AddBackendPointer(const JsonValue& root, const std::string& source, LockEvidence* evidence) {
  const JsonValue backend = root.Get("backend");
  if (!backend.IsObject()) return;
  BackendConfig config;
  config.type = backend.Get("type").Text();
  config.source = source;
  backend.Get("config").ForEachMember([&](const std::string& key, const JsonValue& value) {
    const std::string text = SettingText(value);
    if (!text.empty()) config.settings.insert_or_assign(key, text);
  });
  evidence->configs.push_back(std::move(config));
}

}  // namespace tfsck
