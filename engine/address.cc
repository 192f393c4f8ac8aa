// Text and order of addresses; parsing is in address_parser.cc.
#include "engine/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engine/unicode_text.h"

namespace tfsck {
namespace {

int CompareText(std::string_view a, std::string_view b) { return a.compare(b); }

template <typename T>
int CompareValues(T a, T b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

// Data resources first, as `state list` has them.
int ModeRank(ResourceMode mode) {
  switch (mode) {
    case ResourceMode::kData:
      return 0;
    case ResourceMode::kManaged:
      return 1;
    case ResourceMode::kEphemeral:
      return 2;
  }
  return 3;
}

void AppendPrintable(char32_t rune, std::string* out) {
  const auto value = static_cast<uint32_t>(rune);
  if (IsGoPrintable(rune)) {
    AppendRune(rune, out);
  } else if (value < 0x10000) {
    fmt::format_to(std::back_inserter(*out), "\\u{:04x}", value);
  } else {
    fmt::format_to(std::back_inserter(*out), "\\U{:08x}", value);
  }
}

// TF: toHCLQuotedString.
void AppendHclQuoted(std::string_view text, std::string* out) {
  out->push_back('"');
  while (!text.empty()) {
    const DecodedRune rune = DecodeRune(text);
    switch (rune.value) {
      case '\n':
        *out += "\\n";
        break;
      case '\r':
        *out += "\\r";
        break;
      case '\t':
        *out += "\\t";
        break;
      case '"':
        *out += "\\\"";
        break;
      case '\\':
        *out += "\\\\";
        break;
      case '$':
      case '%':
        out->append(text.size() > 1 && text[1] == '{' ? 2 : 1, text[0]);
        break;
      default:
        AppendPrintable(rune.value, out);
    }
    text.remove_prefix(rune.size);
  }
  out->push_back('"');
}

void AppendModule(const ModuleAddress& module, bool with_keys, std::string* out) {
  for (const ModuleStep& step : module.steps) {
    if (!out->empty()) out->push_back('.');
    *out += "module.";
    *out += step.name;
    if (with_keys) AppendInstanceKey(step.instance_key(), out);
  }
}

std::string ResourceText(const ResourceAddress& address, bool with_keys) {
  std::string out;
  AppendModule(address.module, with_keys, &out);
  if (!out.empty()) out.push_back('.');
  AppendResource(address.mode, address.type, address.name, &out);
  if (with_keys) AppendInstanceKey(address.instance_key(), &out);
  return out;
}

}  // namespace

bool operator==(const InstanceKey& a, const InstanceKey& b) { return Compare(a, b) == 0; }

int Compare(const InstanceKey& a, const InstanceKey& b) {
  if (a.kind != b.kind) return CompareValues(a.kind, b.kind);
  switch (a.kind) {
    case InstanceKey::Kind::kNone:
      return 0;
    case InstanceKey::Kind::kInt:
      return CompareValues(a.number, b.number);
    case InstanceKey::Kind::kString:
      return CompareText(a.text, b.text);
  }
  return 0;
}

void AppendInstanceKey(const InstanceKey& key, std::string* out) {
  switch (key.kind) {
    case InstanceKey::Kind::kNone:
      return;
    case InstanceKey::Kind::kInt:
      fmt::format_to(std::back_inserter(*out), "[{}]", key.number);
      return;
    case InstanceKey::Kind::kString:
      out->push_back('[');
      AppendHclQuoted(key.text, out);
      out->push_back(']');
  }
}

bool ModuleAddress::HasKeys() const {
  return std::any_of(steps.begin(), steps.end(),
                     [](const ModuleStep& step) { return step.kind != InstanceKey::Kind::kNone; });
}

bool operator==(const ModuleAddress& a, const ModuleAddress& b) { return Compare(a, b) == 0; }

int Compare(const ModuleAddress& a, const ModuleAddress& b) {
  if (a.steps.size() != b.steps.size()) return CompareValues(a.steps.size(), b.steps.size());
  for (size_t i = 0; i < a.steps.size(); ++i) {
    if (const int order = CompareText(a.steps[i].name, b.steps[i].name)) return order;
    const int order = Compare(a.steps[i].instance_key(), b.steps[i].instance_key());
    if (order != 0) return order;
  }
  return 0;
}

std::string ToString(const ModuleAddress& module) {
  std::string out;
  AppendModule(module, /*with_keys=*/true, &out);
  return out;
}

std::string ToStaticString(const ModuleAddress& module) {
  std::string out;
  AppendModule(module, /*with_keys=*/false, &out);
  return out;
}

void AppendResource(ResourceMode mode, std::string_view type, std::string_view name,
                    std::string* out) {
  if (mode == ResourceMode::kData) *out += "data.";
  if (mode == ResourceMode::kEphemeral) *out += "ephemeral.";
  out->append(type);
  out->push_back('.');
  out->append(name);
}

std::string ToString(const ResourceAddress& address) { return ResourceText(address, true); }

std::string ToStaticString(const ResourceAddress& address) { return ResourceText(address, false); }

std::string ToString(const StaticResource& resource) {
  std::string out = resource.module;
  if (!out.empty()) out.push_back('.');
  AppendResource(resource.mode, resource.type, resource.name, &out);
  return out;
}

bool StateListLess(const ResourceInstanceView& a, const ResourceInstanceView& b) {
  if (a.module != b.module) {
    if (const int order = Compare(*a.module, *b.module)) return order < 0;
  }
  if (a.mode != b.mode) return ModeRank(a.mode) < ModeRank(b.mode);
  if (const int order = CompareText(a.type, b.type)) return order < 0;
  if (const int order = CompareText(a.name, b.name)) return order < 0;
  return Compare(a.key, b.key) < 0;
}

}  // namespace tfsck
