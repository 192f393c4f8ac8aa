#include <fmt/format.h>

#include <utility>

#include "engine/legacy_state.h"
#include "engine/tape_decoder.h"
#include "engine/unicode_text.h"

namespace tfsck {
namespace {

using json::Kind;
using json::Tape;

// The fields of version 1 differ from those of 2 and 3 in outputs, meta, tainted and lineage.
class LegacyReader {
 public:
  LegacyReader(const Tape& tape, bool version1) : go_(tape), version1_(version1) {}

  tl::expected<LegacyState, std::string> Read() {
    LegacyState state;
    if (go_.IsObject(0)) {
      go_.Members(0, [&](uint32_t key, uint32_t) { StateField(key, &state); });
    }
    if (!go_.mismatch()) return state;
    return tl::unexpected(Complaint(*go_.mismatch()));
  }

 private:
  static std::string Complaint(const TapeDecoder::Mismatch& mismatch) {
    constexpr std::string_view kSummary = "Invalid state file format: ";
    if (mismatch.field.empty()) {
      return fmt::format("{}The state file does not conform to the expected JSON data structure.",
                         kSummary);
    }
    std::string field;
    AppendGoQuoted(mismatch.field, &field);
    return fmt::format("{}The state file field {} has invalid value {}", kSummary, field,
                       mismatch.value);
  }

  void StateField(uint32_t key, LegacyState* out) {
    if (go_.Field(key, "serial", [&](uint32_t at) { go_.Int(at, &out->serial); })) return;
    if (go_.Field(key, "remote", [&](uint32_t at) { Remote(at); })) return;
    if (go_.Field(key, "modules", [&](uint32_t at) { Modules(at, out); })) return;
    if (version1_) return;
    go_.Field(key, "terraform_version",
              [&](uint32_t at) { go_.String(at, &out->terraform_version); });
    go_.Field(key, "lineage", [&](uint32_t at) { go_.String(at, &out->lineage); });
    go_.Field(key, "backend", [&](uint32_t at) { Backend(at); });
  }

  // Remote and backend are decoded but not kept.
  void Remote(uint32_t node) {
    if (!go_.IsObject(node)) return;
    std::string ignored;
    go_.Members(node, [&](uint32_t key, uint32_t) {
      go_.Field(key, "type", [&](uint32_t at) { go_.String(at, &ignored); });
      go_.Field(key, "config", [&](uint32_t at) {
        if (!go_.IsObject(at)) return;
        go_.Members(at, [&](uint32_t, uint32_t value) { go_.String(value, &ignored); });
      });
    });
  }

  void Backend(uint32_t node) {
    if (!go_.IsObject(node)) return;
    std::string ignored;
    uint64_t hash = 0;
    go_.Members(node, [&](uint32_t key, uint32_t) {
      go_.Field(key, "type", [&](uint32_t at) { go_.String(at, &ignored); });
      go_.Field(key, "hash", [&](uint32_t at) { go_.Uint(at, &hash); });
    });
  }

  void Modules(uint32_t node, LegacyState* out) {
    go_.Array(node, &out->modules, [&](uint32_t at, std::unique_ptr<LegacyModule>* module) {
      go_.Into(at, module, [&](uint32_t object, LegacyModule* to) { Module(object, to); });
    });
  }

  bool Strings(uint32_t node, GoSlice<std::string>* out) {
    return go_.Array(node, out, [&](uint32_t at, std::string* text) { go_.String(at, text); });
  }

  void DependsOn(uint32_t key) {
    GoSlice<std::string> ignored;
    go_.Field(key, "depends_on", [&](uint32_t at) { Strings(at, &ignored); });
  }

  void Module(uint32_t node, LegacyModule* out) {
    go_.Members(node, [&](uint32_t key, uint32_t) {
      go_.Field(key, "path", [&](uint32_t at) { out->has_path = Strings(at, &out->path); });
      go_.Field(key, "outputs", [&](uint32_t at) { Outputs(at, out); });
      go_.Field(key, "resources", [&](uint32_t at) { Resources(at, out); });
      DependsOn(key);
    });
  }

