#include "engine/state_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "engine/cty_type.h"
#include "engine/cty_value.h"
#include "engine/json/cursor.h"
#include "engine/json/indent.h"
#include "engine/json/text.h"
#include "engine/sensitive_paths.h"

namespace tfsck {
namespace {

std::string_view ModeText(ResourceMode mode) {
  return mode == ResourceMode::kData ? "data" : "managed";
}

// Writes one JSON object, member by member, as MarshalIndent lays it out.
class ObjectWriter {
 public:
  ObjectWriter(int depth, std::string* out) : depth_(depth), out_(*out) { out_ += '{'; }

  std::string& Key(std::string_view name) {
    if (any_) out_ += ',';
    any_ = true;
    json::AppendNewLine(depth_ + 1, &out_);
    json::AppendQuoted(name, &out_);
    out_ += ": ";
    return out_;
  }
  void Text(std::string_view name, std::string_view value) {
    json::AppendQuoted(value, &Key(name));
  }
  void TextUnlessEmpty(std::string_view name, std::string_view value) {
    if (!value.empty()) Text(name, value);
  }
  void Raw(std::string_view name, std::string_view raw) {
    json::AppendIndented(raw, depth_ + 1, &Key(name));
  }
  void Number(std::string_view name, uint64_t value) { Key(name) += fmt::to_string(value); }
  void True(std::string_view name) { Key(name) += "true"; }
  void End() {
    if (any_) json::AppendNewLine(depth_, &out_);
    out_ += '}';
  }
  int depth() const { return depth_ + 1; }

