#include "engine/state_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/base/base64.h"
#include "engine/index_key.h"

namespace tfsck {
namespace {

using json::Kind;
using json::RawString;

enum ResourceField { kModule, kMode, kType, kName, kEach, kProvider, kInstances };
constexpr std::array<std::string_view, 7> kResourceKeys = {"module", "mode",     "type",     "name",
                                                           "each",   "provider", "instances"};

enum InstanceField {
  kIndexKey,
  kStatus,
  kDeposed,
  kInstanceProvider,
  kSchemaVersion,
  kAttributes,
  kAttributesFlat,
  kSensitiveAttributes,
  kIdentitySchemaVersion,
  kIdentity,
  kPrivate,
  kDependencies,
  kDependsOn,
  kCreateBeforeDestroy,
  kSkipDestroy,
};
constexpr std::array<std::string_view, 15> kInstanceKeys = {"index_key",
                                                            "status",
                                                            "deposed",
                                                            "provider",
                                                            "schema_version",
                                                            "attributes",
                                                            "attributes_flat",
                                                            "sensitive_attributes",
                                                            "identity_schema_version",
                                                            "identity",
                                                            "private",
                                                            "dependencies",
                                                            "depends_on",
                                                            "create_before_destroy",
                                                            "skip_destroy"};

enum OutputField { kValue, kOutputTypeField, kSensitive, kDeprecated };
constexpr std::array<std::string_view, 4> kOutputKeys = {"value", "type", "sensitive",
                                                         "deprecated"};

constexpr std::array<std::string_view, 4> kCheckKeys = {"object_kind", "config_addr", "status",
                                                        "objects"};
constexpr std::array<std::string_view, 3> kCheckObjectKeys = {"object_addr", "status",
                                                              "failure_messages"};

// Bits of newer_fields_noted_: one fact per key and document says enough.
constexpr int kNewerDeprecated = 31;

// The members of two raw objects in one, those of `second` behind.
std::string JoinObjects(std::string_view first, std::string_view second) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto inside = [&](std::string_view object) {
    object = object.substr(1, object.size() - 2);
    return object.find_first_not_of(kSpace) == object.npos ? std::string_view() : object;
  };
  const std::string_view comma = inside(first).empty() || inside(second).empty() ? "" : ",";
  return fmt::format("{{{}{}{}}}", inside(first), comma, inside(second));
}

}  // namespace

void StateDecoder::NoteNewerField(int field, uint64_t key_offset, std::string_view name) {
  const uint32_t bit = uint32_t{1} << field;
  if ((newer_fields_noted_ & bit) != 0) return;
  newer_fields_noted_ |= bit;
  facts_.Note(FactKind::kNewerField, key_offset, name);
}

// ---- resources ----------------------------------------------------------------------------

void StateDecoder::DecodeResource(RawResource* resource, uint32_t first_instance) {
  auto& cursor = go_.cursor();
  KeySet keys(kResourceKeys);
  resource->offset = cursor.offset();
  resource->wrong_kind = cursor.Peek() != Kind::kObject && cursor.Peek() != Kind::kNull;
  go_.Struct(keys, "resources", [&](int row, uint64_t) {
    switch (row) {
      case kModule:
        resource->module_offset = cursor.offset();
        return go_.String("resources.module", &resource->module, &last_module_);
      case kMode:
        return go_.String("resources.mode", &resource->mode);
      case kType:
        return go_.String("resources.type", &resource->type);
      case kName:
        return go_.String("resources.name", &resource->name);
      case kEach: {
        std::string_view ignored;
        return go_.String("resources.each", &ignored);
      }
      case kProvider:
        resource->has_provider = resource->has_provider || !go_.AtNull();
        resource->provider_offset = cursor.offset();
        return go_.String("resources.provider", &resource->provider, &last_provider_);
      default:
        break;
    }
    uint32_t next = first_instance;
    go_.Slice("resources.instances", &resource->instances, [&](RawInstance& instance) {
      facts_.SetInstance(next++);
      DecodeInstance(&instance);
    });
    facts_.SetInstance(kNoId);
  });
  resource->size = cursor.taken_end() - resource->offset;
  go_.DrainAnomalies();
}

