#include <algorithm>
#include <array>

#include "engine/json/cursor.h"
#include "engine/recognise.h"

namespace tfsck {
namespace {

using json::Kind;

// What was seen among the top-level keys.
enum Mark : uint32_t {
  kVersion = 1u << 0,  // of any kind of value
  kVersionNumber = 1u << 1,
  kVersionThree = 1u << 2,
  kSerial = 1u << 3,
  kLineage = 1u << 4,
  kToolVersion = 1u << 5,
  kResources = 1u << 6,
  kOutputs = 1u << 7,
  kCheckResults = 1u << 8,
  kModules = 1u << 9,
  kBackend = 1u << 10,
  kFormatVersion = 1u << 11,
  kShownState = 1u << 12,
  kShownPlan = 1u << 13,
  kShownChecks = 1u << 14,
  kEncryptionVersion = 1u << 15,
  kEncryptedData = 1u << 16,
  kLockId = 1u << 17,
  kLockOperation = 1u << 18,
  kLockWho = 1u << 19,
  kCurrentHash = 1u << 20,
  kChunks = 1u << 21,
  kStream = 1u << 22,
  kSopsBlock = 1u << 23,
  kSopsText = 1u << 24,  // a value as SOPS encrypts it
  kOtherSchema = 1u << 25,
  kUnknown = 1u << 26,
};

struct KnownKey {
  std::string_view name;  // lower case: keys fold as Go folds them
  uint32_t mark;
  Kind value = Kind::kEnd;  // the value's kind without which the key is no mark; kEnd: any
};

// Shared facts 1.1, 1.8-1.10, 1.12, 4.1, 4.2; SOPS: github.com/getsops/sops README.
constexpr std::array kKnownKeys = {
    KnownKey{"version", kVersion},
    KnownKey{"terraform_version", kToolVersion},
    KnownKey{"serial", kSerial, Kind::kNumber},
    KnownKey{"lineage", kLineage, Kind::kString},
    KnownKey{"outputs", kOutputs, Kind::kObject},
    KnownKey{"resources", kResources, Kind::kArray},
    KnownKey{"check_results", kCheckResults},
    KnownKey{"modules", kModules, Kind::kArray},
    KnownKey{"backend", kBackend, Kind::kObject},
    KnownKey{"state_store", kBackend, Kind::kObject},
    KnownKey{"format_version", kFormatVersion, Kind::kString},
    KnownKey{"values", kShownState, Kind::kObject},
    KnownKey{"checks", kShownChecks, Kind::kArray},
    KnownKey{"planned_values", kShownPlan, Kind::kObject},
    KnownKey{"resource_changes", kShownPlan, Kind::kArray},
    KnownKey{"configuration", kShownPlan, Kind::kObject},
    KnownKey{"prior_state", kShownPlan, Kind::kObject},
    KnownKey{"variables", kShownPlan, Kind::kObject},
    KnownKey{"encryption_version", kEncryptionVersion, Kind::kString},
    KnownKey{"encrypted_data", kEncryptedData, Kind::kString},
    KnownKey{"id", kLockId, Kind::kString},
    KnownKey{"operation", kLockOperation, Kind::kString},
    KnownKey{"who", kLockWho, Kind::kString},
    KnownKey{"current-hash", kCurrentHash, Kind::kString},
    KnownKey{"chunks", kChunks, Kind::kArray},
    KnownKey{"@level", kStream, Kind::kString},
    KnownKey{"sops", kSopsBlock, Kind::kObject},
    KnownKey{"$schema", kOtherSchema, Kind::kString},
};

constexpr std::string_view kSopsValue = "ENC[AES256_GCM,";
constexpr size_t kSopsTail = size_t{64} << 10;
constexpr size_t kDamagedHead = size_t{64} << 10;

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

std::string_view WithoutSpace(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  return text;
}

// The digits of the version where it is the first key of an object, as every Terraform and OpenTofu
// writes it; else "".
std::string_view LeadingVersion(std::string_view text) {
  constexpr std::string_view kKey = "\"version\"";
  text = WithoutSpace(text.substr(1));
  if (!text.starts_with(kKey)) return {};
  text = WithoutSpace(text.substr(kKey.size()));
  if (!text.starts_with(':')) return {};
  text = WithoutSpace(text.substr(1));
  return text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
}

// SOPS adds its block as the last member, so the document ends with two closing braces, which a
// state does not.
bool MayEndWithSopsBlock(std::string_view text) {
  constexpr std::string_view kSpace = " \n\r\t";
  const size_t outer = text.find_last_not_of(kSpace);
  if (outer == text.npos || outer == 0 || text[outer] != '}') return false;
  const size_t inner = text.find_last_not_of(kSpace, outer - 1);
  if (inner == text.npos || text[inner] != '}') return false;
  const std::string_view tail = text.substr(text.size() - std::min(text.size(), kSopsTail));
  return tail.find("\"sops\"") != tail.npos;
}

// Reads the top level of an object until its kind is certain.
class TopLevel {
 public:
  explicit TopLevel(std::string_view text)
      : cursor_(text), may_be_sops_(MayEndWithSopsBlock(text)) {}

