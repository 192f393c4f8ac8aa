// FormatFact: something the reader saw that a healthy state would not show.
//
// Facts carry no opinion: which rule a fact belongs to, and how bad that is, only analyzers/ knows.
// `refused` says what Terraform's reader does: it refuses the whole file because of this fact.
#ifndef TFSCK_ENGINE_FORMAT_FACT_H_
#define TFSCK_ENGINE_FORMAT_FACT_H_

#include <cstdint>
#include <string_view>

namespace tfsck {

inline constexpr uint32_t kNoId = UINT32_MAX;

enum class FactKind : uint8_t {
  // The bytes.
  kJsonSyntax,     // detail: Go's words
  kTruncated,      // the document ends inside a value; detail: Go's words
  kTrailingData,   // more bytes behind the document
  kByteOrderMark,  // detail: the encoding the mark stands for
  kTooDeep,        // nested deeper than Go reads
  kIllFormedUtf8,
  kLoneSurrogate,
  kRepeatedKey,       // a grammar key twice, also when equal only after folding; detail: the key
  kRepeatedValueKey,  // the same key twice inside a raw value
  kKeyCase,           // a grammar key in other letters; detail: as written

  // The document's fields.
  kVersionBad,          // detail: Terraform's words
  kVersionLabelWrong,   // v4 keys under version 1-3, or modules under version 4; detail: the key
  kSerialType,          // detail: what stands there
  kSerialMissing,       // absent or null; detail: which
  kLineageMissing,      // absent, null or ""; detail: which
  kToolVersionBad,      // detail: the text
  kToolVersionMissing,  // absent, null or ""; detail: which
  kResourcesMissing,    // absent or null; detail: which
  kContainerType,       // detail: field path and what stands there
  kFieldType,           // a scalar field of the wrong JSON kind; detail: likewise
  kUnknownKey,          // detail: the key
  kNewerField,          // a field the writing version did not have; detail: the key
  kUpgradeRefused,      // v1-v3: Terraform's upgrade fails; detail: its words

  // Outputs and check results.
  kOutputType,          // detail: output name and why
  kOutputValue,         // does not conform: refused; detail: likewise
  kOutputValueLenient,  // conforms only after conversion
  kOutputTupleShort,    // Terraform 1.11 panics
  kCheckPanics,         // kind and address do not pair: Terraform panics; detail: kind and address
  kCheckAddress,        // unparsable or indexed; detail: Terraform's words
  kCheckKindUnknown,    // dropped silently; detail: the kind

  // Resources and instances.
  kModeBad,               // detail: the mode
  kModuleBad,             // detail: Terraform's words
  kModuleNonCanonical,    // detail: the canonical form
  kProviderUnparsable,    // the resource is dropped silently; detail: the text
  kProviderNonCanonical,  // detail: the canonical form
  kProviderOnInstance,    // OpenTofu: provider stands on instances only
  kProviderBothLevels,    // OpenTofu: on the resource and on an instance
  kProviderDiffers,   // OpenTofu: instances name different configurations; or neither level has one
  kDuplicateBlock,    // a second block of the same resource, other instances: merged
  kDuplicateCurrent,  // a second current object of one instance
  kDuplicateDeposed,  // a second deposed object with the same key
  kKeyKind,           // index_key is neither number nor string; detail: what stands there
  kKeyLossy,          // index_key changes when read; detail: as written
  kStatusBad,         // detail: the status
  kDeposedKeyLength,  // not 8 bytes; detail: the key
  kSchemaVersionType,  // detail: what stands there
  kPrivateBad,         // neither base64 nor bytes; detail: Go's words
  kAttributesNull,
  kAttributesMissing,
  kAttributesKind,          // neither object nor null; detail: the kind
  kAttributesFlat,          // attributes_flat is there; detail: "beside attributes" or "alone"
  kSensitivePathBad,        // detail: Terraform's words
  kDependencyBad,           // detail: Terraform's words
  kDependencyNonCanonical,  // detail: the canonical form
};

struct FormatFact {
  FactKind kind;
  bool refused = false;
  uint64_t offset = 0;        // byte in the document where it stands
  uint32_t resource = kNoId;  // row of StateSnapshot::resources it belongs to
  uint32_t instance = kNoId;  // row of StateSnapshot::instances
  std::string_view detail;    // owned by the snapshot; never an attribute's value
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_FORMAT_FACT_H_