void StateDecoder::DecodeInstance(RawInstance* instance) {
  KeySet keys(kInstanceKeys);
  instance->offset = go_.cursor().offset();
  go_.Struct(keys, "resources.instances",
             [&](int row, uint64_t key_offset) { InstanceField(row, key_offset, instance); });
  instance->size = go_.cursor().taken_end() - instance->offset;
  go_.DrainAnomalies();
}

void StateDecoder::InstanceField(int row, uint64_t key_offset, RawInstance* instance) {
  auto& cursor = go_.cursor();
  switch (row) {
    case kIndexKey:
      return DecodeIndexKey(&instance->index_key);
    case kStatus:
      instance->status_offset = cursor.offset();
      return go_.String("resources.instances.status", &instance->status);
    case kDeposed:
      instance->deposed_offset = cursor.offset();
      return go_.String("resources.instances.deposed", &instance->deposed);
    case kInstanceProvider:
      NoteNewerField(row, key_offset, "provider");
      instance->has_provider = cursor.Peek() == Kind::kString;
      // Terraform's struct has no such field: whatever stands here is ignored.
      if (instance->has_provider) {
        return go_.String("resources.instances.provider", &instance->provider);
      }
      cursor.SkipValue();
      return;
    case kSchemaVersion:
      return go_.Unsigned("resources.instances.schema_version", &instance->schema_version,
                          FactKind::kSchemaVersionType);
    case kAttributes:
      return DecodeAttributes(instance);
    case kAttributesFlat:
      return DecodeFlatAttributes(&instance->attributes_flat);
    case kSensitiveAttributes:
      instance->sensitive_offset = cursor.offset();
      instance->sensitive_attributes = cursor.SkipValue();
      return;
    case kIdentitySchemaVersion:
      NoteNewerField(row, key_offset, "identity_schema_version");
      instance->has_identity_schema_version = true;
      if (cursor.Peek() == Kind::kNumber) {
        const std::string_view text = cursor.TakeNumber();
        std::from_chars(text.data(), text.data() + text.size(), instance->identity_schema_version);
      } else {
        cursor.SkipValue();  // 1.11 does not know the field
      }
      return;
    case kIdentity:
      NoteNewerField(row, key_offset, "identity");
      instance->identity = cursor.SkipValue();
      return;
    case kPrivate:
      return DecodePrivate(&instance->private_data);
    case kDependencies:
      return DecodeDependencies(instance);
    case kDependsOn:
      NoteNewerField(row, key_offset, "depends_on");
      instance->depends_on = cursor.SkipValue();
      return;
    case kCreateBeforeDestroy:
      return go_.Bool("resources.instances.create_before_destroy",
                      &instance->create_before_destroy);
    default:
      NoteNewerField(row, key_offset, "skip_destroy");
      instance->skip_destroy = cursor.Peek() == Kind::kTrue;
      cursor.SkipValue();
  }
}

// A Go interface{}: replaced whole each time; numbers become doubles and must fit one.
void StateDecoder::DecodeIndexKey(RawIndexKey* key) {
  auto& cursor = go_.cursor();
  *key = {};
  key->offset = cursor.offset();
  switch (cursor.Peek()) {
    case Kind::kNull:
      cursor.TakeLiteral();
      return;
    case Kind::kString:
      key->kind = RawIndexKey::Kind::kString;
      key->text = go_.Keep(cursor.TakeString());
      return;
    case Kind::kNumber: {
      key->kind = RawIndexKey::Kind::kNumber;
      key->text = cursor.TakeNumber();
      if (!cursor.failed() && !ReadIndexNumber(key->text).fits) {
        facts_.Refuse(
            FactKind::kFieldType, key->offset,
            fmt::format("resources.instances.index_key: number {}", key->text.substr(0, 40)));
      }
      return;
    }
    default:
      key->kind = RawIndexKey::Kind::kOther;
      key->text = json::KindName(cursor.Peek());
      cursor.SkipValue();
  }
}

