#include "engine/state_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "engine/fact_log.h"
#include "engine/json/cursor.h"
#include "engine/state_builder.h"
#include "engine/state_decoder.h"
#include "engine/state_upgrade.h"
#include "engine/tool_version.h"

namespace tfsck {
namespace {

using json::Cursor;
using json::Kind;

enum TopField {
  kVersion,
  kToolVersion,
  kSerial,
  kLineage,
  kOutputs,
  kResources,
  kChecks,
  kModules
};
constexpr std::array<std::string_view, 8> kTopKeys = {
    "version", "terraform_version", "serial",        "lineage",
    "outputs", "resources",         "check_results", "modules"};

constexpr std::string_view kNoVersion =
    "The state file does not have a \"version\" attribute, which is required to identify the "
    "format version.";

// What was seen of a field that may be absent, null or empty.
enum class Presence : uint8_t { kAbsent, kNull, kPresent };

std::string_view Missing(Presence presence) {
  return presence == Presence::kAbsent ? "absent" : presence == Presence::kNull ? "null" : "empty";
}

// A span of the document and where it stands.
struct Element {
  std::string_view text;
  uint64_t offset = 0;
};

class DocumentReader {
 public:
  DocumentReader(StateSnapshot* state, std::string_view text, uint64_t base)
      : state_(*state),
        text_(text),
        cursor_(text, base),
        facts_(&state->arena),
        decoder_(&cursor_, &facts_, &state->arena),
        builder_(state, &facts_, text.size()) {}

  void Run();

  FactLog& facts() { return facts_; }
  // 1 to 3 where the document is to be upgraded and read again.
  std::optional<uint64_t> old_version() const { return old_version_; }

 private:
  void TopLevel();
  void Field(int row, uint64_t key_offset);
  void ReadVersion();
  void ReadToolVersion();
  void ReadLineage();
  void ReadResources();
  void StreamResources();
  void CollectResources();
  void NoteWrongKinds(const Element& element);
  void ReplayResources();
  void ReadChecks();
  void DetachLostRows();
  void SyntaxProblem();
  void JudgeVersion();
  void JudgeFormat(uint64_t version);
  void JudgeMetadata();
  void GuessFamily();

  StateSnapshot& state_;
  std::string_view text_;
  Cursor cursor_;
  FactLog facts_;
  StateDecoder decoder_;
  StateBuilder builder_;

