#include "engine/attribute_path.h"

#include <algorithm>
#include <utility>

#include "engine/address.h"
#include "engine/attribute_diff.h"
#include "engine/json/tape.h"

namespace tfsck {
namespace {

bool IsPlainName(std::string_view name) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !name.empty() && name.find_first_not_of(kPlain) == name.npos;
}

void AppendKey(std::string_view key, std::string* out) {
  AppendInstanceKey({.kind = InstanceKey::Kind::kString, .number = 0, .text = key}, out);
}

void AppendIndex(std::string_view number, std::string* out) {
  *out += '[';
  *out += number;
  *out += ']';
}

// `step` is a dynamic value, {"value":V,"type":T}.
void AppendIndexStep(const std::string& step, std::string* out) {
  const std::string padded = step + std::string(json::kPadding, '\0');
  const json::Tape tape(std::string_view(padded).substr(0, step.size()));
  for (uint32_t key = 1; !tape.empty() && key < tape.end(0); key = tape.end(key + 1)) {
    if (!tape.Is(key, "value")) continue;
    if (tape.kind(key + 1) == json::Kind::kString) return AppendKey(tape.Text(key + 1), out);
    if (tape.kind(key + 1) == json::Kind::kNumber) return AppendIndex(tape.Raw(key + 1), out);
  }
  *out += "[...]";
}

}  // namespace

void AppendAttributeName(std::string_view name, std::string* out) {
  if (!IsPlainName(name)) return AppendKey(name, out);
  if (!out->empty()) *out += '.';
  *out += name;
}

uint32_t AttributePath::AddName(uint32_t parent, std::string name) {
  const bool is_key = parent != kNoId && !steps_[parent].is_index;
  steps_.push_back({parent, false, is_key, 0, std::move(name)});
  return static_cast<uint32_t>(steps_.size() - 1);
}

uint32_t AttributePath::AddIndex(uint32_t parent, uint64_t index) {
  steps_.push_back({parent, true, false, index, {}});
  return static_cast<uint32_t>(steps_.size() - 1);
}

std::string AttributePath::Text(uint32_t step) const {
  std::vector<uint32_t> order;
  for (; step != kNoId; step = steps_[step].parent) order.push_back(step);
  std::string text;
  for (auto at = order.rbegin(); at != order.rend(); ++at) {
    const Step& part = steps_[*at];
    if (part.is_index) {
      AppendIndex(std::to_string(part.index), &text);
    } else if (part.is_key) {
      AppendKey(part.name, &text);
    } else {
      AppendAttributeName(part.name, &text);
    }
  }
  return text;
}

std::string PathText(const SensitivePath& path) {
  std::string text;
  for (const SensitiveStep& step : path) {
    if (step.kind == SensitiveStep::Kind::kGetAttr) {
      AppendAttributeName(step.text, &text);
    } else {
      AppendIndexStep(step.text, &text);
    }
  }
  return text;
}

}  // namespace tfsck