  // Nothing where the text is damaged before its kind is certain.
  std::optional<DocumentKind> Run() {
    cursor_.EnterObject();
    json::RawString key;
    while (cursor_.NextKey(&key)) {
      TakeMember(key);
      if (const auto kind = Settled()) return kind;
      if (!value_taken_) cursor_.SkipValue();
    }
    if (cursor_.failed()) return std::nullopt;
    return AllSeen();
  }

 private:
  bool Has(uint32_t all) const { return (marks_ & all) == all; }
  bool HasAny(uint32_t any) const { return (marks_ & any) != 0; }

  void TakeMember(const json::RawString& key) {
    value_taken_ = false;
    const Kind value = cursor_.Peek();
    const auto known = std::find_if(kKnownKeys.begin(), kKnownKeys.end(), [&](const KnownKey& row) {
      return (row.value == Kind::kEnd || row.value == value) && json::FoldEquals(key, row.name);
    });
    if (known == kKnownKeys.end()) {
      marks_ |= kUnknown;
      return;
    }
    marks_ |= known->mark;
    if (value == Kind::kString) {
      if (cursor_.TakeString().text.starts_with(kSopsValue)) marks_ |= kSopsText;
      value_taken_ = true;
    } else if (known->mark == kVersion && value == Kind::kNumber) {
      marks_ |= kVersionNumber | (cursor_.TakeNumber() == "3" ? kVersionThree : 0u);
      value_taken_ = true;
    }
  }

  // What the keys seen so far settle, whatever follows.
  std::optional<DocumentKind> Settled() const {
    if (Has(kSopsBlock)) return DocumentKind::kSops;
    if (may_be_sops_ || Has(kSopsText)) return std::nullopt;
    return SettledUnlessSops();
  }

  std::optional<DocumentKind> SettledUnlessSops() const {
    if (Has(kEncryptionVersion)) return DocumentKind::kEncryptedState;
    if (Has(kEncryptedData) && HasAny(kSerial | kLineage)) return DocumentKind::kEncryptedState;
    if (Has(kStream)) return DocumentKind::kApplyStream;
    if (Has(kVersionNumber) && !Has(kVersionThree)) return DocumentKind::kState;
    if (Has(kVersionThree) && HasAny(kModules | kResources | kOutputs)) return DocumentKind::kState;
    if (Has(kFormatVersion | kShownPlan)) return DocumentKind::kShowPlan;
    if (Has(kFormatVersion | kShownState)) return DocumentKind::kShowState;
    if (Has(kLockId | kLockOperation | kLockWho)) return DocumentKind::kLockInfo;
    if (Has(kCurrentHash | kChunks)) return DocumentKind::kConsulChunkIndex;
    if (Has(kResources) && !HasAny(kOtherSchema | kFormatVersion)) return DocumentKind::kState;
    return std::nullopt;
  }