  std::optional<uint64_t> version_;
  std::optional<uint64_t> old_version_;
  std::string version_problem_;
  uint64_t version_offset_ = 0;
  uint64_t tool_version_offset_ = 0;
  Presence tool_version_ = Presence::kAbsent;
  Presence serial_ = Presence::kAbsent;
  Presence lineage_ = Presence::kAbsent;
  Presence resources_ = Presence::kAbsent;
  std::optional<uint64_t> modules_at_;  // offsets of the keys
  std::optional<uint64_t> v4_key_at_;
  // `resources` given more than once: what each element decodes from, earliest first.
  bool resources_repeated_ = false;
  GoSlice<std::vector<Element>> elements_;
  std::vector<RawOutput> outputs_;
  GoSlice<RawCheck> checks_;
};

void DocumentReader::Run() {
  TopLevel();
  if (!cursor_.Finish()) {
    SyntaxProblem();
  } else {
    JudgeVersion();
    if (old_version_) return;
    JudgeMetadata();
  }
  if (resources_repeated_) ReplayResources();
  builder_.AddOutputs(outputs_);
  // Where the document breaks off the last one may be half read, and they are notes only.
  if (!cursor_.failed()) {
    for (const RawCheck& check : checks_.elements()) builder_.AddCheck(check);
  }
  builder_.Finish();
  DetachLostRows();
  GuessFamily();
}

void DocumentReader::TopLevel() {
  if (cursor_.Peek() == Kind::kNull) {
    cursor_.TakeLiteral();
    version_problem_ = kNoVersion;
    return;
  }
  if (cursor_.Peek() != Kind::kObject) {
    version_problem_ =
        fmt::format("The version in the state file is {}. A positive whole number is required.",
                    json::KindName(cursor_.Peek()));
    cursor_.SkipValue();
    return;
  }
  KeySet keys(kTopKeys);
  decoder_.go().Struct(keys, "", [this](int row, uint64_t offset) { Field(row, offset); });
  decoder_.go().DrainAnomalies();
}

void DocumentReader::Field(int row, uint64_t key_offset) {
  GoDecoder& go = decoder_.go();
  const Presence presence = go.AtNull() ? Presence::kNull : Presence::kPresent;
  switch (row) {
    case kVersion:
      return ReadVersion();
    case kToolVersion:
      tool_version_ = std::max(tool_version_, presence);
      tool_version_offset_ = cursor_.offset();
      return go.String("terraform_version", &state_.tool_version);
    case kSerial:
      serial_ = std::max(serial_, presence);
      return go.Unsigned("serial", &state_.serial, FactKind::kSerialType);
    case kLineage:
      lineage_ = std::max(lineage_, presence);
      return go.String("lineage", &state_.lineage);
    case kOutputs:
      v4_key_at_ = v4_key_at_.value_or(key_offset);
      return decoder_.DecodeOutputs(&outputs_);
    case kResources:
      v4_key_at_ = v4_key_at_.value_or(key_offset);
      return ReadResources();
    case kChecks:
      state_.has_check_results = true;
      return ReadChecks();
    default:
      modules_at_ = key_offset;
      cursor_.SkipValue();
  }
}

// A Go *uint64 in a pass of its own: null takes a version back, a bad one leaves the last good.
void DocumentReader::ReadVersion() {
  version_offset_ = cursor_.offset();
  const Kind kind = cursor_.Peek();
  if (kind == Kind::kNull) {
    cursor_.TakeLiteral();
    version_.reset();
    return;
  }
  const std::string_view text = cursor_.SkipValue();
  uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (kind == Kind::kNumber && error == std::errc() && at == end) {
    version_ = value;
    return;
  }
  if (!version_problem_.empty()) return;
  const std::string found = kind == Kind::kNumber ? fmt::format("number {}", text.substr(0, 40))
                                                  : std::string(json::KindName(kind));
  version_problem_ = fmt::format(
      "The version in the state file is {}. A positive whole number is required.", found);
}

// ---- resources ----------------------------------------------------------------------------

void DocumentReader::ReadResources() {
  GoDecoder& go = decoder_.go();
  if (go.AtNull()) {
    cursor_.TakeLiteral();
    if (resources_ == Presence::kPresent) {
      resources_repeated_ = true;
      elements_.Clear();
    }
    resources_ = std::max(resources_, Presence::kNull);
    return;
  }
  if (cursor_.Peek() != Kind::kArray) {
    resources_ = Presence::kPresent;
    go.WrongType("resources", FactKind::kContainerType);
    return;
  }
  if (resources_ == Presence::kPresent) return CollectResources();
  resources_ = Presence::kPresent;
  StreamResources();
}

void DocumentReader::StreamResources() {
  RawResource resource;
  cursor_.EnterArray();
  while (cursor_.NextElement()) {
    resource.Reset();
    facts_.SetResource(static_cast<uint32_t>(state_.resources.size()));
    decoder_.DecodeResource(&resource, static_cast<uint32_t>(state_.instances.size()));
    if (cursor_.failed()) return;
    builder_.AddResource(resource);
  }
  facts_.SetResource(kNoId);
}

// A second `resources`: its elements decode over the first one's, field by field.
void DocumentReader::CollectResources() {
  if (!resources_repeated_) {
    resources_repeated_ = true;
    size_t count = 0;
    for (const Resource& resource : state_.resources) {
      const auto begin = static_cast<size_t>(resource.offset - cursor_.base_offset());
      elements_.At(count++).push_back({text_.substr(begin, resource.size), resource.offset});
    }
    elements_.EndArray(count);
  }
  size_t count = 0;
  cursor_.EnterArray();
  while (cursor_.NextElement()) {
    const uint64_t offset = cursor_.offset();
    const Element element{cursor_.SkipValue(), offset};
    NoteWrongKinds(element);
    elements_.At(count++).push_back(element);
  }
  elements_.EndArray(count);
}

// A value of a wrong kind counts also where a later array cuts its element off.
void DocumentReader::NoteWrongKinds(const Element& element) {
  RawResource resource;
  Cursor cursor(element.text, element.offset);
  StateDecoder(&cursor, &facts_, &state_.arena).DecodeResource(&resource, kNoId);
  for (const RawInstance& instance : resource.instances.elements()) {
    if (instance.dependencies.empty()) continue;
    Cursor list(instance.dependencies, instance.dependencies_offset);
    GoDecoder go(&list, &facts_, &state_.arena);
    GoSlice<RawText> ignored;
    go.Slice("resources.instances.dependencies", &ignored, [&go](RawText& text) {
      go.String("resources.instances.dependencies", &text.text, FactKind::kDependencyBad);
    });
  }
}

void DocumentReader::ReplayResources() {
  builder_.ForgetResources();
  for (const std::vector<Element>& texts : elements_.elements()) {
    RawResource resource;
    facts_.SetResource(static_cast<uint32_t>(state_.resources.size()));
    for (const Element& element : texts) {
      Cursor cursor(element.text, element.offset);
      StateDecoder decoder(&cursor, &facts_, &state_.arena);
      decoder.DecodeResource(&resource, static_cast<uint32_t>(state_.instances.size()));
    }
    builder_.AddResource(resource);
  }
  facts_.SetResource(kNoId);
}

void DocumentReader::ReadChecks() {
  decoder_.go().Slice("check_results", &checks_,
                      [this](RawCheck& check) { decoder_.DecodeCheck(&check); });
}

// Facts are logged with the row that is going to be: it never comes where the document breaks off
// before the row's end, or where a repeated array is shorter than the first.
void DocumentReader::DetachLostRows() {
  facts_.ForEach([this](FormatFact& fact) {
    if (fact.resource != kNoId && fact.resource >= state_.resources.size()) fact.resource = kNoId;
    const bool lost = fact.instance >= state_.instances.size() ||
                      state_.instances[fact.instance].resource != fact.resource;
    if (lost) fact.instance = kNoId;
  });
}

// ---- judging the whole --------------------------------------------------------------------

void DocumentReader::SyntaxProblem() {
  const json::SyntaxError error = cursor_.error();
  facts_.SetResource(kNoId);
  FactKind kind = FactKind::kJsonSyntax;
  switch (error.kind) {
    case json::SyntaxError::Kind::kUnexpectedEnd:
      kind = FactKind::kTruncated;
      break;
    case json::SyntaxError::Kind::kTrailingData:
      kind = FactKind::kTrailingData;
      break;
    case json::SyntaxError::Kind::kTooDeep:
      kind = FactKind::kTooDeep;
      break;
    default:
      break;
  }
  facts_.Refuse(kind, error.offset, error.message);
}

void DocumentReader::JudgeVersion() {
  if (!version_problem_.empty()) {
    facts_.Refuse(FactKind::kVersionBad, version_offset_, version_problem_);
  } else if (!version_) {
    facts_.Refuse(FactKind::kVersionBad, version_offset_, kNoVersion);
  } else {
    JudgeFormat(*version_);
  }
}

void DocumentReader::JudgeFormat(uint64_t version) {
  state_.format_version = version;
  if (version == 4) {
    if (modules_at_) facts_.Note(FactKind::kVersionLabelWrong, *modules_at_, "modules");
    return;
  }
  facts_.KeepOnlyText();  // the keys of other formats are not v4's
  if (version >= 1 && version <= 3) {
    old_version_ = version;
    if (v4_key_at_ && !modules_at_) {
      facts_.Note(FactKind::kVersionLabelWrong, *v4_key_at_,
                  resources_ == Presence::kAbsent ? "outputs" : "resources");
    }
    return;
  }
  facts_.Refuse(FactKind::kVersionBad, version_offset_,
                version == 0
                    ? std::string("The state file uses JSON syntax but has a version number of "
                                  "zero. There was never a JSON-based state format zero, so this "
                                  "state file is invalid and cannot be processed.")
                    : fmt::format("The state file uses format version {}, which is not supported "
                                  "by any known Terraform or OpenTofu.",
                                  version));
}

void DocumentReader::JudgeMetadata() {
  if (state_.tool_version.empty()) {
    facts_.Note(FactKind::kToolVersionMissing, tool_version_offset_, Missing(tool_version_));
  } else if (!ParseToolVersion(state_.tool_version)) {
    facts_.Refuse(FactKind::kToolVersionBad, tool_version_offset_,
                  state_.tool_version.substr(0, 200));
  }
  if (serial_ != Presence::kPresent) facts_.Note(FactKind::kSerialMissing, 0, Missing(serial_));
  if (state_.lineage.empty()) facts_.Note(FactKind::kLineageMissing, 0, Missing(lineage_));
  if (resources_ != Presence::kPresent) {
    facts_.Note(FactKind::kResourcesMissing, 0, Missing(resources_));
  }
}

// OpenTofu 1.8 to 1.12 write one line; its own registry and fields give others away.  Numbers
// alone cannot tell: both programs had a 1.6.
void DocumentReader::GuessFamily() {
  const std::string_view body = text_.substr(0, text_.find_last_not_of(" \t\r\n") + 1);
  state_.indented = body.find('\n') != body.npos;
  const auto version = ParseToolVersion(state_.tool_version);
  bool open_tofu = !state_.indented && version && version->AtLeast(1, 8);
  for (const Provider& provider : state_.providers) {
    open_tofu = open_tofu || (provider.parsed && provider.address.host == "registry.opentofu.org");
  }
  for (const InstanceExtra& extra : state_.extras) {
    open_tofu = open_tofu || extra.skip_destroy || !extra.provider.empty();
  }
  for (const Output& output : state_.outputs) open_tofu = open_tofu || !output.deprecated.empty();
  if (open_tofu) state_.family = ToolFamily::kOpenTofu;
}

// ---- old formats --------------------------------------------------------------------------

// Offset in the original of what stands at `offset` in the upgraded text.
uint64_t SourceOffset(const std::vector<SourceMapEntry>& map, uint64_t offset) {
  const auto after = std::upper_bound(
      map.begin(), map.end(), offset,
      [](uint64_t value, const SourceMapEntry& entry) { return value < entry.v4_offset; });
  return after == map.begin() ? 0 : std::prev(after)->source_offset;
}

void MapOffsets(const std::vector<SourceMapEntry>& map, StateSnapshot* state) {
  const auto remap = [&map](auto& rows) {
    for (auto& row : rows) row.offset = SourceOffset(map, row.offset);
  };
  remap(state->facts);
  remap(state->resources);
  remap(state->instances);
  remap(state->outputs);
}

StateSnapshot ReadOldState(const Buffer& buffer, uint64_t version, std::vector<FormatFact> facts,
                           Arena arena) {
  StateSnapshot state;
  state.arena = std::move(arena);
  auto upgraded = UpgradeToV4(buffer.bytes, version);
  if (upgraded) {
    const std::string_view text = state.arena.Copy(upgraded->document);
    DocumentReader reader(&state, text, 0);
    reader.Run();
    state.facts = reader.facts().Take();
    MapOffsets(upgraded->source_map, &state);
    // All attributes of old formats are flat; saying that they are old says it.
    std::erase_if(state.facts,
                  [](const FormatFact& fact) { return fact.kind == FactKind::kAttributesFlat; });
  } else {
    FactLog log(&state.arena);
    log.Refuse(FactKind::kUpgradeRefused, 0, upgraded.error().message);
    state.facts = log.Take();
  }
  state.facts.insert(state.facts.end(), facts.begin(), facts.end());
  std::stable_sort(state.facts.begin(), state.facts.end(),
                   [](const FormatFact& a, const FormatFact& b) { return a.offset < b.offset; });
  state.family = ToolFamily::kTerraform;
  state.format_version = version;
  return state;
}

// A byte order mark refuses the document; behind UTF-8's, reading can go on.
std::string_view MarkedEncoding(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return "UTF-8";
  if (bytes.starts_with("\xFF\xFE")) return "UTF-16 little-endian";
  if (bytes.starts_with("\xFE\xFF")) return "UTF-16 big-endian";
  return {};
}

}  // namespace

StateSnapshot ReadState(const Buffer& buffer) {
  StateSnapshot state;
  std::string_view text = buffer.bytes;
  const std::string_view encoding = MarkedEncoding(text);
  if (encoding.empty() || encoding == "UTF-8") {
    const uint64_t mark = encoding.empty() ? 0 : 3;
    text.remove_prefix(mark);
    DocumentReader reader(&state, text, mark);
    reader.Run();
    state.facts = reader.facts().Take();
    if (const auto version = reader.old_version()) {
      state = ReadOldState(buffer, *version, std::move(state.facts), std::move(state.arena));
    }
  }
  if (!encoding.empty()) {
    FactLog log(&state.arena);
    log.Refuse(FactKind::kByteOrderMark, 0, encoding);
    state.facts.insert(state.facts.begin(), log.Take().front());
  }
  state.document = buffer.bytes;
  state.owner = buffer.owner;
  return state;
}

}  // namespace tfsck