void StateDecoder::DecodeAttributes(RawInstance* instance) {
  auto& cursor = go_.cursor();
  constexpr std::array<std::string_view, 3> kNames = {"id", "arn", "self_link"};
  std::array<std::string_view, kNames.size()> texts;
  instance->attributes_offset = cursor.offset();
  instance->attributes = cursor.SkipObjectNoting(kNames, texts);
  instance->id = texts[0];
  instance->unique_name = texts[1].data() != nullptr ? texts[1] : texts[2];
}

// A Go map[string]string: null values become "", others are refused; a repeated key adds to it.
void StateDecoder::DecodeFlatAttributes(std::string_view* out) {
  auto& cursor = go_.cursor();
  if (go_.AtNull()) {
    cursor.TakeLiteral();
    *out = {};
    return;
  }
  if (cursor.Peek() != Kind::kObject) {
    go_.WrongType("resources.instances.attributes_flat", FactKind::kContainerType);
    return;
  }
  const std::string_view earlier = *out;
  *out = cursor.SkipObject([&](const RawString&) {
    const Kind kind = cursor.Peek();
    if (kind == Kind::kString || kind == Kind::kNull) return false;
    go_.WrongType("resources.instances.attributes_flat", FactKind::kFieldType);
    return true;
  });
  if (!earlier.empty() && !cursor.failed()) *out = arena_.Copy(JoinObjects(earlier, *out));
}

// ---- private ------------------------------------------------------------------------------

// A Go []byte: base64 text, null, or an array of small integers.
void StateDecoder::DecodePrivate(std::string_view* out) {
  auto& cursor = go_.cursor();
  switch (cursor.Peek()) {
    case Kind::kNull:
      cursor.TakeLiteral();
      *out = {};
      return;
    case Kind::kString:
      return DecodePrivateText(out);
    case Kind::kArray:
      return DecodePrivateBytes(out);
    default:
      go_.WrongType("resources.instances.private", FactKind::kPrivateBad);
  }
}

void StateDecoder::DecodePrivateText(std::string_view* out) {
  auto& cursor = go_.cursor();
  const uint64_t offset = cursor.offset();
  const RawString raw = cursor.TakeString();
  if (raw.plain && IsCanonicalBase64(raw.text)) {
    *out = raw.text;
    return;
  }
  size_t bad_byte = 0;
  const auto bytes = DecodeBase64(json::Decode(raw), &bad_byte);
  if (bytes) {
    *out = arena_.Copy(EncodeBase64(*bytes));
  } else if (!cursor.failed()) {
    facts_.Refuse(FactKind::kPrivateBad, offset,
                  fmt::format("illegal base64 data at input byte {}", bad_byte));
  }
}

// A repeated `private` decodes into the bytes that are there already; only null elements show it.
void StateDecoder::DecodePrivateBytes(std::string_view* out) {
  auto& cursor = go_.cursor();
  size_t ignored = 0;
  const std::string before = DecodeBase64(*out, &ignored).value_or("");
  std::string bytes;
  cursor.EnterArray();
  while (cursor.NextElement()) {
    uint64_t value =
        bytes.size() < before.size() ? static_cast<unsigned char>(before[bytes.size()]) : 0;
    const uint64_t offset = cursor.offset();
    go_.Unsigned("resources.instances.private", &value, FactKind::kPrivateBad);
    if (value > 255) {
      facts_.Refuse(FactKind::kPrivateBad, offset,
                    fmt::format("resources.instances.private: number {}", value));
    }
    bytes += static_cast<char>(value);
  }
  *out = arena_.Copy(EncodeBase64(bytes));
}

// ---- dependencies -------------------------------------------------------------------------

// The usual case keeps the span: equal lists of neighbours are then interpreted once only.
void StateDecoder::DecodeDependencies(RawInstance* instance) {
  auto& cursor = go_.cursor();
  const bool first = instance->dependencies.empty() && !instance->dependencies_merged;
  if (!first) return MergeDependencies(instance);
  if (go_.AtNull()) {
    cursor.TakeLiteral();
    return;
  }
  if (cursor.Peek() != Kind::kArray) {
    go_.WrongType("resources.instances.dependencies", FactKind::kContainerType);
    return;
  }
  instance->dependencies_offset = cursor.offset();
  instance->dependencies = cursor.SkipValue();
}