  DocumentKind AllSeen() const {
    if (const auto kind = SettledUnlessSops(); kind && !Has(kSopsText)) return *kind;
    if (Has(kSopsText)) return DocumentKind::kSops;  // its block was lost
    if (Has(kVersionThree)) {
      return Has(kBackend) || !HasAny(kSerial | kLineage) ? DocumentKind::kBackendPointer
                                                          : DocumentKind::kState;
    }
    if (Has(kFormatVersion)) {  // of an empty state nothing else is shown
      return Has(kUnknown) ? DocumentKind::kJson : DocumentKind::kShowState;
    }
    if (Has(kLockId | kLockOperation)) return DocumentKind::kLockInfo;
    const bool version = Has(kVersion) && HasAny(kToolVersion | kOutputs | kModules);
    if (version || HasAny(kLineage | kCheckResults)) return DocumentKind::kState;
    if (Has(kSerial) && HasAny(kVersion | kToolVersion | kOutputs)) return DocumentKind::kState;
    return DocumentKind::kJson;
  }

  json::Cursor cursor_;
  const bool may_be_sops_;
  uint32_t marks_ = 0;
  bool value_taken_ = false;
};

bool Mentions(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const char before = at > 0 ? text[at - 1] : ' ';
    if ((before == '"' || before == '\'') && end < text.size() && text[end] == before) return true;
  }
  return false;
}

// Whether `text`, after its opening brace, ends inside what may become a state's first key.
bool EndsInFirstKey(std::string_view text) {
  text = WithoutSpace(text.substr(1));
  return std::string_view("\"version\"").starts_with(text) ||
         std::string_view("\"serial\"").starts_with(text);
}

// A damaged object is what it begins like, going by the words in its head.
DocumentKind RecogniseDamaged(std::string_view text) {
  const std::string_view head = text.substr(0, kDamagedHead);
  const auto mentions = [head](std::string_view word) { return Mentions(head, word); };
  if (mentions("@level")) return DocumentKind::kApplyStream;
  if (mentions("format_version")) {
    const bool plan = mentions("planned_values") || mentions("resource_changes");
    return plan ? DocumentKind::kShowPlan : DocumentKind::kShowState;
  }
  if (mentions("encrypted_data") || head.find("\"key_provider.") != head.npos) {
    return DocumentKind::kEncryptedState;
  }
  if (head.find(kSopsValue) != head.npos) return DocumentKind::kSops;
  if (mentions("Operation") && mentions("ID")) return DocumentKind::kLockInfo;
  if (mentions("current-hash")) return DocumentKind::kConsulChunkIndex;
  if (LeadingVersion(text) == "3" && (mentions("backend") || mentions("state_store")) &&
      !mentions("modules")) {
    return DocumentKind::kBackendPointer;
  }
  for (const std::string_view word :
       {"version", "terraform_version", "lineage", "serial", "resources"}) {
    if (mentions(word)) return DocumentKind::kState;
  }
  return EndsInFirstKey(text) ? DocumentKind::kState : DocumentKind::kOther;
}

}  // namespace

DocumentKind RecogniseJson(std::string_view text) {
  if (text.front() != '{') {
    json::Cursor cursor(text);
    cursor.SkipValue();
    return cursor.Finish() ? DocumentKind::kJson : DocumentKind::kOther;
  }
  const std::string_view version = LeadingVersion(text);
  if (!version.empty() && version != "3" && !MayEndWithSopsBlock(text)) {
    return DocumentKind::kState;
  }
  const auto kind = TopLevel(text).Run();
  return kind ? *kind : RecogniseDamaged(text);
}

}  // namespace tfsck