 private:
  int depth_;
  std::string& out_;
  bool any_ = false;
};

// Writes an array whose elements write themselves.
template <typename Range, typename Element>
void WriteArray(const Range& range, int depth, std::string* out, Element&& element) {
  *out += '[';
  bool any = false;
  for (const auto& item : range) {
    if (any) *out += ',';
    any = true;
    json::AppendNewLine(depth + 1, out);
    element(item, depth + 1);
  }
  if (any) json::AppendNewLine(depth, out);
  *out += ']';
}

void WriteKey(const InstanceKey& key, ObjectWriter* object) {
  if (key.kind == InstanceKey::Kind::kInt) object->Key("index_key") += fmt::to_string(key.number);
  if (key.kind == InstanceKey::Kind::kString) object->Text("index_key", key.text);
}

// attributes_flat is a Go map: sorted, a repeated key's last value.
void WriteFlatAttributes(std::string_view raw, ObjectWriter* object, std::string* out) {
  std::map<std::string, std::string> flat;
  json::Cursor cursor(raw);
  json::RawString key;
  cursor.EnterObject();
  while (cursor.NextKey(&key)) {
    std::string& value = flat[json::Decode(key)];
    if (cursor.Peek() == json::Kind::kString) {
      value = json::Decode(cursor.TakeString());
    } else {
      value.clear();
      cursor.SkipValue();
    }
  }
  if (flat.empty()) return;
  object->Key("attributes_flat");
  ObjectWriter inner(object->depth(), out);
  for (const auto& [name, value] : flat) inner.Text(name, value);
  inner.End();
}

void WriteSensitivePaths(std::string_view raw, ObjectWriter* object) {
  std::string paths = "[]";
  if (!raw.empty() && raw != "[]") {
    if (const auto parsed = ParseSensitivePaths(raw)) {
      paths.clear();
      AppendSensitivePaths(*parsed, &paths);
    }
  }
  object->Raw("sensitive_attributes", paths);
}

void WriteObject(const StateSnapshot& state, const Instance& instance, bool with_key, int depth,
                 std::string* out) {
  ObjectWriter object(depth, out);
  if (with_key) WriteKey(instance.key, &object);
  if (instance.tainted) object.Text("status", "tainted");
  if (with_key) object.TextUnlessEmpty("deposed", instance.deposed);
  object.Number("schema_version", instance.schema_version);
  const std::string_view flat =
      instance.extra == kNoId ? "" : state.extras[instance.extra].attributes_flat;
  if (!instance.attributes.empty()) {
    object.Raw("attributes", instance.attributes);
  } else if (!flat.empty()) {
    WriteFlatAttributes(flat, &object, out);
  } else {
    object.Raw("attributes", "{}");
  }
  WriteSensitivePaths(instance.sensitive_attributes, &object);
  object.TextUnlessEmpty("private", instance.private_data);
  const auto dependencies = state.Dependencies(instance.dependency_list);
  if (!dependencies.empty()) {
    object.Key("dependencies");
    WriteArray(dependencies, object.depth(), out,
               [&](uint32_t hub, int) { json::AppendQuoted(state.hubs[hub].text, out); });
  }
  if (instance.create_before_destroy) object.True("create_before_destroy");
  object.End();
}

void WriteResource(const StateSnapshot& state, std::span<const uint32_t> blocks, int depth,
                   std::string* out) {
  const Resource& resource = state.resources[blocks.front()];
  ObjectWriter object(depth, out);
  object.TextUnlessEmpty("module", state.modules[resource.module].text);
  object.Text("mode", ModeText(resource.mode));
  object.Text("type", resource.type);
  object.Text("name", resource.name);
  const uint32_t provider =
      state.resources[blocks.back()].provider;  // of merged blocks the last wins
  object.Text("provider", state.providers[provider].text);
  object.Key("instances");
  WriteArray(ObjectOrder(state, blocks), object.depth(), out, [&](uint32_t row, int inner) {
    WriteObject(state, state.instances[row], true, inner, out);
  });
  object.End();
}

void WriteResources(const StateSnapshot& state, int depth, std::string* out) {
  const std::vector<uint32_t> order = WriterOrder(state);
  WriteArray(BlocksByResource(state, order), depth, out,
             [&](const auto& blocks, int inner) { WriteResource(state, blocks, inner, out); });
}

void WriteOutputs(const StateSnapshot& state, int depth, std::string* out) {
  std::vector<const Output*> order;
  for (const Output& output : state.outputs) order.push_back(&output);
  std::sort(order.begin(), order.end(),
            [](const Output* a, const Output* b) { return a->name < b->name; });
  ObjectWriter outputs(depth, out);
  for (const Output* output : order) {
    outputs.Key(output->name);
    ObjectWriter object(outputs.depth(), out);
    if (const auto type = ParseCtyType(output->type)) {
      std::string value;
      std::string written_type;  // may be narrower than the one that was read
      if (AppendCtyValue(output->value, *type, &value, &written_type)) {
        object.Raw("value", value);
        object.Raw("type", written_type);
      } else {  // too large to write again: as it stands
        object.Raw("value", output->value);
        object.Raw("type", output->type);
      }
    }
    if (output->sensitive) object.True("sensitive");
    object.End();
  }
  outputs.End();
}

std::string_view StatusText(CheckStatus status) {
  switch (status) {
    case CheckStatus::kPass:
      return "pass";
    case CheckStatus::kFail:
      return "fail";
    case CheckStatus::kError:
      return "error";
    default:
      return "unknown";
  }
}

void WriteCheck(const CheckResult& check, int depth, std::string* out) {
  ObjectWriter object(depth, out);
  object.Text("object_kind", check.kind);
  object.Text("config_addr", check.address);
  object.Text("status", StatusText(check.status));
  std::map<std::string_view, const CheckObject*> objects;  // a Go map: the last of equal ones
  for (const CheckObject& item : check.objects) objects[item.address] = &item;
  std::string& text = object.Key("objects");
  if (objects.empty()) {
    text += "null";
  } else {
    WriteArray(objects, object.depth(), out, [&](const auto& item, int inner_depth) {
      ObjectWriter inner(inner_depth, out);
      inner.Text("object_addr", item.first);
      inner.Text("status", StatusText(item.second->status));
      const auto& messages = item.second->failure_messages;
      if (!messages.empty()) {
        inner.Key("failure_messages");
        WriteArray(messages, inner.depth(), out,
                   [&](std::string_view message, int) { json::AppendQuoted(message, out); });
      }
      inner.End();
    });
  }
  object.End();
}

void WriteChecks(const StateSnapshot& state, int depth, std::string* out) {
  std::map<std::pair<std::string_view, std::string_view>, const CheckResult*> checks;
  for (const CheckResult& check : state.checks) checks[{check.address, check.kind}] = &check;
  if (checks.empty()) {
    *out += "null";
    return;
  }
  WriteArray(checks, depth, out,
             [&](const auto& item, int inner) { WriteCheck(*item.second, inner, out); });
}

}  // namespace

std::vector<uint32_t> WriterOrder(const StateSnapshot& state) {
  std::vector<uint32_t> order;
  for (uint32_t row = 0; row < state.resources.size(); ++row) {
    const Resource& resource = state.resources[row];
    if (resource.readable && !resource.dropped) order.push_back(row);
  }
  const auto less = [&](uint32_t a, uint32_t b) {
    const Resource& x = state.resources[a];
    const Resource& y = state.resources[b];
    if (x.module != y.module) return state.modules[x.module].text < state.modules[y.module].text;
    if (x.mode != y.mode) return ModeText(x.mode) < ModeText(y.mode);
    if (const int compared = x.type.compare(y.type); compared != 0) return compared < 0;
    return x.name < y.name;
  };
  if (!std::is_sorted(order.begin(), order.end(), less)) {
    std::stable_sort(order.begin(), order.end(), less);
  }
  return order;
}

std::vector<std::span<const uint32_t>> BlocksByResource(const StateSnapshot& state,
                                                        std::span<const uint32_t> order) {
  std::vector<std::span<const uint32_t>> groups;
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin + 1;
    while (end < order.size() &&
           state.resources[order[end]].same_as == state.resources[order[begin]].same_as) {
      ++end;
    }
    groups.push_back(order.subspan(begin, end - begin));
    begin = end;
  }
  return groups;
}