void StateDecoder::MergeDependencies(RawInstance* instance) {
  const auto element = [](GoDecoder& go, RawDependency& dependency) {
    dependency.offset = go.cursor().offset();
    go.String("resources.instances.dependencies", &dependency.text);
  };
  auto& merged = instance->merged_dependencies;
  if (!instance->dependencies_merged) {
    json::Cursor earlier(instance->dependencies, instance->dependencies_offset);
    GoDecoder go(&earlier, &facts_, &arena_);
    go.Slice("resources.instances.dependencies", &merged,
             [&](RawDependency& dependency) { element(go, dependency); });
    instance->dependencies_merged = true;
    instance->dependencies = {};
  }
  go_.Slice("resources.instances.dependencies", &merged,
            [&](RawDependency& dependency) { element(go_, dependency); });
}

// ---- outputs and check results ------------------------------------------------------------

void StateDecoder::DecodeOutputs(std::vector<RawOutput>* outputs) {
  auto& cursor = go_.cursor();
  if (go_.AtNull()) {
    cursor.TakeLiteral();
    outputs->clear();
    return;
  }
  if (cursor.Peek() != Kind::kObject) {
    go_.WrongType("outputs", FactKind::kContainerType);
    return;
  }
  cursor.SkipObject([&](const RawString& key) {
    RawOutput output;
    output.name = go_.Keep(key);
    output.offset = cursor.key_offset();
    DecodeOutput(&output);
    if (!cursor.failed()) outputs->push_back(output);
    return true;
  });
  go_.DrainAnomalies();
}

void StateDecoder::DecodeOutput(RawOutput* output) {
  auto& cursor = go_.cursor();
  KeySet keys(kOutputKeys);
  go_.Struct(keys, "outputs", [&](int row, uint64_t key_offset) {
    switch (row) {
      case kValue:
        output->value = cursor.SkipValue();
        return;
      case kOutputTypeField:
        output->type = cursor.SkipValue();
        return;
      case kSensitive:
        return go_.Bool("outputs.sensitive", &output->sensitive);
      default:
        NoteNewerField(kNewerDeprecated, key_offset, "deprecated");
        if (cursor.Peek() == Kind::kString) {
          output->deprecated = go_.Keep(cursor.TakeString());
        } else {
          cursor.SkipValue();
        }
    }
  });
}

void StateDecoder::DecodeCheck(RawCheck* check) {
  KeySet keys(kCheckKeys);
  check->offset = go_.cursor().offset();
  go_.Struct(keys, "check_results", [&](int row, uint64_t) {
    switch (row) {
      case 0:
        return go_.String("check_results.object_kind", &check->object_kind);
      case 1:
        return go_.String("check_results.config_addr", &check->config_addr);
      case 2:
        return go_.String("check_results.status", &check->status);
      default:
        go_.Slice("check_results.objects", &check->objects,
                  [this](RawCheckObject& object) { DecodeCheckObject(&object); });
    }
  });
  go_.DrainAnomalies();
}

void StateDecoder::DecodeCheckObject(RawCheckObject* object) {
  KeySet keys(kCheckObjectKeys);
  object->offset = go_.cursor().offset();
  go_.Struct(keys, "check_results.objects", [&](int row, uint64_t) {
    switch (row) {
      case 0:
        return go_.String("check_results.objects.object_addr", &object->object_addr);
      case 1:
        return go_.String("check_results.objects.status", &object->status);
      default:
        DecodeStrings("check_results.objects.failure_messages", &object->failure_messages);
    }
  });
}

void StateDecoder::DecodeStrings(std::string_view path, GoSlice<RawText>* out) {
  go_.Slice(path, out, [&](RawText& text) { go_.String(path, &text.text); });
}

}  // namespace tfsck