  void Outputs(uint32_t node, LegacyModule* out) {
    go_.IntoMap(node, &out->outputs, [&](uint32_t key, uint32_t value) {
      std::unique_ptr<LegacyOutput> output;
      if (version1_) {
        std::string text;
        go_.String(value, &text);
        output = std::make_unique<LegacyOutput>();
        if (go_.tape().kind(value) != Kind::kNull) output->value = value;
      } else {
        go_.Into(value, &output, [&](uint32_t object, LegacyOutput* to) { Output(object, to); });
      }
      if (output != nullptr) output->offset = go_.tape().Offset(key);
      out->outputs.Set(go_.tape().Text(key), std::move(output));
    });
  }

  void Output(uint32_t node, LegacyOutput* out) {
    std::string ignored;
    go_.Members(node, [&](uint32_t key, uint32_t) {
      go_.Field(key, "sensitive", [&](uint32_t at) { go_.Bool(at, &out->sensitive); });
      go_.Field(key, "type", [&](uint32_t at) { go_.String(at, &ignored); });
      go_.Field(key, "value", [&](uint32_t at) {
        go_.Interface(at);
        out->value = at;
      });
    });
  }

  void Resources(uint32_t node, LegacyModule* out) {
    go_.IntoMap(node, &out->resources, [&](uint32_t key, uint32_t value) {
      std::unique_ptr<LegacyResource> resource;
      go_.Into(value, &resource,
               [&](uint32_t object, LegacyResource* to) { Resource(object, to); });
      if (resource != nullptr) resource->offset = go_.tape().Offset(key);
      out->resources.Set(go_.tape().Text(key), std::move(resource));
    });
  }

  void Resource(uint32_t node, LegacyResource* out) {
    std::string ignored;
    go_.Members(node, [&](uint32_t key, uint32_t) {
      go_.Field(key, "type", [&](uint32_t at) { go_.String(at, &ignored); });
      go_.Field(key, "primary", [&](uint32_t at) { Pointer(at, &out->primary); });
      go_.Field(key, "deposed", [&](uint32_t at) { Objects(at, &out->deposed); });
      go_.Field(key, "provider", [&](uint32_t at) { go_.String(at, &out->provider); });
      if (version1_) {
        GoSlice<std::unique_ptr<LegacyObject>> dropped;
        go_.Field(key, "tainted", [&](uint32_t at) { Objects(at, &dropped); });
      }
      DependsOn(key);
    });
  }

  void Objects(uint32_t node, GoSlice<std::unique_ptr<LegacyObject>>* out) {
    go_.Array(node, out, [&](uint32_t at, std::unique_ptr<LegacyObject>* to) { Pointer(at, to); });
  }

  void Pointer(uint32_t node, std::unique_ptr<LegacyObject>* out) {
    go_.Into(node, out, [&](uint32_t object, LegacyObject* to) {
      to->offset = go_.tape().Offset(object);
      Object(object, to);
    });
  }

  void Object(uint32_t node, LegacyObject* out) {
    go_.Members(node, [&](uint32_t key, uint32_t) {
      go_.Field(key, "id", [&](uint32_t at) { go_.String(at, &out->id); });
      go_.Field(key, "attributes", [&](uint32_t at) { Attributes(at, out); });
      go_.Field(key, "meta", [&](uint32_t at) { Meta(at, out); });
      if (!version1_) {
        go_.Field(key, "tainted", [&](uint32_t at) { go_.Bool(at, &out->tainted); });
      }
    });
  }

  void Attributes(uint32_t node, LegacyObject* out) {
    go_.IntoMap(node, &out->attributes, [&](uint32_t key, uint32_t value) {
      std::string text;
      go_.String(value, &text);
      out->attributes.Set(go_.tape().Text(key), std::move(text));
    });
  }

  void Meta(uint32_t node, LegacyObject* out) {
    go_.IntoMap(node, &out->meta, [&](uint32_t key, uint32_t value) {
      std::string text;
      if (version1_) {
        go_.String(value, &text);
      } else {
        go_.Interface(value);
      }
      out->meta.Set(go_.tape().Text(key), value);
    });
  }

  TapeDecoder go_;
  const bool version1_;
};

}  // namespace

tl::expected<LegacyState, std::string> ReadLegacyState(const Tape& tape, uint64_t version) {
  return LegacyReader(tape, version == 1).Read();
}

}  // namespace tfsck