std::vector<uint32_t> ObjectOrder(const StateSnapshot& state, std::span<const uint32_t> blocks) {
  std::vector<uint32_t> rows;
  for (const uint32_t block : blocks) {
    const Resource& resource = state.resources[block];
    for (uint32_t i = 0; i < resource.instance_count; ++i) {
      rows.push_back(resource.first_instance + i);
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    const Instance& x = state.instances[a];
    const Instance& y = state.instances[b];
    if (const int compared = Compare(x.key, y.key); compared != 0) return compared < 0;
    return x.deposed < y.deposed;
  });
  return rows;
}

void AppendObjectBody(const StateSnapshot& state, const Instance& object, std::string* out) {
  WriteObject(state, object, false, 0, out);
}

namespace {

void WriteBody(const StateSnapshot& state, ObjectWriter* document, std::string* out) {
  document->Key("outputs");
  WriteOutputs(state, document->depth(), out);
  document->Key("resources");
  WriteResources(state, document->depth(), out);
  document->Key("check_results");
  WriteChecks(state, document->depth(), out);
}

}  // namespace

std::string WriteState(const StateSnapshot& state, const WriteOptions& options) {
  std::string out;
  ObjectWriter document(0, &out);
  document.Number("version", 4);
  document.Text("terraform_version", options.tool_version);
  document.Number("serial", options.serial.value_or(state.serial));
  document.Text("lineage", options.lineage.value_or(state.lineage));
  WriteBody(state, &document, &out);
  document.End();
  out += '\n';
  return out;
}

void AppendOutputs(const StateSnapshot& state, std::string* out) { WriteOutputs(state, 0, out); }

void AppendChecks(const StateSnapshot& state, std::string* out) { WriteChecks(state, 0, out); }

}  // namespace tfsck
